"""Every select about proposals but one's own (`own_queries`), the desk's and the clock's.

Who sees what is `seeing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.accounts import ages
from community.accounts.models import Person
from community.errors import NotFound
from community.proposals import seeing
from community.proposals.models import (
    ANSWER_DAYS,
    Proposal,
    ProposalBacking,
    ProposalDate,
    ProposalTerm,
    ProposalVote,
    Says,
    State,
    proposal_theme,
)
from community.proposals.seeing import Choice
from community.register.seeing import Viewer
from community.topics.models import Theme

PAGE_SIZE = 20
#: What can still come of it, and what has become of it.
OPEN_STATES = (State.OPEN,)
PAST_STATES = tuple(state for state in seeing.SHOWN if state is not State.OPEN)


# ─── for whoever looks ───


def list_page(
    session: Session, library_id: int, states: Collection[State], theme: str, page: int
) -> tuple[Sequence[Proposal], int]:
    """The proposals on this page, the latest first, and how many there are in all."""
    found = [*seeing.listed(library_id), Proposal.state.in_(states)]
    if theme:
        themed = select(proposal_theme.c.proposal_id).join(Theme)
        found.append(Proposal.id.in_(themed.where(Theme.slug == theme)))
    rows = session.execute(
        whole()
        .add_columns(func.count().over())
        .where(*found)
        .order_by(Proposal.opened_at.desc(), Proposal.id.desc())
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def list_latest(session: Session, library_id: int, most: int) -> Sequence[Proposal]:
    """The latest that are open, by their titles alone."""
    return session.scalars(
        select(Proposal)
        .where(*seeing.listed(library_id), Proposal.state == State.OPEN)
        .order_by(Proposal.opened_at.desc(), Proposal.id.desc())
        .limit(most)
    ).all()


def list_of_group(session: Session, library_id: int, group_id: int) -> Sequence[Proposal]:
    """What a group proposed, of what everybody sees; the latest first."""
    return session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.gathering))
        .where(*seeing.listed(library_id), Proposal.group_id == group_id)
        .order_by(Proposal.opened_at.desc(), Proposal.id.desc())
        .limit(5)
    ).all()


def find_of_gathering(session: Session, library_id: int, gathering_id: int) -> Proposal | None:
    """The proposal that a gathering was made of."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.library_id == library_id, Proposal.gathering_id == gathering_id)
        .order_by(Proposal.id)
        .limit(1)
    ).first()


def list_themes_in_use(session: Session, library_id: int) -> Sequence[Theme]:
    used = select(proposal_theme.c.theme_id).join(Proposal).where(*seeing.listed(library_id))
    return session.scalars(select(Theme).where(Theme.id.in_(used)).order_by(Theme.position)).all()


def count_backers(session: Session, ids: Collection[int]) -> Mapping[int, int]:
    """How many stand behind each. Counted from the rows: no counter can say something else."""
    if not ids:
        return {}
    rows = session.execute(
        select(ProposalBacking.proposal_id, func.count())
        .where(ProposalBacking.proposal_id.in_(ids), ProposalBacking.confirm_by.is_(None))
        .group_by(ProposalBacking.proposal_id)
    )
    return {row[0]: row[1] for row in rows}


def get_readable(session: Session, library_id: int, proposal_id: int, viewer: Viewer) -> Proposal:
    """One proposal, for who may open its page; to anybody else it does not exist."""
    may = seeing.readable(library_id, viewer)
    return one(session, whole().where(Proposal.id == proposal_id, *may))


def may_read(session: Session, library_id: int, proposal_id: int, viewer: Viewer) -> bool:
    may = seeing.readable(library_id, viewer)
    found = select(Proposal.id).where(Proposal.id == proposal_id, *may)
    return session.scalars(found).first() is not None


def load(session: Session, library_id: int, ids: Collection[int]) -> Mapping[int, Proposal]:
    found = whole().where(Proposal.library_id == library_id, Proposal.id.in_(ids))
    return {each.id: each for each in session.scalars(found)} if ids else {}


def list_backings(session: Session, proposal_id: int) -> Sequence[ProposalBacking]:
    """Who stands behind it, from the first; not who has yet to confirm it."""
    return session.scalars(
        select(ProposalBacking)
        .where(ProposalBacking.proposal_id == proposal_id, ProposalBacking.confirm_by.is_(None))
        .options(joinedload(ProposalBacking.person))
        .order_by(ProposalBacking.id)
    ).all()


def list_dates(session: Session, proposal_id: int) -> Sequence[ProposalDate]:
    """By day and part of the day."""
    dates = session.scalars(
        select(ProposalDate).where(ProposalDate.proposal_id == proposal_id)
    ).all()
    return sorted(dates, key=lambda each: (each.day, each.part.begins))


def list_choices(
    session: Session,
    proposal: Proposal,
    backings: Sequence[ProposalBacking],
    viewer: Viewer,
) -> list[Choice]:
    """The date poll: how many say what of each date; who, for who may know."""
    dates = list_dates(session, proposal.id)
    if not dates:
        return []
    by_id = {each.id: each for each in backings}
    votes = session.execute(
        select(ProposalVote.date_id, ProposalVote.backing_id, ProposalVote.says)
        .where(ProposalVote.date_id.in_([each.id for each in dates]))
        .order_by(ProposalVote.backing_id)
    ).all()
    names = {each.backing_id: each.name for each in seeing.company(proposal, backings, viewer)}
    choices = []
    for date in dates:
        of_it = [(backing, says) for on, backing, says in votes if on == date.id]
        said = {says: [b for b, each in of_it if each is says and b in by_id] for says in Says}
        mine = [s for b, s in of_it if b in by_id and _is_mine(by_id[b], viewer)]
        choices.append(
            Choice(
                date,
                {says: len(ids) for says, ids in said.items()},
                {says: [names[b] for b in ids if b in names] for says, ids in said.items()},
                mine[0] if mine else None,
            )
        )
    return choices


def votes_of(session: Session, backing_id: int) -> Mapping[int, Says]:
    """What somebody said of each date."""
    rows = session.execute(
        select(ProposalVote.date_id, ProposalVote.says).where(ProposalVote.backing_id == backing_id)
    )
    return {row[0]: row[1] for row in rows}


# ─── for rules and mails ───


def find_backing(session: Session, proposal_id: int, person_id: int) -> ProposalBacking | None:
    return session.scalars(
        select(ProposalBacking)
        .where(ProposalBacking.proposal_id == proposal_id, ProposalBacking.person_id == person_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def get(session: Session, library_id: int, proposal_id: int) -> Proposal:
    """Any but what nobody confirmed."""
    return one(
        session,
        whole().where(
            Proposal.library_id == library_id,
            Proposal.id == proposal_id,
            Proposal.state != State.DRAFT,
        ),
    )


def lock(session: Session, library_id: int, proposal_id: int) -> Proposal:
    """The proposal, read anew, for nobody else to change in the meantime: taken before all else."""
    held = session.scalars(
        select(Proposal)
        .where(Proposal.library_id == library_id, Proposal.id == proposal_id)
        .with_for_update(of=Proposal)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound
    return held


def lock_backing(
    session: Session, library_id: int, backing_id: int, proposal_id: int | None = None
) -> ProposalBacking:
    """`proposal_id`: only when it stands behind that one."""
    wanted = [ProposalBacking.library_id == library_id, ProposalBacking.id == backing_id]
    if proposal_id is not None:
        wanted.append(ProposalBacking.proposal_id == proposal_id)
    held = session.scalars(
        select(ProposalBacking)
        .where(*wanted)
        .with_for_update(of=ProposalBacking)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound
    return held


def hold_backer(session: Session, backing_id: int) -> None:
    """Before the backing itself is locked: whether they are old enough stays as it is now."""
    whose = select(ProposalBacking.person_id).where(ProposalBacking.id == backing_id)
    person_id = session.scalar(whose)
    if person_id is not None:
        ages.hold(session, person_id)


def list_shown_of(session: Session, person_id: int) -> list[tuple[int, int]]:
    """Library and number of each place of theirs where others read what they bring."""
    rows = session.execute(
        select(ProposalBacking.library_id, ProposalBacking.id)
        .where(
            ProposalBacking.person_id == person_id,
            ProposalBacking.bring != "",
            ProposalBacking.seen_from.is_not(None),
        )
        .order_by(ProposalBacking.id)
    )
    return [(library_id, backing_id) for library_id, backing_id in rows]


def proposal_of_backing(session: Session, library_id: int, backing_id: int) -> int:
    """What it stands behind: that is locked before the backing itself."""
    found = session.scalar(
        select(ProposalBacking.proposal_id).where(
            ProposalBacking.library_id == library_id, ProposalBacking.id == backing_id
        )
    )
    if found is None:
        raise NotFound
    return found


def lock_person(session: Session, person_id: int) -> None:
    """So that the same words handed in twice at once are found the second time."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def find_to_mail(session: Session, proposal_id: int) -> Proposal | None:
    return session.scalars(
        whole()
        .where(Proposal.id == proposal_id)
        .options(joinedload(Proposal.library))
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_backing_to_mail(session: Session, backing_id: int) -> ProposalBacking | None:
    return session.scalars(
        select(ProposalBacking)
        .where(ProposalBacking.id == backing_id)
        .options(
            joinedload(ProposalBacking.person),
            joinedload(ProposalBacking.proposal).joinedload(Proposal.library),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_by_ids(session: Session, library_id: int, ids: Collection[int]) -> Sequence[Proposal]:
    return session.scalars(
        whole().where(Proposal.library_id == library_id, Proposal.id.in_(ids))
    ).all()


def list_backings_by_ids(
    session: Session, library_id: int, ids: Collection[int]
) -> Sequence[ProposalBacking]:
    return session.scalars(
        select(ProposalBacking)
        .where(ProposalBacking.library_id == library_id, ProposalBacking.id.in_(ids))
        .options(
            joinedload(ProposalBacking.proposal).joinedload(Proposal.library),
            joinedload(ProposalBacking.proposal).selectinload(Proposal.themes),
        )
    ).all()


def list_of_person(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    """The numbers of what somebody proposed here that others see, or will."""
    return session.scalars(
        select(Proposal.id)
        .where(
            Proposal.library_id == library_id,
            Proposal.person_id == person_id,
            Proposal.state.not_in((State.DRAFT, State.WITHDRAWN)),
        )
        .order_by(Proposal.id)
    ).all()


def list_brought_by(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    """The numbers of their backings in which somebody says what they bring."""
    return session.scalars(
        select(ProposalBacking.id)
        .where(
            ProposalBacking.library_id == library_id,
            ProposalBacking.person_id == person_id,
            ProposalBacking.bring != "",
            ProposalBacking.confirm_by.is_(None),
        )
        .order_by(ProposalBacking.id)
    ).all()


def find_bringer(session: Session, proposal: Proposal) -> ProposalBacking | None:
    """What who proposed it brings: it is read, hidden and let through with the proposal."""
    if proposal.person_id is None:
        return None
    return find_backing(session, proposal.id, proposal.person_id)


def days_of(session: Session, library_id: int) -> int:
    """Within how many days this library answers."""
    term = session.get(ProposalTerm, library_id)
    return term.days if term else ANSWER_DAYS


def whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.person),
        joinedload(Proposal.group),
        joinedload(Proposal.gathering),
        selectinload(Proposal.themes),
    )


def one(session: Session, statement: Select[Proposal]) -> Proposal:
    found = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _is_mine(backing: ProposalBacking, viewer: Viewer) -> bool:
    return viewer.person_id is not None and backing.person_id == viewer.person_id
