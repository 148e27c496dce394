"""What each row of a list comes to, held against the rules and against what stands already.

Rows are judged a batch at a time, with a handful of queries a batch. The rules are those of a
gathering that is typed in (`drafts`, `hosting_rules`); they are asked again when it is taken over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from community.clock import local_day
from community.gatherings import drafts, hosting_rules, naming
from community.gatherings.drafts import LONGEST, DraftRefused, GatheringDraft, Problem
from community.gatherings.models import Gathering
from community.gatherings.naming import Register
from community.imports import queries, vocabulary
from community.imports.drafting import Drafter
from community.imports.models import LONGEST_KEY, Imported, ImportRun, Outcome
from community.imports.rooms import Rooms
from community.libraries import queries as libraries
from community.libraries.models import Library
from community.search.folding import fold
from community.words import N_

_Drafted = tuple[GatheringDraft | None, list[Problem]]

_NO_START = N_("This cannot be read. It contains nothing that we can plan.")
_FLAWS: Mapping[str, tuple[Outcome, str]] = {
    "private": (Outcome.SKIPPED, N_("It is marked as private.")),
    "all_day": (
        Outcome.SKIPPED,
        N_("It lasts all day and has no time. Add it by hand if people can come."),
    ),
    "unknown_zone": (Outcome.WRONG, N_("Its times are in an unknown time zone.")),
    "no_such_time": (
        Outcome.WRONG,
        N_("The clocks go forward that night: this time does not exist."),
    ),
    "repeats_too_often": (
        Outcome.WRONG,
        N_("It repeats several times a day. We cannot read that."),
    ),
    "repeats_too_hard": (
        Outcome.WRONG,
        N_("It repeats in a way that takes too long to work out."),
    ),
}
TWICE = N_("This is in the list twice. Give each its own key.")
THROWN_AWAY = N_("You deleted it here, so it does not come back.")
CALLED_OFF_HERE = N_("You cancelled it here, so it stays cancelled.")
NEVER_HERE = N_("It is cancelled, and it was never here.")
OVER = N_("It is over.")
OWN = N_("It is this library’s own: it came back from elsewhere.")


class Row(Protocol):
    """What is judged: a row as it was found, or as it stands."""

    @property
    def key(self) -> str: ...
    @property
    def cells(self) -> Mapping[str, str]: ...
    @property
    def flaw(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    key: str
    outcome: Outcome
    problems: Sequence[Problem] = ()
    draft: GatheringDraft | None = None  #: What the list says.
    complete: GatheringDraft | None = None  #: What the gathering would be.
    known: Imported | None = None
    before: GatheringDraft | None = None  #: The gathering as it stands.
    changes: Sequence[str] = ()  #: The fields of it that become as the list says.


@dataclass(slots=True)
class Judge:
    """Goes through one version of a list; remembers the keys and the rooms that it has seen."""

    session: Session
    run: ImportRun
    drafter: Drafter
    register: Register
    rooms: Rooms
    now: datetime
    seen: set[str] = field(default_factory=set)

    def judge(self, rows: Sequence[Row]) -> Iterator[Verdict]:
        """A verdict for each row, in their order."""
        drafted = [self.drafter.draft(row.cells) if not row.flaw else (None, []) for row in rows]
        keys = [_key_of(row, draft) for row, (draft, _problems) in zip(rows, drafted, strict=True)]
        known = queries.list_known(self.session, self.run.library_id, self.run.source_id, keys)
        own = queries.list_own_uids(self.session, self.run.library_id, keys)
        self.rooms.look_up(list(_spans(keys, drafted, known)))
        for row, key, (draft, problems) in zip(rows, keys, drafted, strict=True):
            if key in own:
                yield _skipped(key, OWN)
            elif row.flaw:
                outcome, said = _FLAWS.get(row.flaw, (Outcome.WRONG, _NO_START))
                yield Verdict(key, outcome, [Problem("", said)])
            elif key and key in self.seen:
                yield Verdict(key, Outcome.WRONG, [Problem("key", TWICE)])
            else:
                self.seen.add(key)
                yield self._verdict(row, key, draft, problems, known.get(key))

    def _verdict(
        self,
        row: Row,
        key: str,
        draft: GatheringDraft | None,
        problems: list[Problem],
        known: Imported | None,
    ) -> Verdict:
        if self.drafter.is_called_off(row.cells):
            return self._called_off(key, known)
        if draft is None:
            return Verdict(key, Outcome.WRONG, problems)
        if known is None:
            return self._new(key, draft)
        if known.gathering is None:
            return _skipped(key, THROWN_AWAY)
        return self._again(key, draft, known, known.gathering)

    def _called_off(self, key: str, known: Imported | None) -> Verdict:
        gathering = known.gathering if known else None
        if gathering is None:
            return _skipped(key, NEVER_HERE)
        if gathering.is_cancelled:
            return Verdict(key, Outcome.SAME, known=known)
        if gathering.is_over(self.now):
            return _skipped(key, OVER)
        return Verdict(key, Outcome.CANCELLED, known=known)

    def _new(self, key: str, draft: GatheringDraft) -> Verdict:
        problems, complete = self.held_against_rules(draft, None)
        if complete and self.drafter.choices.publish:
            problems += drafts.problems_before_publishing(complete, now=self.now)
        if problems or complete is None:
            return Verdict(key, Outcome.WRONG, problems)
        self.rooms.promise(complete, None)
        return Verdict(key, Outcome.NEW, draft=draft, complete=complete)

    def _again(
        self, key: str, draft: GatheringDraft, known: Imported, gathering: Gathering
    ) -> Verdict:
        """Only what the list itself changed since; what was changed here stays."""
        stands = drafts.draft_of(gathering)
        changed = changed_fields(known.said, draft)
        wanted = replace(stands, **{name: getattr(draft, name) for name in changed})
        if not changed or _same(stands, wanted):
            return Verdict(key, Outcome.SAME, draft=draft, known=known)
        if gathering.is_cancelled:
            return _skipped(key, CALLED_OFF_HERE)
        problems, complete = self.held_against_rules(wanted, gathering)
        if problems or complete is None:
            return Verdict(key, Outcome.WRONG, problems, known=known)
        self.rooms.promise(complete, gathering)
        return Verdict(
            key, Outcome.CHANGED, draft=draft, complete=complete,
            known=known, before=stands, changes=changed,
        )  # fmt: skip

    def held_against_rules(
        self, draft: GatheringDraft, gathering: Gathering | None
    ) -> tuple[list[Problem], GatheringDraft | None]:
        """What is wrong with it by the rules of what is typed in, and the draft completed."""
        try:
            complete = drafts.completed(draft)
        except DraftRefused as refused:
            return list(refused.problems), None
        named = self.register.named_by(complete, gathering)
        problems = hosting_rules.problems_of(
            complete, named, self.rooms.looking, gathering, now=self.now
        )
        return problems, complete


def judge_of(
    session: Session,
    run: ImportRun,
    *,
    now: datetime,
    after: Judge | None = None,
) -> Judge:
    """Who judges a version of a list, knowing this library's places and words.

    `after`: who judged the rows before, in another transaction.
    """
    library = session.get_one(Library, run.library_id)
    branches = libraries.list_branches_with_rooms(session, library)
    register = naming.register_of(session, branches, library.id)
    drafter = Drafter(
        words=vocabulary.words(),
        places=vocabulary.places(branches, list(register.themes.values())),
        choices=run.source.choices,
        is_calendar=run.source.is_calendar,
    )
    rooms = Rooms(session, library.id, register.rooms)
    judge = Judge(session, run, drafter, register, rooms, now)
    if after is not None:
        judge.seen, judge.rooms.wished = after.seen, after.rooms.wished
    return judge


def changed_fields(was: GatheringDraft, now: GatheringDraft) -> list[str]:
    names = (each.name for each in fields(GatheringDraft))
    return [name for name in names if getattr(was, name) != getattr(now, name)]


def _same(stands: GatheringDraft, wanted: GatheringDraft) -> bool:
    try:
        return drafts.completed(stands) == drafts.completed(wanted)
    except DraftRefused:
        return False


def _spans(
    keys: Sequence[str], drafted: Sequence[_Drafted], known: Mapping[str, Imported]
) -> Iterator[tuple[int, datetime, datetime]]:
    """Which rooms may be asked for, and around which times."""
    for key, (draft, _problems) in zip(keys, drafted, strict=True):
        stands = known[key].gathering if key in known else None
        for room_id in {draft and draft.room_id, stands and stands.room_id} - {None, 0}:
            if draft is not None and room_id:
                yield room_id, draft.starts_at, draft.ends_at or draft.starts_at + LONGEST


def _skipped(key: str, why: str) -> Verdict:
    return Verdict(key, Outcome.SKIPPED, [Problem("", why)])


def _key_of(row: Row, draft: GatheringDraft | None) -> str:
    """Its own key; without one a row of a sheet is known by its title and day."""
    if row.key or draft is None:
        return row.key
    return f"{fold(draft.title)}|{local_day(draft.starts_at)}"[:LONGEST_KEY]
