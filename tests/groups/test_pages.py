"""The public list and page: what is seen by whom, at what cost, and what nobody learns from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from community.clock import now
from community.db import db, transaction
from community.gatherings.kinds import Visibility
from community.groups.models import Group, SeenBy, Stage
from tests.factories import a_gathering, a_librarian, a_library, a_member, a_person, a_theme
from tests.gatherings.reading import WellFormed, links, words
from tests.groups.groups import a_contact_of, a_group, a_member_of, linked

GROUPS = "/vechtdal/groepen"


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


def page_of(group: Group) -> str:
    return f"{GROUPS}/{group.id}-{group.slug}"


def about(group: Group, *slugs: str) -> Group:
    with transaction() as tx:
        tx.get_one(Group, group.id).themes = [tx.merge(a_theme(slug)) for slug in slugs]
    return group


def test_the_list_says_when_each_comes_together_and_who_rests_comes_last(client):
    steek = a_group(meets="Elke dinsdag, in de leeszaal")
    a_group("Aan zee", stage=Stage.RESTING)
    linked(steek, a_gathering("Breien"))
    read = words(client.get(GROUPS).text).replace(" .", ".")
    assert "Komt bij elkaar: Elke dinsdag, in de leeszaal. De volgende keer:" in read
    assert read.index("Breigroep De Steek") < read.index("Aan zee Deze groep rust nu.")


def test_the_list_is_narrowed_by_a_theme_and_an_unknown_one_is_everything(client):
    about(a_group("Breien"), "textiel-handwerk")
    about(a_group("Tuinen"), "tuin-natuur")
    read = words(client.get(f"{GROUPS}?thema=tuin-natuur").text)
    assert "Tuinen" in read
    assert "Breien" not in read
    assert "Breien" in words(client.get(f"{GROUPS}?thema=%00'--").text)


def test_what_is_not_for_everybody_is_not_there(client, client_of):
    for_members = a_group("Straat", seen_by=SeenBy.MEMBERS)
    signed_in = a_group("Buurt", seen_by=SeenBy.SIGNED_IN)
    noor, member = a_member(), a_member()
    a_member_of(for_members, member)
    assert "Straat" not in client.get(GROUPS).text + client_of(noor).get(GROUPS).text
    assert "Buurt" in client_of(noor).get(GROUPS).text
    seen = {
        who: [browser.get(page_of(group)).status_code for group in (for_members, signed_in)]
        for who, browser in {
            "stranger": client,
            "resident": client_of(noor),
            "member": client_of(member),
            "librarian": client_of(a_librarian()),
            "librarian elsewhere": client_of(a_librarian(a_library("salland"))),
        }.items()
    }
    assert seen == {
        "stranger": [404, 404],
        "resident": [404, 200],
        "member": [200, 200],
        "librarian": [200, 200],
        "librarian elsewhere": [404, 200],
    }


def test_the_page_names_the_contact_person_by_first_name_and_nobody_else(client):
    group = a_group()
    contact = a_contact_of(group, surname="Bos", phone="06 12 34 56 78")
    a_member_of(group, a_person("Wilhelmina"))
    page = client.get(page_of(group)).text
    assert "Vraag Ineke iets" in page
    assert "2 mensen doen mee" in words(page)
    for secret in ("Bos", contact.email, contact.phone, "Wilhelmina"):
        assert secret not in page


def test_a_sensitive_group_does_not_say_how_many_are_in_it(client):
    group = a_group("Samen na verlies", is_sensitive=True)
    a_member_of(group)
    assert "doet mee" not in client.get(page_of(group)).text


def test_the_page_shows_what_comes_as_far_as_the_agenda_does(client):
    group = a_group()
    linked(group, a_gathering("Breien met wol"))
    linked(group, a_gathering("Achter de deur", visibility=Visibility.LINK))
    linked(group, a_gathering("Lang geleden", starts_at=now() - timedelta(days=9)))
    page = client.get(page_of(group)).text
    assert "Breien met wol" in page
    assert "Achter de deur" not in page
    assert "Lang geleden" not in page


def test_a_gathering_says_of_which_group_it_is_unless_that_is_private(client):
    gathering = a_gathering("Breien")
    linked(a_group(), gathering)
    linked(a_group("Stille groep", is_sensitive=True), gathering)
    linked(a_group("Besloten", seen_by=SeenBy.MEMBERS), gathering)
    found = links(client.get(f"/vechtdal/agenda/{gathering.id}-{gathering.slug}").text)
    assert found["Breigroep De Steek"].startswith(GROUPS)
    assert not {"Stille groep", "Besloten"} & found.keys()


def test_an_old_name_leads_to_the_present_one(client):
    group = a_group()
    answer = client.get(f"{GROUPS}/{group.id}-oude-naam?taal=en")
    assert (answer.status_code, answer.location) == (301, f"{page_of(group)}?taal=en")
    assert client.get(f"{GROUPS}/{group.id}").location == page_of(group)


def test_hostile_words_stay_words(client):
    bad = "<script>alert(1)</script>\"'&%s{{7*7}}"
    group = a_group(
        bad, summary=bad, text=f"{bad} [x](javascript:alert(1))", meets=bad, for_whom=bad
    )
    linked(group, a_gathering(bad))
    for page in (GROUPS, page_of(group)):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert 'href="javascript' not in answer.text
        WellFormed().feed(answer.text)


def test_the_menu_leads_to_groups_only_where_there_are_any(app, client, client_of):
    assert "Groepen" not in links(client.get("/vechtdal/agenda").text)
    form = {"name": "Breiclub", "language": "nl", "seen_by": "everyone"}
    client_of(a_librarian()).post("/vechtdal/beheer/groepen/nieuw", data=form)
    assert links(client.get("/vechtdal/agenda").text)["Groepen"] == GROUPS


def test_the_pages_may_be_kept_and_the_page_to_join_may_not(client):
    group = a_group()
    for page in (GROUPS, page_of(group)):
        answer = client.get(page)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in answer.headers
        assert "csrf" not in answer.text
    joining = client.get(f"{GROUPS}/{group.id}/meedoen")
    assert joining.headers["Cache-Control"] == "no-store"


#: On the page of one group also whether people talk about it.
@pytest.mark.parametrize(("page", "most"), [("list", 6), ("group", 7)])
def test_a_page_costs_few_statements_however_many_there_are(client, page, most):
    groups = [about(a_group(f"Groep {n}"), "digitaal", "tuin-natuur") for n in range(6)]
    for group in groups:
        a_contact_of(group)
        for n in range(4):
            linked(group, a_gathering(f"Nr {n}"))
    path = GROUPS if page == "list" else page_of(groups[0])
    client.get(path)  # The menu is remembered.
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) <= most, statements
