"""What the mails of the register say, and when they say nothing."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session, transaction
from community.outbox import letters
from community.register import jobs, states
from community.topics import merging
from community.topics.models import Term
from tests.factories import a_library, a_member
from tests.register.entries import DAY, an_entry, do, owed, the


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal", phone="0529 12 34 56")


@pytest.mark.parametrize(("language", "words"), [("nl", "Nog zes maanden"), ("en", "Another six")])
def test_what_is_about_to_expire_is_one_button_away_from_another_half_year(client, language, words):
    noor = a_member(language=language)
    entry = an_entry(person=noor, expires_at=now() + 10 * DAY)
    jobs.expire(now())
    letter = letters.render(session(), owed("nudge")[0])
    assert letter is not None
    assert words in letter.text
    link = next(word for word in letter.text.split() if "/kennis/link/" in word)
    path = link[link.index("/vechtdal") :]
    before = the(entry).expires_at
    client.get(path)
    assert the(entry).expires_at == before, "a scanner that follows the link changes nothing"
    client.post(f"{path}/verlengen")
    assert the(entry).expires_at > before
    jobs.expire(the(entry).expires_at)
    over = letters.render(session(), owed("expired")[0])
    assert over is not None
    assert "/kennis/link/" in over.text
    do(states.stop, entry.library_id, entry.id, now=now())
    assert letters.render(session(), owed("expired")[0]) is None


def test_somebody_elses_or_a_made_up_link_opens_nothing(client):
    entry = an_entry()
    assert client.get(f"/vechtdal/kennis/link/{entry.id}-AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert client.post("/vechtdal/kennis/link/x/stoppen").status_code == 404


def test_a_term_that_is_merged_takes_its_offers_along_and_keeps_their_words():
    entry = an_entry("Ik rijg garen tot truien")
    rows = [
        Term(library_id=entry.library_id, label=name, folded=name) for name in ("xenia", "yota")
    ]
    with transaction() as tx:
        tx.add_all(rows)
        tx.flush()
        gone, stays = (row.id for row in rows)
        held = tx.get_one(type(entry), entry.id)
        held.terms = [rows[0]]
    do(merging.merge, entry.library_id, gone, stays)
    assert [term.label for term in the(entry).terms] == ["yota"]
    assert the(entry).title == "Ik rijg garen tot truien"
