"""What stands in the bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from community.clock import LOCAL
from community.ical.events import CalendarEvent, Contact, Status
from community.ical.text import CannotBeWritten
from community.ical.writing import Method, calendar, invitation, vevent, with_lines
from tests.ical.samples import BRANCH, NOOR, an_event, feed, headers, joined, lines


def test_the_same_event_gives_the_same_bytes() -> None:
    assert feed(an_event()) == feed(an_event())


def test_an_event_carries_every_field_once() -> None:
    required = {"BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "END"}
    described = {"SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "CATEGORIES", "ORGANIZER"}
    names = headers(vevent(an_event()))
    assert set(names) == required | described | {"CLASS", "CREATED", "LAST-MODIFIED"}
    assert len(names) == len(set(names))


def test_the_stamp_is_the_last_revision_and_not_the_time_of_asking() -> None:
    written = lines(vevent(an_event()))
    assert "DTSTAMP:20260201T103015Z" in written
    assert "LAST-MODIFIED:20260201T103015Z" in written
    assert "CREATED:20260105T090000Z" in written


def test_what_is_not_known_is_left_out() -> None:
    bare = an_event(description="", location="", geo=None, url="", categories=(), organizer=None)
    unsaid = {"DESCRIPTION", "LOCATION", "GEO", "URL", "CATEGORIES", "ORGANIZER"}
    assert not unsaid & set(headers(vevent(bare)))


def test_the_head_of_a_feed_is_fixed() -> None:
    head = lines(calendar([], name="Agenda; Vechtdal", language="nl"))
    assert head[:9] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kenniskring//Kenniskring//NL",
        "CALSCALE:GREGORIAN",
        r"NAME:Agenda\; Vechtdal",
        r"X-WR-CALNAME:Agenda\; Vechtdal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
    ]
    assert head[-2:] == ["END:VTIMEZONE", "END:VCALENDAR"]


def test_a_feed_has_no_uid_no_method_and_no_guests_of_its_own() -> None:
    names = headers(feed(an_event()))
    assert names.count("UID") == 1
    assert not {"METHOD", "ATTENDEE", "X-WR-TIMEZONE", "BEGIN:VALARM"} & set(names)


def test_the_zone_is_written_once_and_by_rule() -> None:
    written = lines(feed(an_event(), an_event(uid="another")))
    assert written.count("TZID:Europe/Amsterdam") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in written
    assert not any(line.startswith(("RDATE", "COMMENT")) for line in written)


def test_a_public_feed_keeps_nobodys_hour_taken() -> None:
    written = vevent(an_event())
    assert b"TRANSP" not in written
    assert lines(with_lines(written, transparent=True))[-2] == "TRANSP:TRANSPARENT"
    assert lines(with_lines(written, transparent=False))[-2] == "TRANSP:OPAQUE"


def test_a_place_on_the_waiting_list_is_tentative_and_says_so() -> None:
    written = with_lines(
        vevent(an_event()), transparent=False, tentative=True, prefix="Wachtlijst: "
    )
    assert "STATUS:TENTATIVE" in lines(written)
    assert "SUMMARY:Wachtlijst: Repaircafé" in lines(written)


def test_what_was_cancelled_stays_cancelled_for_who_waited() -> None:
    cancelled = vevent(an_event(status=Status.CANCELLED))
    assert "STATUS:CANCELLED" in lines(with_lines(cancelled, transparent=False, tentative=True))


def test_a_prefix_before_a_long_title_is_folded_anew() -> None:
    title = "Verhalen, vragen; en koffie ☕ " * 12
    written = with_lines(vevent(an_event(title=title)), transparent=False, prefix="Wachtlijst: ")
    direct = with_lines(vevent(an_event(title="Wachtlijst: " + title)), transparent=False)
    assert written == direct


def test_a_mailed_invitation_asks_nothing_of_who_has_said_yes() -> None:
    written = lines(
        invitation(an_event(), method=Method.REQUEST, attendee=NOOR, sequence=5, language="nl")
    )
    assert "METHOD:REQUEST" in written
    assert "SEQUENCE:5" in written
    assert "TRANSP:OPAQUE" in written
    assert (
        "ATTENDEE;CN=Noor;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;"
        "RSVP=FALSE:mailto:noor@example.org"
    ) in written
    assert ('ORGANIZER;CN="Bibliotheek Vechtdal, Ommen":mailto:agenda@example.org') in written


def test_a_mailed_cancellation_says_so_twice() -> None:
    written = lines(
        invitation(an_event(), method=Method.CANCEL, attendee=NOOR, sequence=6, language="nl")
    )
    assert "METHOD:CANCEL" in written
    assert "STATUS:CANCELLED" in written
    assert "STATUS:CONFIRMED" not in written


def test_an_invitation_from_nobody_is_refused() -> None:
    with pytest.raises(CannotBeWritten):
        invitation(
            an_event(organizer=None),
            method=Method.REQUEST,
            attendee=NOOR,
            sequence=0,
            language="nl",
        )


def test_the_uid_is_the_same_in_feed_and_mail() -> None:
    mailed = invitation(an_event(), method=Method.REQUEST, attendee=NOOR, sequence=5, language="nl")
    uid = f"UID:{an_event().uid}"
    assert uid in lines(mailed)
    assert uid in lines(feed(an_event()))


def test_a_whole_day_ends_before_the_next_one() -> None:
    exhibition = an_event(
        all_day=True,
        starts_at=datetime(2026, 3, 2, 23, tzinfo=UTC),
        ends_at=datetime(2026, 3, 4, 23, tzinfo=UTC),
    )
    assert {"DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260305"} <= set(
        lines(vevent(exhibition))
    )


def test_a_fixed_offset_never_reaches_the_calendar() -> None:
    two_hours_east = timezone(timedelta(hours=2))
    moved = an_event(
        starts_at=datetime(2026, 3, 3, 15, 0, tzinfo=two_hours_east),
        ends_at=datetime(2026, 3, 3, 17, 30, tzinfo=two_hours_east),
    )
    assert vevent(moved) == vevent(an_event())


def test_the_double_hour_of_october_goes_out_in_utc() -> None:
    first, second = (
        datetime(2026, 10, 25, 2, 30, tzinfo=LOCAL, fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    early = an_event(starts_at=first, ends_at=first + timedelta(hours=3))
    late = an_event(starts_at=second, ends_at=second + timedelta(hours=3))
    assert {"DTSTART:20261025T003000Z", "DTEND:20261025T033000Z"} <= set(lines(vevent(early)))
    assert {"DTSTART:20261025T013000Z", "DTEND:20261025T043000Z"} <= set(lines(vevent(late)))
    into_it = an_event(starts_at=first - timedelta(hours=3), ends_at=second)
    assert {"DTSTART:20261024T213000Z", "DTEND:20261025T013000Z"} <= set(lines(vevent(into_it)))


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        # The night in March: 01.30 to 03.30 by the clock, one hour long.
        ((2027, 3, 28, 0, 30), (2027, 3, 28, 1, 30), ("20270328T013000", "20270328T033000")),
        # Right before and right after the double hour, no doubt is left.
        ((2026, 10, 24, 22, 0), (2026, 10, 24, 23, 59), ("20261025T000000", "20261025T015900")),
        ((2026, 10, 25, 2, 0), (2026, 10, 25, 3, 0), ("20261025T030000", "20261025T040000")),
    ],
)
def test_other_hours_of_those_nights_keep_their_wall_clock(
    start: tuple[int, ...], end: tuple[int, ...], written: tuple[str, str]
) -> None:
    event = an_event(
        starts_at=datetime(*start, tzinfo=UTC),  # type: ignore[misc, arg-type]
        ends_at=datetime(*end, tzinfo=UTC),  # type: ignore[misc, arg-type]
    )
    assert {
        f"DTSTART;TZID=Europe/Amsterdam:{written[0]}",
        f"DTEND;TZID=Europe/Amsterdam:{written[1]}",
    } <= set(lines(vevent(event)))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata"])
def test_the_clock_of_the_server_changes_no_byte(zone: str) -> None:
    program = (
        "import sys; from tests.ical.samples import *; from datetime import timedelta;"
        "night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC);"
        "sys.stdout.buffer.write(feed(an_event(),"
        " an_event(uid='night', starts_at=night, ends_at=night + timedelta(hours=2))))"
    )
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    there = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    here = feed(
        an_event(), an_event(uid="night", starts_at=night, ends_at=night + timedelta(hours=2))
    )
    assert there == here


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://bieb.example.org/\r\nX-EVIL:1"},
        {"url": "https://bieb.example.org/\u2028X-EVIL:1"},
        {"url": "javascript:alert(1)"},
        {"uid": "one\r\nX-EVIL:1"},
        {"uid": ""},
        {"starts_at": datetime(2026, 3, 3, 13, 0)},  # noqa: DTZ001
        {"ends_at": datetime(2026, 3, 3, 13, 0, tzinfo=UTC)},
        {"sequence": -1},
        {"geo": (91.0, 6.4)},
        {"geo": (float("nan"), 6.4)},
    ],
    ids=lambda wrong: f"{wrong}",
)
def test_an_event_that_would_break_a_calendar_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(CannotBeWritten):
        an_event(**wrong)


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nX-EVIL:1", "a b@c.example", "nobody", "a@b\x00", "a@b\u2029"]
)
def test_an_address_that_would_break_a_calendar_cannot_be_made(address: str) -> None:
    with pytest.raises(CannotBeWritten):
        Contact("Noor", address)


def test_a_strange_but_lawful_address_is_written_as_a_link() -> None:
    person = Contact("Noor", 'noor;x,"y"+agenda@example.org')
    mailed = invitation(
        an_event(), method=Method.CANCEL, attendee=person, sequence=1, language="nl"
    )
    attendee = next(line for line in lines(mailed) if line.startswith("ATTENDEE"))
    assert attendee.endswith(":mailto:noor%3Bx%2C%22y%22+agenda@example.org")


def test_a_double_quote_in_a_name_becomes_a_single_one() -> None:
    branch = Contact('Buurtbieb "De Hoek"\r\nX-EVIL:1', BRANCH.email)
    written = lines(vevent(an_event(organizer=branch)))
    assert f"ORGANIZER;CN=Buurtbieb 'De Hoek' X-EVIL:1:mailto:{BRANCH.email}" in [
        line.replace('"', "") for line in written
    ]


def test_a_private_event_says_so() -> None:
    assert "CLASS:PRIVATE" in lines(vevent(an_event(private=True)))


def test_a_calendar_is_joined_from_bytes_and_reads_no_event() -> None:
    assert joined([b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"]).endswith(
        b"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_an_event_is_what_it_was_made_with() -> None:
    with pytest.raises(AttributeError):
        an_event().title = "Anders"  # type: ignore[misc]
    assert isinstance(an_event(), CalendarEvent)
