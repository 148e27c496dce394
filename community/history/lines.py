"""One line of a list of past activities, read: everything that it says, with names still names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime, time, timedelta

from community.clock import NoSuchLocalTime, from_local
from community.gatherings.closing import MOST_PEOPLE
from community.gatherings.kinds import (
    KIND_FACTS,
    Audience,
    CoreFunction,
    Initiator,
    Kind,
    Mode,
)
from community.history import cells, vocabulary
from community.history.cells import Brings
from community.history.models import LONGEST_KEY
from community.history.vocabulary import fold
from community.lists import Cells, Flaw, Line, Wrong
from community.partners.models import Sector
from community.tally.counts import Counts, together
from community.words import N_

COLUMNS = (
    "gathering_key", "date", "start", "duration", "title", "branch", "kind", "series", "themes",
    "participants", "estimated", "first_time", "counts_age", "counts_pc4", "core_function",
    "mode", "audience", "initiator", "partners", "partner_sectors", "partner_brought", "teams",
    "harvest",
)  # fmt: skip
NEEDED = frozenset({"gathering_key", "date", "title", "kind"})

#: An exhibition may last a season.
MOST_MINUTES = 366 * 24 * 60
MOST_HARVEST = 1_000
NOON = time(12)

NOT_YET = N_("This is not over yet. Only past activities can be imported here.")
NO_BRANCH = N_("There is no branch ‘%(name)s’. Write it as in the settings.")
NO_THEME = N_("There is no theme ‘%(name)s’.")
NO_SECTOR = N_("We do not know the partner ‘%(name)s’ yet: add its sector.")
NO_HEADS = N_("Say how many people came.")
MORE_FIRST_TIMERS = N_("More people came for the first time than came in total.")
SURPLUS = N_("There are more cells than columns. Is there a semicolon in a text without quotes?")
NO_SUCH_TIME = N_("The clocks went forward that night: this time did not exist.")
TOO_MANY_ANSWERS = N_("There are more sectors or amounts than partners.")


@dataclass(frozen=True, slots=True)
class Joint:
    """A partner that made it with us; no sector: it is known already."""

    name: str
    sector: Sector | None
    brings: Brings


@dataclass(frozen=True, slots=True)
class Past:
    """A gathering of the past as a line tells it."""

    number: int = field(compare=False)
    key: str
    title: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    branch_id: int | None
    series: str
    theme_ids: tuple[int, ...]
    heads: int | None
    estimated: bool
    counts: Counts
    core_function: CoreFunction
    mode: Mode
    audience: Audience
    initiator: Initiator
    partners: tuple[Joint, ...]
    teams: tuple[str, ...]
    harvest: int

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def digest(self) -> str:
        """The same for two lines that say the same."""
        said = repr(astuple(replace(self, number=0)))
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


class Reader:
    """Reads the lines of one list, for a library whose branches, themes and partners are known."""

    def __init__(
        self,
        branches: Mapping[str, int],
        themes: Mapping[str, int],
        partners: set[str],
        *,
        now: datetime,
    ) -> None:
        self._branches = branches
        self._themes = themes
        self._partners = set(partners)  # And those that earlier lines introduced.
        self._now = now

    def read(self, line: Line, came: int | None) -> tuple[Past | None, list[Flaw]]:
        """The gathering, or what is wrong. `came`: how many the list of check-ins knows of."""
        given = Cells(line)
        for column in sorted(NEEDED):
            given.need(column)
        if line.cells.get(""):
            given.say(SURPLUS)
        kind = given.take("kind", cells.word(vocabulary.KINDS), Kind.CONVERSATION)
        starts_at, ends_at = self._when(given, kind)
        heads = given.take("participants", cells.number(0, MOST_PEOPLE), came)
        past = Past(
            number=line.number,
            key=given.take("gathering_key", cells.line(LONGEST_KEY), ""),
            title=given.take("title", cells.line(200), ""),
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            branch_id=given.take("branch", self._branch, None),
            series=given.take("series", cells.line(200), ""),
            theme_ids=given.take("themes", self._theme_ids, ()),
            heads=heads,
            estimated=given.take("estimated", cells.yes, False),
            counts=_counts(given, heads),
            core_function=given.take(
                "core_function",
                cells.word(vocabulary.CORE_FUNCTIONS),
                KIND_FACTS[kind].core_function,
            ),
            mode=given.take("mode", cells.word(vocabulary.MODES), Mode.PHYSICAL),
            audience=given.take(
                "audience", cells.word(vocabulary.AUDIENCES), KIND_FACTS[kind].audience
            ),
            initiator=given.take("initiator", cells.word(vocabulary.INITIATORS), Initiator.LIBRARY),
            partners=self._joint(given),
            teams=given.take("teams", _team_names, ()),
            harvest=given.take("harvest", cells.number(0, MOST_HARVEST), 0),
        )
        if past.heads is None and not any(flaw.column == "participants" for flaw in given.flaws):
            given.say(NO_HEADS, "participants")
        return (None, given.flaws) if given.flaws else (past, [])

    def _when(self, given: Cells, kind: Kind) -> tuple[datetime, datetime]:
        day = given.take("date", cells.day, date(2000, 1, 1))
        starts = given.take("start", cells.clock_time, NOON)
        minutes = given.take("duration", cells.number(1, MOST_MINUTES), KIND_FACTS[kind].minutes)
        try:
            starts_at = from_local(day, starts)
            ends_at = starts_at + timedelta(minutes=minutes)
        except (NoSuchLocalTime, OverflowError):
            given.say(NO_SUCH_TIME, "start")
            return self._now, self._now
        if ends_at > self._now:
            given.say(NOT_YET, "date")
        return starts_at, ends_at

    def _branch(self, name: str) -> int:
        found = self._branches.get(fold(name))
        if found is None:
            raise Wrong(NO_BRANCH, name=name[:80])
        return found

    def _theme_ids(self, text: str) -> tuple[int, ...]:
        found = set()
        for name in filter(None, cells.several(text)):
            if fold(name) not in self._themes:
                raise Wrong(NO_THEME, name=name[:80])
            found.add(self._themes[fold(name)])
        return tuple(sorted(found))

    def _joint(self, given: Cells) -> tuple[Joint, ...]:
        """The partners, each with its sector and what it brought, in the order of their names."""
        nothing: tuple[str, ...] = ()
        names = given.take("partners", cells.several, nothing)
        sectors = given.take("partner_sectors", cells.several, nothing)
        amounts = given.take("partner_brought", cells.several, nothing)
        if max(len(sectors), len(amounts)) > len(names):
            given.say(TOO_MANY_ANSWERS, "partners")
        joint: dict[str, Joint] = {}
        for place, name in enumerate(names):
            if not fold(name):
                continue
            one = Cells(Line(given.line.number, {
                "partners": name,
                "partner_sectors": sectors[place] if place < len(sectors) else "",
                "partner_brought": amounts[place] if place < len(amounts) else "",
            }))  # fmt: skip
            called = one.take("partners", cells.line(120), "")
            sector = one.take("partner_sectors", cells.word(vocabulary.SECTORS), None)
            brings = one.take("partner_brought", cells.brought, Brings())
            if sector is None and not one.flaws and fold(name) not in self._partners:
                one.say(NO_SECTOR, "partner_sectors", name=name[:80])
            given.flaws += one.flaws
            joint[fold(name)] = Joint(called, sector, brings)
        self._partners |= joint.keys() if not given.flaws else set()
        return tuple(joint.values())


def _team_names(text: str) -> tuple[str, ...]:
    named = {fold(name): cells.line(80)(name) for name in cells.several(text) if fold(name)}
    return tuple(named.values())


def _counts(given: Cells, heads: int | None) -> Counts:
    """What people said of themselves; of a bare number of first-timers the others were not."""
    nothing: dict[str, int] = {}
    first = given.take("first_time", cells.first_time, nothing)
    if heads is not None and sum(first.values()) > heads:
        given.say(MORE_FIRST_TIMERS, "first_time")
    elif first.keys() == {"yes"} and heads is not None:
        first = {**first, "no": heads - first["yes"]}
    return together({
        "first_time": first,
        "age_class": given.take("counts_age", cells.counts(cells.age), nothing),
        "pc4": given.take("counts_pc4", cells.counts(cells.postcode), nothing),
    })  # fmt: skip
