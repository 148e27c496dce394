"""Saying a proposal in other words: while it is open, to be seen, and heard by who is behind it."""

from __future__ import annotations

import pytest

from community.accounts import ages
from community.accounts.ages import NotOldEnough
from community.clock import now
from community.db import session
from community.errors import NotFound
from community.moderation import queries as moderation
from community.outbox import letters
from community.proposals import finding, rewording
from community.proposals.models import State
from community.proposals.rewording import IsNotOpen
from community.proposals.states import KIND
from tests.factories import a_library, a_member
from tests.moderation.agreed import AGREED
from tests.proposals.ideas import DAY, a_backing, a_proposal, do, owed, readers, the

WORDS = "Een ochtend over onze tuinen"


@pytest.fixture
def library(app):
    return a_library("vechtdal")


def rewords(proposal, title=WORDS, text="", *, days=0):
    args = (proposal.library_id, proposal.id, title, text)
    return do(rewording.reword, *args, now=now() + days * DAY)


def test_other_words_are_found_and_told_to_who_is_behind_it_once_a_day(library):
    proposal, _ = a_proposal()
    els = a_member(name="Els")
    a_backing(proposal, els)
    a_backing(proposal, a_member(name="Bo", email=None))
    rewords(proposal, "Een ochtend over onze balkons")
    rewords(proposal, "Een ochtend over onze balkons", "Met soep.")
    assert (the(proposal).text, the(proposal).edited_at is not None) == ("Met soep.", True)
    assert finding.search(session(), library.id, "balkons", most=3)
    assert readers("changed") == [els.id]
    rewords(proposal, "Een ochtend over onze daken", days=1)
    assert readers("changed") == [els.id] * 2
    assert "onze daken" in letters.render(session(), owed("changed")[0]).text


def test_whom_a_librarian_marked_as_under_16_says_nothing_new_either(library):
    proposal, _ = a_proposal()
    do(ages.mark, library.id, proposal.person_id, born=now().year - 10, now=now())
    with pytest.raises(NotOldEnough):
        rewords(proposal, "Een avond over onze tuinen")
    assert the(proposal).edited_at is None


def test_the_same_words_are_no_change_and_a_comma_is_no_news(library):
    proposal, _ = a_proposal()
    a_backing(proposal)
    rewords(proposal)
    assert the(proposal).edited_at is None
    rewords(proposal, "Een ochtend, over onze Tuinen!")
    assert the(proposal).edited_at
    assert owed() == []


def test_what_is_hidden_is_looked_at_again_and_nobody_hears_of_it(library):
    proposal, _ = a_proposal(hidden_at=now(), hidden_why="report")
    a_backing(proposal)
    rewords(proposal, "Iets beters")
    assert the(proposal).hidden_at
    assert moderation.find_open_case(session(), library.id, KIND, proposal.id)
    assert owed("changed") == []


@pytest.mark.parametrize(
    ("state", "refused"), [(State.PLANNED, IsNotOpen), (State.WITHDRAWN, IsNotOpen),
                           (State.WAITING, NotFound)],
)  # fmt: skip
def test_only_what_is_open_is_changed(library, state, refused):
    proposal, _ = a_proposal(state=state, answered_at=now())
    with pytest.raises(refused):
        rewords(proposal, "Iets anders")
    assert the(proposal).title == WORDS


def test_no_mail_says_what_a_sensitive_one_is_about_now(library):
    proposal, _ = a_proposal(themes=("zorg-steun",))
    a_backing(proposal)
    rewords(proposal, "Geheimonderwerp")
    written = letters.render(session(), owed("changed")[0])
    assert "geheimonderwerp" not in f"{written.subject}{written.text}{written.html}".lower()


def test_its_own_person_alone_changes_it_and_everybody_reads_when(client, client_of, library):
    noor = a_member()
    proposal, _ = a_proposal(person=noor)
    at = f"/vechtdal/voorstellen/{proposal.id}/wijzigen"
    assert client_of(a_member(name="Els")).post(at, data={"title": "Gekaapt"}).status_code == 404
    mine = client_of(noor)
    assert WORDS in mine.get(at).text
    assert mine.post(at, data={"title": "", "text": "Blijft staan"}).status_code == 422
    mine.post(at, data={"title": "Over onze balkons", "text": "Met soep.", **AGREED})
    page = client.get(f"/vechtdal/voorstellen/{proposal.id}-{the(proposal).slug}").text
    must = ("Over onze balkons", "Met soep.", "Gewijzigd op")
    assert [each for each in must if each not in page] == []
