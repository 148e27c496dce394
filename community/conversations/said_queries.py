"""What is said in a conversation, as one viewer sees it: a page, what is new, the last of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Kind,
    Nod,
    Phase,
)
from community.conversations.seeing import Viewer, shown
from community.pages import Paged

#: About so many contributions stand on a page, in whole threads; the last has up to half more.
PAGE_SIZE = 40


@dataclass(slots=True)
class Said:
    """A contribution with what hangs on it, for one viewer."""

    contribution: Contribution
    replies: list[Said] = field(default_factory=list)
    nods: Mapping[Nod, int] = field(default_factory=dict)
    mine: frozenset[Nod] = frozenset()


@dataclass(frozen=True, slots=True)
class Pages(Paged):
    """Which threads stand on which page, counted from the first, so that pages do not shift."""

    spread: Sequence[Sequence[int]] = ((),)  #: By page, the number of what began each thread.
    number: int = 1
    last: int = 0  #: The number of the last contribution of all.
    names_sources: bool = False  #: Whether anywhere in it a book or a page was named.

    @property
    def pages(self) -> int:
        return len(self.spread)

    @property
    def on_this(self) -> Sequence[int]:
        return self.spread[self.number - 1]

    def at(self, thread: int) -> int:
        """The number of the page that a thread stands on."""
        return next(
            (number for number, page in enumerate(self.spread, 1) if thread in page), self.pages
        )


def _spread(threads: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Whole threads to a page, by how much is said in each; what is left goes on the last."""
    found: list[list[int]] = [[]]
    here = 0
    for thread, number in threads:
        if here >= PAGE_SIZE:
            found.append([])
            here = 0
        found[-1].append(thread)
        here += number
    if len(found) > 1 and here < PAGE_SIZE // 2:
        found[-2:] = [found[-2] + found[-1]]
    return found


_NAMES_A_SOURCE = (
    Contribution.kind == Kind.SOURCE,
    or_(Contribution.url != "", Contribution.title != ""),
    Contribution.hidden_at.is_(None),
    Contribution.withdrawn_at.is_(None),
)
_THREAD = func.coalesce(Contribution.reply_to_id, Contribution.id)


def pages(
    session: Session, conversation: Conversation, viewer: Viewer, *, number: int | None = None
) -> Pages:
    """The threads of which this viewer sees something; the last page unless another is wanted."""
    rows = session.execute(
        select(
            _THREAD,
            func.count(Contribution.id),
            func.max(Contribution.id),
            func.max(case((and_(*_NAMES_A_SOURCE), 1), else_=0)),
        )
        .where(Contribution.conversation_id == conversation.id, shown(viewer))
        .group_by(_THREAD)
        .order_by(_THREAD)
    ).all()
    spread = _spread((thread, said) for thread, said, *_ in rows)
    last = max((row[2] for row in rows), default=0)
    found = Pages(spread, last=last, names_sources=any(row[3] for row in rows))
    return replace(found, number=min(max(1, number or found.pages), found.pages))


def list_page(
    session: Session, conversation: Conversation, viewer: Viewer, page: Pages
) -> list[Said]:
    """What stands on a page, replies below what they answer."""
    if not page.on_this:
        return []
    on_this = _THREAD.between(page.on_this[0], page.on_this[-1])
    return _list(session, conversation, viewer, on_this)


def list_said(
    session: Session, conversation: Conversation, viewer: Viewer, *, after: int = 0
) -> list[Said]:
    """In the order in which it was said, replies below what they answer; 2 statements.

    With `after`, only what came later than that number; a reply to an earlier one stands by itself.
    """
    return _list(session, conversation, viewer, Contribution.id > after)


def last_seen(session: Session, conversation: Conversation | None, viewer: Viewer) -> int:
    """The number of the last contribution that this viewer sees; 0: there is none."""
    if conversation is None:
        return 0
    wanted = select(func.max(Contribution.id))
    here = Contribution.conversation_id == conversation.id
    return session.scalar(wanted.where(here, shown(viewer))) or 0


def last_phase(
    session: Session, conversation: Conversation, viewer: Viewer, *, until: int
) -> Phase | None:
    """Below which heading a list ends that goes no further than this number."""
    return session.scalar(
        select(Contribution.phase)
        .where(
            Contribution.conversation_id == conversation.id,
            Contribution.id <= until,
            Contribution.reply_to_id.is_(None),
            shown(viewer),
        )
        .order_by(Contribution.id.desc())
        .limit(1)
    )


def list_sources(
    session: Session, conversation: Conversation, viewer: Viewer
) -> Sequence[Contribution]:
    """What was named with a title or an address, in all of it, in order."""
    return session.scalars(
        select(Contribution)
        .where(
            Contribution.conversation_id == conversation.id,
            *_NAMES_A_SOURCE,
            shown(viewer),
        )
        .order_by(Contribution.id)
    ).all()


def latest(
    session: Session, conversation: Conversation, viewer: Viewer, *, most: int
) -> tuple[Sequence[Contribution], int]:
    """The last that was said and is no answer, in order; and how much was said in all."""
    here = and_(
        Contribution.conversation_id == conversation.id,
        shown(viewer),
        Contribution.withdrawn_at.is_(None),
    )
    number = select(func.count(Contribution.id)).where(here).scalar_subquery()
    rows = session.execute(
        select(Contribution, number)
        .outerjoin(Contribution.person)
        .where(here, Contribution.reply_to_id.is_(None))
        .options(contains_eager(Contribution.person))
        .order_by(Contribution.id.desc())
        .limit(most)
    ).all()
    return [row[0] for row in reversed(rows)], rows[0][1] if rows else 0


def _list(
    session: Session, conversation: Conversation, viewer: Viewer, which: ColumnElement[bool]
) -> list[Said]:
    here = and_(Contribution.conversation_id == conversation.id, which)
    rows = session.scalars(
        select(Contribution)
        .outerjoin(Contribution.person)
        .where(here, shown(viewer))
        .options(contains_eager(Contribution.person))
        .order_by(Contribution.id)
    ).all()
    nods = _nods(session, here, viewer.person_id) if rows else {}
    said = {
        row.id: Said(
            row,
            nods={nod: number for nod, (number, _mine) in nods.get(row.id, {}).items()},
            mine=frozenset(nod for nod, (_number, mine) in nods.get(row.id, {}).items() if mine),
        )
        for row in rows
    }
    top: list[Said] = []
    for each in said.values():
        above = said.get(each.contribution.reply_to_id or 0)
        (above.replies if above else top).append(each)
    return top


def _nods(
    session: Session, here: ColumnElement[bool], person_id: int | None
) -> dict[int, dict[Nod, tuple[int, bool]]]:
    """By contribution and nod: how many, and whether this person's is among them."""
    is_mine = ContributionNod.person_id == (person_id or 0)
    rows = session.execute(
        select(
            ContributionNod.contribution_id,
            ContributionNod.nod,
            func.count(),
            func.max(case((is_mine, 1), else_=0)),
        )
        .join(Contribution, Contribution.id == ContributionNod.contribution_id)
        .where(here)
        .group_by(ContributionNod.contribution_id, ContributionNod.nod)
    ).all()
    found: dict[int, dict[Nod, tuple[int, bool]]] = {}
    for contribution_id, nod, number, mine in rows:
        found.setdefault(contribution_id, {})[nod] = (number, bool(mine))
    return found
