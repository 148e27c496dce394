"""The desk signs people up, gives seats, moves, removes, checks in, calls and exports."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership, Role
from community.clock import now
from community.db import session, transaction
from community.gatherings import attendance
from community.gatherings.attendance import Note
from community.gatherings.models import Gathering, SignUp, SignUpStatus, Told
from community.outbox.models import OutboxMail
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_person,
    a_sign_up,
)

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING


def desk(gathering: Gathering, tail: str = "") -> str:
    return f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen{tail}"


def ria(**fields: object) -> dict[str, object]:
    given = {"first_name": "Ria", "email": "", "phone": "0529 12 34 56", "party_size": "1"}
    return {**given, "may_invite": "", "once": "0" * 32, **fields}


def stands(entry: SignUp) -> SignUp:
    return session().get_one(SignUp, entry.id, populate_existing=True)


def mails() -> list[str]:
    return list(session().scalars(select(OutboxMail.template).order_by(OutboxMail.id)))


@pytest.fixture
def bas(client_of):
    return client_of(a_librarian())


def test_the_list_says_who_comes_who_waits_and_who_has_not_confirmed(bas):
    gathering = a_gathering(capacity=3)
    a_sign_up(gathering, a_person("Noor", phone="06 12345678"), question="Wie helpt?", party_size=2)
    a_sign_up(gathering, a_person("Wim"), WAITING, has_seat=False)
    a_sign_up(gathering, a_person("Pia"), SignUpStatus.PENDING)
    page = bas.get(desk(gathering)).text
    order = [page.index(name) for name in ("Noor", "Wim", "Pia")]
    assert order == sorted(order)
    assert "2 mensen komen" in page
    assert "Wie helpt?" in page
    assert "tel:+31612345678" in page


def test_who_has_no_address_is_signed_up_at_once_and_owed_no_mail(bas):
    gathering = a_gathering()
    for _twice in range(2):
        assert bas.post(desk(gathering, "/toevoegen"), data=ria()).status_code == 303
    entry = session().scalars(select(SignUp)).one()
    assert (entry.status, entry.made_at_desk, entry.person.phone) == (
        CONFIRMED,
        True,
        "0529 12 34 56",
    )
    assert mails() == []
    assert session().get(Told, entry.id) is not None


def test_with_an_address_the_invitation_goes_by_mail(bas):
    gathering = a_gathering()
    form = ria(email="Ria@Example.org", may_invite="yes")
    bas.post(desk(gathering, "/toevoegen"), data=form)
    entry = session().scalars(select(SignUp)).one()
    assert (entry.status, entry.person.email) == (CONFIRMED, "ria@example.org")
    assert mails() == ["gatherings/you_are_in"]
    membership = select(Membership).where(Membership.person_id == entry.person_id)
    assert session().scalars(membership).one().may_invite_since is not None


def test_somebody_who_is_known_is_found_and_signed_up(bas):
    gathering, noor = a_gathering(), a_member(name="Noor", surname="van Dam")
    page = bas.get(desk(gathering, "/toevoegen?q=noo")).text
    assert "Noor van Dam" in page
    assert bas.post(desk(gathering, f"/toevoegen/{noor.id}")).status_code == 303
    assert session().scalars(select(SignUp)).one().person_id == noor.id


def test_people_of_another_library_are_not_known_here(bas):
    gathering = a_gathering()
    stranger = a_member(library=a_library("zuidpolder"))
    assert bas.post(desk(gathering, f"/toevoegen/{stranger.id}")).status_code == 404


def test_on_a_full_gathering_the_desk_is_told_so_and_the_guest_waits(bas):
    gathering = a_gathering(capacity=1)
    a_sign_up(gathering)
    assert "komt op de wachtlijst" in bas.get(desk(gathering, "/toevoegen")).text
    bas.post(desk(gathering, "/toevoegen"), data=ria())
    assert session().scalars(select(SignUp).where(SignUp.status == WAITING)).one()


def test_a_refusal_keeps_what_was_typed(bas):
    gathering = a_gathering(capacity=1, has_waiting_list=False)
    a_sign_up(gathering)
    answer = bas.post(desk(gathering, "/toevoegen"), data=ria())
    assert answer.status_code == 422
    assert "geen wachtlijst" in answer.text
    assert 'value="Ria"' in answer.text


def test_a_seat_by_hand_a_removal_and_a_move(bas):
    gathering, other = a_gathering(capacity=3), a_gathering("Taalcafé", capacity=3)
    first = a_sign_up(gathering, a_person("Noor"), party_size=2)
    waiting = a_sign_up(gathering, a_person("Wim"), WAITING, has_seat=False, party_size=2)
    behind = a_sign_up(gathering, a_person("Pia"), WAITING, has_seat=False)
    assert bas.post(desk(gathering, f"/{behind.id}/plaats")).status_code == 303
    assert stands(behind).status is CONFIRMED
    assert bas.post(desk(gathering, f"/{waiting.id}/plaats")).status_code == 409

    assert "Taalcafé" in bas.get(desk(gathering, f"/{first.id}/verplaatsen")).text
    bas.post(desk(gathering, f"/{first.id}/verplaatsen"), data={"to": other.id})
    assert stands(first).status is SignUpStatus.CANCELLED
    assert stands(waiting).status is CONFIRMED

    assert "krijgt er een mail" in bas.get(desk(gathering, f"/{waiting.id}/weghalen")).text
    assert stands(waiting).status is CONFIRMED
    bas.post(desk(gathering, f"/{waiting.id}/weghalen"))
    assert stands(waiting).status is SignUpStatus.CANCELLED
    assert mails().count("gatherings/removed") == 2


def test_the_list_says_who_is_here_already(bas):
    gathering = a_gathering(starts_at=now() + timedelta(minutes=5))
    entry = a_sign_up(gathering, party_size=4)
    with transaction() as tx:
        attendance.note_sign_up(tx, entry.library_id, entry.id, Note(3, now()), now=now())
    page = bas.get(desk(gathering)).text
    assert "3 mensen zijn er" in page
    assert "3 van de 4 zijn er" in page
    assert f'/{gathering.id}/deur"' in page


def test_before_the_day_nobody_can_be_here(bas):
    gathering = a_gathering()
    a_sign_up(gathering)
    assert f'/{gathering.id}/deur"' not in bas.get(desk(gathering)).text


def test_a_host_sees_first_names_and_questions_but_no_addresses(client_of):
    gathering = a_gathering(starts_at=now() + timedelta(minutes=5))
    person = a_person("Noor", surname="van Dam", phone="06 12345678")
    entry = a_sign_up(gathering, person, question="Wie helpt?")
    browser = client_of(a_host_of(gathering))
    page = browser.get(desk(gathering)).text
    assert "Noor" in page
    assert "Wie helpt?" in page
    for hidden in ("van Dam", person.email, "12345678", "/weghalen"):
        assert hidden not in page
    assert browser.post(desk(gathering, f"/{entry.id}/weghalen")).status_code == 403
    assert browser.get(desk(a_gathering())).status_code == 404


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HOST, Role.VOLUNTEER])
def test_others_do_not_see_who_comes(client_of, role):
    gathering = a_gathering()
    assert client_of(a_member(role)).get(desk(gathering)).status_code == 404


def test_a_sign_up_of_another_gathering_is_not_on_this_list(bas):
    gathering, entry = a_gathering(), a_sign_up(a_gathering())
    for act in ("plaats", "weghalen", "verplaatsen"):
        assert bas.post(desk(gathering, f"/{entry.id}/{act}")).status_code == 404
    assert stands(entry).status is CONFIRMED


def test_the_spreadsheet_calculates_with_nothing_that_people_typed(bas):
    gathering = a_gathering()
    person = a_person("=HYPERLINK(1)", email="x@example.org", phone="+31612345678")
    a_sign_up(gathering, person, question="@som")
    answer = bas.get(desk(gathering, "/aanmeldingen.csv"))
    assert answer.mimetype == "text/csv"
    row = answer.data.decode("utf-8-sig").splitlines()[1].split(";")
    assert row[:3] == ["'=HYPERLINK(1)", "x@example.org", "'+31612345678"]
    assert "'@som" in row


def test_the_list_of_calls_empties_by_one_click_each(bas):
    gathering = a_gathering()
    bas.post(desk(gathering, "/toevoegen"), data=ria())
    assert "Bellijst" in bas.get("/vechtdal/beheer/bellijst").text
    with transaction() as tx:
        row = tx.get_one(Gathering, gathering.id)
        row.moved_from, row.sequence = row.starts_at, row.sequence + 1
    page = bas.get("/vechtdal/beheer/bellijst").text
    assert "Ria" in page
    assert "0529 12 34 56" in page
    assert re.search(r'kk-todo__n">1<', bas.get("/vechtdal/beheer").text)
    entry = session().scalars(select(SignUp)).one()
    assert bas.post(f"/vechtdal/beheer/bellijst/{entry.id}/gebeld").status_code == 303
    assert "Ria" not in bas.get("/vechtdal/beheer/bellijst").text.split("<h1>")[1]
