"""Taking a list over into the agenda, in transactions of a second at most.

Every row goes through the same verbs as what is typed in (`hosting`), so the same rules hold, the
same people hear of a move, and the log says the same. What they refuse stays behind, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.gatherings import hosting
from community.gatherings.drafts import DraftRefused, Problem
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.imports import judging, queries, staging
from community.imports.judging import Verdict
from community.imports.models import (
    DOES_SOMETHING,
    Choices,
    Imported,
    ImportRow,
    ImportRun,
    ImportStatus,
    Outcome,
)
from community.initiatives import services as initiatives
from community.initiatives.services import Who
from community.libraries.models import Library
from community.partners import joining
from community.partners.joining import Brought
from community.words import N_

#: What people read who signed up for something that the list calls off. Not gettext: it is kept.
CALLED_OFF = "De organisator heeft het afgelast."
#: So many rows go in one transaction: nobody waits longer than that for a turn to write.
PIECE = 100

Given = TypeVar("Given")


class NotReady(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This list is still being read. Wait until it is done."))


def ask(session: Session, library_id: int, run_id: int) -> ImportRun:
    """Have it taken over. Doing so twice changes nothing."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is ImportStatus.READING:
        raise NotReady
    if run.status is ImportStatus.READY:
        run.status = ImportStatus.APPLYING
    return run


def apply_piece(session: Session, library_id: int, run_id: int, hand: Hand) -> bool:
    """Take over the next rows; whether there are more. Doing so twice changes nothing.

    They are judged once more first: what they come to may have changed since they were shown.
    """
    run = queries.lock_run(session, library_id, run_id)
    if run.status is not ImportStatus.APPLYING:
        return False
    rows = queries.list_to_apply(session, run, most=PIECE)
    judge = judging.judge_of(session, session.get_one(Library, library_id), run, now=hand.now)
    act = _Act(session, run, run.source.choices, hand)
    for row, verdict in zip(rows, list(judge.judge(rows)), strict=True):
        for name, value in staging.judged(verdict).items():
            setattr(row, name, value)
        if verdict.outcome in DOES_SOMETHING:
            row.is_done = _done(act, row, verdict)
    if len(rows) < PIECE:
        run.status, run.applied_at = ImportStatus.APPLIED, hand.now
    session.flush()
    return len(rows) == PIECE


def _done(act: _Act, row: ImportRow, verdict: Verdict) -> bool:
    """What the rules refuse after all stays behind, and says why."""
    try:
        _ACTS[verdict.outcome](act, row, verdict)
    except DraftRefused as refused:
        problems = list(refused.problems)
    except DomainError as refused:
        problems = [Problem("", refused.message, refused.values)]
    else:
        return True
    row.outcome, row.problems = Outcome.WRONG, staging.kept(problems)
    return False


@dataclass(frozen=True, slots=True)
class _Act:
    session: Session
    run: ImportRun
    choices: Choices
    hand: Hand

    def create(self, row: ImportRow, verdict: Verdict) -> None:
        """A new gathering: a draft, or in the agenda at once, as was chosen for the list."""
        draft = _given(verdict.draft)
        gathering = hosting.create(self.session, self.run.library_id, draft, self.hand)
        row.gathering = gathering
        known = Imported(
            library_id=self.run.library_id,
            source_id=self.run.source_id,
            key=row.key,
            gathering=gathering,
            draft=row.draft or {},
            written_at=gathering.revised_at,
        )
        self.session.add(known)
        if draft.initiator is Initiator.PARTNER and self.choices.partner_id:
            self._made_by(gathering, self.choices.partner_id)
        if self.choices.publish:
            try:
                hosting.publish(self.session, self.run.library_id, gathering.id, self.hand)
            except DraftRefused as refused:  # It stays a draft, and the row says why.
                row.problems = staging.kept(refused.problems)
        known.written_at = gathering.revised_at

    def change(self, row: ImportRow, verdict: Verdict) -> None:
        """Only what the list itself changed; who signed up hears of a move as always."""
        known, said = _given(verdict.known), _given(verdict.draft)
        new = {name: getattr(said, name) for name in verdict.changes}
        gathering, _told = hosting.edit(
            self.session,
            self.run.library_id,
            known.gathering_id or 0,
            replace(_given(verdict.before), **new),
            self.hand,
        )
        known.draft, known.written_at = row.draft or {}, gathering.revised_at

    def call_off(self, _row: ImportRow, verdict: Verdict) -> None:
        known = _given(verdict.known)
        gathering, _told = hosting.cancel(
            self.session, self.run.library_id, known.gathering_id or 0, CALLED_OFF, self.hand
        )
        known.written_at = gathering.revised_at

    def _made_by(self, gathering: Gathering, partner_id: int) -> None:
        """The partner confirms it with its list of the quarter; nobody is mailed for each."""
        joining.join(
            self.session, gathering.library_id, gathering.id, partner_id, Brought(),
            now=self.hand.now,
        )  # fmt: skip
        initiatives.name_initiator(
            self.session, gathering.library_id, gathering.id,
            Who(kind=Initiator.PARTNER, partner_id=partner_id),
            by_id=self.hand.by.id if self.hand.by else None, now=self.hand.now, ask=False,
        )  # fmt: skip


_ACTS: Mapping[Outcome, Callable[[_Act, ImportRow, Verdict], None]] = {
    Outcome.NEW: _Act.create,
    Outcome.CHANGED: _Act.change,
    Outcome.CANCELLED: _Act.call_off,
}


def _given(value: Given | None) -> Given:
    """What a verdict of this outcome always has."""
    assert value is not None  # noqa: S101
    return value
