"""The mails of a proposal: of a sensitive one no word of what it is about."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session
from community.outbox import letters
from community.proposals import answering, backing, following_up, proposing, states, telling
from community.proposals.models import Reason, State
from community.proposals.proposing import Stranger
from tests.factories import a_gathering, a_librarian, a_library, a_member
from tests.proposals.ideas import DAY, a_backing, a_proposal, by, do, joined, owed, said, the


@pytest.fixture
def library(app):
    return a_library()


def texts(news: str) -> list[str]:
    """Of all that is owed, as it reads: subject, text and markup."""
    written = [letters.render(session(), mail) for mail in owed(news)]
    return [f"{each.subject}\n{each.text}\n{each.html}" for each in written if each]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_mail_says_what_a_sensitive_proposal_is_about(library, language):
    noor, els = a_member(language=language), a_member(name="Els", language=language)
    proposal, _ = a_proposal("Geheimonderwerp", person=noor, themes=("zorg-steun",))
    a_backing(proposal, els)
    do(telling.tell_proposer, the(proposal), "opened", now=now())
    written = texts("opened")
    bas, until = a_librarian(language=language), now() + 9 * DAY
    args = (library.id, proposal.id, "Wie komt er?", until)
    do(answering.ask, *args, wanted=9, hand=by(bas))
    written += texts("asked")
    do(following_up.give_up, library.id, proposal.id, now=until + DAY)
    second, _ = a_proposal("Geheimonderwerp", person=noor, themes=("zorg-steun",))
    a_backing(second, els)
    do(answering.decline, library.id, second.id, Reason.LATER, "Straks.", by(bas))
    third, _ = a_proposal(
        "Geheimonderwerp", person=noor, themes=("zorg-steun",), state=State.PLANNED,
        answered_at=now(), gathering_id=a_gathering("Stil", is_sensitive=True).id,
    )  # fmt: skip
    a_backing(third, els)
    for news in ("planned", "goes_on"):
        do(telling.tell_everybody, the(third), news, now=now())
    fourth, _ = a_proposal("Geheimonderwerp", person=noor, themes=("zorg-steun",))
    a_backing(fourth, els)
    do(states.withdraw, library.id, fourth.id, now=now())
    a_proposal("Geheimonderwerp", person=noor, themes=("zorg-steun",), answer_by=now() + DAY)
    do(following_up.remind, now=now())
    written += texts("")  # Those two are overtaken by now.
    assert len(written) == 1 + 2 + 2 + 2 + 4 + 1 + 1
    assert [each for each in written if "geheimonderwerp" in each.lower()] == []


def test_a_mail_to_an_address_of_nobody_knows_whom_says_nothing_that_was_typed(library):
    who = Stranger("Getypt", "noor@example.org", "nl")
    args = (library.id, said("Getyptezin", bring="Getyptebreng"), who)
    do(proposing.propose_by_mail, *args, is_old_enough=True, now=now())
    proposal, _ = a_proposal("Andermans zin")
    do(backing.back_by_mail, library.id, proposal.id, joined("Getypt"), who, now=now())
    written = texts("confirm")
    assert len(written) == 2
    assert [each for each in written if "Getypt" in each or "Andermans" in each] == []


def test_who_stepped_back_or_what_is_hidden_gets_no_mail_any_more(library):
    els = a_member(name="Els")
    proposal, _ = a_proposal()
    a_backing(proposal, els)
    until = now() + 9 * DAY
    args = (library.id, proposal.id, "Wie?", until)
    do(answering.ask, *args, wanted=None, hand=by(a_librarian()))
    assert len(texts("asked")) == 2
    do(backing.leave, library.id, proposal.id, els.id, now=now())
    assert len(texts("asked")) == 1
    do(states.hide, library.id, proposal.id, why="report", now=now())
    assert texts("asked") == []
