"""What is read of gatherings to be shown: the agenda and one gathering's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, load_only

from community.clock import end_of_day, local_day, start_of_day
from community.errors import NotFound
from community.gatherings import invitations, narrowing
from community.gatherings.drafts import LONGEST
from community.gatherings.filters import AgendaFilter, Period, Shape
from community.gatherings.kinds import Kind, Visibility
from community.gatherings.models import (
    Gathering,
    GatheringStatus,
    gathering_theme,
)
from community.libraries.models import Branch, Room
from community.pages import Page, how_many
from community.search.matching import has_every_word
from community.topics.models import Theme

#: A phone's patience: some ten days of a busy library.
PAGE_SIZE = 40
#: More than this is not read but chosen from; a page has an end.
MOST_IN_A_WEEK = 500
MOST_IN_A_MONTH = 4000


@dataclass(frozen=True, slots=True)
class Viewer:
    """What matters of who is looking: nobody known, unless said otherwise."""

    person_id: int | None = None
    works_here: bool = False

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None


ANYBODY = Viewer()
#: Built once: everything about a gathering begins with it.
_THE_ONE = select(Gathering).where(
    Gathering.library_id == bindparam("library"), Gathering.id == bindparam("gathering")
)
#: What counts for who comes in; the rest is read when somebody asks.
_PLAIN = _THE_ONE.options(
    load_only(
        Gathering.library_id, Gathering.status, Gathering.kind, Gathering.title,
        Gathering.starts_at, Gathering.ends_at, Gathering.sign_up_mode,
        Gathering.sign_up_opens_at, Gathering.sign_up_closes_at, Gathering.invitation_salt,
        Gathering.capacity, Gathering.has_waiting_list, Gathering.taken, Gathering.waiting,
        Gathering.visibility, Gathering.eligibility, Gathering.is_sensitive, Gathering.questions,
        Gathering.takes_children, Gathering.published_at,
    )
)  # fmt: skip
_ONE = _THE_ONE.options(
    joinedload(Gathering.branch),
    joinedload(Gathering.room),
    joinedload(Gathering.picture),  # Themes and hosts come when a page asks for them.
)
_IN_ORDER = (Gathering.starts_at, Gathering.id)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the coming gatherings can be narrowed by, and how many there are in all."""

    total: int
    branches: Sequence[tuple[str, str]]  #: Slug and place.
    kinds: Sequence[Kind]  #: Most frequent first.
    languages: Sequence[str]
    themes: Sequence[Theme]


def in_lists(library_id: int, viewer: Viewer = ANYBODY) -> list[ColumnElement[bool]]:
    """What stands in lists and feeds: never a draft, never what is shown by link alone."""
    seen = [Visibility.PUBLIC, Visibility.SIGNED_IN] if viewer.is_signed_in else [Visibility.PUBLIC]
    return [
        Gathering.library_id == library_id,
        Gathering.status != GatheringStatus.DRAFT,
        Gathering.visibility.in_(seen),
        # A draft that was called off has never been there.
        Gathering.published_at.is_not(None),
    ]


def about(library_id: int, wish: AgendaFilter) -> list[ColumnElement[bool]]:
    """Conditions for branch, theme, kind, language and words: all of them must hold."""
    found: list[ColumnElement[bool]] = []
    if wish.branch:
        branch = select(Branch.id).where(Branch.library_id == library_id)
        found.append(Gathering.branch_id.in_(branch.where(Branch.slug == wish.branch)))
    if wish.theme:
        themed = select(gathering_theme.c.gathering_id).join(Theme)
        found.append(Gathering.id.in_(themed.where(Theme.slug == wish.theme)))
    if wish.kind:
        found.append(Gathering.kind == wish.kind)
    if wish.language:
        found.append(Gathering.language == wish.language)
    found += narrowing.holds(library_id, wish.of)
    return found + has_every_word(Gathering.search_text, wish.words)


def during(wish: AgendaFilter, now: datetime) -> list[ColumnElement[bool]]:
    """What takes place in the days asked for; a list leaves out what is over."""
    today = local_day(now)
    period = wish.period(today)
    over = _overlaps(period)
    looks_ahead = wish.shape is Shape.LIST and not wish.day
    if looks_ahead and (period.last is None or period.last >= today):
        over += not_over(now)
    return over


def not_over(moment: datetime) -> list[ColumnElement[bool]]:
    """What ends after a moment. Nothing lasts longer than LONGEST, which lets an index by start
    skip the whole past."""
    return [Gathering.ends_at > moment, Gathering.starts_at > moment - LONGEST]


def list_agenda(
    session: Session,
    library_id: int,
    wish: AgendaFilter,
    *,
    now: datetime,
    viewer: Viewer = ANYBODY,
    total: int | None = None,
) -> Page[Gathering]:
    """A page of the list; a page beyond the last one is the last one.

    `total` spares the counting to who knows already how many there are.
    """
    wanted = (*in_lists(library_id, viewer), *about(library_id, wish), *during(wish, now))
    if total is None:
        count = select(func.count()).select_from(Gathering).where(*wanted)
        total = session.scalars(count).one()
    number = min(wish.page, how_many(total, PAGE_SIZE))
    page = _entries().where(*wanted).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(session.scalars(page).all() if total else [], total, number, PAGE_SIZE)


def list_week(
    session: Session,
    library_id: int,
    wish: AgendaFilter,
    *,
    now: datetime,
    viewer: Viewer = ANYBODY,
) -> Sequence[Gathering]:
    """Everything of a week, what is over included."""
    wanted = (*in_lists(library_id, viewer), *about(library_id, wish), *during(wish, now))
    return session.scalars(_entries().where(*wanted).limit(MOST_IN_A_WEEK)).all()


def list_month(
    session: Session,
    library_id: int,
    wish: AgendaFilter,
    *,
    now: datetime,
    viewer: Viewer = ANYBODY,
) -> Sequence[Gathering]:
    """Everything of a month, with no more than a title and its hours."""
    wanted = (*in_lists(library_id, viewer), *about(library_id, wish), *during(wish, now))
    titles = load_only(
        Gathering.title, Gathering.status, Gathering.starts_at, Gathering.ends_at, raiseload=True
    )
    return session.scalars(
        select(Gathering).options(titles).where(*wanted).order_by(*_IN_ORDER).limit(MOST_IN_A_MONTH)
    ).all()


def list_next(
    session: Session,
    library_id: int,
    *,
    now: datetime,
    count: int,
    viewer: Viewer = ANYBODY,
    theme_ids: Select[int] | CompoundSelect[int] | None = None,
) -> Sequence[Gathering]:
    """What comes first, of what goes on; on these themes alone, if they are given."""
    coming = [
        *in_lists(library_id, viewer),
        *not_over(now),
        Gathering.status == GatheringStatus.PUBLISHED,
    ]
    if theme_ids is not None:
        about = gathering_theme.c.theme_id.in_(theme_ids)
        coming.append(Gathering.id.in_(select(gathering_theme.c.gathering_id).where(about)))
    return session.scalars(_entries().where(*coming).limit(count)).all()


def choices(
    session: Session, library_id: int, *, now: datetime, viewer: Viewer = ANYBODY
) -> Choices:
    """What there is to choose from, in two statements."""
    coming = (*in_lists(library_id, viewer), *not_over(now))
    grouped = (
        select(Gathering.branch_id, Gathering.kind, Gathering.language, func.count().label("n"))
        .where(*coming)
        .group_by(Gathering.branch_id, Gathering.kind, Gathering.language)
        .subquery()
    )
    rows = session.execute(
        select(Branch.slug, Branch.place, grouped.c.kind, grouped.c.language, grouped.c.n)
        .select_from(grouped)
        .join(Branch, Branch.id == grouped.c.branch_id, isouter=True)
    ).all()
    used = select(gathering_theme.c.theme_id).join(Gathering).where(*coming)
    themes = session.scalars(select(Theme).where(Theme.id.in_(used)).order_by(Theme.position)).all()
    kinds: dict[Kind, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + row.n
    return Choices(
        total=sum(row.n for row in rows),
        branches=sorted({(row.slug, row.place) for row in rows if row.slug}, key=lambda b: b[1]),
        kinds=sorted(kinds, key=lambda kind: (-kinds[kind], kind)),
        languages=sorted({row.language for row in rows}),
        themes=themes,
    )


def get_visible(
    session: Session,
    library_id: int,
    gathering_id: int,
    viewer: Viewer = ANYBODY,
    invitation: str = "",
    key: str = "",
    *,
    plain: bool = False,
) -> Gathering:
    """One gathering with all its page shows; what this viewer may not see does not exist.

    `invitation` is the token of the gathering's own link, checked under `key`. `plain`: without
    what stands around it, for who is not going to show it.
    """
    which = {"library": library_id, "gathering": gathering_id}
    gathering = session.scalars(_PLAIN if plain else _ONE, which).one_or_none()
    if gathering is None:
        raise NotFound
    is_invited = bool(invitation) and invitations.is_right(invitation, gathering, key=key)
    if not may_see(gathering, viewer, is_invited=is_invited):
        raise NotFound
    return gathering


def may_see(gathering: Gathering, viewer: Viewer, *, is_invited: bool = False) -> bool:
    """Who runs it sees it always; others once it is published, as its visibility says."""
    return (
        (_is_out(gathering) and _is_shown_to(gathering, viewer, is_invited=is_invited))
        or viewer.works_here
        or viewer.person_id in {host.id for host in gathering.hosts}
    )


def _is_out(gathering: Gathering) -> bool:
    return gathering.status is not GatheringStatus.DRAFT and gathering.published_at is not None


def _is_shown_to(gathering: Gathering, viewer: Viewer, *, is_invited: bool) -> bool:
    if is_invited or gathering.visibility is Visibility.PUBLIC:
        return True
    return gathering.visibility is Visibility.SIGNED_IN and viewer.is_signed_in


def _overlaps(period: Period) -> list[ColumnElement[bool]]:
    found = not_over(start_of_day(period.first))
    if period.last:
        found.append(Gathering.starts_at < end_of_day(period.last))
    return found


def _entries() -> Select[Gathering]:
    """Rows of a list, with what an entry shows and nothing that would ask the database again."""
    return (
        select(Gathering)
        .options(
            load_only(
                Gathering.library_id, Gathering.status, Gathering.kind, Gathering.title,
                Gathering.summary, Gathering.language, Gathering.starts_at, Gathering.ends_at,
                Gathering.mode, Gathering.address, Gathering.sign_up_mode, Gathering.capacity,
                Gathering.has_waiting_list, Gathering.sign_up_opens_at,
                Gathering.sign_up_closes_at, Gathering.visibility, Gathering.cost,
                Gathering.taken, Gathering.waiting, Gathering.moved_from, Gathering.cancel_reason,
                raiseload=True,
            ),
            joinedload(Gathering.branch).load_only(Branch.place, Branch.slug),
            joinedload(Gathering.room).load_only(Room.name),
        )
        .order_by(*_IN_ORDER)
    )  # fmt: skip
