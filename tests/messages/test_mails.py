"""A message as its reader gets it."""

from __future__ import annotations

import pytest

from community.db import session, transaction
from community.gatherings.models import SignUp, SignUpStatus
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests import factories
from tests.messages.writing import a_draft, sent

TEXT = """Dag allemaal,

We zitten **buiten**, zie https://example.org/weer?a=1&b=2.

- een jas
- [een stoel](https://example.org/stoel)

<b onclick=x>Tot dan</b>"""


@pytest.fixture
def gathering(app):
    library = factories.a_library(name="Bibliotheek Vechtdal", email="info@vechtdal.example.org")
    return factories.a_gathering("Samen eten", library=library)


def letter_to(gathering, person=None, **said):
    factories.a_sign_up(gathering, person or factories.a_person("Noor", surname="de Boer"))
    message = sent(a_draft(gathering, **said))
    return letter_of(message)


def letter_of(message):
    mail = session().query(OutboxMail).filter(OutboxMail.key.startswith(f"message:{message.id}:"))
    return letters.render(session(), mail.one())


def test_it_says_who_writes_about_what_and_where_answers_go(gathering):
    letter = letter_to(gathering, text=TEXT)
    assert letter.subject.startswith("Neem een jas mee: Samen eten, ")
    assert (letter.to_name, letter.from_name) == ("Noor de Boer", "Bibliotheek Vechtdal")
    assert letter.reply_to == "info@vechtdal.example.org"
    said = " ".join(letter.text.split())
    for words in ("Hallo Noor,", "Dit gaat over ‘Samen eten’ op", "Sanne, Bibliotheek Vechtdal"):
        assert words in said, words


def test_the_text_part_says_all_that_the_html_says(gathering):
    letter = letter_to(gathering, text=TEXT)
    for words in (
        "We zitten buiten, zie https://example.org/weer?a=1&b=2.",
        "- een jas\n- een stoel (https://example.org/stoel)",
        "<b onclick=x>Tot dan</b>",
    ):
        assert words in letter.text, words
    assert "<strong>buiten</strong>" in letter.html
    assert 'margin: 0 0 18px">Dag allemaal,</p>' in letter.html
    assert "<b onclick" not in letter.html


def test_a_host_signs_with_her_own_name(gathering):
    hanna = factories.a_host_of(gathering, "Hanna")
    factories.a_sign_up(gathering)
    assert "Hanna, Bibliotheek Vechtdal" in letter_of(sent(a_draft(gathering), by=hanna)).text


def test_who_reads_english_gets_the_words_around_it_in_english(gathering):
    letter = letter_to(gathering, factories.a_person("Sam", language="en"))
    assert "Hello Sam," in letter.text
    assert letter.language == "en"


def test_a_sensitive_gathering_is_named_nowhere(app):
    gathering = factories.a_gathering("Praten over verlies", is_sensitive=True)
    letter = letter_to(gathering, subject="Rouw", text="Tot dinsdag.")
    everything = f"{letter.subject} {letter.text} {letter.html}"
    assert letter.subject.startswith("Een bericht van de bibliotheek: ")
    for secret in ("verlies", "Rouw"):
        assert secret not in everything
    assert "Tot dinsdag." in letter.text


def test_who_left_in_the_meantime_gets_nothing(gathering):
    sign_up = factories.a_sign_up(gathering)
    message = sent(a_draft(gathering))
    with transaction() as tx:
        row = tx.get_one(SignUp, sign_up.id)
        row.status, row.has_seat = SignUpStatus.CANCELLED, False
    assert letter_of(message) is None
