"""The mails about a sign-up: which still go, what they say, and what they do to a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.gatherings import drafts, hosting, mails
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Mode
from community.gatherings.models import SignUpStatus
from community.gatherings.sign_up_news import News
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests import factories
from tests.factories import a_mail
from tests.gatherings.mailing import (
    a_sign_up_for,
    cancelled,
    event_in,
    letter_for,
    mailed,
)

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING, GONE = SignUpStatus.PENDING, SignUpStatus.CANCELLED
EVERY_NEWS = sorted(mails.NEWS)


@pytest.fixture
def settings() -> dict[str, object]:
    return {"BASE_URL": "https://kring.example.org", "MAIL_FROM": "post@kring.example.org"}


@pytest.fixture
def library(app):
    return factories.a_library(
        name="Bibliotheek Vechtdal", email="info@vechtdal.example.org", phone="0529 00 00 00"
    )


@pytest.fixture
def gathering(library):
    sanne = factories.a_librarian(library, "Sanne")
    return factories.a_gathering(
        "Zo helpen we elkaar", library=library, created_by_id=sanne.id, bring="een warme trui"
    )


# What it says


def test_who_takes_part_reads_when_where_what_to_bring_and_how_to_cancel(gathering):
    noor = factories.a_person("Noor")
    sign_up = factories.a_sign_up(gathering, noor, question="Hoe vraag je hulp?")
    letter = letter_for(sign_up, "you_are_in")
    assert letter.subject.startswith("Je doet mee: Zo helpen we elkaar, ")
    for words in (
        "Je doet mee, Noor",
        "We houden een stoel voor je vrij bij ‘Zo helpen we elkaar’.",
        "14.00 tot 16.00 uur",
        "Bibliotheek Ommen",
        "Neem mee: een warme trui",
        "Je schreef: ‘Hoe vraag je hulp?’",
        "Kun je toch niet?",
        "Sanne, Bibliotheek Vechtdal",
        "bel 0529 00 00 00",
    ):
        assert words in " ".join(letter.text.split()), words
    assert (letter.to_name, letter.to_address) == ("Noor", noor.email)
    assert (letter.from_name, letter.reply_to) == (
        "Bibliotheek Vechtdal",
        "info@vechtdal.example.org",
    )


def test_somebody_who_reads_english_gets_english(gathering):
    sign_up = factories.a_sign_up(gathering, factories.a_person("Sam", language="en"))
    letter = letter_for(sign_up, "you_are_in")
    assert letter.language == "en"
    assert "You are in, Sam" in letter.text
    assert "14:00 to 16:00" in letter.text
    assert 'lang="en"' in letter.html


@pytest.mark.parametrize("news", EVERY_NEWS)
def test_every_news_has_one_button_that_leads_into_the_house(gathering, news):
    for language in ("nl", "en"):
        letter = letter_for(a_sign_up_for(news, gathering, language), news)
        links = [line for line in letter.text.splitlines() if line.startswith("http")]
        assert len(links) == 1
        assert links[0].startswith("https://kring.example.org/vechtdal/a")
        assert letter.html.count(f'href="{links[0]}"') == 1
        assert letter.html.count('class="button"') == 1


def test_the_button_opens_the_persons_own_page(gathering, client):
    sign_up = factories.a_sign_up(gathering, factories.a_person("Noor"))
    letter = letter_for(sign_up, "you_are_in")
    (link,) = [line for line in letter.text.splitlines() if line.startswith("http")]
    page = client.get(link.removeprefix("https://kring.example.org"))
    assert page.status_code == 200
    assert "Zo helpen we elkaar" in page.text


def test_who_waits_reads_the_place_in_line(gathering):
    for _ in range(2):
        factories.a_sign_up(gathering, status=WAITING)
    third = factories.a_sign_up(gathering, status=WAITING)
    assert "Je bent nummer 3 op de wachtlijst." in letter_for(third, "you_are_waiting").text


def test_a_party_reads_how_many_chairs_are_kept(gathering):
    sign_up = factories.a_sign_up(gathering, party_size=3)
    assert "We houden 3 stoelen voor jullie vrij" in letter_for(sign_up, "party_changed").text


def test_who_must_confirm_reads_until_when_the_seat_is_kept(gathering):
    sign_up = factories.a_sign_up(gathering, status=PENDING)
    text = letter_for(sign_up, "confirm_sign_up").text
    assert "een uur voor je vast" in text
    assert "Bevestig mijn aanmelding" in text


def test_a_mail_to_an_unproven_address_says_nothing_that_a_stranger_typed(gathering):
    """Else anybody could have the library mail anything to anybody."""
    stranger = factories.a_person("Win 1000 euro", surname="http://boef.example")
    sign_up = factories.a_sign_up(gathering, stranger, PENDING, question="Klik hier")
    letter = letter_for(sign_up, "confirm_sign_up")
    everything = f"{letter.to_name} {letter.subject} {letter.text} {letter.html}"
    for typed in ("Win 1000 euro", "boef.example", "Klik hier"):
        assert typed not in everything


def test_a_move_tells_the_old_time_and_the_new(gathering):
    sign_up = factories.a_sign_up(gathering)
    moved_in_time(gathering, sign_up)
    (mail,) = session().scalars(select(OutboxMail))
    text = " ".join(mailed(mail).text.split())
    assert "is veranderd: het was op" in text
    assert "14.00 uur. Zo is het nu:" in text
    assert "19.30 tot 21.30 uur" in text
    assert "Je doet nog steeds mee." in text


def moved_in_time(gathering, sign_up) -> None:
    start = factories.next_week(19, 30)
    appointment = replace(
        drafts.appointment_of(gathering), starts_at=start, ends_at=start + timedelta(hours=2)
    )
    hand = Hand(by=None, now=now(), base_url="https://kring.example.org")
    with transaction() as tx:
        hosting.move(tx, gathering.library_id, gathering.id, appointment, hand)


def test_another_room_at_the_same_time_tells_of_no_other_time(gathering):
    """Also when it once was moved: `moved_from` is about an earlier mail."""
    with transaction() as tx:
        tx.get_one(type(gathering), gathering.id).moved_from = factories.next_week(10)
    text = " ".join(letter_for(factories.a_sign_up(gathering), "moved").text.split())
    assert "De tijd of de plaats van ‘Zo helpen we elkaar’ is veranderd." in text
    assert "10.00 uur" not in text


def test_a_cancellation_tells_why(gathering):
    sign_up = factories.a_sign_up(gathering)
    cancelled(gathering, "De gastheer is ziek.")
    assert "De gastheer is ziek." in letter_for(sign_up, "cancelled").text


def test_who_takes_part_online_gets_the_link(library):
    gathering = factories.a_gathering(
        library=library, mode=Mode.ONLINE, online_url="https://praat.example.org/zaal?a=1&b=2"
    )
    letter = letter_for(factories.a_sign_up(gathering), "you_are_in")
    assert "https://praat.example.org/zaal?a=1&b=2" in letter.text
    assert 'href="https://praat.example.org/zaal?a=1&amp;b=2"' in letter.html
    waits = factories.a_sign_up(gathering, status=WAITING)
    assert "praat.example.org" not in letter_for(waits, "you_are_waiting").text


@pytest.mark.parametrize("news", EVERY_NEWS)
def test_a_sensitive_gathering_is_named_nowhere(library, news):
    gathering = factories.a_gathering(
        "Praten over verlies", library=library, is_sensitive=True, summary="rouw",
        text="rouw", bring="een foto", address="Dorpshuis",
    )  # fmt: skip
    sign_up = a_sign_up_for(news, gathering, question="mijn man")
    letter = letter_for(sign_up, news)
    everything = f"{letter.subject} {letter.text} {letter.html} {letter.calendar.decode()}"
    for secret in ("verlies", "rouw", "een foto", "mijn man"):
        assert secret not in everything


def test_what_people_typed_is_text_in_the_mail_and_one_line_in_the_calendar(library):
    title = '<script>x</script> "a"; b, c\\n'
    gathering = factories.a_gathering(title, library=library)
    sign_up = factories.a_sign_up(
        gathering, factories.a_person('"Noor" <b>;:,', email="noor@example.org")
    )
    letter = letter_for(sign_up, "you_are_in")
    assert "<script" not in letter.html
    assert str(event_in(letter)["SUMMARY"]) == title


# Whether it still goes


@pytest.mark.parametrize(
    ("news", "status"),
    [
        ("you_are_in", GONE), ("you_are_in", WAITING), ("you_are_waiting", CONFIRMED),
        ("promoted", GONE), ("left", CONFIRMED), ("removed", CONFIRMED), ("moved", GONE),
        ("confirm_sign_up", CONFIRMED), ("confirm_sign_up", GONE), ("party_changed", GONE),
    ],
)  # fmt: skip
def test_what_is_no_longer_true_is_not_told(gathering, news, status):
    assert letter_for(factories.a_sign_up(gathering, status=status), news) is None


@pytest.mark.parametrize("news", sorted(set(EVERY_NEWS) - {"cancelled", "left", "removed"}))
def test_nothing_cheerful_is_told_about_what_was_cancelled(gathering, news):
    sign_up = a_sign_up_for(news, gathering)
    cancelled(gathering)
    assert letter_for(sign_up, news) is None


def test_a_cancellation_that_was_taken_back_is_not_told(gathering):
    assert letter_for(factories.a_sign_up(gathering), "cancelled") is None


def test_an_invitation_overtaken_by_a_newer_one_is_not_sent(gathering):
    sign_up = factories.a_sign_up(gathering, sequence=1)
    older = a_mail(sign_up, "you_are_in", sequence=0)
    newer = a_mail(sign_up, "party_changed", sequence=1)
    assert mailed(older) is None
    assert mailed(newer) is not None


def test_a_request_to_confirm_is_not_overtaken_by_a_move(gathering):
    sign_up = factories.a_sign_up(gathering, status=PENDING)
    request = a_mail(sign_up, "confirm_sign_up", sequence=0)
    a_mail(sign_up, "moved", sequence=1)
    assert mailed(request) is not None


def test_somebody_elses_newer_mail_overtakes_nothing(gathering):
    first = factories.a_sign_up(gathering)
    others = [factories.a_sign_up(gathering) for _ in range(12)]
    mine = a_mail(first, "you_are_in", sequence=0)
    for other in others:
        a_mail(other, "party_changed", sequence=9)
    assert mailed(mine) is not None


@pytest.mark.parametrize("news", sorted(set(EVERY_NEWS) - {"cancelled", "left", "removed"}))
def test_once_it_has_begun_it_is_too_late(library, news):
    gathering = factories.a_gathering(library=library, starts_at=now() - timedelta(minutes=5))
    sign_up = a_sign_up_for(news, gathering)
    assert letter_for(sign_up, news, queued_at=now() - timedelta(hours=1)) is None


def test_who_signs_up_while_it_is_going_on_still_hears(library):
    gathering = factories.a_gathering(library=library, starts_at=now() - timedelta(minutes=5))
    sign_up = factories.a_sign_up(gathering)
    assert letter_for(sign_up, "you_are_in", queued_at=now()) is not None


@pytest.mark.parametrize("news", ["left", "removed"])
def test_a_farewell_goes_until_it_is_over(library, news):
    hours_ago = now() - timedelta(hours=1)
    going_on = factories.a_gathering(library=library, starts_at=hours_ago)
    over = factories.a_gathering(library=library, starts_at=now() - timedelta(hours=5))
    for gathering, goes in ((going_on, True), (over, False)):
        sign_up = factories.a_sign_up(gathering, status=GONE)
        letter = letter_for(sign_up, news, queued_at=now() - timedelta(days=1))
        assert (letter is not None) == goes


def test_who_was_erased_or_has_no_address_gets_nothing(gathering):
    assert (
        letter_for(factories.a_sign_up(gathering, factories.a_person(email=None)), "left") is None
    )
    sign_up = factories.a_sign_up(gathering)
    mail = a_mail(sign_up, "you_are_in")
    with transaction() as tx:
        tx.delete(tx.get_one(type(sign_up), sign_up.id))
    assert mailed(mail) is None


def test_every_news_that_is_owed_has_somebody_who_writes_it(app):
    """A template that services owe and nobody renders would be found out by its readers only."""
    news = [*News, "moved", "cancelled", "co_host", "missed"]
    owed = {f"gatherings/{each}" for each in news}
    assert owed == {name for name in letters.kinds() if name.startswith("gatherings/")}
