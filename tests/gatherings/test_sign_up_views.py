"""Signing up in a browser: without account, with one, by link, by neither."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.db import session
from community.gatherings import invitations
from community.gatherings.kinds import Eligibility, SignUpMode, Visibility
from community.gatherings.models import SignUp
from community.outbox.models import OutboxMail
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up
from tests.gatherings.signing_up import (
    CONFIRMED,
    PENDING,
    count,
    link_of,
    noor,
    only,
    where,
)

# ─── without account ───


def test_three_fields_hold_a_seat_and_owe_a_mail(client):
    gathering = a_gathering()
    answer = client.post(where(gathering), data=noor(question="Wie helpt mij?"))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "noor@example.org" in page.text
    assert "60 minuten" in page.text
    entry = only()
    assert (entry.status, entry.question, entry.may_invite) == (PENDING, "Wie helpt mij?", False)
    mail = session().scalars(select(OutboxMail)).one()
    assert mail.template == "gatherings/confirm_sign_up"
    assert mail.context == {"sign_up_id": entry.id}


def test_the_form_asks_three_things_and_the_rest_only_on_asking(client):
    page = client.get(where(a_gathering())).text
    at_once = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert len(re.findall(r"<(?:input|textarea)(?![^>]*(?:hidden|radio))[^>]*>", at_once)) == 3
    assert "<details" in page.split('name="party_size"')[0]
    assert re.search(r'value="no"[^>]*checked|checked[^>]*value="no"', page)


def test_the_form_is_kept_by_no_cache_and_a_robot_is_led_to_the_activity(client):
    gathering = a_gathering()
    answer = client.get(where(gathering))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "X-Robots-Tag" not in answer.headers
    main = f"/vechtdal/agenda/{gathering.id}-{gathering.slug}"
    assert re.search(rf'<link rel="canonical" href="http://[^/"]+{main}">', answer.text)


@pytest.mark.parametrize(
    "about", [{"visibility": Visibility.SIGNED_IN}, {"is_sensitive": True}, {"by": "link"}], ids=str
)
def test_a_form_that_is_not_for_anybody_is_found_by_no_robot(client, client_of, about):
    by_link = about.pop("by", None)
    gathering = a_gathering(**about)
    browser = client if by_link or gathering.is_sensitive else client_of(a_person())
    answer = browser.get(where(gathering) + ("?uitnodiging=x" if by_link else ""))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_same_form_ten_times_is_one_sign_up_one_mail_and_the_same_page(client):
    gathering = a_gathering()
    answers = {client.post(where(gathering), data=noor()).location for _ in range(10)}
    assert len(answers) == 1
    assert (count(SignUp), count(OutboxMail)) == (1, 1)


def test_the_answer_tells_nobody_whether_an_address_is_known(client):
    gathering = a_gathering()
    known = a_member(email="bas@example.org")
    first = client.post(where(gathering), data=noor(email=known.email))
    second = client.post(where(gathering), data=noor(email="niemand@example.org"))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    one = client.get(first.location).text.replace("niemand", "bas")
    client.post(where(gathering), data=noor(email=known.email))
    assert client.get(first.location).text == one


def test_what_a_stranger_types_never_renames_somebody_who_is_known(client):
    known = a_member(name="Bas", email="bas@example.org")
    client.post(where(a_gathering()), data=noor(first_name="Pannenkoek", email=known.email))
    assert session().get_one(Person, known.id).first_name == "Bas"


def test_of_an_address_that_nobody_knows_the_last_name_counts(client):
    client.post(where(a_gathering()), data=noor(first_name="Pannenkoek"))
    client.post(where(a_gathering("Taalcafé")), data=noor())
    assert session().scalars(select(Person)).one().first_name == "Noor"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_name": ""}, "Vul je voornaam in"),
        ({"email": "noor.example.org"}, "mist een @"),
        ({"email": ""}, "Vul een e-mailadres in"),
        ({"first_name": "N" * 81}, "80 tekens"),
        ({"question": "?" * 501}, "500 tekens"),
        ({"party_size": "9"}, ""),
        ({"party_size": "veel"}, ""),
        ({"may_invite": "misschien"}, "Kies ja of nee"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(client, fields, said):
    answer = client.post(where(a_gathering()), data=noor(**fields))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert (count(SignUp), count(Person), count(OutboxMail)) == (0, 0, 0)


STRANGE = [
    "Noor\r\nBcc: x@example.org",
    "No\x00or",
    "Noor\u2028x",
    "\ud800",
    "N" * 100_000,
    "<script>alert(1)</script>",
    "=1+1",
    "😀" * 80,
]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("field", ["first_name", "question", "email"])
def test_strange_text_is_refused_or_kept_exactly(client, field, text):
    body = noor(**{field: text.encode("utf-8", "surrogatepass")})
    answer = client.post(where(a_gathering()), data=body)
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        entry = only()
        kept = {"first_name": entry.person.first_name, "question": entry.question}
        # Bytes that are no UTF-8 arrive spelled out.
        assert kept[field] == text.replace("\r\n", "\n").replace("\ud800", "%ED%A0%80")
        assert field != "email"


def test_a_script_in_a_question_is_inert_on_the_own_page(app, client):
    client.post(where(a_gathering()), data=noor(question="<script>alert(1)</script>"))
    page = client.get(link_of(app, only())).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_full_gathering_promises_a_place_on_the_list(client):
    gathering = a_gathering(capacity=1)
    a_sign_up(gathering)
    assert "Zet me op de wachtlijst" in client.get(where(gathering)).text
    answer = client.post(where(gathering), data=noor())
    assert "wachtlijst" in client.get(answer.location).text
    waiting = session().scalars(select(SignUp).where(SignUp.status == PENDING)).one()
    assert not waiting.has_seat


@pytest.mark.parametrize(
    "fields",
    [
        {"sign_up_mode": SignUpMode.NONE},
        {"capacity": 1, "taken": 1, "has_waiting_list": False},
        {"sign_up_closes_at": clock.now() - timedelta(hours=1)},
    ],
    ids=" ".join,
)
def test_where_nobody_can_sign_up_the_form_leads_back_to_the_gathering(client, fields):
    gathering = a_gathering(**fields)
    answer = client.get(where(gathering))
    assert answer.status_code == 303
    assert f"/agenda/{gathering.id}-" in answer.location
    assert client.post(where(gathering), data=noor()).status_code == 409
    assert count(SignUp) == 0


def test_another_librarys_gathering_is_not_here(client):
    gathering = a_gathering(library=a_library())
    a_library("zuidpolder")
    assert client.get(f"/zuidpolder/agenda/{gathering.id}/aanmelden").status_code == 404
    assert (
        client.post(f"/zuidpolder/agenda/{gathering.id}/aanmelden", data=noor()).status_code == 404
    )


# ─── by link, by account, by neither ───


def test_what_is_shown_by_link_is_signed_up_for_by_link(app, client):
    gathering = a_gathering(visibility=Visibility.LINK, sign_up_mode=SignUpMode.INVITATION)
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    assert client.get(where(gathering)).status_code == 404
    assert client.post(where(gathering), data=noor()).status_code == 404
    page = client.get(where(gathering), query_string={"uitnodiging": token})
    assert f'value="{token}"' in page.text
    answer = client.post(where(gathering), data=noor(uitnodiging=token))
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_by_invitation_means_not_without_the_link(app, client):
    gathering = a_gathering(sign_up_mode=SignUpMode.INVITATION)
    assert client.post(where(gathering), data=noor()).status_code == 403
    wrong = noor(uitnodiging=f"{gathering.id}-verzonnen")
    assert client.post(where(gathering), data=wrong).status_code == 403
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    assert client.post(where(gathering), data=noor(uitnodiging=token)).status_code == 303


def test_what_is_for_accounts_sends_a_stranger_to_the_door_and_back(client):
    gathering = a_gathering(eligibility=Eligibility.SIGNED_IN)
    answer = client.get(where(gathering))
    assert answer.status_code == 303
    assert answer.location == f"/inloggen?next=/vechtdal/agenda/{gathering.id}/aanmelden"
    client.post(where(gathering), data=noor())
    assert count(SignUp) == 0


def test_a_sensitive_gathering_needs_a_code_and_no_address(client):
    gathering = a_gathering(is_sensitive=True)
    page = client.get(where(gathering)).text
    assert "uitnodigen als iets" not in page
    once = re.search(r'name="once"[^>]*value="(\w+)"', page)[1]
    form = {"first_name": "Merel7", "email": "", "party_size": "1", "once": once}
    first, again = (client.post(where(gathering), data=form) for _ in range(2))
    assert first.location == again.location
    entry = only()
    assert (entry.status, entry.person.email, count(OutboxMail)) == (CONFIRMED, None, 0)
    assert "Bewaar deze pagina" in client.get(first.location).text


def test_people_without_address_do_not_use_up_each_others_turns(client):
    gathering = a_gathering(is_sensitive=True, capacity=None)
    form = {"first_name": "Merel", "email": "", "party_size": "1"}
    answers = {
        client.post(where(gathering), data={**form, "once": f"{n:032x}"}).status_code
        for n in range(30)
    }
    assert answers == {303}
    assert count(SignUp) == 30


def test_one_address_can_not_be_mailed_without_end(client):
    gatherings = [a_gathering(f"Nummer {n}") for n in range(21)]
    answers = [client.post(where(each), data=noor()).status_code for each in gatherings]
    assert answers == [303] * 20 + [429]
    assert count(OutboxMail) == 20


def test_a_sensitive_gathering_with_an_address_asks_by_mail(client):
    gathering = a_gathering(is_sensitive=True)
    client.post(where(gathering), data=noor())
    assert only().status is PENDING


# ─── with an account ───


def test_with_an_account_it_is_one_button(client_of):
    gathering, person = a_gathering(), a_person("Bas")
    browser = client_of(person)
    show = f"/vechtdal/agenda/{gathering.id}-{gathering.slug}"
    assert "Meld me aan" in browser.get(show).text
    answer = browser.post(where(gathering))
    assert (answer.status_code, answer.location) == (303, show)
    page = browser.get(show).text
    assert "Je doet mee" in page
    assert "b•••@example.org" in page
    assert browser.post(where(gathering)).status_code == 303
    assert (count(SignUp), count(OutboxMail)) == (1, 1)


def test_htmx_gets_the_seats_alone_with_the_focus_on_the_news(client_of):
    gathering, person = a_gathering(), a_person()
    answer = client_of(person).post(where(gathering), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<aside")
    assert "autofocus" in answer.text
    assert "Je doet mee" in answer.text


def test_with_an_account_one_may_bring_a_question_and_others(client_of):
    gathering = a_gathering()
    client_of(a_person()).post(where(gathering), data={"question": "Hoe?", "party_size": "3"})
    assert (only().question, only().party_size) == ("Hoe?", 3)


def test_who_is_in_already_is_led_to_the_own_sign_up(app, client_of):
    gathering, person = a_gathering(), a_person()
    entry = a_sign_up(gathering, person)
    assert client_of(person).get(where(gathering)).location == link_of(app, entry)


def test_the_same_in_english(client):
    page = client.get(where(a_gathering()), query_string={"taal": "en"}).text
    assert "Your first name" in page
    assert "voornaam" not in page
