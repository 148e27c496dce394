"""Working out what a version of a list does to the agenda, before anybody waits for it.

Outside the turn to write, a batch at a time, with progress. Rows are judged once more first: what
they come to may have changed since they were shown. What comes of it is a plan of plain rows
(`gatherings.hosting_writes`), which `applying` writes in one short transaction if it still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.db import as_row
from community.errors import DomainError
from community.gatherings import hosting_queries, naming
from community.gatherings.drafts import DraftRefused, Problem
from community.gatherings.hosting_many import Many
from community.gatherings.hosting_rules import Hand
from community.gatherings.hosting_writes import Row, Writes
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.imports import judging, queries, staging
from community.imports.judging import Judge, Verdict
from community.imports.models import Imported, ImportRow, ImportRun, Outcome
from community.initiatives import services as initiatives
from community.initiatives.services import Who
from community.libraries.models import Library
from community.partners import joining
from community.partners import queries as partners
from community.partners.joining import Brought
from community.partners.models import Partner

#: What people read who signed up for something that the list calls off. Not gettext: it is kept.
CALLED_OFF = "De organisator heeft het afgelast."

Given = TypeVar("Given")
#: Told after each batch how many rows have been looked at.
Progress = Callable[[int], None]


@dataclass(slots=True)
class Plan:
    """What a version of a list comes to, as rows."""

    #: Of the names that stand in it, and of what the list brought before.
    basis: tuple[object, ...]
    writes: Writes = field(default_factory=Writes)
    #: The rows of the list, with what became of them; `which` says which.
    rows: list[Row] = field(default_factory=list)
    #: What the list says now of what it brought before,
    known: list[Row] = field(default_factory=list)
    #: and what it did not bring after all.
    forgotten: list[int] = field(default_factory=list)
    #: With the place in the log of the row that tells of it.
    partnerships: list[tuple[int, Row]] = field(default_factory=list)
    initiations: list[Row] = field(default_factory=list)


def basis(session: Session, run: ImportRun) -> tuple[object, ...]:
    return naming.edition(session, run.library_id), queries.brought(session, run)


def plan(
    session: Session,
    library_id: int,
    run_id: int,
    hand: Hand,
    numbers: Sequence[int],
    progress: Progress = lambda _done: None,
) -> Plan | None:
    """Work it out; `numbers` for the gatherings to come, taken beforehand; None: too few of them.

    That happens only when somebody undid an earlier version at this very moment.
    """
    run = queries.get_run(session, library_id, run_id)
    made = Plan(basis(session, run))
    free, judge, after, done = iter(numbers), None, 0, 0
    while batch := queries.list_to_apply(session, run, after=after, most=staging.BATCH):
        judge = judging.judge_of(session, run, now=hand.now, after=judge)
        verdicts = list(judge.judge(batch))
        many = many_of(session, judge, made, hand, [each.known for each in verdicts])
        planner = _Planner(session, run, made, many, free)
        try:
            for row, verdict in zip(batch, verdicts, strict=True):
                planner.plan(row, verdict)
        except StopIteration:
            return None
        after, done = batch[-1].position, done + len(batch)
        progress(done)
    return made


def many_of(
    session: Session, judge: Judge, made: Plan, hand: Hand, known: Iterable[Imported | None]
) -> Many:
    """Who works out what becomes of a batch, of which this is known from before."""
    ids = [each.gathering_id for each in known if each and each.gathering_id]
    hashes = hosting_queries.list_item_hashes(session, ids) if ids else {}
    library = session.get_one(Library, judge.run.library_id)
    return Many(library, judge.register, hand, made.writes, hashes)


@dataclass(slots=True)
class _Planner:
    session: Session
    run: ImportRun
    made: Plan
    many: Many
    numbers: Iterator[int]
    _partner: Partner | None = None

    def plan(self, row: ImportRow, verdict: Verdict) -> None:
        """What the rules refuse after all stays behind, and says why."""
        said = staging.judged(verdict)
        is_done = False
        if act := _ACTS.get(verdict.outcome):
            try:
                said |= act(self, row, verdict)
                is_done = True
            except DomainError as refused:
                problems = getattr(refused, "problems", None) or [
                    Problem("", refused.message, refused.values)
                ]
                said |= {"outcome": Outcome.WRONG, "problems": staging.kept(problems)}
        self.made.rows.append(staging.changed(row, {**said, "is_done": is_done}))

    def create(self, _row: ImportRow, verdict: Verdict) -> Row:
        """A new gathering: a draft, or in the agenda at once, as was chosen for the list."""
        choices, partner = self.run.source.choices, self._get_partner()
        gathering = self.many.create(next(self.numbers), _given(verdict.complete))
        said: Row = {"gathering_id": gathering.id}
        if partner is not None:
            self._made_by(gathering, partner)
        if choices.publish:
            try:
                self.many.publish(gathering)
            except DraftRefused as refused:  # It stays a draft, and the row says why.
                said["problems"] = staging.kept(refused.problems)
        self.many.keep(gathering)
        return said

    def change(self, _row: ImportRow, verdict: Verdict) -> Row:
        """Only what the list itself changed; who signed up hears of a move as always."""
        known = _given(verdict.known)
        self.many.edit(_given(known.gathering), _given(verdict.complete))
        said = staging.judged(verdict)["draft"] or {}
        self.made.known.append({"which": known.id, "draft": said, "written_at": self.many.hand.now})
        return {}

    def call_off(self, _row: ImportRow, verdict: Verdict) -> Row:
        known = _given(verdict.known)
        self.many.cancel(_given(known.gathering), CALLED_OFF)
        self.made.known.append({
            "which": known.id, "draft": known.draft, "written_at": self.many.hand.now
        })  # fmt: skip
        return {}

    def _get_partner(self) -> Partner | None:
        partner_id = self.run.source.choices.partner_id
        if partner_id and self._partner is None:
            self._partner = partners.get(self.session, self.run.library_id, partner_id)
        return self._partner

    def _made_by(self, gathering: Gathering, partner: Partner) -> None:
        """The partner confirms it with its list of the quarter; nobody is mailed for each."""
        now, log = self.many.hand.now, self.made.writes.log
        facts = joining.facts_of(gathering, partner, Brought(), now=now)
        log.append(activity.complete(Verb.PARTNER_JOINED, **facts))
        partnership = as_row(joining.new_partnership(gathering, partner, now=now))
        self.made.partnerships.append((len(log) - 1, partnership))
        who = Who(kind=Initiator.PARTNER, partner_id=partner.id)
        initiation = initiatives.new_initiation(gathering, who, partner.name, now=now)
        self.made.initiations.append(as_row(initiation))


_ACTS: Mapping[Outcome, Callable[[_Planner, ImportRow, Verdict], Row]] = {
    Outcome.NEW: _Planner.create,
    Outcome.CHANGED: _Planner.change,
    Outcome.CANCELLED: _Planner.call_off,
}


def _given(value: Given | None) -> Given:
    """What a verdict of this outcome always has."""
    assert value is not None  # noqa: S101
    return value
