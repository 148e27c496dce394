"""What a resident comes for, from beginning to end; EXPERIENCE's bars hold at every step.

The sign-up itself, in every way that there is, stands in test_sign_up_journey.py.
"""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from community.db import transaction
from community.register import finding
from community.register.models import Entry, SeenBy
from community.topics.models import Term
from community.topics.planting import plant
from tests import factories
from tests.browser.hand import Hand, WithoutScripts
from tests.browser.visits import calendar_of, let_in, link_in, newest_mail
from tests.register.entries import an_entry

#: EXPERIENCE: thirty seconds from the code on the poster to a seat that is kept.
SECONDS = 30


def test_from_the_poster_to_a_seat_without_scripts(page, house):
    """The code on a poster leads to this page (tests/paper)."""
    gathering = factories.a_gathering("Snoeien", library=factories.a_library("poster"), capacity=8)
    page.set_viewport_size({"width": 360, "height": 800})
    hand = WithoutScripts(page)
    hand.go(f"/{gathering.library.slug}/agenda/{gathering.id}/aanmelden")
    assert page.locator("main form [name]:visible:not([type=radio])").count() <= 3
    hand.type(page.get_by_label("Je voornaam"), "Noor")
    hand.type(page.get_by_label("Je e-mailadres"), "noor@poster.example")
    hand.follow(page.get_by_role("button", name="Meld me aan"))
    assert (hand.pages, len(hand.did)) == (2, 3)
    assert hand.seconds <= SECONDS
    hand.go(link_in(newest_mail(house), house, "aanmelding"))
    hand.follow(page.get_by_role("button", name="Ja, ik kom"))
    expect(page.get_by_role("heading", name="Je doet mee")).to_be_visible()
    expect(page.get_by_role("link", name="Ik kan toch niet")).to_be_visible()
    mail = newest_mail(house)
    assert "METHOD:REQUEST" in calendar_of(mail)
    assert link_in(mail, house, "aanmelding")


def test_what_somebody_can_do_is_offered_by_keyboard(page, window, house):
    """One sentence; its theme is there to see, and who will see it is said before the button."""
    library = factories.a_library("fietsen")
    let_in(window, house, factories.a_member(library=library, name="Henk"))
    hand = Hand(page, by_keyboard=True)
    hand.go(f"/{library.slug}/kennis")
    hand.follow(page.get_by_role("link", name="Zet mij erbij"))
    hand.type(page.get_by_label("In één zin"), "Ik kan fietsen maken")
    hand.follow(page.get_by_role("button", name="Verder"))
    who_sees_it = page.get_by_role("group", name="Wie ziet dit straks?")
    expect(who_sees_it.get_by_role("radio", checked=True)).to_have_count(1)
    hand.press(page.get_by_label("16 jaar of ouder"), "Space")
    hand.follow(page.get_by_role("button", name="Zet mij erbij"))
    assert len(hand.did) == 5
    expect(page.get_by_role("heading", name="Ik kan fietsen maken")).to_be_visible()


def test_who_asks_in_arabic_finds_the_dutch_offer_or_hears_that_there_is_none(page, window, house):
    """Words of a term in any language lead to it; what nobody offers becomes a request."""
    library = factories.a_library("formulieren")
    with transaction() as tx:
        plant(tx, library.id)
    title = "Ik help je formulieren invullen"
    offer = an_entry(title, library=library, seen_by=SeenBy.EVERYONE)
    with transaction() as tx:
        kept = tx.get_one(Entry, offer.id)
        kept.terms = list(tx.scalars(select(Term).where(Term.label == "formulieren invullen")))
        finding.lay_out(tx, kept)
    page.set_viewport_size({"width": 360, "height": 480})
    hand = WithoutScripts(page)
    hand.go(f"/{library.slug}/kennis?taal=ar")
    for question in ("من يساعدني في ملء الاستمارات؟", "Form doldurmama kim yardım eder?"):
        hand.type(page.get_by_role("searchbox"), question)
        hand.follow(page.get_by_role("search").get_by_role("button"))
        expect(page.locator("#gevonden")).to_be_in_viewport()
        expect(page.get_by_role("link", name=title)).to_be_in_viewport()
    hand.type(page.get_by_role("searchbox"), "من يصلح غواصتي؟")
    hand.follow(page.get_by_role("search").get_by_role("button"))
    expect(page.locator("#gevonden")).to_have_text("لا تطابق جيد")
    hand.follow(page.locator("main a[href*='/kennis/vragen?zin=']"))
    expect(page.locator("[name=title]")).to_have_value("من يصلح غواصتي؟")
