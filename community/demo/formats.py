"""How the demo town's conversations go, and the format that it made of one of the house's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.demo.rows import Row, add, add_returning_ids
from community.formats import content as contents
from community.formats import shipped
from community.formats.content import Round
from community.formats.models import Format, FormatVersion, GatheringFormat
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import Gathering

#: The format of a gathering, by how its title begins.
_BY_TITLE = {
    "Wereldcafé": "world_cafe",
    "Dialoog": "dialogue",
    "Socratisch": "socratic",
    "Levende boeken": "living_books",
    "Open tafel": "open_table",
}
#: What a gathering asks, by the words after that.
_ASKS = {
    "zo helpen we elkaar de winter door": (
        "Hoe helpen we elkaar de winter door?",
        ("Wie hielp jou deze winter, zonder dat je het vroeg?", "Wat maakt hulp vragen lastig?",
         "Wat spreken we af, hier in Ommen?"),
    ),
    "wat maakt een straat fijn?": (
        "Wat maakt een straat fijn?",
        ("Wanneer groette je voor het laatst een onbekende?", "", "Wat kan er morgen al anders?"),
    ),
}  # fmt: skip
#: Its own: a dialogue that fits in an evening, shortened once.
_OWN = "Buurtgesprek"


def add_formats(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    keys = shipped.names()
    made_at = now - timedelta(days=400)
    format_ids = add_returning_ids(session, Format, [
        {"library_id": library_id, "shipped": key, "retired_at": None, "made_at": made_at}
        for key in (*keys, None)
    ])  # fmt: skip
    version_ids = add_returning_ids(session, FormatVersion, [
        _version(library_id, format_id, key, made_at)
        for key, format_id in zip(keys, format_ids, strict=False)
    ])  # fmt: skip
    add(session, FormatVersion, _own_versions(library_id, format_ids[-1], librarian_id, now))
    _take(session, library_id, dict(zip(keys, version_ids, strict=True)), made_at)


def _version(library_id: int, format_id: int, key: str, made_at: datetime) -> Row:
    content, language = shipped.content_of(key, shipped.USUAL)
    return {
        "library_id": library_id, "format_id": format_id, "number": shipped.number_of(key),
        "language": language, "said": contents.kept(content), "made_at": made_at,
        "made_by_id": None,
    }  # fmt: skip


def _own_versions(library_id: int, format_id: int, by_id: int, now: datetime) -> list[Row]:
    dialogue, language = shipped.content_of("dialogue", shipped.USUAL)
    first = replace(
        dialogue,
        name=_OWN,
        purpose="Voor een straat of een dorp: twee korte rondes, en daarna koffie.",
        rounds=(
            Round("Wat is er mooi?", "Waar in deze buurt kom je graag, en waarom?", 25),
            Round("Wat kan beter?", "Wat zou je met een paar buren kunnen aanpakken?", 35),
        ),
    )
    second = replace(first, least=5, closing=20)
    return [
        {"library_id": library_id, "format_id": format_id, "number": number,
         "language": language, "said": contents.kept(content),
         "made_at": now - timedelta(days=days), "made_by_id": by_id}
        for number, content, days in ((1, first, 160), (2, second, 40))
    ]  # fmt: skip


def _take(session: Session, library_id: int, versions: dict[str, int], chosen_at: datetime) -> None:
    gatherings = session.execute(
        select(Gathering.id, Gathering.title, Gathering.kind)
        .where(Gathering.library_id == library_id)
        .order_by(Gathering.id)
    ).all()
    add(session, GatheringFormat, [
        _row(library_id, gathering_id, title, versions[key], chosen_at)
        for gathering_id, title, kind in gatherings
        if KIND_FACTS[kind].conversational
        and (key := _BY_TITLE.get(title.partition(":")[0]))
    ])  # fmt: skip


def _row(
    library_id: int, gathering_id: int, title: str, version_id: int, chosen_at: datetime
) -> Row:
    asks, questions = _ASKS.get(title.partition(": ")[2], ("", ()))
    return {
        "gathering_id": gathering_id, "library_id": library_id, "version_id": version_id,
        "main_question": asks, "questions": list(questions), "chosen_at": chosen_at,
    }  # fmt: skip
