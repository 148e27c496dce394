"""What was noted of the world outside: ten weeks of questions at the counter, visits and talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.clock import from_local, local_day, start_of_day
from community.demo.ids import branch_ids, theme_ids
from community.demo.rows import Row, add, add_returning_ids, secret
from community.groups.models import Group
from community.logbook.models import OutsideNote, Place
from community.partners.models import Partner

_DAYS = 70
_NOTES = 72


@dataclass(frozen=True, slots=True)
class Story:
    theme: str
    place: Place
    texts: tuple[str, ...]
    #: How often it is heard, beside the others.
    weight: int = 2
    #: The partner or group that it was with.
    company: str = ""


STORIES = (
    Story("digitaal", Place.COUNTER, (
        "Hulp met DigiD gevraagd; de eerste afspraak op het gemeentehuis was pas over drie weken.",
        "Iemand wilde een foto van de telefoon printen en wist niet hoe. Samen gelukt.",
        "Vraag of er ook ’s avonds computerhulp is, voor wie overdag werkt.",
        "Nieuwe telefoon, alles weg: gevraagd wie kan helpen met overzetten.",
        "Drie mensen vroegen dezelfde ochtend naar de nieuwe app van de bank.",
        "Iemand kreeg een rare mail van ‘de belasting’ en wilde weten of die echt was.",
    ), weight=5),
    Story("geld-recht", Place.COUNTER, (
        "Brief van de Belastingdienst samen gelezen. Vraag: is er een vast uur voor formulieren?",
        "Weer gevraagd naar hulp bij de zorgtoeslag, nu voor een buurvrouw.",
        "Iemand schrok van een aanmaning en wist niet waar te beginnen.",
        "Vraag over huurtoeslag; doorverwezen naar het spreekuur, dat zat vol.",
    ), weight=4),
    Story("nederlands-taal", Place.COUNTER, (
        "Een jonge vader zoekt een taalmaatje op zaterdag. Doordeweeks werkt hij.",
        "Het taalcafé zit vol, zegt een bezoeker: kan er een tweede avond bij?",
        "Gevraagd naar boeken in makkelijk Nederlands over werken in de zorg.",
    ), weight=3),
    Story("nederlands-taal", Place.VISIT, (
        "Twee deelnemers willen zelf een tafel leiden. Ze vragen wat daarvoor nodig is.",
        "Gepraat over een wandelgroep waar je Nederlands oefent onderweg.",
    ), company="Taalcafé Ommen"),
    Story("zorg-steun", Place.NETWORK, (
        "Veel vragen over vallen en slapen. Een ochtend in de bibliotheek zou helpen.",
        "Mantelzorgers willen elkaar spreken, liefst in de middag.",
    ), company="GGD Oostland"),
    Story("zorg-steun", Place.VISIT, (
        "Op de soosmiddag: veel mensen komen de deur niet uit als het donker is.",
        "De ergotherapeut zoekt een plek voor gesprekken over leven met dementie.",
    )),
    Story("techniek-reparatie", Place.NEIGHBOURHOOD, (
        "Op de markt drie keer gevraagd wanneer het repaircafé weer is.",
        "Iemand wil gereedschap lenen in plaats van kopen. Kan dat bij ons?",
    )),
    Story("duurzaam-wonen", Place.NETWORK, (
        "De energiecoaches zoeken een plek om mensen te ontvangen.",
        "Er komen veel vragen over vocht en schimmel. Samen een avond?",
    ), company="Gemeente Vechtrand"),
    Story("democratie-buurt", Place.VISIT, (
        "De straat wil meepraten over het plein voor de bibliotheek.",
        "Nieuwe bewoners weten niet wie ze kunnen bellen over de straat.",
    ), company="Buren van de Stationsstraat"),
    Story("leren-opvoeden", Place.TALK, (
        "Groep 7 wil een keer komen kijken hoe een boek gemaakt wordt.",
        "Ouders vragen naar hulp bij rekenen, nu de toetsen eraan komen.",
    ), company="Basisschool De Wilgen"),
    Story("lezen-literatuur", Place.COUNTER, (
        "Een klas wil dat iemand komt voorlezen in de week van de poëzie.",
        "Gevraagd naar een leesclub die overdag samenkomt.",
    )),
    Story("lokale-geschiedenis", Place.VISIT, (
        "Er staan vijf dozen foto’s zonder namen. Een middag samen kijken?",
    ), company="Historische Kring Vechtland"),
    Story("textiel-handwerk", Place.VISIT, (
        "De groep heeft een naaimachine over, voor wie wil beginnen.",
    ), company="Breigroep De Steek"),
    Story("werk-ondernemen", Place.TALK, (
        "Gebeld door iemand die na jaren weer wil werken: wie kijkt mee naar een brief?",
        "Twee starters vragen of ze ergens kunnen zitten werken en anderen ontmoeten.",
    )),
    Story("", Place.COUNTER, (
        "Compliment over de stille plek bij het raam.",
        "De deur naar de leeszaal gaat zwaar open met een rollator.",
    )),
)  # fmt: skip


def add_notes(session: Session, library_id: int, by_id: int, *, now: datetime) -> None:
    chance = Random(f"wat er buiten gebeurt bij {library_id}")  # noqa: S311  (a town, not a secret)
    told = _tell(session, library_id, chance, now)
    log = add_returning_ids(session, Activity, [_row(library_id, one) for one in told])
    notes: list[Row] = [
        {"library_id": library_id, "form_key": secret(chance), "noted_by_id": by_id,
         "noted_at": one["at"], "happened_on": local_day(one["at"]), "place": one["place"],
         "theme_id": one["theme_id"], "activity_id": row, "corrected_at": None,
         "taken_back_at": None, "in_file": False}
        for one, row in zip(told, log, strict=True)
    ]  # fmt: skip
    _put_two_right(session, library_id, told, notes)
    add(session, OutsideNote, notes)


def _tell(session: Session, library_id: int, chance: Random, now: datetime) -> list[Row]:
    """One thing after the other, the last of them this morning or yesterday."""
    themes = theme_ids(session)
    branches = branch_ids(session, library_id)
    groups = _by_name(session, Group, library_id)
    partners = _by_name(session, Partner, library_id)
    told: list[Row] = []
    for number in range(_NOTES):
        story = chance.choices(STORIES, [one.weight for one in STORIES])[0]
        day = local_day(now) - timedelta(days=_DAYS - 1 - number * _DAYS // _NOTES)
        at = from_local(day, time(9 + chance.randrange(8), chance.randrange(60)))
        inside = story.place is Place.COUNTER
        told.append({
            "at": min(at, now - timedelta(minutes=_NOTES - number)),
            "text": chance.choice(story.texts),
            "place": story.place,
            "theme": story.theme or None,
            "theme_id": themes.get(story.theme),
            "branch_id": chance.choice(branches) if inside else None,
            "group_id": groups.get(story.company),
            "partner_id": partners.get(story.company),
        })  # fmt: skip
    return told


def _put_two_right(session: Session, library_id: int, told: list[Row], notes: list[Row]) -> None:
    """One note was said better a day later, and one was taken back."""
    better, gone = len(notes) - 4, len(notes) - 9
    for number, word in ((better, "corrected_at"), (gone, "taken_back_at")):
        later = notes[number]["noted_at"] + timedelta(hours=2)
        says = {**told[number], "at": later}
        if number == gone:
            says["text"] = ""
        row = _row(library_id, says) | {
            "happened_at": start_of_day(notes[number]["happened_on"]),
            "corrects_id": notes[number]["activity_id"],
            "quantity": 0 if number == gone else 1,
        }
        notes[number]["activity_id"] = add_returning_ids(session, Activity, [row])[0]
        notes[number][word] = later


def _row(library_id: int, one: Row) -> Row:
    return complete(
        Verb.OUTSIDE_NOTED,
        library_id=library_id,
        branch_id=one["branch_id"],
        partner_id=one["partner_id"],
        happened_at=start_of_day(local_day(one["at"])),
        details={
            "text": one["text"], "where": one["place"], "group_id": one["group_id"],
            "theme": one["theme"],
        },
        now=one["at"],
    )  # fmt: skip


def _by_name(
    session: Session, table: type[Group] | type[Partner], library_id: int
) -> dict[str, int]:
    rows = session.execute(select(table.name, table.id).where(table.library_id == library_id))
    return {name: number for name, number in rows}  # noqa: C416 (rows are no pairs)
