"""The groups of the first town: over all stages, with people in them and what they do together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.clock import from_local, local_day
from community.demo.ids import branch_ids, theme_ids
from community.demo.people import Townspeople
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Gathering
from community.groups.models import (
    EarlierStage,
    Group,
    GroupGathering,
    GroupMember,
    RequestState,
    RoomRequest,
    SeenBy,
    Stage,
    group_theme,
)


@dataclass(frozen=True, slots=True)
class Known:
    """A group as it is known; `does` begins the titles of its gatherings."""

    name: str
    summary: str
    meets: str
    for_whom: str
    text: str
    themes: tuple[str, ...]
    stage: Stage
    days: int  #: Since when it stands so.
    size: int
    does: str = ""
    #: The demo resident's part in it; otherwise one of the others is the contact person.
    fatima: str = ""
    without_contact: bool = False
    language: str = "nl"
    seen_by: SeenBy = SeenBy.EVERYONE
    is_sensitive: bool = False
    takes_members: bool = True


GROUPS = (
    Known(
        "Breigroep De Steek", "Breien, haken en bijpraten. De groep doet het zelf.",
        "Elke vierde dinsdag om 19.30 uur, in de leestuin in Ommen",
        "Iedereen die met draad werkt, of het wil leren.",
        "We nemen ons eigen werk mee. Wie vastloopt, legt het op tafel.\n\n"
        "- Naalden en restjes wol zijn er\n- Thee is er ook\n- Je hoeft niet elke keer te komen",
        ("textiel-handwerk",), Stage.RUNS_ITSELF, 260, 14, does="Breigroep", fatima="contact",
    ),
    Known(
        "Taalcafé Ommen", "Nederlands praten aan kleine tafels, met koffie.",
        "Om de week op maandag om 10.00 uur, in de bibliotheek in Ommen",
        "Wie Nederlands leert, en wie wil helpen praten.",
        "We praten over gewone dingen: boodschappen, school, het weer. **Fouten maken mag.**",
        ("nederlands-taal", "talen-culturen"), Stage.ACTIVE, 190, 23, does="Taalcafé",
        fatima="lid",
    ),
    Known(
        "Repaircafé Hardenberg", "Samen maken wat stuk is.",
        "Elke vierde woensdag om 13.00 uur", "Wie iets te maken heeft, en wie kan sleutelen.",
        "Onze makers kijken met je mee. Jij houdt de schroevendraaier vast.",
        ("techniek-reparatie", "duurzaam-wonen"), Stage.RUNS_ITSELF, 400, 11, does="Repaircafé",
    ),
    Known(
        "Leesclub Nieuwe buren", "Een boek per maand, geschreven door wie hier kwam wonen.",
        "Elke vierde maandag om 19.30 uur, in Dalfsen", "Lezers. Een half boek is ook goed.", "",
        ("lezen-literatuur",), Stage.ACTIVE, 95, 12, does="Leesclub", takes_members=False,
    ),
    Known(
        "Stekkies: ruilen en tuinieren", "Stekken, zaden en raad over de heg.",
        "Op zaterdagmiddag, als het weer meewerkt", "Met of zonder tuin.", "",
        ("tuin-natuur",), Stage.ACTIVE, 40, 6, does="Stekken", without_contact=True,
    ),
    Known(
        "Buren van de Stationsstraat", "Een straat die elkaar wil leren kennen.",
        "Nog niet afgesproken", "Wie er woont.", "",
        ("democratie-buurt",), Stage.MET, 12, 4, seen_by=SeenBy.MEMBERS,
    ),
    Known(
        "Samen na verlies", "In een kleine kring praten over rouw. Zwijgen mag ook.",
        "Om de vier weken, overdag. Vraag waar.", "Wie iemand mist.",
        "Wat er wordt gezegd, blijft daar.",
        ("zorg-steun",), Stage.ACTIVE, 120, 7, is_sensitive=True,
    ),
    Known(
        "Schaken aan de Vecht", "Voor wie een potje wil.", "Voorlopig niet", "Van 8 tot 88.", "",
        ("denken-debat",), Stage.RESTING, 75, 3,
    ),
)  # fmt: skip


def add_groups(
    session: Session, library_id: int, folk: Townspeople, fatima: int, *, now: datetime
) -> None:
    """Everybody in them chose to be; the demo resident leads one and is in another."""
    chance = Random("groepen")  # noqa: S311  (a town, not a secret)
    ids = add_returning_ids(session, Group, [_row(each, library_id, now) for each in GROUPS])
    themes = theme_ids(session)
    links = [
        {"group_id": group_id, "theme_id": themes[slug]}
        for group_id, each in zip(ids, GROUPS, strict=True)
        for slug in each.themes
    ]
    session.execute(group_theme.insert(), links)
    others = [person for person in folk.residents if person != fatima]
    add(session, GroupMember, [
        row
        for group_id, each in zip(ids, GROUPS, strict=True)
        for row in _members(each, library_id, group_id, others, fatima, chance, now)
    ])  # fmt: skip
    add(session, EarlierStage, [
        {"library_id": library_id, "group_id": group_id, "stage": stage,
         "since": now - timedelta(days=each.days + 60 * before)}
        for group_id, each in zip(ids, GROUPS, strict=True)
        for before, stage in enumerate(reversed(_STAGES[: _STAGES.index(each.stage)]), start=1)
    ])  # fmt: skip
    add(session, GroupGathering, list(_gatherings(session, library_id, ids)))
    _ask_for_a_room(session, library_id, ids[0], fatima, now)


#: How a group comes to stand by itself.
_STAGES = list(Stage)


def _row(each: Known, library_id: int, now: datetime) -> Row:
    return {
        "library_id": library_id,
        "name": each.name,
        "summary": each.summary,
        "text": each.text,
        "for_whom": each.for_whom,
        "meets": each.meets,
        "language": each.language,
        "stage": each.stage,
        "stage_since": now - timedelta(days=each.days),
        "seen_by": each.seen_by,
        "is_sensitive": each.is_sensitive,
        "takes_members": each.takes_members,
        "revised_at": now - timedelta(days=min(each.days, 20)),
        "created_at": now - timedelta(days=each.days + 30),
    }


def _members(
    each: Known,
    library_id: int,
    group_id: int,
    others: list[int],
    fatima: int,
    chance: Random,
    now: datetime,
) -> list[Row]:
    people = chance.sample(others, k=each.size - bool(each.fatima))
    people = [fatima, *people] if each.fatima else people
    leads = None if each.without_contact else people[1 if each.fatima == "lid" else 0]
    rows = []
    for person in people:
        since = now - timedelta(days=chance.randrange(1, each.days + 30))
        rows.append(
            {
                "library_id": library_id,
                "group_id": group_id,
                "person_id": person,
                "since": since,
                "asked_at": since,
                "is_contact": person == leads,
                "offered_at": None,
                "salt": secret(chance),
            }
        )
    return rows


def _ask_for_a_room(
    session: Session, library_id: int, group_id: int, by_id: int, now: datetime
) -> None:
    """The one question that waits for the librarian."""
    branch_id = branch_ids(session, library_id)[0]
    evening = from_local(local_day(now) + timedelta(days=17), time(19, 30))
    add(session, RoomRequest, [{
        "library_id": library_id, "group_id": group_id, "asked_by_id": by_id,
        "branch_id": branch_id, "room_id": None, "starts_at": evening,
        "ends_at": evening + timedelta(hours=2), "people": 16,
        "what": "Mutsen breien voor de opvang", "in_agenda": True, "state": RequestState.ASKED,
        "answer": "", "asked_at": now - timedelta(hours=20),
    }])  # fmt: skip


def _gatherings(session: Session, library_id: int, ids: list[int]) -> list[Row]:
    """What is in the agenda under a group's own name."""
    titles = session.execute(
        select(Gathering.id, Gathering.title).where(Gathering.library_id == library_id)
    ).all()
    return [
        {"group_id": group_id, "gathering_id": gathering_id, "library_id": library_id}
        for group_id, each in zip(ids, GROUPS, strict=True)
        if each.does
        for gathering_id, title in titles
        if title.startswith(each.does)
    ]
