"""Two stories with permission for the annual report of the demo town, and one that has none yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import local_day
from community.demo.rows import add, add_returning_ids
from community.reports.models import How, Story, StoryPermission

#: What it is called, who tells it, in which way they said yes, and the story itself.
_TOLD: tuple[tuple[str, str, How | None, str], ...] = (
    (
        "Van kijken naar meedoen",
        "Gerrit (74)",
        How.SPOKEN,
        """\
Na de dood van mijn vrouw zat ik vooral thuis. Ik bracht een kapotte schemerlamp naar het \
repaircafé en bleef de hele middag. Nu zit ik er elke maand, aan de andere kant van de tafel. \
Ik repareer radio’s. Vorige week vroeg een jongen van twaalf of ik het hem wil leren.""",
    ),
    (
        "Mijn eerste grap",
        "een bezoeker van het Taalcafé",
        How.WRITTEN,
        """\
In het begin verstond ik niets en lachte ik mee. In maart maakte ik zelf een grap, in het \
Nederlands, over de regen. Iedereen lachte. Toen dacht ik: nu woon ik hier. Met Annie van de \
tafel wandel ik nu op zondag.""",
    ),
    (
        "Een stoel bij het raam",
        "Willemien",
        None,
        """\
Ik kom voor de krant en blijf voor het gesprek. Bij het raam zit altijd wel iemand die ik nog \
niet ken.""",
    ),
)


def add_stories(session: Session, library_id: int, by_id: int | None, *, now: datetime) -> None:
    """Written down in the weeks before today, for the report of this year."""
    day = local_day(now)
    numbers = add_returning_ids(session, Story, [
        {
            "library_id": library_id, "year": day.year, "title": title, "text": text,
            "teller": teller, "version": 1, "chosen": how is not None, "written_by_id": by_id,
            "created_at": now - timedelta(days=20), "revised_at": now - timedelta(days=20),
        }
        for title, teller, how, text in _TOLD
    ])  # fmt: skip
    add(session, StoryPermission, [
        {
            "library_id": library_id, "story_id": number, "version": 1,
            "purpose": "Het jaarverslag voor de gemeente", "how": how,
            "given_on": day - timedelta(days=18), "recorded_at": now - timedelta(days=18),
            "recorded_by_id": by_id, "withdrawn_at": None,
        }
        for number, (_title, _teller, how, _text) in zip(numbers, _TOLD, strict=True)
        if how is not None
    ])  # fmt: skip
