"""Every select of the register. What a viewer may see of it is `seeing`, in each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from community import tokens
from community.accounts import ages
from community.accounts.models import Person
from community.errors import NotFound
from community.libraries.models import Branch
from community.register import seeing
from community.register.models import (
    Direction,
    Entry,
    EntryState,
    entry_branch,
    entry_theme,
)
from community.register.narrowing import When, Wish
from community.register.seeing import Viewer
from community.skills.models import Skill, SkillState
from community.topics.models import Term, Theme
from community.words import N_

PAGE_SIZE = 20
#: A search is read from its top; further on the answers are no answers.
MOST_FOUND = 60
#: So many questions stand beside the offers.
BESIDE = 3
#: What a token in a link is made for.
PURPOSE = "entry"
SPENT = N_("This link no longer works. What it was about has been deleted.")

#: So many entries are read at a time where there may be many.
_AT_ONCE = 500
_PARTS = {When.MORNING: "1", When.AFTERNOON: "2", When.EVENING: "3"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A theme with how many of what the viewer finds stand under it."""

    theme: Theme
    count: int


# ─── for whoever looks ───


def wanted(
    library_id: int, wish: Wish, viewer: Viewer, *, now: datetime
) -> list[ColumnElement[bool]]:
    """What this viewer finds by this wish; its words are the search's."""
    found = [*seeing.listed(library_id, viewer, now=now), Entry.direction == wish.direction]
    if wish.theme:
        themed = select(entry_theme.c.entry_id).join(Theme, Theme.id == entry_theme.c.theme_id)
        found.append(Entry.id.in_(themed.where(Theme.slug == wish.theme)))
    if wish.asks_more_than_a_title:
        found.append(seeing.in_full(viewer))
    if wish.branch:
        at = select(entry_branch.c.entry_id).join(Branch, Branch.id == entry_branch.c.branch_id)
        here = (Branch.library_id == library_id, Branch.slug == wish.branch)
        found.append(Entry.id.in_(at.where(*here)))
    if wish.form:
        found.append(_has(Entry.forms, wish.form))
    if wish.tongue:
        found.append(_has(Entry.tongues, wish.tongue))
    if wish.when:
        found.append(_at(wish.when))
    return found


def among(library_id: int, wish: Wish, viewer: Viewer, *, now: datetime) -> Select[int]:
    """The numbers of what this viewer finds by this wish."""
    return select(Entry.id).where(*wanted(library_id, wish, viewer, now=now))


def list_page(
    session: Session, library_id: int, wish: Wish, viewer: Viewer, *, now: datetime
) -> tuple[list[int], int]:
    """The numbers on this page, the latest first, and how many there are in all."""
    rows = session.execute(
        select(Entry.id, func.count().over())
        .where(*wanted(library_id, wish, viewer, now=now))
        .order_by(*_LATEST)
        .offset((wish.page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def list_after(
    session: Session,
    library_id: int,
    wish: Wish,
    viewer: Viewer,
    *,
    after: tuple[datetime, int] | None,
    most: int,
    now: datetime,
) -> Sequence[int]:
    """The numbers after that place in the list, the latest first: for who reads on by cursor."""
    found = wanted(library_id, wish, viewer, now=now)
    if after is not None:
        at, last_id = after
        found += [
            Entry.opened_at <= at,
            or_(Entry.opened_at < at, Entry.id < last_id),
        ]
    return session.scalars(select(Entry.id).where(*found).order_by(*_LATEST).limit(most)).all()


def count_by_theme(
    session: Session, library_id: int, wish: Wish, viewer: Viewer, *, now: datetime
) -> list[Counted]:
    """How many this viewer would find under each theme, whatever theme is chosen now."""
    here = wanted(library_id, wish.but(theme=""), viewer, now=now)
    rows = session.execute(
        select(Theme, func.count(Entry.id))
        .join(entry_theme, entry_theme.c.theme_id == Theme.id)
        .join(Entry, Entry.id == entry_theme.c.entry_id)
        .where(*here)
        .group_by(Theme.id)
        .order_by(func.count(Entry.id).desc(), Theme.position)
    ).all()
    return [Counted(theme, count) for theme, count in rows]


def load(
    session: Session, ids: Collection[int], *, with_themes: bool = False
) -> Mapping[int, Entry]:
    """These entries, with what a list tells of them; each was found by `seeing` before."""
    if not ids:
        return {}
    told = _told(with_themes).where(Entry.id.in_(ids))
    return {entry.id: entry for entry in session.scalars(told)}


def load_with_beside(
    session: Session,
    library_id: int,
    ids: Collection[int],
    beside: Direction,
    viewer: Viewer,
    *,
    now: datetime,
) -> tuple[Mapping[int, Entry], list[Entry], int]:
    """The same, and in the same breath the latest few of the other kind, with how many there are.

    On the most looked-at page every question to the database counts.
    """
    here = wanted(library_id, Wish(direction=beside), viewer, now=now)
    few = select(Entry.id).where(*here).order_by(*_LATEST).limit(BESIDE).correlate(None)
    total = select(func.count(Entry.id)).where(*here).correlate(None).scalar_subquery()
    told = _told(viewer.is_signed_in).add_columns(total)
    rows = session.execute(told.where(or_(Entry.id.in_(ids), Entry.id.in_(few)))).all()
    entries = {row[0].id: row[0] for row in rows}
    others = [entry for entry in entries.values() if entry.direction is beside]
    others.sort(key=lambda entry: (entry.opened_at or now, entry.id), reverse=True)
    return entries, others, rows[0][1] if rows else 0


def get_readable(
    session: Session, library_id: int, entry_id: int, viewer: Viewer, *, now: datetime
) -> Entry:
    """One entry, for who may open its page; to anybody else it does not exist."""
    may = seeing.readable(library_id, viewer, now=now)
    return _one(session, _whole().where(Entry.id == entry_id, *may))


def may_read(
    session: Session, library_id: int, entry_id: int, viewer: Viewer, *, now: datetime
) -> bool:
    may = seeing.readable(library_id, viewer, now=now)
    return session.scalars(select(Entry.id).where(Entry.id == entry_id, *may)).first() is not None


def list_branches(session: Session, library_id: int) -> Sequence[Branch]:
    return session.scalars(
        select(Branch).where(Branch.library_id == library_id).order_by(Branch.place, Branch.id)
    ).all()


# ─── for its person ───


def get_own(session: Session, library_id: int, entry_id: int, person_id: int) -> Entry:
    """One of somebody's own, whatever its state; somebody else's does not exist."""
    return _one(
        session,
        _whole().where(
            Entry.library_id == library_id, Entry.id == entry_id, Entry.person_id == person_id
        ),
    )


def list_own(session: Session, person_id: int) -> Sequence[Entry]:
    """All that somebody offers and asks, in every library; what was stopped last."""
    return session.scalars(
        _whole()
        .options(joinedload(Entry.library))
        .where(Entry.person_id == person_id)
        .order_by((Entry.state == EntryState.STOPPED), Entry.created_at.desc(), Entry.id.desc())
    ).all()


def find_same(
    session: Session, library_id: int, person_id: int, direction: Direction, title: str
) -> Entry | None:
    """What this person says already in the same words, and has not stopped."""
    return session.scalars(
        select(Entry)
        .where(
            Entry.library_id == library_id,
            Entry.person_id == person_id,
            Entry.direction == direction,
            Entry.title == title,
            Entry.state != EntryState.STOPPED,
        )
        .order_by(Entry.id)
        .limit(1)
    ).first()


def has_skill(session: Session, library_id: int, person_id: int, skill_id: int) -> bool:
    """Whether this is a kunde of this person's, in this library, to which they said yes."""
    own = select(Skill.id).where(
        Skill.id == skill_id,
        Skill.library_id == library_id,
        Skill.person_id == person_id,
        Skill.state != SkillState.DRAFT,
    )
    return session.scalar(own) is not None


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Entry:
    """What a link in a mail is about."""
    number = tokens.row_id(token)
    found = session.scalars(
        _whole().where(Entry.library_id == library_id, Entry.id == (number or 0))
    ).one_or_none()
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound(SPENT)
    return found


def token_of(entry: Entry, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, entry.id, entry.salt)


# ─── for rules, mails and jobs ───


def get(session: Session, library_id: int, entry_id: int) -> Entry:
    return _one(session, _whole().where(Entry.library_id == library_id, Entry.id == entry_id))


def lock(session: Session, library_id: int, entry_id: int) -> Entry:
    """The entry, read anew, for nobody else to change in the meantime."""
    held = session.scalars(
        select(Entry)
        .where(Entry.library_id == library_id, Entry.id == entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound
    return held


def lock_with_person(session: Session, library_id: int, entry_id: int) -> Entry:
    """The same, its person first: whether they are old enough stays as it is now."""
    here = select(Entry.person_id).where(Entry.library_id == library_id, Entry.id == entry_id)
    person_id = session.scalar(here)
    if person_id is None:
        raise NotFound
    ages.hold(session, person_id)
    return lock(session, library_id, entry_id)


def lock_person(session: Session, person_id: int) -> None:
    """So that the same words handed in twice at once are found the second time."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def find_to_mail(session: Session, entry_id: int) -> Entry | None:
    return session.scalars(
        _whole()
        .where(Entry.id == entry_id)
        .options(joinedload(Entry.library))
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_of_person(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    """The numbers of what somebody has here that others see, or will."""
    return session.scalars(
        select(Entry.id)
        .where(
            Entry.library_id == library_id,
            Entry.person_id == person_id,
            Entry.state != EntryState.STOPPED,
        )
        .order_by(Entry.id)
    ).all()


def list_by_ids(session: Session, library_id: int, ids: Collection[int]) -> Sequence[Entry]:
    return session.scalars(_whole().where(Entry.library_id == library_id, Entry.id.in_(ids))).all()


def list_to_lay_out(session: Session, library_id: int, ids: Collection[int]) -> Iterator[Entry]:
    """Entries with all that the search knows of them, some hundreds at a time."""
    numbers = sorted(ids)
    told = select(Entry).options(
        selectinload(Entry.themes), selectinload(Entry.terms).selectinload(Term.labels)
    )
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        here = told.where(Entry.library_id == library_id, Entry.id.in_(some))
        yield from session.scalars(here).all()


def list_of_yes(
    session: Session, library_id: int, person_id: int, such: ColumnElement[bool]
) -> Sequence[int]:
    """Of somebody's entries those to which they said this yes."""
    theirs = (Entry.library_id == library_id, Entry.person_id == person_id)
    return session.scalars(select(Entry.id).where(*theirs, such).order_by(Entry.id)).all()


def hold_terms(session: Session, library_id: int, ids: Collection[int]) -> Sequence[Term]:
    """Of these terms those that are there, and until this transaction ends nobody merges them."""
    return session.scalars(
        select(Term)
        .where(Term.library_id == library_id, Term.id.in_(ids))
        .order_by(Term.id)
        .with_for_update(read=True, key_share=True)
    ).all()


def list_chosen_branches(
    session: Session, library_id: int, ids: Collection[int]
) -> Sequence[Branch]:
    return session.scalars(
        select(Branch).where(Branch.library_id == library_id, Branch.id.in_(ids))
    ).all()


_LATEST = (Entry.opened_at.desc(), Entry.id.desc())


def _told(with_themes: bool) -> Select[Entry]:
    told = select(Entry).options(joinedload(Entry.person), selectinload(Entry.branches))
    if with_themes:
        told = told.options(selectinload(Entry.themes), selectinload(Entry.terms))
    return told


def _whole() -> Select[Entry]:
    return select(Entry).options(
        joinedload(Entry.person),
        selectinload(Entry.branches),
        selectinload(Entry.themes),
        selectinload(Entry.terms),
    )


def _one(session: Session, statement: Select[Entry]) -> Entry:
    found = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _has(column: InstrumentedAttribute[Any], word: str) -> ColumnElement[bool]:
    """Whether a set kept as words with commas between has this one."""
    edged = literal(",").concat(type_coerce(column, String)).concat(",")
    return edged.contains(f",{word},", autoescape=True)


def _at(when: When) -> ColumnElement[bool]:
    """By how moments are spelled: two letters of the day and the number of its part."""
    said = type_coerce(Entry.moments, String)
    if when is When.WEEKEND:
        return or_(said.contains("sa"), said.contains("su"))
    return said.contains(_PARTS[when])
