"""DOMAIN, "Who sees what", for all that talk leaves behind: every row, every viewer, every page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.db import transaction
from community.harvests import items, quoting
from community.moderation import reporting
from community.moderation.models import HouseRule
from community.moderation.reporting import Said
from community.promises import keeping
from tests.conversations.talking import a_participant, says, viewer
from tests.factories import a_librarian, a_member, a_sign_up, the_library
from tests.harvests.rows import a_draft, a_note, a_past_talk, does, items_of, presented, published
from tests.promises.promising import promised
from tests.proposals.ideas import a_proposal

MEMBER, TOOK_PART, AUTHOR, LIBRARIAN = "a member", "took part", "who said it", "librarian"
SIGNED_IN = {MEMBER, TOOK_PART, AUTHOR, LIBRARIAN}
EVERYBODY = {"anybody", *SIGNED_IN}
IN_IT = {TOOK_PART, AUTHOR, LIBRARIAN}

#: What stands for a thing, and who may come upon it on any page; nobody else does.
ROWS = {
    "Gesprekswoord": IN_IT,  # A contribution: participants.
    "Wachtzin": {AUTHOR, LIBRARIAN},  # One that waits for a librarian.
    "Tafelwoord": IN_IT,  # A table note: participants, after it closed.
    "Conceptwoord": {LIBRARIAN},  # A harvest that is a draft,
    "Voorlegwoord": {LIBRARIAN},  # and one of others that is being looked at.
    "Oogstwoord": EVERYBODY,  # A harvest that is published.
    "Naamwoord": {LIBRARIAN},  # A name that nobody has said yes to.
    "Belofteklaar": EVERYBODY,  # A promise agreed to, of a published harvest.
    "Beloftevraag": {AUTHOR, LIBRARIAN},  # One that its person has not said yes to.
    "Voorstelwoord": EVERYBODY,  # A proposal: everybody.
    "Meebrengwoord": SIGNED_IN,  # What its person brings: who is signed in.
    "Klikwoord": {LIBRARIAN},  # Why something was reported, never whom it is about,
    "Klikster": {LIBRARIAN},  # nor who reported it.
}  # fmt: skip


@pytest.fixture
def library(app):
    return the_library()


def test_nobody_comes_upon_more_than_the_table_says(library, client, client_of):
    talk, draft, looked_at = (a_past_talk(title=f"Gesprek {number}") for number in range(3))
    author, guest = a_participant(talk, "Aad"), a_participant(talk, "Toos")
    said = says(talk, viewer(author), "Gesprekswoord")
    says(talk, viewer(author), "Wachtzin", seen=False)
    a_note(talk, "Tafelwoord")
    made = a_draft(talk, "Oogstwoord")
    for item in items_of(made):
        does(items.leave_out, made, item.id, out=item.text != "Oogstwoord", now=now())
    word = next(item for item in items_of(made) if item.text == "Oogstwoord")
    does(items.quote, made, word.id, is_quote=True)
    does(quoting.ask, made, word.id, a_sign_up(talk, a_member(name="Zus")).id, name="Naamwoord",
         now=now())  # fmt: skip
    published(made)
    a_draft(draft, "Conceptwoord")
    presented(a_draft(looked_at, "Voorlegwoord"))
    promised(talk, author, what="Beloftevraag")
    agreed = promised(talk, author, what="Belofteklaar")
    with transaction() as tx:
        keeping.agree(tx, agreed.library_id, agreed.id, named=False, now=now())
    proposal, _backing = a_proposal("Voorstelwoord", bring="Meebrengwoord")
    teller = a_member(name="Klikster", created_at=now() - timedelta(days=400))
    a_sign_up(talk, teller)
    with transaction() as tx:
        reporting.report(
            tx, library.id, "contribution", said.id, Said(HouseRule.RESPECT, "Klikwoord"),
            by=teller, now=now(),
        )  # fmt: skip
        said = tx.merge(said)
        said.hidden_at = None  # Seen again, so that its own row can be looked at.
    desk = "/vechtdal/beheer"
    pages = [
        "/vechtdal", "/vechtdal/agenda", "/vechtdal/gesprekken", "/vechtdal/oogst", "/mijn",
        "/vechtdal/oogst.rss", "/vechtdal/beslissingen", "/vechtdal/voorstellen",
        f"/vechtdal/voorstellen/{proposal.id}", f"/vechtdal/oogst/{made.id}", desk,
        f"{desk}/moderatie", f"{desk}/afspraken", f"{desk}/activiteiten/{made.gathering_id}/oogst",
        f"{desk}/activiteiten/{made.gathering_id}/oogst/{word.id}/naam",
    ]  # fmt: skip
    for each in (talk, draft, looked_at):
        pages += [
            f"/vechtdal/agenda/{each.id}", f"/vechtdal/gesprekken/bij/activiteit/{each.id}",
            f"/vechtdal/tafelnotities/{each.id}", f"{desk}/activiteiten/{each.id}/oogst",
            f"{desk}/activiteiten/{each.id}/afspraken",
        ]  # fmt: skip
    viewers = {
        "anybody": client, MEMBER: client_of(a_member(name="Mees")), TOOK_PART: client_of(guest),
        AUTHOR: client_of(author), LIBRARIAN: client_of(a_librarian()),
    }  # fmt: skip
    answers = {
        who: [browser.get(page, follow_redirects=True) for page in pages]
        for who, browser in viewers.items()
    }
    # A page that breaks would tell nothing, and prove nothing.
    assert [each.request.path for every in answers.values() for each in every
            if each.status_code >= 500] == []  # fmt: skip
    read = {who: " ".join(each.text for each in every) for who, every in answers.items()}
    assert {word: {who for who, text in read.items() if word in text} for word in ROWS} == ROWS
