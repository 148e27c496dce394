"""Every select about gatherings that may fit somebody, and about what was put aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload

from community.gatherings.closing_queries import hears_nothing_more
from community.gatherings.kinds import Audience, Kind, Mode, SignUpMode
from community.gatherings.models import (
    Gathering,
    GatheringStatus,
    SignUp,
    gathering_theme,
)
from community.gatherings.queries import Viewer, in_lists
from community.gatherings.sign_up_queries import ACTIVE
from community.libraries.models import Branch, Equipment, Room
from community.suggestions.models import NotForMe
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Coming:
    """A gathering as far as it decides who fits."""

    id: int
    title: str
    kind: Kind
    language: str
    starts_at: datetime
    ends_at: datetime
    branch_id: int | None
    mode: Mode
    audience: Audience
    takes_children: bool
    equipment: frozenset[Equipment] | None  #: Of its room; None: it is in no room of ours.
    is_left_out: bool  #: Signed up for it, put aside, or not to be told.


def coming(library_id: int, *, now: datetime) -> list[ColumnElement[bool]]:
    """What anybody who is signed in may know of, and can still come to.

    Of a sensitive gathering nobody is told, and what is by invitation waits for one.
    """
    closes_at = func.coalesce(Gathering.sign_up_closes_at, Gathering.starts_at)
    can_sign_up = and_(
        closes_at > now,
        or_(
            Gathering.capacity.is_(None),
            Gathering.taken < Gathering.capacity,
            Gathering.has_waiting_list,
        ),
    )
    return [
        *in_lists(library_id, Viewer(person_id=0)),
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.starts_at > now,
        Gathering.is_sensitive.is_(False),
        Gathering.sign_up_mode != SignUpMode.INVITATION,
        or_(Gathering.sign_up_mode != SignUpMode.HERE, can_sign_up),
    ]


def list_coming(
    session: Session, library_id: int, person_id: int, *, now: datetime
) -> list[Coming]:
    """All that is coming; what this person is in, put aside or is not told of is marked."""
    put_aside = aliased(Gathering)
    is_left_out = or_(
        exists().where(
            SignUp.gathering_id == Gathering.id,
            SignUp.person_id == person_id,
            SignUp.status.in_(ACTIVE),
        ),
        exists().where(
            NotForMe.library_id == library_id,
            NotForMe.person_id == person_id,
            NotForMe.gathering_id == put_aside.id,
            put_aside.title == Gathering.title,
        ),
        hears_nothing_more(literal(person_id), Gathering.id),
    )
    rows = session.execute(
        select(
            Gathering.id,
            Gathering.title,
            Gathering.kind,
            Gathering.language,
            Gathering.starts_at,
            Gathering.ends_at,
            Gathering.branch_id,
            Gathering.mode,
            Gathering.audience,
            Gathering.takes_children,
            Room.equipment,
            is_left_out,
        )
        .outerjoin(Gathering.room)
        .where(*coming(library_id, now=now))
        .order_by(Gathering.starts_at, Gathering.id)
    )
    return [Coming(*tuple(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Themes:
    """What gatherings are about: by gathering; and of which of those themes one is careful."""

    by_gathering: Mapping[int, frozenset[int]]
    sensitive: frozenset[int]

    def of(self, gathering_id: int) -> frozenset[int]:
        return self.by_gathering.get(gathering_id, frozenset())


def themes_of_coming(session: Session, library_id: int, *, now: datetime) -> Themes:
    found: defaultdict[int, set[int]] = defaultdict(set)
    sensitive: set[int] = set()
    for gathering_id, theme_id, is_sensitive in session.execute(
        select(gathering_theme.c.gathering_id, Theme.id, Theme.is_sensitive)
        .join(Theme, Theme.id == gathering_theme.c.theme_id)
        .join(Gathering, Gathering.id == gathering_theme.c.gathering_id)
        .where(*coming(library_id, now=now))
    ):
        found[gathering_id].add(theme_id)
        if is_sensitive:
            sensitive.add(theme_id)
    return Themes({key: frozenset(ids) for key, ids in found.items()}, frozenset(sensitive))


def count_coming_by_theme(
    session: Session, library_id: int, *, now: datetime
) -> tuple[dict[int, int], int]:
    """How many of what is coming are about each theme, and how many there are in all."""
    such = coming(library_id, now=now)
    in_all = select(func.count(Gathering.id)).where(*such).scalar_subquery()
    rows = session.execute(
        select(gathering_theme.c.theme_id, func.count(), in_all)
        .select_from(Gathering)
        .join(gathering_theme, gathering_theme.c.gathering_id == Gathering.id)
        .where(*such)
        .group_by(gathering_theme.c.theme_id)
    ).all()
    return {theme_id: count for theme_id, count, _ in rows}, rows[0][2] if rows else 0


def list_shown(session: Session, ids: Collection[int]) -> dict[int, Gathering]:
    """The gatherings that stand on the page, with their place and themes."""
    found = session.scalars(
        select(Gathering)
        .where(Gathering.id.in_(ids))
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.library),
            joinedload(Gathering.themes),
        )
    ).unique()
    return {gathering.id: gathering for gathering in found}


def list_put_aside(
    session: Session, library_id: int, person_id: int, *, now: datetime
) -> Sequence[NotForMe]:
    """What somebody put aside and is not over: it can be taken back."""
    return session.scalars(
        select(NotForMe)
        .join(NotForMe.gathering)
        .where(
            NotForMe.library_id == library_id,
            NotForMe.person_id == person_id,
            Gathering.ends_at > now,
        )
        .options(joinedload(NotForMe.gathering))
        .order_by(NotForMe.since.desc(), NotForMe.gathering_id)
    ).all()


def list_branches(session: Session, library_id: int) -> Sequence[Branch]:
    return session.scalars(select(Branch).where(Branch.library_id == library_id)).all()
