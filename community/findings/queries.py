"""Every select of the findings. What of it is for whom is `seeing`, in each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from community.findings import seeing
from community.findings.narrowing import Wish
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering, gathering_theme
from community.harvests.models import Harvest, HarvestItem, Provenance
from community.libraries.models import Branch, Room
from community.topics.models import Theme

#: Whatever a list is read from.
Rows = Select[*tuple[Any, ...]]

#: Conversations on a page, and cards of what is narrowed.
CONVERSATIONS, CARDS = 6, 24
#: A search is read from its top; further on the answers are no answers.
MOST_FOUND = 72
#: Cards of each conversation on the first page, and on a library's front page.
FEW = 3
#: Conversations in a feed.
MOST_IN_FEED = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A page of items, and how many there are in all."""

    items: Sequence[HarvestItem]
    total: int


@dataclass(frozen=True, slots=True)
class Yield:
    """A harvest with the first of its items, and how many it has."""

    harvest: Harvest
    items: Sequence[HarvestItem]
    number: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the findings can be narrowed by; themes with how many items, the most first."""

    themes: Sequence[tuple[str, str, str, int]]  #: Slug, Dutch and English label.
    branches: Sequence[tuple[str, str]]  #: Slug and place.


# ─── browsing ───


def among(library_id: int, wish: Wish) -> Select[int]:
    """The numbers of the items that everybody finds by this wish; its words are the search's."""
    return _joined(select(HarvestItem.id)).where(*_wanted(library_id, wish))


def list_yields(session: Session, library_id: int, number: int) -> tuple[list[Yield], int]:
    """A page of conversations, the latest published first, with the first cards of each."""
    rows = session.execute(
        harvests(library_id)
        .add_columns(func.count().over())
        .offset((number - 1) * CONVERSATIONS)
        .limit(CONVERSATIONS)
    ).all()
    firsts = list_first_items(session, library_id, [row[0].id for row in rows], FEW)
    found = [Yield(row[0], *firsts.get(row[0].id, ([], 0))) for row in rows]
    return found, rows[0][1] if rows else 0


def list_first_items(
    session: Session, library_id: int, harvest_ids: Collection[int], most: int
) -> dict[int, tuple[list[HarvestItem], int]]:
    """Of each of these harvests the first items in their order, and how many there are."""
    if not harvest_ids:
        return {}
    of_each: Any = {"partition_by": HarvestItem.harvest_id}
    ranked = (
        _joined(
            select(
                HarvestItem.id,
                func.row_number().over(order_by=IN_ORDER, **of_each).label("nth"),
                func.count().over(**of_each).label("number"),
            )
        )
        .where(*seeing.readable_items(library_id), HarvestItem.harvest_id.in_(harvest_ids))
        .subquery()
    )
    rows = session.execute(
        _with_all(select(HarvestItem, ranked.c.number))
        .join(ranked, ranked.c.id == HarvestItem.id)
        .where(ranked.c.nth <= most)
        .order_by(*IN_ORDER)
    )
    found: dict[int, tuple[list[HarvestItem], int]] = {}
    for row in rows:
        found.setdefault(row[0].harvest_id, ([], row[1]))[0].append(row[0])
    return found


def list_items(session: Session, library_id: int, wish: Wish) -> Found:
    """A page of the items that this wish finds, the latest published first."""
    rows = session.execute(
        _with_all(select(HarvestItem, func.count().over()))
        .where(*_wanted(library_id, wish))
        .order_by(Harvest.published_at.desc(), Harvest.id.desc(), *IN_ORDER)
        .offset((wish.page - 1) * CARDS)
        .limit(CARDS)
    ).all()
    return Found([row[0] for row in rows], rows[0][1] if rows else 0)


def load(session: Session, library_id: int, ids: Collection[int]) -> Mapping[int, HarvestItem]:
    """Items that a search found, as far as everybody may still read them."""
    if not ids:
        return {}
    found = session.scalars(
        _with_all(select(HarvestItem)).where(
            *seeing.readable_items(library_id), HarvestItem.id.in_(ids)
        )
    )
    return {item.id: item for item in found}


def choices(session: Session, library_id: int) -> Choices:
    """What there is to choose from, in one statement."""
    items = (
        _joined(select(HarvestItem.id, HarvestItem.theme_id, Harvest.gathering_id))
        .where(*seeing.readable_items(library_id))
        .cte("items")
    )
    about = union(
        select(items.c.id, items.c.theme_id).where(items.c.theme_id.is_not(None)),
        select(items.c.id, gathering_theme.c.theme_id).join(
            gathering_theme, gathering_theme.c.gathering_id == items.c.gathering_id
        ),
    ).subquery()
    themes = (
        select(literal(True), Theme.slug, Theme.label, Theme.label_en, func.count())
        .join(about, about.c.theme_id == Theme.id)
        .group_by(Theme.id)
    )
    branches = (
        select(literal(False), Branch.slug, Branch.place, Branch.name, func.count())
        .join(Gathering, Gathering.branch_id == Branch.id)
        .join(items, items.c.gathering_id == Gathering.id)
        .where(Gathering.visibility == Visibility.PUBLIC)
        .group_by(Branch.id)
    )
    rows = session.execute(union_all(themes, branches)).all()
    return Choices(
        sorted(
            ((row[1], row[2], row[3], row[4]) for row in rows if row[0]),
            key=lambda each: (-each[3], each[1]),
        ),
        sorted(((row[1], row[2]) for row in rows if not row[0]), key=lambda each: each[1]),
    )


def list_latest(session: Session, library_id: int, most: int = FEW) -> Sequence[HarvestItem]:
    """The first item of each of the latest conversations; with few of those, more of each."""
    of_each: Any = {"partition_by": HarvestItem.harvest_id, "order_by": IN_ORDER}
    ranked = (
        _joined(select(HarvestItem.id, func.row_number().over(**of_each).label("nth")))
        .where(*seeing.readable_items(library_id))
        .subquery()
    )
    return session.scalars(
        _with_all(select(HarvestItem))
        .join(ranked, ranked.c.id == HarvestItem.id)
        .where(ranked.c.nth <= most)
        .order_by(ranked.c.nth, Harvest.published_at.desc(), Harvest.id.desc())
        .limit(most)
    ).all()


def find_of(session: Session, library_id: int, gathering_id: int) -> Harvest | None:
    """What a gathering yielded, once everybody may read it."""
    return session.scalars(
        harvests(library_id).where(Harvest.gathering_id == gathering_id)
    ).one_or_none()


# ─── feeds, mails and files ───


def list_for_feed(session: Session, library_id: int) -> Sequence[Harvest]:
    return session.scalars(harvests(library_id).limit(MOST_IN_FEED)).all()


def list_public(session: Session, library_id: int, most: int) -> Sequence[Harvest]:
    """For a sitemap: no more than where each is and when it changed."""
    return session.scalars(harvests(library_id).limit(most)).all()


def list_news(
    session: Session,
    library_id: int,
    theme_ids: Collection[int],
    *,
    after: datetime,
    until: datetime,
    most: int,
) -> Sequence[HarvestItem]:
    """Of what was published in that time the first item of each conversation; of these themes, if
    there are any."""
    wanted = [
        *seeing.readable_items(library_id),
        Harvest.published_at > after,
        Harvest.published_at <= until,
    ]
    if theme_ids:
        wanted.append(_is_about(theme_ids))
    of_each: Any = {"partition_by": HarvestItem.harvest_id, "order_by": IN_ORDER}
    ranked = (
        _joined(select(HarvestItem.id, func.row_number().over(**of_each).label("nth")))
        .where(*wanted)
        .subquery()
    )
    return session.scalars(
        _with_all(select(HarvestItem))
        .join(ranked, ranked.c.id == HarvestItem.id)
        .where(ranked.c.nth == 1)
        .order_by(Harvest.published_at.desc(), Harvest.id.desc())
        .limit(most)
    ).all()


def of_library(library_id: int) -> Rows:
    """Every item that everybody may read, with at how many tables and first in which round."""
    said_at = select(func.count(Provenance.table_no.distinct())).where(
        Provenance.item_id == HarvestItem.id
    )
    first = select(func.min(Provenance.round_no)).where(Provenance.item_id == HarvestItem.id)
    return (
        _with_all(select(HarvestItem, said_at.scalar_subquery(), first.scalar_subquery()))
        .where(*seeing.readable_items(library_id))
        .order_by(Gathering.starts_at, Harvest.id, HarvestItem.position, HarvestItem.id)
    )


IN_ORDER = (HarvestItem.position, HarvestItem.id)
#: What is told of a gathering below an item.
_OF_GATHERING = load_only(
    Gathering.library_id, Gathering.title, Gathering.kind, Gathering.starts_at, Gathering.ends_at,
    Gathering.visibility, Gathering.status, Gathering.published_at, Gathering.address,
    Gathering.mode, Gathering.head_count, Gathering.is_sensitive, Gathering.language,
)  # fmt: skip
_BRANCH = load_only(Branch.place, Branch.name, Branch.slug)


def _joined(what: Rows) -> Rows:
    """With the harvest and the gathering of each item, on which `seeing` puts its conditions."""
    return what.join(Harvest, Harvest.id == HarvestItem.harvest_id).join(
        Gathering, Gathering.id == Harvest.gathering_id
    )


def _with_all(what: Rows) -> Rows:
    """Items with all that a card says of them."""
    of_harvest = contains_eager(HarvestItem.harvest)
    of_gathering = of_harvest.contains_eager(Harvest.gathering)
    return _joined(what).options(
        joinedload(HarvestItem.theme),
        of_gathering.options(_OF_GATHERING, joinedload(Gathering.branch).options(_BRANCH)),
    )


def harvests(library_id: int) -> Rows:
    """Those that everybody may read, the latest first, with the gathering of each."""
    of_gathering = contains_eager(Harvest.gathering).options(
        _OF_GATHERING,
        joinedload(Gathering.branch).options(_BRANCH),
        joinedload(Gathering.room).options(load_only(Room.name)),
    )
    return (
        select(Harvest)
        .join(Gathering, Gathering.id == Harvest.gathering_id)
        .where(*seeing.readable(library_id))
        .options(of_gathering)
        .order_by(Harvest.published_at.desc(), Harvest.id.desc())
    )


def _wanted(library_id: int, wish: Wish) -> list[ColumnElement[bool]]:
    found = seeing.readable_items(library_id)
    if wish.theme:
        found.append(_is_about(select(Theme.id).where(Theme.slug == wish.theme)))
    if wish.branch:
        # Of what is not for everybody to know, the place is not either.
        found += [
            Gathering.visibility == Visibility.PUBLIC,
            Gathering.branch_id.in_(
                select(Branch.id).where(Branch.library_id == library_id, Branch.slug == wish.branch)
            ),
        ]
    if wish.kind:
        found.append(HarvestItem.kind == wish.kind)
    return found


def _is_about(theme_ids: Collection[int] | Select[int]) -> ColumnElement[bool]:
    """By itself, or because the whole conversation was."""
    return or_(
        HarvestItem.theme_id.in_(theme_ids),
        Gathering.id.in_(
            select(gathering_theme.c.gathering_id).where(gathering_theme.c.theme_id.in_(theme_ids))
        ),
    )
