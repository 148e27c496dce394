"""What the demo town has on its plan: some done, one let go, one late, some to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import local_day
from community.demo.rows import add
from community.plans.models import Action

#: About what, what, who, days ago that it was made, in how many days it should be done, and what
#: became of it: days ago that it was done, or why it was let go.
_PLAN: tuple[tuple[str, str, str, int, int, int | str | None], ...] = (
    ("O3", "Elke maand een open tafel in Ommen", "Sanne de Wit", 190, -120, 131),
    ("S1", "Samen met Buurtwerk De Brug één doel op papier zetten", "Joke van Dijk", 185, -95, 99),
    ("kennis", "Elke collega één keer gastheer laten zijn", "team Publiek", 180, -60,
     "In de zomer waren er te weinig collega’s. Komt terug in het nieuwe jaar."),
    ("O8", "Een dialoog houden in het dorpshuis van Lemele", "Sanne de Wit", 92, -40, 44),
    ("O1", "Nieuwe inwoners een kaart sturen met één activiteit erop", "Joke van Dijk", 90, -6,
     None),
    ("O7", "Drie bewoners vragen wat zij zouden beginnen", "Ineke Bos", 85, 18, None),
    ("S8", "Partners bellen die de vragenlijst nog niet invulden", "Sanne de Wit", 20, 30, None),
    ("strategie", "In één zin opschrijven voor wie we er volgend jaar zijn", "Joke van Dijk", 15,
     75, None),
)  # fmt: skip

#: Of the first, the advice that it came from.
_ADVICE = {"O3": "Begin met één open tafel per maand, waar iedereen kan aanschuiven."}


def add_plan(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    add(session, Action, [
        _row(library_id, librarian_id, line, now) for line in _PLAN
    ])  # fmt: skip


def _row(
    library_id: int,
    librarian_id: int,
    line: tuple[str, str, str, int, int, int | str | None],
    now: datetime,
) -> dict[str, object]:
    subject, what, who, made, due, became = line
    today = local_day(now)
    let_go = isinstance(became, str)
    return {
        "library_id": library_id, "subject": subject, "what": what, "who": who,
        "due_on": today + timedelta(days=due), "advice": _ADVICE.get(subject, ""),
        "made_on": today - timedelta(days=made), "made_by_id": librarian_id, "changed_at": now,
        "done_on": today - timedelta(days=became) if isinstance(became, int) else None,
        "let_go_on": today + timedelta(days=due) if let_go else None,
        "why": became if let_go else "",
    }  # fmt: skip
