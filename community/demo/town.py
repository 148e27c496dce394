"""A town in one go: a library, its people, fourteen months of gatherings and who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from community.demo import (
    afterwards,
    arriving,
    asking,
    groups,
    helping,
    meetlat,
    patterns,
    people,
    planning,
    post,
    repeats,
    rooms,
    season,
    turnout,
    twists,
)
from community.demo.acts import add_acts
from community.demo.areas import add_area
from community.demo.care import add_looks, add_quiet
from community.demo.closed import tell_of_the_closed
from community.demo.consents import add_consents, add_nameless_quote
from community.demo.conversations import add_conversations
from community.demo.entries import add_entries
from community.demo.factors import ask_for_factors
from community.demo.formats import add_formats
from community.demo.harvests import add_harvests
from community.demo.house_rules import add_house_rules
from community.demo.imports import add_imports
from community.demo.initiatives import add_initiatives
from community.demo.introductions import add_introductions
from community.demo.inviting import add_invitations, add_preferences
from community.demo.kunde import add_kunde
from community.demo.living_books import add_living_books
from community.demo.mailings import add_wishes
from community.demo.match_rounds import add_match_rounds
from community.demo.metingen import add_metingen
from community.demo.moderation import add_cases
from community.demo.names import QUESTIONS
from community.demo.networks import add_network
from community.demo.outside import add_notes
from community.demo.partners import add_partners
from community.demo.places import NETWORK, TOWNS, Town
from community.demo.planning import Venue
from community.demo.plans import add_plan
from community.demo.programs import add_programs
from community.demo.promises import add_promises
from community.demo.proposals import add_proposals
from community.demo.rows import add, add_returning_ids, secret
from community.demo.self_assessment import add_rounds
from community.demo.stories import add_stories
from community.demo.table_notes import add_table_notes
from community.demo.tables import add_table_plans
from community.demo.talks import add_talks
from community.demo.yields import add_opinions, add_yields
from community.libraries.founding import found
from community.libraries.models import Branch, Library, LibraryVersion, Network, OpenOn, Room


@dataclass(frozen=True, slots=True)
class Size:
    gatherings: int
    people: int
    #: Sign-ups in all; None: as many as the interest of each gathering brings.
    sign_ups: int | None = None


SMALL = Size(gatherings=40, people=90)
SIZES = {
    "town": Size(gatherings=300, people=400),
    "city": Size(gatherings=10_000, people=30_000, sign_ups=200_000),
}


def fill(session: Session, size: str, *, now: datetime, base_url: str) -> list[int]:
    """The three libraries; the first at `size`. The same town for the same day, on any machine."""
    slug, name = NETWORK
    network_id = add_returning_ids(session, Network, [{"slug": slug, "name": name}])[0]
    known = people.add_known(session, network_id, now=now)
    libraries = []
    for town in TOWNS:
        first = town is TOWNS[0]
        libraries.append(
            _fill_town(
                session,
                town,
                SIZES[size] if first else SMALL,
                {address: known[address] for address, *_, role in people.KNOWN if role and first},
                network_id,
                now=now,
                base_url=base_url,
            )
        )
    add_network(session, network_id, libraries, known["adviseur"], now=now)
    ask_for_factors(session, now=now)
    return libraries


def _fill_town(
    session: Session,
    town: Town,
    size: Size,
    known: dict[str, int],
    network_id: int,
    *,
    now: datetime,
    base_url: str,
) -> int:
    library_id = _add_library(session, town, network_id, now)
    venues = _add_venues(session, town, library_id, city=size.sign_ups is not None)
    add_area(session, library_id, town, now=now)
    folk = people.add_people(session, library_id, town.slug, size.people, known, now=now)
    planned = planning.plan(
        library_id, town, venues, size.gatherings, now=now, host=urlsplit(base_url).hostname or ""
    )
    chance = Random(f"opkomst van {town.slug}")  # noqa: S311
    twists.tell_apart(planned, now)
    if size.sign_ups is not None:
        twists.fill_up(planned, size.sign_ups)
    turnouts = [
        turnout.sign_people_up(one, folk.residents, QUESTIONS, chance, now) for one in planned
    ]
    rooms.keep_rooms(session, library_id, venues, planned, now)
    twists.welcome(known.get("bewoner"), planned, turnouts, now)
    season.add_gatherings(session, planned, turnouts, folk, chance, now)
    arriving.arrive(session, library_id, town.slug, now)
    repeats.add_series(session, library_id, folk.librarian, now)
    add_formats(session, library_id, folk.librarian, now=now)
    helping.add_helpers(session, library_id, folk, now=now)
    season.add_calendar_items(session, library_id, base_url, now)
    asking.ask(session, library_id, town.slug, now)
    afterwards.add_afterwards(session, library_id, now)
    patterns.keep(session, library_id, now)
    add_wishes(session, library_id, folk, known.get("bewoner"), now=now)
    if fatima := known.get("bewoner"):
        groups.add_groups(session, library_id, folk, fatima, now=now)
    add_rounds(session, library_id, town.slug, folk.librarian, now=now)
    post.add_post(session, library_id, folk.librarian, now)
    if known:
        add_partners(session, library_id, now=now)
        add_initiatives(session, library_id, now=now)
        add_programs(session, library_id, now=now)
        add_imports(session, library_id, folk.librarian, now=now)
        add_stories(session, library_id, folk.librarian, now=now)
        add_kunde(session, library_id, folk, known["bewoner"], now=now)
        many = size.sign_ups is not None
        add_entries(session, library_id, folk, known["bewoner"], many=many, now=now)
        add_introductions(session, library_id, town.slug, folk.librarian, now=now)
        add_preferences(session, library_id, town.slug, known["bewoner"], now=now)
        add_invitations(session, library_id, town.slug, folk.librarian, now=now)
        add_living_books(session, library_id, town.slug, folk, now=now)
        add_cases(session, library_id, folk.librarian, now=now)
        add_house_rules(session, library_id, folk.librarian, known["bewoner"], now=now)
        add_conversations(session, library_id, folk.librarian, known["bewoner"], now=now)
        add_proposals(session, library_id, folk, known["bewoner"], now=now)
        add_harvests(session, library_id, folk.librarian, now=now)
        add_promises(session, library_id, folk.librarian, known["bewoner"], now=now)
        add_talks(session, library_id, folk.librarian, known["bewoner"], now=now)
        add_acts(session, library_id, now=now)
        add_plan(session, library_id, folk.librarian, now=now)
        add_notes(session, library_id, folk.librarian, now=now)
        add_opinions(session, library_id, now=now)
        add_match_rounds(session, library_id, town.slug, folk.librarian, now=now)
        add_table_plans(session, library_id, town.slug, folk.librarian, now=now)
        add_table_notes(session, library_id, town.slug, now=now)
        add_looks(session, library_id, folk, known["bewoner"], now=now)
        add_quiet(session, library_id, town.slug, now=now)
    add_consents(session, library_id, town.slug, known.get("bewoner"))
    add_nameless_quote(session, library_id, now=now)
    add_yields(session, library_id, town.slug)
    tell_of_the_closed(session, library_id)
    meetlat.work_out(session, library_id, now=now)
    if known:
        add_metingen(session, library_id, folk.librarian, now=now)
        meetlat.show(session, library_id, now=now)
    return library_id


def _add_library(session: Session, town: Town, network_id: int, now: datetime) -> int:
    place = town.places[0]
    row = {
        "network_id": network_id,
        "slug": town.slug,
        "name": town.name,
        "welcome": town.welcome,
        "address": f"{place.street}, {place.town}",
        "phone": town.phone,
        "email": town.email,
        "catalogue_url": "https://catalogus.example.org/zoek?isbn={isbn}",
        "accent_light": town.accent[0],
        "accent_dark": town.accent[1],
        "created_at": now - timedelta(days=430),
    }
    library_id = add_returning_ids(session, Library, [row])[0]
    versions = Random(f"versie van {town.slug}")  # noqa: S311
    add(session, LibraryVersion, [{
        "library_id": library_id, "agenda": secret(versions)[:16], "pages": secret(versions)[:16],
        "agenda_changed_at": now,
    }])  # fmt: skip
    found(session, library_id)
    return library_id


def _add_venues(session: Session, town: Town, library_id: int, *, city: bool) -> list[Venue]:
    places = planning.places_of(town, city=city)
    branch_ids = add_returning_ids(session, Branch, [
        {
            "library_id": library_id,
            "slug": place.town.lower().replace(" ", "-").replace("ë", "e"),
            "name": f"Bibliotheek {place.town}",
            "place": place.town,
            "street": place.street,
            "postcode": place.postcode,
            "municipality": place.municipality,
            "district": place.district,
            "phone": town.phone,
            "accessibility": "Lift en ringleiding zijn er.",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        for place in places
    ])  # fmt: skip
    add(session, OpenOn, [
        {"library_id": library_id, "branch_id": branch_id, "weekday": weekday,
         "opens": opens, "closes": closes}
        for branch_id in branch_ids
        for weekday, (opens, closes) in rooms.OPEN.items()
    ])  # fmt: skip
    venues = []
    for place, branch_id in zip(places, branch_ids, strict=True):
        room_ids = add_returning_ids(session, Room, [
            {"library_id": library_id, "branch_id": branch_id, "name": name,
             "capacity": capacity, "directions": directions,
             "equipment": rooms.equipment_of(name)}
            for name, capacity, directions in place.rooms
        ])  # fmt: skip
        venues.append(Venue(place, branch_id, tuple(room_ids)))
    return venues
