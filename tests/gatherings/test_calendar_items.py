"""What a gathering becomes in a calendar, and when its bytes are written anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import transaction
from community.gatherings import calendar_items
from community.gatherings.calendar_items import edition, event_of, item, refresh
from community.gatherings.kinds import Mode, Visibility
from community.gatherings.models import CalendarItem, Gathering, GatheringStatus
from community.ical.events import Status
from community.libraries.models import LibraryVersion
from tests.factories import a_branch, a_gathering, a_library, a_room, a_theme, saved

pytestmark = pytest.mark.usefixtures("app")

BASE = "https://kring.example.org"


@pytest.fixture
def reading_room(session):
    library = a_library(email="ommen@example.org")
    branch = a_branch(
        library,
        "Hardenberg",
        street="Kerkstraat 12",
        postcode="7772 AA",
        latitude=52.57,
        longitude=6.62,
    )
    return a_room(branch)


@pytest.fixture
def gathering(reading_room):
    return a_gathering(
        "Wereldcafé",
        branch_id=reading_room.branch_id,
        room_id=reading_room.id,
        summary="Praat mee.",
        text="Over **de winter**:\n\n- soep\n- [dekens](https://dekens.example.org)",
        cost="gratis koffie",
    )


def refreshed(gathering: Gathering, **changes: object) -> bool:
    with transaction() as tx:
        again = tx.get_one(Gathering, gathering.id)
        for name, value in changes.items():
            setattr(again, name, value)
        return refresh(tx, again, base_url=BASE, now=now())


def bodies(session) -> dict[str, str]:
    rows = session.scalars(select(CalendarItem).order_by(CalendarItem.language)).all()
    return {row.language: row.body.decode().replace("\r\n ", "") for row in rows}


def version(session) -> str:
    session.rollback()
    return session.scalars(select(LibraryVersion.agenda)).one()


def test_a_gathering_is_told_with_its_place_its_story_and_a_link_at_the_end(gathering):
    event = event_of(gathering, "nl", BASE)
    url = f"{BASE}/vechtdal/agenda/{gathering.id}-wereldcafe"
    assert event.title == "Wereldcafé"
    assert event.location == "Leeszaal, Bibliotheek Hardenberg, Kerkstraat 12, 7772 AA Hardenberg"
    assert event.geo == (52.57, 6.62)
    assert event.organizer
    assert (event.organizer.name, event.organizer.email) == (
        "Bibliotheek Hardenberg",
        "ommen@example.org",
    )
    assert event.description == (
        "Praat mee.\n\nOver de winter:\n\n- soep\n- dekens (https://dekens.example.org)\n\n"
        f"Kosten: gratis koffie\n\n{url}"
    )
    assert event.url == url


def test_each_language_has_its_own_words_and_theme_labels(session, gathering):
    with transaction() as tx:
        again = tx.get_one(Gathering, gathering.id)
        again.themes.append(tx.merge(a_theme("koken-voeding")))
    themed = session.get_one(Gathering, gathering.id)
    assert event_of(themed, "nl", BASE).categories == (a_theme("koken-voeding").label,)
    assert event_of(themed, "en", BASE).categories == (a_theme("koken-voeding").label_en,)
    assert "Cost: gratis koffie" in event_of(themed, "en", BASE).description


def test_a_cancelled_gathering_says_so_and_why(gathering):
    gathering.status = GatheringStatus.CANCELLED
    gathering.cancel_reason = "de gastheer is ziek"
    dutch, english = (event_of(gathering, language, BASE) for language in ("nl", "en"))
    assert (dutch.status, dutch.title) == (Status.CANCELLED, "Vervalt: Wereldcafé")
    assert english.title == "Cancelled: Wereldcafé"
    assert dutch.description.startswith("Gaat niet door: de gastheer is ziek\n\n")


def test_a_sensitive_gathering_gives_nothing_away(session, gathering):
    with transaction() as tx:
        again = tx.get_one(Gathering, gathering.id)
        again.title, again.summary = "Omgaan met verlies", "Rouw in een kring"
        again.is_sensitive = True
        again.themes.append(tx.merge(a_theme("tuin-natuur")))
    hidden = session.get_one(Gathering, gathering.id)
    for language in ("nl", "en"):
        body = item(hidden, language, BASE).body.decode().replace("\r\n ", "").lower()
        assert "verlies" not in body
        assert "rouw" not in body
        assert "categories" not in body
        assert "class:private" in body
        assert f"/vechtdal/agenda/{gathering.id}\r\n" in body


@pytest.mark.parametrize(
    ("fields", "location"),
    [
        ({"mode": Mode.ONLINE, "online_url": "https://meet.example.org/geheim"}, "Online"),
        ({"mode": Mode.HYBRID, "address": "Dorpshuis, Lemele"}, "Dorpshuis, Lemele (ook online)"),
        ({"address": "Dorpshuis, Lemele"}, "Dorpshuis, Lemele"),
    ],
)
def test_the_place_is_where_one_goes_and_never_the_online_link(gathering, fields, location):
    for name, value in fields.items():
        setattr(gathering, name, value)
    event = event_of(gathering, "nl", BASE)
    assert event.location == location
    assert event.geo is None
    assert "geheim" not in event.description


def test_a_long_story_is_ended_after_a_word_and_the_link_stays(gathering):
    gathering.text = "verhaal " * 1_000
    description = event_of(gathering, "nl", BASE).description
    assert len(description) < calendar_items.MOST_LETTERS + 200
    assert "verhaal …" in description
    assert description.endswith("-wereldcafe")


def test_what_did_not_change_is_not_written_again(session, gathering):
    assert refreshed(gathering)
    first, before = bodies(session), version(session)
    assert set(first) == {"nl", "en"}
    assert not refreshed(gathering)
    assert version(session) == before
    assert bodies(session) == first


def test_a_change_writes_both_languages_and_renews_the_feeds(session, gathering):
    refreshed(gathering)
    before = version(session)
    later = gathering.starts_at + timedelta(hours=1)
    assert refreshed(gathering, starts_at=later, ends_at=later + timedelta(hours=2), sequence=1)
    assert version(session) != before
    assert all("SEQUENCE:1\r\n" in body for body in bodies(session).values())


def test_another_branch_is_followed_at_once(session, gathering):
    other = a_branch(place="Gramsbergen")
    with transaction() as tx:
        again = tx.get_one(Gathering, gathering.id)
        assert again.branch.place == "Hardenberg"  # Read, and so remembered.
        assert again.room
        again.branch_id, again.room_id = other.id, None
        refresh(tx, again, base_url=BASE, now=now())
    assert "LOCATION:Bibliotheek Gramsbergen\\, Gramsbergen\r\n" in bodies(session)["nl"]


def test_who_may_see_it_renews_the_feeds_though_its_bytes_stay(session, gathering):
    refreshed(gathering)
    first, before = bodies(session), version(session)
    assert refreshed(gathering, visibility=Visibility.LINK)
    assert version(session) != before
    assert bodies(session) == first


def test_a_draft_is_in_no_calendar(session, gathering):
    refreshed(gathering)
    assert not refreshed(gathering, status=GatheringStatus.DRAFT, published_at=None)
    assert bodies(session) == {}


def test_seats_do_not_touch_the_calendar(gathering):
    refreshed(gathering)
    assert not refreshed(gathering, taken=5)


def test_bytes_of_another_address_can_be_told_apart(gathering):
    ours = item(gathering, "nl", BASE).inputs_hash
    assert len(ours) <= 64
    assert ours.startswith(edition(BASE))
    assert not ours.startswith(edition("https://elders.example.org"))


def test_a_library_without_address_organizes_under_no_name(session):
    lonely = a_gathering(library=a_library("stil", email=""))
    assert event_of(lonely, "nl", BASE).organizer is None
    saved(item(lonely, "nl", BASE))
    assert "ORGANIZER" not in bodies(session)["nl"]
