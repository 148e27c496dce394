"""What is known of people: as many selects for five thousand of them as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import compress
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from community.accounts import ages
from community.accounts.models import Membership, Person, Role
from community.gatherings.closing_queries import hears_nothing_more
from community.gatherings.models import (
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
    gathering_theme,
)
from community.gatherings.sign_up_queries import ACTIVE
from community.preferences.models import Preference, preference_branch, preference_theme
from community.register.models import Direction, Entry, EntryState, entry_theme
from community.skills.models import Skill, SkillKind, SkillState, skill_theme
from community.suggestions.models import NotForMe

_NONE: frozenset[str] = frozenset()
#: Who receives people, or is on a rota.
HOSTS = frozenset({Role.HOST, Role.VOLUNTEER})

#: Whose: people's ids, as a select or as they are.
Whose = Select[int] | Collection[int]


class Source(StrEnum):
    """How it is known that a theme, or a branch, says something to somebody."""

    LIKES = "likes"  #: Said under "what suits you".
    COMES = "comes"  #: The same, of a branch.
    KNOWS = "knows"  #: Kunde that was confirmed.
    LEARNS = "learns"
    OFFERS = "offers"  #: An open entry of the register.
    ASKS = "asks"
    AGREED = "agreed"  #: A sensitive theme, in an entry that others may see: so it may be used.
    EARLIER = "earlier"  #: Signed up for something about it; never of a sensitive gathering.


class Somebody(NamedTuple):
    """A person, and what they said to this library; a tuple, because thousands are made."""

    id: int
    language: str
    hosts: bool
    moments: frozenset[str]  #: The values of `Moment`.
    tongues: frozenset[str]  #: The values of `Tongue`.
    comes_online: bool
    is_grown: bool  #: Said to be 16 or older.
    needs: frozenset[str]  #: What a room must have: values of `Equipment`.


class Placed(NamedTuple):
    """How often somebody had a seat, and when last; where, by branch, and what it was about."""

    times: int
    last: datetime
    branch_ids: frozenset[str]
    theme_ids: frozenset[str]


def invitable(library_id: int, *, now: datetime) -> Select[int]:
    """Who said that the library may invite them; nobody else is ever suggested to a librarian.

    Nor is who is under 16.
    """
    young = select(Person.id).where(ages.marked_at(now))
    return select(Membership.person_id).where(
        Membership.library_id == library_id,
        Membership.may_invite_since.is_not(None),
        Membership.person_id.not_in(young),
    )


def invitable_to(library_id: int, gathering: Gathering, *, now: datetime) -> Select[int]:
    """Those of them who are not in it, did not put it aside, and may be told of it."""
    named_so = select(Gathering.id).where(
        Gathering.library_id == library_id, Gathering.title == gathering.title
    )
    person = Membership.person_id
    return invitable(library_id, now=now).where(
        person.not_in(
            select(SignUp.person_id).where(
                SignUp.gathering_id == gathering.id, SignUp.status.in_(ACTIVE)
            )
        ),
        person.not_in(
            select(NotForMe.person_id).where(
                NotForMe.library_id == library_id, NotForMe.gathering_id.in_(named_so)
            )
        ),
        # Few were ever there: only of them it is looked at.
        person.not_in(
            select(SignUp.person_id).where(
                SignUp.gathering_id.in_(named_so),
                hears_nothing_more(SignUp.person_id, gathering.id),
            )
        ),
    )


def list_somebodies(session: Session, library_id: int, whose: Whose) -> list[Somebody]:
    rows = session.execute(
        select(
            Person.id,
            Person.language,
            # As they are kept: thousands of them are compared, and never shown.
            type_coerce(Membership.role, String),
            type_coerce(Preference.moments, String),
            type_coerce(Preference.tongues, String),
            Preference.comes_online,
            Person.age_said_at.is_not(None),
            type_coerce(Preference.needs, String),
        )
        .join(
            Membership,
            and_(Membership.person_id == Person.id, Membership.library_id == library_id),
            isouter=True,
        )
        .join(
            Preference,
            and_(Preference.person_id == Person.id, Preference.library_id == library_id),
            isouter=True,
        )
        .where(Person.id.in_(whose))
    )
    of = _Listed()
    return [
        Somebody(
            number, language, role in HOSTS, of[moments], of[tongues], online is not False,
            is_grown, of[needs],
        )
        for number, language, role, moments, tongues, online, is_grown, needs in rows
    ]  # fmt: skip


class _Listed(dict[str | None, frozenset[str]]):
    """What was kept with commas in between; many said the same, and that is read once."""

    def __missing__(self, kept: str | None) -> frozenset[str]:
        found = self[kept] = frozenset(kept.split(",")) if kept else _NONE
        return found


#: By source, the ids as the engine calls them: words.
BySource = Mapping[str, Collection[str]]
Said = Mapping[int, BySource]


def said_by(
    session: Session,
    library_id: int,
    whose: Whose,
    *,
    now: datetime,
    theme_ids: Collection[int] | None = None,
    seats: Mapping[int, Placed] | None = None,
) -> Said:
    """By person and source, the themes (or branches) that say something to them.

    Of `theme_ids` alone when given: who fits one gathering is not asked about the others. When the
    `seats` of the same people are known, what they did is read from those.
    """

    def of(theme_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        return [] if theme_ids is None else [theme_id.in_(theme_ids)]

    preferred = select(Preference.id, Preference.person_id).where(
        Preference.library_id == library_id, Preference.person_id.in_(whose)
    )
    preference = preferred.subquery()
    open_entry = (
        Entry.library_id == library_id,
        Entry.person_id.in_(whose),
        Entry.state == EntryState.OPEN,
        Entry.expires_at > now,
        Entry.hidden_at.is_(None),
    )
    direction = case(
        (Entry.direction == Direction.OFFER, literal(Source.OFFERS.value)),
        else_=literal(Source.ASKS.value),
    )
    kunde = case(
        (Skill.kind == SkillKind.WANTS_TO_LEARN, literal(Source.LEARNS.value)),
        else_=literal(Source.KNOWS.value),
    )
    theme_of_preference = preference_theme.c.theme_id
    earlier = (
        select(SignUp.person_id, literal(Source.EARLIER.value), _word(gathering_theme.c.theme_id))
        .join(gathering_theme, gathering_theme.c.gathering_id == SignUp.gathering_id)
        .join(Gathering, Gathering.id == SignUp.gathering_id)
        .where(*_had_a_seat(library_id, whose), *of(gathering_theme.c.theme_id))
    )
    rows = session.execute(
        union_all(
            select(preference.c.person_id, literal(Source.LIKES.value), _word(theme_of_preference))
            .join(preference_theme, preference_theme.c.preference_id == preference.c.id)
            .where(*of(theme_of_preference)),
            select(
                preference.c.person_id,
                literal(Source.COMES.value),
                _word(preference_branch.c.branch_id),
            ).join(preference_branch, preference_branch.c.preference_id == preference.c.id),
            select(Skill.person_id, kunde, _word(skill_theme.c.theme_id))
            .join(skill_theme, skill_theme.c.skill_id == Skill.id)
            .where(
                Skill.library_id == library_id,
                Skill.person_id.in_(whose),
                Skill.state == SkillState.CONFIRMED,
                *of(skill_theme.c.theme_id),
            ),
            select(Entry.person_id, direction, _word(entry_theme.c.theme_id))
            .join(entry_theme, entry_theme.c.entry_id == Entry.id)
            .where(*open_entry, *of(entry_theme.c.theme_id)),
            select(Entry.person_id, literal(Source.AGREED.value), _word(entry_theme.c.theme_id))
            .join(entry_theme, entry_theme.c.entry_id == Entry.id)
            .where(*open_entry, Entry.consent_at.is_not(None), *of(entry_theme.c.theme_id)),
            *([earlier] if seats is None else []),
        )
    )
    said: dict[int, dict[str, Collection[str]]] = {
        person_id: {Source.EARLIER: each.theme_ids}
        for person_id, each in (seats or {}).items()
        if each.theme_ids
    }
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for person_id, source, number in rows:
        found[person_id, source].add(number)
    for (person_id, source), numbers in found.items():
        said.setdefault(person_id, {})[source] = numbers
    return said


def _word(number: ColumnElement[int]) -> ColumnElement[str]:
    return cast(number, String)


def placed(
    session: Session,
    library_id: int,
    whose: Whose,
    *,
    theme_ids: Collection[int],
    nearest_first: Sequence[int],
) -> dict[int, Placed]:
    """Who had a seat, how often, when last, about which of these themes, at which branch nearest.

    Whether they came is not looked at. Of all that is known there are most sign-ups: they are read
    once, and only numbers are asked of them, for which neither engine has to sort.
    """
    words = [str(each) for each in theme_ids]
    places = [frozenset({str(each)}) for each in nearest_first]
    rows = session.execute(
        select(
            SignUp.person_id,
            func.count(),
            func.max(Gathering.starts_at),
            _nearest(nearest_first),
            *(_was_about(library_id, each) for each in theme_ids),
        )
        .join(Gathering, Gathering.id == SignUp.gathering_id)
        .where(*_had_a_seat(library_id, whose))
        .group_by(SignUp.person_id)
    )
    return {
        person_id: Placed(
            times,
            last,
            _NONE if nearest is None else places[nearest],
            frozenset(compress(words, about)) if any(about) else _NONE,
        )
        for person_id, times, last, nearest, *about in rows
    }


def _nearest(branch_ids: Sequence[int]) -> ColumnElement[int | None]:
    """Of a group of sign-ups: which of these branches, the first of them that occurs."""
    if not branch_ids:
        return cast(null(), Integer)
    numbers = {each: literal(number) for number, each in enumerate(branch_ids)}
    return func.min(case(numbers, value=Gathering.branch_id))


def _was_about(library_id: int, theme_id: int) -> ColumnElement[int]:
    """Of a group of sign-ups: 1 if one of them was for something about this theme."""
    # Written out: PostgreSQL's plan for any theme at all takes three times as long as for this one.
    this = literal(theme_id, Integer, literal_execute=True)
    such = (
        select(gathering_theme.c.gathering_id)
        .join(Gathering, Gathering.id == gathering_theme.c.gathering_id)
        .where(Gathering.library_id == library_id, gathering_theme.c.theme_id == this)
    )
    return func.max(case((SignUp.gathering_id.in_(such), literal(1)), else_=literal(0)))


def placed_of(session: Session, library_id: int, person_id: int) -> Placed | None:
    """The same of one person, wherever it was."""
    rows = session.execute(
        select(Gathering.starts_at, Gathering.branch_id)
        .join(SignUp, SignUp.gathering_id == Gathering.id)
        .where(*_had_a_seat(library_id, [person_id]))
    ).all()
    if not rows:
        return None
    branches = frozenset(str(branch_id) for _, branch_id in rows)
    return Placed(len(rows), max(begins for begins, _ in rows), branches, _NONE)


def _had_a_seat(library_id: int, whose: Whose) -> tuple[ColumnElement[bool], ...]:
    return (
        SignUp.library_id == library_id,
        SignUp.person_id.in_(whose),
        SignUp.status == SignUpStatus.CONFIRMED,
        Gathering.is_sensitive.is_(False),
        Gathering.status != GatheringStatus.CANCELLED,
    )


def list_people(session: Session, ids: Collection[int]) -> dict[int, Person]:
    found = session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: person for person in found}
