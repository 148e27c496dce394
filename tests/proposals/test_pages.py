"""Proposals over HTTP and without JavaScript: who reads what, and one whole story."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from community import clock
from community.accounts.models import Role
from community.clock import now
from community.db import session
from community.gatherings.models import Gathering
from community.groups.models import SeenBy
from community.moderation import queries as moderation
from community.outbox import letters
from community.proposals import backing, queries
from community.proposals.models import Part, Proposal, ProposalBacking, State
from tests.factories import a_gathering, a_librarian, a_library, a_member
from tests.gatherings.desk import error_beside
from tests.groups.groups import a_group, a_member_of
from tests.moderation.acts import decide
from tests.moderation.agreed import AGREED
from tests.proposals.ideas import (
    a_backing,
    a_date,
    a_proposal,
    count,
    do,
    in_days,
    joined,
    owed,
    the,
)

HERE, DESK = "/vechtdal/voorstellen", "/vechtdal/beheer/voorstellen"

#: What the services say is tried on both engines; what a page makes of it does not depend on one.
on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal")


@pytest.fixture
def bas():
    return a_librarian(name="Bas")


def at(proposal) -> str:
    return f"{HERE}/{proposal.id}-{proposal.slug}"


# ─── who reads what ───


def test_the_source_of_no_page_says_more_than_its_reader_may_know(client, client_of, bas, library):
    karim = a_member(name="Karimnaam", surname="Achternaam", phone="06 12345678")
    els = a_member(name="Elsnaam")
    plain, _ = a_proposal("Plattetitel", person=karim, bring="Karimbrengt")
    a_backing(plain, els, bring="Elsbrengt")
    a_backing(plain, bring="Ongelezenbreng", seen_from=None)
    a_backing(plain, bring="Verborgenbreng", hidden_at=now(), hidden_why="report")
    day = a_date(plain)
    args = (library.id, plain.id, els.id, joined("Elsbrengt", votes={day.id: "yes"}))
    do(backing.back, *args, now=now())
    sensitive, _ = a_proposal("Zorgtitel", person=els, themes=("zorg-steun",), bring="Zorgbreng")
    secret = a_group("Geheimegroep", library=library, seen_by=SeenBy.MEMBERS)
    of_secret, _ = a_proposal("Groepstitel", person=karim, group_id=secret.id)
    waiting, _ = a_proposal("Wachttitel", person=karim, state=State.WAITING)
    hidden, _ = a_proposal("Hiddentitel", person=karim, hidden_at=now(), hidden_why="report")
    pages = [HERE, f"{HERE}?stand=geweest", f"{HERE}/nieuw?zin=Wachttitel+Hiddentitel",
             f"{HERE}/nieuw?zin=Plattetitel", *map(at, (plain, sensitive, of_secret)),
             "/vechtdal"]  # fmt: skip
    everywhere = {"Achternaam", "06 1234", "Ongelezenbreng", "Verborgenbreng", "Zorgbreng",
                  "Geheimegroep", "Wachttitel</a>", "Hiddentitel</a>"}  # fmt: skip
    for_some = {"Karimnaam", "Elsnaam", "Karimbrengt"}
    noor = client_of(a_member())
    # Who is signed in reads the same answers; only what they are told of people is another.
    for who, secrets, where in (
        (client, everywhere | for_some, pages), (noor, everywhere, [HERE, *pages[2:7]]),
    ):  # fmt: skip
        seen = "".join(who.get(page).text for page in where)
        assert {each for each in secrets if each in seen} == set()
        assert "Plattetitel" in seen
        assert who.get(at(waiting)).status_code == who.get(at(hidden)).status_code == 404
        assert who.get(f"{HERE}/{hidden.id}/meedoen").status_code == 404
    signed_in = noor.get(at(plain)).text
    assert {"Karimnaam", "Elsnaam", "Karimbrengt"} <= set(re.findall(r"\w+", signed_in))
    assert "Elsnaam" not in noor.get(at(sensitive)).text
    librarian = client_of(bas)
    assert "Zorgbreng" in librarian.get(at(sensitive)).text
    assert librarian.get(at(waiting)).status_code == 200


@on_one_engine
def test_a_group_stands_by_its_name_where_its_page_is_to_be_seen(client, client_of, library):
    for seen_by, public in ((SeenBy.EVERYONE, True), (SeenBy.SIGNED_IN, False)):
        group = a_group(f"Breiclub {seen_by}", library=library, seen_by=seen_by)
        proposal, _ = a_proposal(f"Samen {seen_by}", group_id=group.id)
        assert (group.name in client.get(at(proposal)).text) is public
        assert group.name in client_of(a_member()).get(at(proposal)).text


@on_one_engine
def test_the_answer_of_who_proposed_it_is_for_the_librarians(client_of, bas):
    proposal, _ = a_proposal(asked="Wie?", reply="Alleendit", answer_by=now())
    assert "Alleendit" not in client_of(a_member()).get(at(proposal)).text
    assert "Alleendit" in client_of(bas).get(f"{DESK}/{proposal.id}").text


# ─── one whole story ───


def link(mail) -> str:
    """The one button of a mail, as a path."""
    letter = letters.render(session(), mail)
    found = re.search(r"https?://[^/]+(/vechtdal/voorstellen/(?:link|mee)/\S+)", letter.text)
    assert found, letter.text
    return found[1]


@on_one_engine
def test_an_idea_becomes_an_activity_from_the_mail_of_a_stranger(client, client_of, bas, library):
    sentence = "Een ochtend over onze tuinen"
    begun = client.get(f"{HERE}/nieuw", query_string={"zin": sentence})
    assert sentence in begun.text
    typed = {
        "title": sentence, "bring": "Stekjes", "first_name": "Noor", "as_whom": "0",
        "email": "noor@example.org", "is_old_enough": "y", "day_1": f"{in_days(9)}",
        "part_1": "evening", **AGREED,
        **{f"part_{n}": "afternoon" for n in range(2, 7)},
    }  # fmt: skip
    client.post(f"{HERE}/nieuw", data=typed)
    assert "noor@example.org" in client.get(f"{HERE}/kijk-in-je-mail").text
    own = link(owed("confirm")[0])
    assert client.get(own).status_code == 200
    client.post(f"{own}/bevestigen", data=AGREED)
    made = session().scalars(select(Proposal)).one()
    assert client.get(at(made)).status_code == 404
    decide(moderation.find_open_case(session(), library.id, "proposal", made.id), by=bas)
    page = client.get(at(made)).text
    assert "Voorgesteld door een bewoner" in page
    assert "De bibliotheek antwoordt vóór" in page

    near = client.get(f"{HERE}/nieuw?zin=Iets+over+tuinen", headers={"HX-Request": "true"}).text
    assert sentence in near
    assert f"{HERE}/{made.id}/meedoen" in near
    (day,) = queries.list_dates(session(), made.id)
    client.post(
        f"{HERE}/{made.id}/meedoen",
        data={"first_name": "Els", "email": "els@example.org", f"date_{day.id}": "if_need_be"},
    )
    mine = link(owed("confirm_backing")[0])
    assert re.search(r'value="if_need_be" checked', client.get(mine).text)
    client.post(mine, data={f"date_{day.id}": "yes", "bring": ""})
    assert "2 mensen willen dit" in client.get(at(made)).text

    desk = client_of(bas)
    assert "Voorstel wacht op antwoord" in desk.get("/vechtdal/beheer").text
    form = desk.get(f"{DESK}/{made.id}/activiteit?datum={day.id}").text
    assert f'value="{in_days(9)}"' in form
    assert 'value="19:30"' in form
    planned = {
        "title": sentence, "kind": "conversation", "day": f"{in_days(9)}", "starts": "19:30",
        "place": "elders", "address": "Buurthuis", "answer": "Graag!",
    }  # fmt: skip
    answer = desk.post(f"{DESK}/{made.id}/activiteit", data=planned)
    gathering = session().scalars(select(Gathering)).one()
    assert answer.location.endswith(f"/beheer/activiteiten/{gathering.id}/bewerken")
    assert desk.get(answer.location).status_code == 200
    assert "Graag!" in client.get(at(made)).text
    of_it = desk.get(f"/vechtdal/beheer/activiteiten/{gathering.id}").text
    assert "Het begon als voorstel" in of_it
    assert "Stekjes" in of_it

    client.post(f"{mine}/weg")
    assert count(ProposalBacking) == 1


@on_one_engine
def test_a_time_that_the_clock_skips_is_no_time(client_of, bas, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, tzinfo=UTC))
    proposal, _ = a_proposal()
    typed = {"title": "Nacht", "kind": "conversation", "day": "2027-03-28", "starts": "02:30",
             "place": "elders"}  # fmt: skip
    answer = client_of(bas).post(f"{DESK}/{proposal.id}/activiteit", data=typed)
    assert answer.status_code == 422
    assert "bestaat" in error_beside(answer, "starts")


@on_one_engine
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client_of):
    noor = client_of(a_member())
    typed = {"title": "Tuinen", "text": "Mijn woorden", "as_whom": "0",
             "day_1": f"{in_days(-2)}"}  # fmt: skip
    answer = noor.post(f"{HERE}/nieuw", data=typed)
    assert answer.status_code == 422
    assert "Mijn woorden" in answer.text
    assert "voorbij" in error_beside(answer, "day_1")
    assert error_beside(answer, "is_old_enough")


@on_one_engine
def test_who_answers_second_reads_who_was_first(client_of, bas):
    proposal, _ = a_proposal()
    typed = {"reason": "later", "answer": "Straks"}
    assert client_of(bas).post(f"{DESK}/{proposal.id}/nee", data=typed).status_code == 303
    second = client_of(a_librarian(name="Sanne"))
    answer = second.post(f"{DESK}/{proposal.id}/nee", data=typed)
    assert answer.status_code == 409
    assert "Bas was je net voor" in answer.text
    assert second.post(f"{DESK}/{proposal.id}/nee", data={"reason": "later"}).status_code == 422


@on_one_engine
def test_a_question_is_answered_by_who_proposed_it(client_of, bas):
    noor = a_member()
    proposal, _ = a_proposal(person=noor)
    asked = {"question": "Wie komt er?", "wanted": "12", "until": f"{in_days(9)}"}
    client_of(bas).post(f"{DESK}/{proposal.id}/vraag", data=asked)
    assert "als 12 mensen dit willen" in client_of(a_member()).get(at(proposal)).text
    own = client_of(noor)
    assert "Wie komt er?" in own.get(f"{HERE}/{proposal.id}/van-mij").text
    own.post(f"{HERE}/{proposal.id}/antwoord", data={"reply": "Mijn hele straat"})
    assert the(proposal).reply == "Mijn hele straat"
    own.post(f"{HERE}/{proposal.id}/intrekken")
    assert the(proposal).state is State.WITHDRAWN


@on_one_engine
def test_before_a_day_goes_out_it_is_said_how_many_answers_go_with_it(client_of):
    noor, els = a_member(), a_member(name="Els")
    proposal, _ = a_proposal(person=noor)
    day = a_date(proposal)
    args = (proposal.library_id, proposal.id, els.id, joined(votes={day.id: "yes"}))
    do(backing.back, *args, now=now())
    own, days = client_of(noor), f"{HERE}/{proposal.id}/data"
    assert "1 persoon heeft hier iets over gezegd" in own.get(f"{days}/{day.id}/weg").text
    own.post(days, data={"day": f"{in_days(20)}", "part": Part.MORNING.value})
    own.post(f"{days}/{day.id}/weg")
    assert [each.day for each in queries.list_dates(session(), proposal.id)] == [in_days(20)]
    assert client_of(els).get(days).status_code == 404


@on_one_engine
def test_it_is_shown_where_people_come_and_to_whom_it_concerns(client, client_of, library):
    noor = a_member()
    group = a_group(library=library)
    a_member_of(group, noor, is_contact=True)
    a_proposal("Samen breien", person=noor, group_id=group.id)
    other, _ = a_proposal("Samen zingen")
    a_backing(other, noor)
    assert "Samen breien" in client.get("/vechtdal").text
    assert "Stel iets voor" in client.get("/vechtdal/agenda").text
    assert "Samen breien" in client.get(f"/vechtdal/groepen/{group.id}-{group.slug}").text
    mine = client_of(noor).get("/mijn").text
    assert "Samen breien" in mine
    assert "Samen zingen" in mine


@on_one_engine
def test_what_there_is_already_is_shown_while_one_writes_and_no_more_than_one_may_see(client):
    a_gathering("Tuinieren met kinderen", summary="Zaaien en stekken")
    a_gathering("Tuinieren in het geheim", visibility="link")
    a_group("Tuingroep", summary="Wie graag tuiniert")
    near = client.get(f"{HERE}/nieuw?zin=Samen+tuinieren").text
    assert "Tuinieren met kinderen" in near
    assert "Tuingroep" in near
    assert "geheim" not in near


@on_one_engine
def test_a_manager_says_within_how_many_days_they_answer(client_of):
    manager = client_of(a_member(Role.MANAGER))
    page = "/vechtdal/beheer/instellingen/voorstellen"
    assert manager.post(page, data={"days": "2"}).status_code == 422
    manager.post(page, data={"days": "21"})
    assert "binnen 21 dagen" in manager.get("/vechtdal/beheer/instellingen").text
