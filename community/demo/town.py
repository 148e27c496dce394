"""A town in one go: a library, its people, fourteen months of gatherings and who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from community.activity.models import Activity
from community.clock import local
from community.config import LANGUAGES
from community.demo import log, people, planning, turnout
from community.demo.names import QUESTIONS
from community.demo.people import Townspeople
from community.demo.places import NETWORK, TOWNS, Town
from community.demo.planning import Planned, Venue
from community.demo.rows import Row, add, add_returning_ids, secret
from community.demo.turnout import Turnout
from community.gatherings import calendar_items
from community.gatherings.models import (
    Attendance,
    CalendarItem,
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
    gathering_theme,
)
from community.libraries.models import Branch, Library, LibraryVersion, Network, Room
from community.search.folding import fold_all
from community.topics.models import Theme


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
    folk = people.add_people(session, library_id, town.slug, size.people, known, now=now)
    planned = planning.plan(
        library_id, town, venues, size.gatherings, now=now, host=urlsplit(base_url).hostname or ""
    )
    chance = Random(f"opkomst van {town.slug}")  # noqa: S311
    _tell_apart(planned, now)
    if size.sign_ups is not None:
        _fill_up(planned, size.sign_ups)
    turnouts = [
        turnout.sign_people_up(one, folk.residents, QUESTIONS, chance, now) for one in planned
    ]
    _welcome(known.get("bewoner"), planned, turnouts, now)
    _add_gatherings(session, planned, turnouts, folk, chance, now)
    _add_calendar_items(session, library_id, base_url, now)
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
    venues = []
    for place, branch_id in zip(places, branch_ids, strict=True):
        room_ids = add_returning_ids(session, Room, [
            {"library_id": library_id, "branch_id": branch_id, "name": name,
             "capacity": capacity, "directions": directions}
            for name, capacity, directions in place.rooms
        ])  # fmt: skip
        venues.append(Venue(place, branch_id, tuple(room_ids)))
    return venues


def _tell_apart(planned: Sequence[Planned], now: datetime) -> None:
    """What happens in every agenda: one is called off, one is moved, a few are still drafts."""
    coming = [one for one in planned if one.row["starts_at"] > now + timedelta(days=1)]
    for draft in coming[-4:]:
        draft.row.update(status=GatheringStatus.DRAFT, published_at=None)
        draft.wanted = 0
    with_seats = [one for one in coming[:-4] if one.row["capacity"] and not one.row["is_sensitive"]]
    if len(with_seats) > 4:  # A small town may have too few to spare one.
        _call_off(with_seats[4], now)
        _move(with_seats[2], now)
    for one in planned[5::40]:
        if one.row["ends_at"] < now:
            _call_off(one, one.row["starts_at"] - timedelta(days=2))


def _call_off(one: Planned, when: datetime) -> None:
    one.row.update(
        status=GatheringStatus.CANCELLED,
        cancelled_at=when,
        revised_at=when,
        sequence=1,
        cancel_reason="De gespreksleider is ziek. We zoeken een nieuwe datum.",
    )


def _move(one: Planned, now: datetime) -> None:
    starts_at = one.row["starts_at"]
    later = timedelta(hours=1)
    one.row.update(
        moved_from=starts_at - later if local(starts_at).hour > 12 else starts_at + later,
        revised_at=now - timedelta(days=1),
        sequence=1,
    )


def _fill_up(planned: Sequence[Planned], target: int) -> None:
    """Spread what lacks over the gatherings that take sign-ups, so that a city has its crowd."""
    open_to_sign_up = [one for one in planned if one.wanted]
    wanted = sum(one.wanted for one in open_to_sign_up)
    for one in open_to_sign_up:
        one.wanted = one.wanted * target // wanted
    for one in open_to_sign_up[: target - sum(one.wanted for one in open_to_sign_up)]:
        one.wanted += 1


def _welcome(
    person: int | None, planned: Sequence[Planned], turnouts: Sequence[Turnout], now: datetime
) -> None:
    """Let the demo resident have something to look forward to, and one place on a waiting list."""
    if person is None:
        return
    coming = [
        (one, there)
        for one, there in zip(planned, turnouts, strict=True)
        if one.row["starts_at"] > now and one.row["status"] is GatheringStatus.PUBLISHED
    ]
    full = [there for _, there in coming if there.waiting]
    roomy = [there for _, there in coming if there.taken and not there.waiting]
    for there, wish in ((full[:1], SignUpStatus.WAITING), (roomy[:3], SignUpStatus.CONFIRMED)):
        for one in there:
            if any(sign_up["person_id"] == person for sign_up in one.sign_ups):
                continue
            theirs = next(row for row in one.sign_ups if row["status"] is wish)
            theirs.update(person_id=person, party_size=theirs["party_size"])


def _add_gatherings(
    session: Session,
    planned: Sequence[Planned],
    turnouts: Sequence[Turnout],
    folk: Townspeople,
    chance: Random,
    now: datetime,
) -> None:
    themes = {theme.slug: theme for theme in session.scalars(select(Theme))}
    there = [turnout.who_was_there(one, chance) for one in turnouts]
    for one, signed, came in zip(planned, turnouts, there, strict=True):
        one.row.update(
            created_by_id=folk.librarian,
            taken=signed.taken,
            waiting=signed.waiting,
            next_queue_no=signed.next_queue_no,
            search_text=_search_text(one, [themes[slug] for slug in one.entry.themes]),
        )
        if turnout.closes(one.row, now):
            heads = sum(row["party_size"] for row in came) or chance.randrange(4, 26)
            estimated = chance.random() < 0.15
            one.row.update(
                status=GatheringStatus.CLOSED, head_count=heads, head_count_estimated=estimated
            )
    ids = add_returning_ids(session, Gathering, [one.row for one in planned])
    for gathering_id, signed in zip(ids, turnouts, strict=True):
        for row in signed.sign_ups:
            row["gathering_id"] = gathering_id
    _add_themes_and_hosts(session, planned, ids, themes, folk, chance)
    sign_ups = [row for signed in turnouts for row in signed.sign_ups]
    sign_up_ids = add_returning_ids(session, SignUp, sign_ups)
    id_of = {id(row): key for row, key in zip(sign_ups, sign_up_ids, strict=True)}
    _add_log(session, planned, ids, turnouts, there, folk, id_of)


def _search_text(one: Planned, themes: Sequence[Theme]) -> str:
    """As hosting writes it."""
    place = one.venue.place
    room = place.rooms[one.entry.at[1] % len(place.rooms)][0]
    labels = (label for theme in themes for label in (theme.label, theme.label_en))
    return fold_all(
        one.row["title"], one.row["summary"], f"Bibliotheek {place.town}", place.town, room, *labels
    )


def _add_calendar_items(session: Session, library_id: int, base_url: str, now: datetime) -> None:
    """The events of the feeds, for what still stands in one."""
    in_feeds = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.published_at.is_not(None),
            Gathering.ends_at > now - timedelta(days=31),
        )
        .options(selectinload("*"))
    )
    items = (
        calendar_items.item(gathering, language, base_url)
        for gathering in in_feeds
        for language in LANGUAGES
    )
    columns = ("gathering_id", "language", "inputs_hash", "body")
    add(session, CalendarItem, [{name: getattr(item, name) for name in columns} for item in items])


def _add_themes_and_hosts(
    session: Session,
    planned: Sequence[Planned],
    ids: Sequence[int],
    themes: Mapping[str, Theme],
    folk: Townspeople,
    chance: Random,
) -> None:
    links = [
        {"gathering_id": gathering_id, "theme_id": themes[slug].id}
        for gathering_id, one in zip(ids, planned, strict=True)
        for slug in one.entry.themes
    ]
    session.execute(gathering_theme.insert(), links)
    hosts = [
        {"gathering_id": gathering_id, "person_id": chance.choice(folk.hosts)}
        for gathering_id, one in zip(ids, planned, strict=True)
        if folk.hosts and one.entry.capacity
    ]
    add(session, GatheringHost, hosts)


def _add_log(
    session: Session,
    planned: Sequence[Planned],
    ids: Sequence[int],
    turnouts: Sequence[Turnout],
    there: Sequence[list[Row]],
    folk: Townspeople,
    id_of: dict[int, int],
) -> None:
    rows: list[Row] = []
    arrivals: list[tuple[Row, Row]] = []
    for one, gathering_id, signed, came in zip(planned, ids, turnouts, there, strict=True):
        rows += log.of_gathering(one.row, gathering_id)
        rows += log.of_sign_ups(one.row, gathering_id, signed.sign_ups, folk.keys)
        if one.row["status"] is GatheringStatus.CLOSED:
            arrivals += [
                (log.of_arrival(one.row, gathering_id, row, folk.keys), row) for row in came
            ]
    rows.sort(key=lambda row: row["happened_at"])
    add(session, Activity, rows)
    activity_ids = add_returning_ids(session, Activity, [row for row, _ in arrivals])
    add(session, Attendance, [
        {
            "library_id": activity["library_id"],
            "gathering_id": activity["gathering_id"],
            "sign_up_id": id_of[id(sign_up)],
            "activity_id": activity_id,
            "checked_in_at": activity["happened_at"],
            "undone_at": None,
        }
        for (activity, sign_up), activity_id in zip(arrivals, activity_ids, strict=True)
    ])  # fmt: skip
