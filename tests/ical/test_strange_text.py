"""No text that somebody types becomes a header line, in any reader."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from vdirsyncer.vobject import split_collection

from community.ical import text
from community.ical.events import Contact
from community.ical.writing import Method, invitation, vevent, with_lines
from tests.ical.samples import an_event, feed, headers

#: Whatever a form may send, with the characters that break readers made common.
typed = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc"]),
        st.sampled_from('\r\n\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\\;,:"^n= \t😀é'),
    ),
    max_size=200,
)
HEADERS = headers(feed(an_event()))
EVIL = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nX-EVIL:1"


def assert_sound(written: bytes) -> None:
    """CR LF and nothing else ends a line, and no line is over 75 octets."""
    assert written.endswith(b"\r\n")
    physical = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert written.decode().splitlines() == [line.decode() for line in physical]


@given(typed, typed, typed, typed)
def test_no_text_adds_or_drops_a_line(title: str, story: str, place: str, theme: str) -> None:
    written = feed(
        an_event(
            title=title,
            description="x" + story,
            location="x" + place,
            categories=(theme,),
            organizer=Contact(place, "agenda@example.org"),
        )
    )
    assert headers(written) == HEADERS
    assert_sound(written)


@given(typed, typed)
def test_what_is_written_is_what_is_read(title: str, story: str) -> None:
    written = feed(an_event(title=title, description="x" + story))
    (read,) = Calendar.from_ical(written).events
    assert read["SUMMARY"] == text.one_line(title)
    assert read["DESCRIPTION"] == "x" + text.many_lines(story)


@given(typed)
@example("\\")
def test_a_name_is_read_back(name: str) -> None:
    mailed = invitation(
        an_event(),
        method=Method.REQUEST,
        attendee=Contact(name, "noor@example.org"),
        sequence=1,
        language="nl",
    )
    (read,) = Calendar.from_ical(mailed).events
    assert read["ATTENDEE"].params.get("CN", "") == text.name(name)
    assert_sound(mailed)


@given(typed, typed)
def test_a_prefix_is_the_same_as_a_title_that_begins_with_it(prefix: str, title: str) -> None:
    written = with_lines(vevent(an_event(title=title)), transparent=True, prefix="Vol: ")
    whole = with_lines(vevent(an_event(title="Vol: " + text.one_line(title))), transparent=True)
    if text.one_line(title):
        assert written == whole
    assert_sound(written)


@given(st.sampled_from(["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]))
def test_vdirsyncer_sees_one_event_whatever_breaks_the_line(line_break: str) -> None:
    evil = EVIL.replace("\r\n", line_break)
    written = feed(an_event(title="A" + evil, description="B" + evil, location="C" + evil))
    (item,) = split_collection(written.decode())
    assert item.count("BEGIN:VEVENT\r\n") == 1
    assert "\r\nX-EVIL" not in item


def test_a_title_of_a_hundred_kilobytes_is_kept_whole() -> None:
    title = "Koffie ☕ en verhalen 👩🏽‍🦽 " * 3_000
    written = feed(an_event(title=title))
    assert_sound(written)
    (read,) = Calendar.from_ical(written).events
    assert read["SUMMARY"] == title.strip()


def test_five_hundred_emoji_are_never_cut_in_half() -> None:
    written = feed(an_event(title="😀" * 500))
    for line in written.split(b"\r\n"):
        line.decode()  # A sequence cut in half cannot be decoded.


def test_control_characters_and_lone_surrogates_are_taken_out() -> None:
    assert text.one_line("Bo\x00d\ud800y\x07 \x7f!") == "Body !"
    assert text.many_lines("a\r\nb\u2028c\x85d") == "a\nb\nc\nd"


def test_quotes_stay_out_of_names() -> None:
    assert text.name('Jan "de fietser" ^\nX') == "Jan 'de fietser'  X"
