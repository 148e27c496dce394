"""What stands in a library's feed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar

from community.calendars import queries
from community.clock import now
from community.db import transaction
from community.gatherings.kinds import Kind, Visibility
from community.gatherings.models import CalendarItem, Gathering, GatheringStatus
from tests.calendars.agenda import changed, feed_titles, read, shown
from tests.factories import (
    a_branch,
    a_gathering,
    a_library,
    a_person,
    a_sign_up,
    a_theme,
    next_week,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def library():
    return a_library(email="agenda@example.org")


def test_a_feed_has_what_is_public_in_order_of_time(client, library):
    shown("Later", starts_at=next_week(16))
    shown("Eerder", starts_at=next_week(9))
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    shown("Voor leden", visibility=Visibility.SIGNED_IN)
    shown("Met een link", visibility=Visibility.LINK)
    assert feed_titles(client) == ["Eerder", "Later"]


def test_another_library_has_a_feed_of_its_own(client, library):
    shown("Hier", library=library)
    shown("Daar", library=a_library("zuidpolder"))
    assert feed_titles(client) == ["Hier"]
    assert feed_titles(client, library="zuidpolder") == ["Daar"]


def test_the_window_is_a_month_back_and_a_year_ahead(client, library):
    for days in (-32, -29, 364, 367):
        shown(f"{days}", starts_at=now() + timedelta(days=days))
    assert feed_titles(client) == ["-29", "364"]


def test_a_cancelled_gathering_stays_and_says_so(client, library):
    gathering = shown("Leeskring")
    changed(gathering, status=GatheringStatus.CANCELLED, sequence=1)
    (event,) = read(client.get("/vechtdal/agenda.ics"))
    assert event["SUMMARY"] == "Vervalt: Leeskring"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1


def test_a_move_keeps_the_uid_and_raises_the_sequence(client, library):
    gathering = shown("Leeskring")
    (before,) = read(client.get("/vechtdal/agenda.ics"))
    later = gathering.starts_at + timedelta(days=1)
    changed(gathering, starts_at=later, ends_at=later + timedelta(hours=2), sequence=1)
    response = client.get("/vechtdal/agenda.ics")
    (after,) = read(response)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    on_the_day = recurring_ical_events.of(Calendar.from_ical(response.data)).at(later.date())
    assert [event.start for event in on_the_day] == [later]


def test_a_public_feed_is_transparent_and_names_no_guests(client, library):
    a_sign_up(shown("Leeskring"), a_person("Noor"))
    answer = client.get("/vechtdal/agenda.ics")
    (event,) = read(answer)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "ATTENDEE" not in event
    assert "Noor" not in answer.text
    assert event["ORGANIZER"] == "mailto:agenda@example.org"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Taal in Ommen", "Workshop in Ommen", "Workshop in Dalfsen"]),
        ("?vestiging=dalfsen", ["Workshop in Dalfsen"]),
        ("?soort=workshop", ["Workshop in Ommen", "Workshop in Dalfsen"]),
        ("?soort=workshop&vestiging=ommen", ["Workshop in Ommen"]),
        ("?voertaal=uk", ["Taal in Ommen"]),
        ("?thema=tuin-natuur", ["Workshop in Dalfsen"]),
        ("?q=taal", ["Taal in Ommen"]),
        ("?voertaal=uk&soort=workshop", []),
        # What is of a moment does not narrow a feed, and neither does what feeds do not know.
        ("?dag=2020-01-01&beeld=maand&pagina=9&utm_source=nieuwsbrief",
         ["Taal in Ommen", "Workshop in Ommen", "Workshop in Dalfsen"]),
    ],
)  # fmt: skip
def test_a_feed_can_be_narrowed(client, library, query, found):
    dalfsen = a_branch(library, "Dalfsen")
    shown("Taal in Ommen", kind=Kind.LANGUAGE_CAFE, language="uk", starts_at=next_week(9))
    shown("Workshop in Ommen", kind=Kind.WORKSHOP, starts_at=next_week(10))
    garden = shown(
        "Workshop in Dalfsen",
        kind=Kind.WORKSHOP,
        branch_id=dalfsen.id,
        starts_at=next_week(11),
    )
    with transaction() as tx:
        tx.get_one(Gathering, garden.id).themes.append(tx.merge(a_theme("tuin-natuur")))
    assert feed_titles(client, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "?vestiging=atlantis",
        "?thema=draken",
        "?soort=feestje",
        "?voertaal=klingon",
        "?vestiging=%00",
    ],
)
def test_a_wish_that_means_nothing_is_not_found_rather_than_empty_or_everything(
    client, library, query
):
    shown("Leeskring")
    assert client.get(f"/vechtdal/agenda.ics{query}").status_code == 404


def test_a_branch_of_another_library_narrows_nothing_here(client, library):
    a_branch(a_library("zuidpolder"), "Dordrecht")
    assert client.get("/vechtdal/agenda.ics?vestiging=dordrecht").status_code == 404


def test_a_feed_says_what_it_is_narrowed_to(client, library):
    name = Calendar.from_ical(client.get("/vechtdal/agenda.ics").data)["X-WR-CALNAME"]
    assert name == "Bibliotheek Vechtdal"
    narrowed = client.get("/vechtdal/agenda.ics?vestiging=ommen&soort=leesclub&thema=tuin-natuur")
    name = Calendar.from_ical(narrowed.data)["NAME"]
    assert name == r"Bibliotheek Vechtdal: Leesclub · Ommen · Tuin\, natuur & dieren"


def test_a_feed_in_english_has_english_words(client, library):
    gathering = shown("Leeskring")
    changed(gathering, status=GatheringStatus.CANCELLED)
    assert feed_titles(client, "?taal=en") == ["Cancelled: Leeskring"]
    english = client.get("/vechtdal/agenda.ics?taal=en&soort=leesclub").data
    assert b"X-WR-CALNAME:Bibliotheek Vechtdal: Reading group\r\n" in english


def test_what_no_job_has_kept_yet_is_written_on_the_spot_and_not_kept(client, session, library):
    a_gathering("Nog niet geschreven", starts_at=next_week(9))
    shown("Geschreven", starts_at=next_week(10))
    assert feed_titles(client) == ["Nog niet geschreven", "Geschreven"]
    assert session.query(CalendarItem).count() == 2


def test_bytes_of_another_address_are_not_used(app, client, library):
    shown("Leeskring")
    app.config["BASE_URL"] = "https://verhuisd.example.org"
    (event,) = read(client.get("/vechtdal/agenda.ics"))
    assert event["URL"].startswith("https://verhuisd.example.org/vechtdal/agenda/")


def test_the_kept_bytes_are_what_would_be_written_now(client, session, library):
    gathering = shown("Leeskring", summary="Over ‘De avonden’; en meer")
    kept = client.get("/vechtdal/agenda.ics").data
    with transaction() as tx:
        tx.query(CalendarItem).filter_by(gathering_id=gathering.id).delete()
    assert client.get("/vechtdal/agenda.ics").data == kept


def test_no_feed_is_longer_than_the_most_and_the_nearest_come_first(client, monkeypatch, library):
    monkeypatch.setattr(queries, "MOST_EVENTS", 2)
    for hour in (15, 9, 12):
        shown(f"{hour} uur", starts_at=next_week(hour))
    assert feed_titles(client) == ["9 uur", "12 uur"]
