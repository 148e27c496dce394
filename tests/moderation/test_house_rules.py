"""The rules of the house in versions: who is asked, what stands where, what a decision names."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.consents.models import Channel, Consent
from community.db import session, transaction
from community.moderation import agreeing, own_rules, rules, wording
from community.moderation.agreeing import How
from community.moderation.deciding import Ruling
from community.moderation.models import HouseRule, OwnRules, Verdict
from community.moderation.own_rules import Added
from community.moderation.rules import Rule
from tests.conversations.test_by_link import link
from tests.factories import a_gathering, a_library, a_member, a_person, the_library
from tests.moderation.acts import decide, report
from tests.moderation.agreed import AGREED, agreed
from tests.moderation.things import a_thing, a_year_ago

WHISPER = "In de leeszaal fluisteren we."
PHOTOS = "Foto’s van kinderen maak je niet."


@pytest.fixture
def library(app):
    return the_library()


@pytest.fixture
def ada(library):
    return a_member(Role.MANAGER, name="Ada")


@pytest.fixture
def second(monkeypatch):
    """The house ships new words for one rule: large, unless the test says otherwise."""

    def ship(*, is_large: bool = True):
        first = rules.VERSIONS[0]
        other = Rule("Wees aardig.", "Ook als je het niet eens bent.", "Dit is niet aardig.")
        next_one = rules.Version(
            number=2, since=date(2026, 11, 20), changed="Over aardig zijn staat er meer.",
            is_large=is_large, rules={**first.rules, HouseRule.RESPECT: other},
        )  # fmt: skip
        monkeypatch.setattr(rules, "VERSIONS", (first, next_one))

    return ship


def add(library, by, *sentences, changed="Er kwam iets bij.", is_large=False, moment=None):
    with transaction() as tx:
        return own_rules.write(
            tx, library.id, Added(sentences, changed, is_large), by=by, now=moment or now()
        )


def asked(library, person):
    return agreeing.asking(session(), library.id, person.id if person else None)


def agree(library, person, version="1"):
    with transaction() as tx:
        agreeing.agree(tx, library.id, person.id, version, channel=Channel.SCREEN, now=now())


def test_who_never_agreed_reads_the_sentence_and_who_works_here_is_not_asked(library, ada):
    noor = a_member(name="Noor")
    for somebody in (None, noor):
        assert (asked(library, somebody).how, asked(library, somebody).version) == ("sentence", "1")
    for role in (Role.STAFF, Role.LIBRARIAN):
        assert asked(library, a_member(role)).how is How.NOTHING
    for _ in range(2):
        agree(library, noor)
    assert asked(library, noor).how is How.NOTHING
    assert asked(a_library("zwolle"), noor).how is How.SENTENCE, "each library asks for itself"
    (said,) = session().scalars(select(Consent))
    assert (said.purpose, said.text_version, said.channel) == ("house_rules", "1", "screen")


def test_a_large_change_asks_again_and_a_small_one_is_only_told(library, ada, second):
    noor, piet = a_member(name="Noor"), a_member(name="Piet")
    agree(library, noor)
    add(library, ada, WHISPER)
    told = asked(library, noor)
    assert (told.how, told.version, told.changed) == (
        How.TOLD,
        "1.1",
        [("Er kwam iets bij.", True)],
    )
    assert not told.must_be_answered
    agree(library, piet, "1.1")
    assert asked(library, piet).how is How.NOTHING
    second()
    for somebody, version in ((noor, "2.1"), (piet, "2.1")):
        again = asked(library, somebody)
        assert (again.how, again.version) == (How.TICK, version)
        assert ("Over aardig zijn staat er meer.", False) in again.changed
    agree(library, noor, "2.1")
    assert asked(library, noor).how is How.NOTHING
    stands, before = (
        session().scalars(
            select(Consent).where(Consent.person_id == noor.id, Consent.withdrawn_at.is_(None) == x)
        ).one()
        for x in (True, False)
    )  # fmt: skip
    assert (stands.text_version, before.text_version) == ("2.1", "1")


def test_a_librarys_own_words_are_versions_and_the_same_again_is_none(library, ada):
    first = add(library, ada, "", WHISPER)
    assert (first.number, first.sentences) == (1, (WHISPER, "", ""))
    assert add(library, ada, WHISPER).id == first.id
    add(library, ada, WHISPER, PHOTOS, is_large=True)
    add(library, ada)
    book = wording.read(session(), library.id)
    assert book.version == "1.3"
    assert HouseRule.OWN_1 not in book.current
    assert book.rules_of("1.2")[HouseRule.OWN_2].title == PHOTOS
    assert [each.version for each in book.changes] == ["1", "1.1", "1.2", "1.3"]
    assert wording.read(session(), a_library("zwolle").id).version == "1"
    for wrong in ("", "0", "1.0", "01", "1.4", "2", "1.-1", "x", "1.1.1", "²"):
        assert not book.has(wrong), wrong


def test_two_first_times_at_once_are_one_consent(library, app):
    """Each in a transaction of its own, as two tabs would send them."""
    noor, wrong = a_member(name="Noor"), []
    start = threading.Barrier(2)
    library_id, noor_id = library.id, noor.id

    def send():
        with app.app_context():
            start.wait()
            try:
                with transaction() as tx:
                    agreeing.agree(tx, library_id, noor_id, "1", channel=Channel.SCREEN, now=now())
            except Exception as error:
                wrong.append(error)

    both = [threading.Thread(target=send) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert wrong == []
    assert len(session().scalars(select(Consent)).all()) == 1


def test_a_decision_names_its_rule_as_it_stood_then(library, ada, second, client, client_of):
    bas = a_member(Role.LIBRARIAN, name="Bas")
    add(library, ada, WHISPER)
    noor = a_member(name="Noor", created_at=a_year_ago())
    case = report(a_thing("Kaas proeven", by=noor), a_member(name="Piet", created_at=a_year_ago()))
    desk = client_of(bas)
    no = f"/vechtdal/beheer/moderatie/{case.id}"
    assert WHISPER in desk.get(no).text
    assert f'<span lang="nl">{WHISPER}' not in desk.get(no).text
    assert f'<span lang="nl">{WHISPER}' in desk.get(f"{no}?taal=en").text
    desk.get(f"{no}?taal=nl")
    bare = desk.post(f"{no}/weigeren", data={"rule": "own_1"})
    assert bare.status_code == 422, "of their own sentence there are no words ready"
    desk.post(f"{no}/weigeren", data={"rule": "own_1", "reason": "Dit was geschreeuw."})
    session().refresh(case)
    assert (case.rule, case.rules_version) == ("own_1", "1.1")
    second()
    add(library, ada, PHOTOS)
    assert WHISPER in desk.get(no).text
    own = client_of(noor)
    assert WHISPER in own.get("/vechtdal/beslissingen").text
    assert f'<span lang="nl">{WHISPER}' in own.get("/vechtdal/beslissingen?taal=en").text
    then = client.get("/vechtdal/huisregels/1.1").text
    assert WHISPER in then
    assert "Wees aardig." not in then
    today = client.get("/vechtdal/huisregels").text
    assert PHOTOS in today
    assert "Wees aardig." in today
    assert client.get("/vechtdal/huisregels/1.9").status_code == 404
    assert "Wees aardig." not in client.get("/huisregels/1").text
    assert "Wees aardig." in client.get("/huisregels").text
    assert client.get("/huisregels/3").status_code == 404
    old = decide(
        report(a_thing("Wijn", by=noor), bas, rule=HouseRule.RESPECT),
        Ruling(Verdict.REFUSED, HouseRule.RESPECT, "Nee"), by=ada,
    )  # fmt: skip
    book = wording.read(session(), library.id)
    assert book.rule(old.rule, old.rules_version).title == "We listen as much as we talk."


def test_a_first_offer_agrees_by_being_sent_with_the_sentence_there(library, client_of):
    noor = a_member(name="Noor")
    browser, at = client_of(noor), "/vechtdal/kennis/aanbieden"
    page = browser.get(f"{at}?zin=Ik+bak+brood").text
    assert "zeg je dat je je aan de huisregels houdt" in page
    typed = {"title": "Ik bak brood", "text": "Met desem", "seen_by": "signed_in",
             "language": "nl", "how_often": "", "is_old_enough": "y"}  # fmt: skip
    for missing in ({}, {"house_rules": "0"}):
        without = browser.post(at, data={**typed, **missing})
        assert without.status_code == 422
        assert 'type="checkbox" id="house_rules"' in without.text
        assert "Met desem" in without.text, "what was typed is kept"
    assert browser.post(at, data={**typed, **AGREED}).status_code == 303
    assert asked(library, noor).how is How.NOTHING
    assert "house_rules" not in browser.get(f"{at}?zin=Ik+brei").text


def test_after_a_large_change_the_box_stands_in_the_form_with_what_changed(
    library, client_of, second
):
    noor = a_member(name="Noor")
    agreed(noor, library)
    second()
    browser, at = client_of(noor), "/vechtdal/voorstellen/nieuw"
    page = browser.get(f"{at}?zin=Samen+zingen").text
    assert "Over aardig zijn staat er meer." in page
    assert 'type="checkbox" id="house_rules" name="house_rules" value="2"' in page
    typed = {"title": "Samen zingen", "text": "Elke maandag", "as_whom": "0",
             "is_old_enough": "y", **{f"part_{n}": "afternoon" for n in range(1, 7)}}  # fmt: skip
    stale = browser.post(at, data={**typed, **AGREED})
    assert stale.status_code == 422
    assert "Vink dat dan aan." in stale.text
    assert "Elke maandag" in stale.text
    assert browser.post(at, data={**typed, "house_rules": "2"}).status_code == 303
    assert asked(library, noor).how is How.NOTHING


def test_a_manager_adds_sentences_and_says_what_changes(library, ada, client, client_of):
    at = "/vechtdal/beheer/instellingen/huisregels"
    assert client_of(a_member(Role.LIBRARIAN, name="Bas")).get(at).status_code == 403
    desk = client_of(ada)
    wrong = desk.post(at, data={"first": WHISPER})
    assert wrong.status_code == 422
    assert WHISPER in wrong.text
    sent = {"first": WHISPER, "changed": "We fluisteren in de leeszaal.", "size": "large"}
    assert desk.post(at, data=sent).status_code == 303
    english = client.get("/vechtdal/huisregels?taal=en").text
    assert english.count('<span lang="nl">') == 2, "its sentence, and what changed"
    assert WHISPER in desk.get(at).text
    assert WHISPER in desk.get("/vechtdal/beheer/instellingen").text
    page = client.get("/vechtdal/huisregels").text
    assert WHISPER in page
    assert "We fluisteren in de leeszaal." in page
    (own,) = session().scalars(select(OwnRules))
    assert own.is_large
    assert own.written_by_id == ada.id


def test_by_the_link_of_a_sign_up_one_agrees_without_an_account(library, client, app):
    ria = a_person("Ria")
    at = f"{link(a_gathering('Wat helpt je de winter door?'), ria)}/gesprek"
    assert "zeg je dat je je aan de huisregels houdt" in client.get(at).text
    said = {"text": "Ik heb brood", "kind": "idea"}
    assert client.post(at, data=said).status_code == 422
    assert client.post(at, data={**said, **AGREED}).status_code == 303
    (one,) = session().scalars(select(Consent))
    assert (one.person_id, one.channel) == (ria.id, Channel.SCREEN)
