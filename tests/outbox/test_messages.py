"""The message of a letter, as other programs read it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from community.ical.text import one_line
from community.outbox.messages import message
from tests.outbox.conftest import a_letter

SENDER = "post@kring.example.org"
AT = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)

INVITATION = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//NL\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    b"UID:1@example.org\r\nDTSTAMP:20260301T120000Z\r\nDTSTART:20260303T130000Z\r\n"
    b"SUMMARY:Caf\xc3\xa9\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

#: What somebody might type to get a line of their own into a mail.
FORGERIES = [
    "Noor\r\nBcc: everybody@example.org",
    "Noor\nBcc: everybody@example.org",
    "Noor\rBcc: everybody@example.org",
    "Noor\r\n\r\n<h1>Your password has expired</h1>",
    "Noor\r\n Bcc: everybody@example.org",
]


def written_name(header: str) -> str:
    encoded = header.rpartition("<")[0]
    return str(make_header(decode_header(encoded))).strip()


def sent(**fields):
    letter = a_letter(**fields)
    raw = bytes(message(letter, sender=SENDER, message_id="0d7e", now=AT))
    return raw, message_from_bytes(raw, policy=default)


def test_it_comes_from_the_library_and_answers_go_to_the_library():
    _, read = sent(reply_to="info@vechtdal.example.org")
    assert read["From"] == f"Bibliotheek Vechtdal <{SENDER}>"
    assert read["Reply-To"] == "Bibliotheek Vechtdal <info@vechtdal.example.org>"
    assert read["To"] == "Noor <noor@example.org>"
    assert read["Message-ID"] == "<0d7e@kring.example.org>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Content-Language"] == "nl"
    assert read["Date"].datetime == AT


def test_text_comes_before_html_and_the_calendar_last():
    _, read = sent(calendar=INVITATION, calendar_method="REQUEST")
    assert read.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in read.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


def test_the_calendar_part_says_what_it_asks_and_arrives_byte_for_byte():
    _, read = sent(calendar=INVITATION, calendar_method="REQUEST")
    part = list(read.iter_parts())[-1]
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("component") == "VEVENT"
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_payload(decode=True) == INVITATION
    assert str(Calendar.from_ical(INVITATION).walk("VEVENT")[0]["SUMMARY"]) == "Café"


def test_a_letter_without_calendar_has_no_calendar_part():
    _, read = sent()
    assert len(list(read.iter_parts())) == 2


@pytest.mark.parametrize("field", ["to_name", "from_name", "subject", "to_address", "reply_to"])
@pytest.mark.parametrize("forged", FORGERIES)
def test_nobody_can_write_a_header_of_their_own(field, forged):
    with pytest.raises(ValueError):
        sent(**{field: forged})


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ünal",
        "张伟",
        "O'Brien",
        'Jan "de Beuker" Jansen',
        "Jansen, Piet",
        "a@b <c>; d:",
        "Zoë " * 40 + "Ünal",
        "x" * 200,
    ],
)
def test_every_name_arrives_as_it_is(name):
    raw, read = sent(to_name=name)
    (to,) = read["To"].addresses
    assert to.addr_spec == "noor@example.org"
    assert raw.isascii()
    # Decoded as RFC 2047 says; Python's newer parser adds spaces between encoded words.
    written = message_from_bytes(raw)["To"]
    shown, _ = parseaddr(str(make_header(decode_header(written))).replace("\r\n", ""))
    assert (shown if name.isascii() else written_name(written)) == name


@pytest.mark.parametrize(
    "subject",
    [
        "Je doet mee",
        "Je bent afgemeld: Zo helpen we elkaar de winter door, zondag 29 november",
        "Je doet mee: Café voor beginners, donderdag 3 december",
        "Je doet mee: " + "heel " * 60 + "lang",
        "Je doet mee: " + "léúk " * 60,
        "Разговор о зиме",
        "x" * 300,
    ],
)
def test_every_subject_arrives_as_it_is(subject):
    raw, read = sent(subject=subject.strip())
    assert read["Subject"] == subject.strip()
    header = raw.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in header.split(b"\r\n"))


def test_long_lines_of_text_are_broken_for_the_way_and_whole_again_on_arrival():
    text = "https://kring.example.org/" + "x" * 2_000 + "\n"
    raw, read = sent(text=text, html=f"<p>{text}</p>")
    assert read.get_body(("plain",)).get_content().split() == text.split()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@settings(deadline=None)
@given(name=st.text(max_size=80), title=st.text(max_size=200))
def test_whatever_somebody_is_called_a_message_can_be_made_and_read(name, title):
    raw, read = sent(to_name=one_line(name), subject=one_line(title))
    assert raw.isascii()
    names = [line.split(b":")[0].lower() for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")]
    assert names.count(b"to") == names.count(b"subject") == names.count(b"from") == 1
    assert b"bcc" not in names
    assert read["To"].addresses[0].addr_spec == "noor@example.org"


def test_what_can_be_stopped_by_one_click_says_where_in_one_line_however_long():
    """RFC 8058; a mail that was asked for in so many words has no such line."""
    url = f"https://kring.example.org/vechtdal/berichten/{'x' * 90}/uit/weekbericht"
    made = message(a_letter(unsubscribe_url=url), sender=SENDER, message_id="1", now=AT)
    lines = made.as_bytes().split(b"\r\n")
    assert f"List-Unsubscribe: <{url}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    other = message(a_letter(), sender=SENDER, message_id="1", now=AT).as_bytes()
    assert b"List-Unsubscribe" not in other


def test_nobody_stops_a_mail_elsewhere():
    forged = "https://example.org/x>\r\nBcc: everybody@example.org"
    with pytest.raises(ValueError):
        message(a_letter(unsubscribe_url=forged), sender=SENDER, message_id="1", now=AT).as_bytes()
