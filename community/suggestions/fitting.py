"""From what is known to what fits: problems for the engine, and its answers as rows.

From either side the same pair has the same score, except that only from the side of a gathering
it is known who else has been invited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import Select
from sqlalchemy.orm import Session

from community import rubbish
from community.accounts.models import Person
from community.clock import local
from community.gatherings.kinds import KIND_FACTS, Audience, Kind, Mode
from community.gatherings.models import Gathering
from community.libraries.models import Branch
from community.matching.engine.scoring import filters, problem
from community.matching.engine.scoring.components import rarity
from community.matching.engine.scoring.problem import Component, Fit, Refusal, Weighing
from community.matching.engine.scoring.ranking import explain, rank_conversations, rank_people
from community.moments import Moment
from community.preferences.models import NEEDS
from community.suggestions import block_queries, people_queries, queries
from community.suggestions.people_queries import BySource, Placed, Somebody, Source
from community.suggestions.queries import Coming, Themes

#: What it is about for this person; without any of these it is only near or convenient.
ABOUT = frozenset({Component.THEME, Component.MEANING, Component.GETS, Component.GIVES})
#: Here words are not needed, or are what one comes for.
WITHOUT_WORDS = frozenset({Kind.LANGUAGE_CAFE, Kind.EXHIBITION})
AGES: Mapping[Audience, tuple[int, int]] = {
    Audience.CHILDREN: (0, 12),
    Audience.YOUNG: (12, 18),
    Audience.ADULTS: (18, 120),
    Audience.OLDER: (65, 120),
}
GROWN = (16, 120)
#: Where the afternoon and the evening begin.
NOON, EVENING = 12, 18
MOST_NEARLY = 5
_EARTH_KILOMETRES = 6371.0

_NOTHING: BySource = {}
_ALL_NEEDS = frozenset(each.value for each in NEEDS)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A gathering for somebody, why, and how many more of the same name fit."""

    gathering: Gathering
    fit: Fit
    said: BySource
    more: int = 0


@dataclass(frozen=True, slots=True)
class Nearly:
    """A gathering that is about what somebody likes, and the one change that would let them in."""

    gathering: Gathering
    reason: Refusal
    change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What fits somebody, the best first, and what nearly does."""

    fits: Sequence[Suggested]
    nearly: Sequence[Nearly]


@dataclass(frozen=True, slots=True)
class Suitable:
    """A person for a gathering, and why."""

    person: Person
    fit: Fit
    said: BySource
    is_new: bool


# ─── for a resident ───


def outlook(
    session: Session, library_id: int, person_id: int, *, most: int = 30, now: datetime
) -> Outlook:
    """What is about something for this person, each name once; of equals the soonest first."""
    somebody = people_queries.list_somebodies(session, library_id, [person_id])[0]
    seats = people_queries.placed_of(session, library_id, person_id)
    known = people_queries.said_by(session, library_id, [person_id], now=now)
    said = known.get(person_id, _NOTHING)
    offered = queries.list_coming(session, library_id, person_id, now=now)
    themes = queries.themes_of_coming(session, library_id, now=now)
    blocked = block_queries.blocked_at(session, library_id, person_id)
    branches = queries.list_branches(session, library_id)
    others = frozenset().union(*blocked.values())
    person = _person(somebody, said, seats, Ways(branches), others, now)
    weighing = _weighing(
        Counter(theme for ids in themes.by_gathering.values() for theme in ids), len(offered)
    )
    open_now = [each for each in offered if not each.is_left_out]
    asked = {
        str(each.id): _conversation(each, themes, blocked.get(each.id, frozenset()))
        for each in open_now
    }
    ranked = rank_conversations(person, list(asked.values()), weighing, most=len(asked))
    starts = {str(each.id): each.starts_at for each in open_now}
    about = filter(_is_about_something, ranked.fits)
    found = sorted(about, key=lambda fit: (-fit.score, starts[fit.conversation]))
    once, more = _each_name_once(found, {str(each.id): each.title for each in open_now})
    almost = _nearly(person, asked.values(), weighing)
    ids = [fit.conversation for fit in once[:most]] + [each.conversation for each in almost]
    shown = queries.list_shown(session, [int(each) for each in ids])
    return Outlook(
        [
            Suggested(shown[int(fit.conversation)], fit, said, more[fit.conversation])
            for fit in once[:most]
        ],
        [
            Nearly(shown[int(each.conversation)], each.reasons[0], each.change or ())
            for each in almost
        ],
    )


def _is_about_something(fit: Fit) -> bool:
    return any(each.component in ABOUT for each in fit.contributions)


def _each_name_once(
    fits: Iterable[Fit], titles: Mapping[str, str]
) -> tuple[list[Fit], Counter[str]]:
    """What comes again and again stands there once, at the date that fits best."""
    first: dict[str, Fit] = {}
    more: Counter[str] = Counter()
    for fit in fits:
        best = first.setdefault(titles[fit.conversation], fit)
        if best is not fit:
            more[best.conversation] += 1
    return list(first.values()), more


def _nearly(
    person: problem.Person, asked: Iterable[problem.Conversation], weighing: Weighing
) -> list[problem.Refused]:
    """What would fit but for one thing that this person could change; the best first."""
    found = []
    for each in asked:
        no = filters.refusal(person, each)
        if no is not None and no.change and no.reasons[0] is not Refusal.SENSITIVE:
            fit = explain(person, each, weighing)
            if _is_about_something(fit):
                found.append((-fit.score, each.id, no))
    return [no for *_, no in sorted(found, key=lambda each: each[:2])[:MOST_NEARLY]]


# ─── for a gathering ───


def suitable(
    session: Session,
    gathering: Gathering,
    whose: people_queries.Whose,
    *,
    with_invited: Iterable[int] = (),
    only: Source | None = None,
    most: int = 50,
    now: datetime,
) -> tuple[list[Suitable], int]:
    """Who of these people fit, the best first, and how many may come at all."""
    with rubbish.not_looked_for():
        return _suitable(session, gathering, whose, with_invited, only, most=most, now=now)


def _suitable(
    session: Session,
    gathering: Gathering,
    whose: people_queries.Whose,
    with_invited: Iterable[int],
    only: Source | None,
    *,
    most: int,
    now: datetime,
) -> tuple[list[Suitable], int]:
    library_id = gathering.library_id
    about = frozenset(theme.id for theme in gathering.themes)
    themes = Themes(
        {gathering.id: about},
        frozenset(theme.id for theme in gathering.themes if theme.is_sensitive),
    )
    everybody = people_queries.list_somebodies(session, library_id, whose)
    # A select is one of who may be invited: what else is asked of them need not narrow it again.
    known = people_queries.invitable(library_id, now=now) if isinstance(whose, Select) else whose
    ways = Ways(queries.list_branches(session, library_id))
    seats = people_queries.placed(
        session, library_id, known, theme_ids=about, nearest_first=ways.to(gathering.branch_id)
    )
    said = people_queries.said_by(session, library_id, known, now=now, theme_ids=about, seats=seats)
    blocked = _blocked(session, gathering, with_invited)
    weighing = _weighing(*queries.count_coming_by_theme(session, library_id, now=now))
    nobody: frozenset[int] = frozenset()
    people = [
        _person(
            each, said.get(each.id, _NOTHING), seats.get(each.id), ways,
            blocked.get(each.id, nobody), now,
        )
        for each in everybody
        if only is None or said.get(each.id, _NOTHING).get(only)
    ]  # fmt: skip
    others = frozenset().union(*blocked.values())
    ranked = rank_people(
        _conversation(_coming(gathering), themes, others), people, weighing, most=most
    )
    shown = people_queries.list_people(session, [int(fit.person) for fit in ranked.fits])
    found = [
        Suitable(
            shown[int(fit.person)],
            fit,
            said.get(int(fit.person), _NOTHING),
            int(fit.person) not in seats,
        )
        for fit in ranked.fits
    ]
    return found, ranked.eligible


def _blocked(
    session: Session, gathering: Gathering, with_invited: Iterable[int]
) -> dict[int, frozenset[int]]:
    """Who does not meet whom of those who are in it, or may come to be."""
    invited = list(with_invited)
    found = block_queries.blocked_with(
        session, gathering.library_id, block_queries.signed_up(gathering.id)
    )
    if not invited:
        return found
    also = block_queries.blocked_with(session, gathering.library_id, invited)
    return {
        each: found.get(each, frozenset()) | also.get(each, frozenset()) for each in found | also
    }


def _coming(gathering: Gathering) -> Coming:
    return Coming(
        gathering.id,
        gathering.title,
        gathering.kind,
        gathering.language,
        gathering.starts_at,
        gathering.ends_at,
        gathering.branch_id,
        gathering.mode,
        gathering.audience,
        gathering.takes_children,
        gathering.room.equipment if gathering.room else None,
        is_left_out=False,
    )


# ─── both ───


def covered(starts_at: datetime, ends_at: datetime) -> frozenset[Moment]:
    """The parts of the week that something takes; what lasts a week takes them all."""
    begins, ends = local(starts_at), local(ends_at)
    if ends - begins >= timedelta(days=7):
        return frozenset(Moment)
    found, at = set(), begins
    every = list(Moment)
    while at < ends:
        part = (at.hour >= NOON) + (at.hour >= EVENING)
        found.add(every[3 * at.weekday() + part])
        following = (NOON, EVENING, 24)[part]
        at = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=following)
    return frozenset(found)


class Ways:
    """How far it is from where somebody comes to every branch; worked out once per such set."""

    def __init__(self, branches: Iterable[Branch]) -> None:
        self._at = {
            str(branch.id): (branch.latitude, branch.longitude)
            for branch in branches
            if branch.latitude is not None and branch.longitude is not None
        }
        self._known: dict[frozenset[str], dict[str, float]] = {}

    def to(self, branch_id: int | None) -> list[int]:
        """The branches of which it is known how far they are from this one, the nearest first."""
        here = self._at.get(str(branch_id))
        if here is None:
            return []
        return sorted(map(int, self._at), key=lambda each: _kilometres(self._at[str(each)], here))

    def from_any(self, branch_ids: frozenset[str]) -> Mapping[str, float]:
        """By branch, the kilometres to the nearest of these, as the crow flies."""
        known = self._known.get(branch_ids)
        if known is None:
            homes = [self._at[each] for each in branch_ids if each in self._at]
            known = self._known[branch_ids] = {
                branch_id: min(_kilometres(home, at) for home in homes)
                for branch_id, at in self._at.items()
                if homes
            }
        return known


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, each)) for each in (one, other))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KILOMETRES * asin(sqrt(half))


def _weighing(counts: Mapping[int, int], in_all: int) -> Weighing:
    return Weighing(rarity=rarity({str(each): count for each, count in counts.items()}, in_all))


def _person(
    somebody: Somebody,
    said: BySource,
    seats: Placed | None,
    ways: Ways,
    blocked: frozenset[int],
    now: datetime,
) -> problem.Person:
    spoken = somebody.tongues or _spoken(somebody.language)
    comes = _words(said, Source.COMES) if said else _NONE
    return problem.Person(
        id=str(somebody.id),
        languages=spoken,
        moments=somebody.moments,
        places=comes,
        comes_online=somebody.comes_online,
        needs=somebody.needs,
        ages=GROWN if somebody.is_grown else None,
        blocked=frozenset(map(str, blocked)) if blocked else _NONE,
        # Of most people most is not known: then nothing is made, for thousands of them.
        consents=_words(said, Source.AGREED) if said else _NONE,
        likes=_words(said, Source.LIKES, Source.EARLIER) if said else _NONE,
        offers=_words(said, Source.KNOWS, Source.OFFERS) if said else _NONE,
        seeks=_words(said, Source.LEARNS, Source.ASKS) if said else _NONE,
        kilometres=ways.from_any(comes or (seats.branch_ids if seats else frozenset())),
        days_since_placed=None if seats is None else max(0, (now - seats.last).days),
        times_placed=0 if seats is None else seats.times,
        hosts=somebody.hosts,
    )


@cache
def _spoken(language: str) -> frozenset[str]:
    """Who did not say what they speak: Dutch, and the language in which they read us."""
    return frozenset({"nl", language})


def _words(said: BySource, *sources: Source) -> frozenset[str]:
    found = [said[each] for each in sources if each in said]
    return _NONE.union(*found) if found else _NONE


def _conversation(coming: Coming, themes: Themes, people: frozenset[int]) -> problem.Conversation:
    about = themes.of(coming.id)
    words = frozenset(map(str, about))
    talks = KIND_FACTS[coming.kind].conversational
    takes_place = coming.mode is not Mode.ONLINE
    with_children = coming.takes_children and coming.audience is Audience.CHILDREN
    return problem.Conversation(
        id=str(coming.id),
        languages=frozenset() if coming.kind in WITHOUT_WORDS else frozenset({coming.language}),
        moments=frozenset(covered(coming.starts_at, coming.ends_at)),
        place=str(coming.branch_id) if coming.branch_id and takes_place else None,
        is_online=coming.mode is not Mode.PHYSICAL,
        ages=None if with_children else AGES.get(coming.audience),
        has=_has(coming),
        people=frozenset(map(str, people)),
        sensitive=frozenset(map(str, about & themes.sensitive)),
        themes=words,
        offers=words,
        seeks=words if talks else frozenset(),
        wants_hosts=talks,
    )


def _has(coming: Coming) -> frozenset[str]:
    """What the room has for who needs it; of a place that is no room of ours nothing is held."""
    if coming.equipment is None or coming.mode is Mode.ONLINE:
        return _ALL_NEEDS
    return frozenset(each.value for each in coming.equipment)
