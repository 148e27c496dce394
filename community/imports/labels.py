"""What people call what a row comes to, and how far a list is."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.clock import from_local
from community.gatherings.drafts import GatheringDraft, Problem
from community.imports.columns import CELL_OF, LABELS
from community.imports.models import ImportRow, ImportStatus, Outcome
from community.imports.vocabulary import day_of, time_of
from community.web.formats import date_time_long, day_long, span_long

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.WRONG: _("Not right"),
    Outcome.NEW: _("New"),
    Outcome.CHANGED: _("Changed"),
    Outcome.CANCELLED: _("Cancelled"),
    Outcome.SAME: _("Unchanged"),
    Outcome.SKIPPED: _("Left out"),
}

STATUSES: dict[ImportStatus, LazyString] = {
    ImportStatus.READING: _("Being read"),
    ImportStatus.READY: _("Waiting for you"),
    ImportStatus.APPLYING: _("Being imported"),
    ImportStatus.APPLIED: _("Imported"),
    ImportStatus.UNDOING: _("Being undone"),
    ImportStatus.UNDONE: _("Undone"),
    ImportStatus.FAILED: _("Could not be read"),
}

#: What of a gathering changes, where it is not a cell of the list.
_CHANGES = {
    "starts_at": _("When"),
    "ends_at": _("When"),
    "branch_id": _("Place"),
    "room_id": _("Room"),
    "theme_ids": _("Themes"),
    "mode": _("Place"),
    "initiator": _("Whose activities are these?"),
}

_PLACES = ("branch", "address", "place")


def cell_of(problem: Problem, row: ImportRow) -> tuple[str, str]:
    """Beside which value a finding stands: the column's name and what is in it."""
    names = CELL_OF.get(problem.name, (problem.name,))
    name = next((each for each in names if row.cells.get(each)), names[-1])
    if name in ("starts_at", "ends_at"):
        return gettext("When"), ""
    if problem.name == "key":
        return gettext("Key"), row.key
    return (gettext(LABELS[name]) if name in LABELS else ""), row.cells.get(name, "")[:80]


def changes_of(row: ImportRow) -> list[tuple[str, str, str]]:
    """What changes: its name, what it was and what it becomes, as far as that fits on a line."""
    was, wanted = row.was, row.wanted
    if was is None or wanted is None:
        return []
    said: dict[str, tuple[str, str]] = {}
    for name in row.changes:
        label = str(_CHANGES.get(name) or gettext(LABELS.get(name, name)))
        said.setdefault(label, _values(name, was, wanted))
    return [(label, before, after) for label, (before, after) in said.items()]


def _values(name: str, was: GatheringDraft, wanted: GatheringDraft) -> tuple[str, str]:
    if name in ("starts_at", "ends_at"):
        return when(was), when(wanted)
    before, after = getattr(was, name), getattr(wanted, name)
    short = (
        isinstance(before, str) and isinstance(after, str) and name in ("title", "address", "cost")
    )
    return (before, after) if short else ("", "")


def when_of(row: ImportRow) -> str:
    """In words as far as it can be read; what cannot, as it stands in the file."""
    if row.wanted:
        return when(row.wanted)
    day, starts = row.cells.get("day", ""), row.cells.get("starts", "")
    on, at = day_of(day), time_of(starts)
    if on and at:
        return str(date_time_long(from_local(on, at)))
    return " ".join(each for each in (day_long(on) if on else day, starts) if each)


def place_of(row: ImportRow, usual: str) -> str:
    """Where it says it is; `usual` where it says nothing."""
    return next((row.cells[name] for name in _PLACES if row.cells.get(name)), usual)


def when(draft: GatheringDraft) -> str:
    """From when until when, in words; without an end only when it begins."""
    return str(span_long(draft.starts_at, draft.ends_at or draft.starts_at))
