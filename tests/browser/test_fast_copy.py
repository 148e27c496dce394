"""From Today to published: how often a librarian has to press, type or choose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from community.clock import local, now
from community.db import session, transaction
from community.gatherings import templates
from community.gatherings.drafts import draft_of
from community.gatherings.models import Gathering, GatheringHost, GatheringStatus
from community.gatherings.questions import Question
from tests import factories
from tests.browser.hand import Hand
from tests.browser.visits import let_in

MOST = 6
A_MINUTE = 60
TITLE = "Dialoog: wat is thuis?"
ASKED = (Question(label="Waar denk je dan aan?"),)


def last_months_dialogue(library, librarian):
    branch = min(library.branches, key=lambda each: each.id)
    dialogue = factories.a_gathering(
        TITLE,
        library=library,
        starts_at=factories.next_week() - timedelta(weeks=5),
        branch_id=branch.id,
        room_id=factories.a_room(branch).id,
        status=GatheringStatus.CLOSED,
        summary="Een avond over thuis.",
        questions=ASKED,
    )
    factories.saved(GatheringHost(gathering_id=dialogue.id, person_id=librarian.id))
    return dialogue


def published_again(dialogue):
    session().rollback()
    found = select(Gathering).where(
        Gathering.library_id == dialogue.library_id,
        Gathering.title == TITLE,
        Gathering.id != dialogue.id,
    )
    again = session().scalars(found).one()
    assert again.status is GatheringStatus.PUBLISHED
    assert again.starts_at > now()
    assert local(again.starts_at).time() == local(dialogue.starts_at).time()
    assert (again.questions, again.room_id) == (ASKED, dialogue.room_id)
    assert [host.id for host in again.hosts] == [host.id for host in dialogue.hosts]
    return again


def look_and_publish(hand: Hand) -> None:
    hand.follow(hand.page.get_by_role("button", name="Bekijk en publiceer").first)
    expect(hand.page.get_by_role("heading", name="Zo zien mensen het")).to_be_visible()
    hand.follow(hand.page.get_by_role("button", name="Publiceer"))
    expect(hand.page.get_by_role("link", name="Wie er komen")).to_be_visible()


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by mouse", "by keyboard"])
def test_last_months_dialogue_is_published_again_in_four_acts(page, window, house, by_keyboard):
    library = factories.a_library("toetsen" if by_keyboard else "muis")
    librarian = factories.a_librarian(library)
    dialogue = last_months_dialogue(library, librarian)
    let_in(window, house, librarian)
    hand = Hand(page, by_keyboard=by_keyboard)
    hand.go(f"/{library.slug}/beheer/")
    hand.follow(page.get_by_role("main").get_by_role("link", name="Nieuwe activiteit"))
    hand.follow(page.get_by_role("link", name=f"Plan opnieuw : {TITLE}"))
    look_and_publish(hand)
    assert published_again(dialogue)
    assert len(hand.did) <= 4, hand.did
    assert hand.seconds <= A_MINUTE


def test_also_when_it_has_to_be_looked_for(page, window, house):
    library = factories.a_library("gezocht")
    librarian = factories.a_librarian(library)
    dialogue = last_months_dialogue(library, librarian)
    for number in range(12):
        factories.a_gathering(
            f"Nog een {number}", library=library, starts_at=now() - timedelta(days=3)
        )
    let_in(window, house, librarian)
    hand = Hand(page)
    hand.go(f"/{library.slug}/beheer/")
    hand.follow(page.get_by_role("main").get_by_role("link", name="Nieuwe activiteit"))
    hand.type(page.get_by_role("searchbox"), "dialoog")
    hand.follow(page.get_by_role("link", name=f"Plan opnieuw : {TITLE}"))
    look_and_publish(hand)
    published_again(dialogue)
    assert len(hand.did) <= MOST, hand.did


def test_from_a_template_only_the_date_is_typed(page, window, house):
    library = factories.a_library("sjabloon")
    librarian = factories.a_librarian(library)
    dialogue = last_months_dialogue(library, librarian)
    with transaction() as tx:
        draft = draft_of(tx.get_one(Gathering, dialogue.id))
        templates.save(tx, library.id, "Dialoog", draft, now=now())
    let_in(window, house, librarian)
    hand = Hand(page)
    hand.go(f"/{library.slug}/beheer/")
    hand.follow(page.get_by_role("main").get_by_role("link", name="Nieuwe activiteit"))
    hand.follow(page.get_by_role("link", name="Dialoog", exact=True))
    day = local(factories.next_week()).date() + timedelta(days=7)
    hand.type(page.get_by_label("Datum", exact=True), day.isoformat())
    look_and_publish(hand)
    assert local(published_again(dialogue).starts_at).date() == day
    assert len(hand.did) <= MOST, hand.did
