"""The desk decides by a press, somebody reports, its author objects; and who looks for more."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.db import session
from community.moderation import links
from community.moderation.models import Case, HouseRule, Verdict
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests.factories import a_librarian, a_member, the_library
from tests.moderation.acts import NO, appeal, ask, decide, open_case, report, seen
from tests.moderation.things import THING, a_thing, a_year_ago
from tools.bench.pages import counted

DESK = "/vechtdal/beheer/moderatie"


@pytest.fixture
def bas(app):
    the_library()
    return a_librarian(name="Bas", surname="Dekker")


def known(name="Noor", **fields):
    return a_member(name=name, created_at=a_year_ago(), **fields)


def written(template):
    """The mails owed by this name, as their readers get them."""
    session().expire_all()
    owed = session().scalars(
        select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)
    )
    return [letters.render(session(), mail) for mail in owed]


def test_an_obvious_one_is_let_through_from_the_list_and_the_next_has_the_focus(bas, client_of):
    desk = client_of(bas)
    things = [a_thing(title, waits=True) for title in ("Brood bakken", "Breien", "Schaken")]
    cases = [ask(thing) for thing in things]
    page = desk.get(DESK).text
    assert page.index("Brood bakken") < page.index("Breien") < page.index("Schaken")
    answer = desk.post(f"{DESK}/{cases[0].id}/toestaan", follow_redirects=True).text
    assert "Beslist: toegelaten." in answer
    assert f'{cases[1].id}" autofocus' in answer
    assert seen(things[0])
    assert "Brood bakken" not in answer
    today = desk.get("/vechtdal/beheer").text
    assert "Bijdragen om te bekijken" in today
    again = desk.post(f"{DESK}/{cases[0].id}/toestaan", follow_redirects=True)
    assert "Beslist: toegelaten." in again.text
    ada = client_of(a_librarian(name="Ada"))
    second = ada.post(f"{DESK}/{cases[0].id}/toestaan", follow_redirects=True)
    assert "Bas Dekker was je net voor en liet het toe." in second.text


def test_who_decided_the_last_is_led_to_what_waits_today(bas, client_of):
    desk = client_of(bas)
    first, last = (ask(a_thing(title, waits=True)) for title in ("Brood bakken", "Breien"))
    assert desk.post(f"{DESK}/{first.id}/toestaan").location == f"{DESK}?verder=1"
    assert desk.post(f"{DESK}/{last.id}/toestaan").location == "/vechtdal/beheer"


def test_a_no_asks_for_a_rule_and_offers_its_words_as_the_author_speaks(bas, client_of):
    desk = client_of(bas)
    case = ask(a_thing(by=known("Jim", language="en"), waits=True))
    wrong = desk.post(f"{DESK}/{case.id}/weigeren", data={"reason": "Omdat het niet kan"})
    assert wrong.status_code == 422
    assert "Omdat het niet kan" in wrong.text
    field = desk.get(f"{DESK}/reden?voor=en&rule=no_selling").text
    assert "This is an advertisement" in field
    kept = desk.get(f"{DESK}/reden?voor=en&rule=no_selling&reason=Zomaar").text
    assert "Zomaar" in kept
    assert "This is an advertisement" not in kept
    desk.post(f"{DESK}/{case.id}/weigeren", data={"rule": "no_selling", "reason": ""})
    (mail,) = written("moderation/decided")
    text = " ".join(mail.text.split())
    assert "You sell nothing and recruit nobody." in text
    assert "This is an advertisement" in text


def test_somebody_reports_and_hears_what_becomes_of_it(bas, client_of):
    thing, piet = a_thing("Hond uitlaten"), known("Piet", surname="Zwart")
    browser = client_of(piet)
    at = f"/vechtdal/melden/{THING}/{thing.id}"
    page = browser.get(at).text
    assert "Je verkoopt niets en werft niemand." in page
    assert "‘Hond uitlaten’" in page
    assert browser.post(at, data={"words": "Vals"}).status_code == 422
    for _ in range(2):
        said = {"rule": "safe", "words": "Die hond bijt"}
        thanks = browser.post(at, data=said, follow_redirects=True)
        assert "je hoort wat ervan komt" in thanks.text
    desk = client_of(bas)
    case = open_case(thing)
    shown = desk.get(f"{DESK}/{case.id}").text
    assert "Die hond bijt" in shown
    assert "Piet Zwart" in shown
    no = {"rule": "safe", "reason": "Deze hond hoort aangelijnd."}
    desk.post(f"{DESK}/{case.id}/weigeren", data=no)
    (mail,) = written("moderation/outcome")
    assert mail.to_address == piet.email
    assert "Het is niet meer te zien." in mail.text
    assert "Deze hond hoort aangelijnd." in mail.text
    log = desk.get(f"{DESK}/besluiten")
    assert "Hond uitlaten" in log.text


def test_its_author_objects_once_by_the_link_in_the_mail(bas, client, client_of):
    ada = a_member(Role.MANAGER, name="Ada")
    noor = known("Noor")
    thing = a_thing("Kaas proeven", by=noor)
    case = decide(report(thing, known("Piet")), NO, by=bas)
    (mail,) = written("moderation/decided")
    path = links.path_of(case)
    assert path in mail.text
    assert "We luisteren net zo veel als we praten." in mail.text
    assert "Kaas" not in mail.subject
    assert client.get(path[:-2] + "AA").status_code == 404
    assert "Dit maakt iemand klein." in client.get(path).text
    assert client.post(path, data={"words": ""}).status_code == 422
    for _ in range(2):
        answer = client.post(path, data={"words": "Het was een grap"}, follow_redirects=True)
        assert "We hebben je bezwaar" in answer.text
    again = open_case(thing)
    assert "Een collega beslist" in client_of(bas).get(f"{DESK}/{again.id}").text
    client_of(ada).post(f"{DESK}/{again.id}/toestaan")
    assert seen(thing)
    assert "Je had gelijk" in written("moderation/decided")[-1].text
    assert "het is weer te zien" in client.get(path).text
    mine = client_of(noor)
    assert "/vechtdal/beslissingen" in mine.get("/mijn").text
    assert path in mine.get("/vechtdal/beslissingen").text


def test_the_reported_person_finds_no_name_wherever_they_look(app, bas, client_of):
    """Not even when they are a librarian themselves: for them the report is not there."""
    ada = a_librarian(name="Ada")
    thing = a_thing("Mijn stelling", by=ada)
    piet = known("Pieternel", surname="Zwartjes")
    case = report(thing, piet, words="Dit kwetst me")
    hers = client_of(ada)
    decided = [*_wherever(hers, case), hers.get(DESK).text, hers.get("/vechtdal/beheer").text]
    for refused in ("toestaan", "weigeren", "opnieuw", "terug", "verteld"):
        assert hers.post(f"{DESK}/{case.id}/{refused}").status_code == 404
    assert hers.post(f"{DESK}/melding/{case.reports[0].id}/verteld").status_code == 404
    decide(case, NO, by=bas)
    decided += [
        *_wherever(hers, case),
        hers.get(links.path_of(case)).text,
        hers.get("/vechtdal/beslissingen").text,
        hers.get("/mijn").text,
        *(mail.text + mail.html + mail.subject for mail in written("moderation/decided")),
    ]
    for text in decided:
        assert not [word for word in ("Pieternel", "Zwartjes", "Dit kwetst me") if word in text]
    assert "bekijken" not in decided[-7]
    colleague = client_of(bas).get(f"{DESK}/{case.id}").text
    assert "Pieternel Zwartjes" in colleague


def _wherever(browser, case):
    files = [browser.get(f"{DESK}/besluiten/bestand.csv?with_names=y").text]
    return [
        *files,
        browser.get(f"{DESK}/{case.id}").text,
        browser.get(f"{DESK}/besluiten").text,
        browser.get("/vechtdal/beheer/bellijst").text,
    ]


def test_the_log_leaves_without_names_unless_asked_for(bas, client_of):
    noor, piet = known("Noor", surname="Blauw"), known("Piet", surname="Zwart")
    decide(report(a_thing(by=noor), piet), NO, by=bas)
    desk = client_of(bas)
    bare, named = (
        desk.get(f"{DESK}/besluiten/bestand.csv{wish}").text for wish in ("", "?with_names=y")
    )
    assert "Dit maakt iemand klein." in bare
    assert not [name for name in ("Blauw", "Zwart", "Dekker") if name in bare]
    (_heads, row) = csv.reader(io.StringIO(named), delimiter=";")
    assert row[-3:] == ["Bas Dekker", "Noor Blauw", "Piet Zwart"]
    assert desk.get(f"{DESK}/besluiten/bestand.xlsx").data[:2] == b"PK"


def test_everything_of_a_person_is_shown_first_and_can_be_undone(bas, client_of):
    noor = known("Noor")
    thing = a_thing("Taart", by=noor)
    desk, at = client_of(bas), f"{DESK}/persoon/{noor.id}"
    assert "Taart" in desk.get(at).text
    done = desk.post(at, data={"rule": "honest"}, follow_redirects=True).text
    assert "Alles is verborgen." in done
    assert not seen(thing)
    case = session().scalars(select(Case).where(Case.subject_kind == "person")).one()
    assert (case.rule, case.verdict) == (HouseRule.HONEST, Verdict.REFUSED)
    assert "We laten niet meer zien wat je hier schreef" in written("moderation/decided")[-1].text
    desk.post(f"{DESK}/{case.id}/terug")
    assert seen(thing)


def test_who_gets_no_mail_is_called(bas, client_of):
    ria = known("Ria", email=None, phone="06 12345678")
    case = decide(ask(a_thing(by=ria, waits=True)), NO, by=bas)
    desk = client_of(bas)
    assert "Besluit om door te bellen" in desk.get("/vechtdal/beheer").text
    calls = desk.get("/vechtdal/beheer/bellijst").text
    assert "Dit maakt iemand klein." in calls
    told = desk.post(f"{DESK}/{case.id}/verteld", follow_redirects=True).text
    assert "Ria weet wat er besloten is." in told
    assert "Dit maakt iemand klein." not in told


def test_a_long_list_takes_as_many_queries_as_a_short_one(app, bas, client_of):
    desk = client_of(bas)
    appeal(decide(report(a_thing(), known("Piet")), NO, by=bas))
    desk.get(DESK)
    with counted(app) as short:
        desk.get(DESK)
    for number in range(4):
        ask(a_thing(f"{number}", waits=True))
        report(a_thing(f"gemeld {number}"), known(f"Piet{number}"))
    desk.get(DESK)  # Whose data is read for the first time is written down.
    with counted(app) as long:
        desk.get(DESK)
    assert len(long) <= len(short) + 1


def test_a_librarian_need_not_report_but_looks(bas, client_of):
    thing, desk = a_thing(), client_of(bas)
    answer = desk.post(f"/vechtdal/melden/{THING}/{thing.id}/bekijken")
    case = open_case(thing)
    assert answer.location.endswith(f"/moderatie/{case.id}")
    desk.post(f"{DESK}/{case.id}/weigeren", data={"rule": "on_topic"})
    assert not seen(thing)
