"""Rounds at the desk, and answering on a phone without any script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.accounts.throttle import Limit
from community.clock import local_day, now
from community.db import db, session, transaction
from community.outbox import letters
from community.outbox.models import MailState, OutboxMail
from community.self_assessment import answer_views, queries
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import (
    AssessmentEvidence,
    AssessmentInvitee,
    AssessmentSheet,
)
from community.self_assessment.queries import mail_key
from tests.factories import a_librarian, a_member, the_library
from tests.self_assessment.asking import FRONT, OTHER, a_round, answer, rows, slips

pytestmark = pytest.mark.usefixtures("app")
MANAGEMENT = FunctionGroup.MANAGEMENT
DESK = "/vechtdal/beheer/zelfmeting"


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def test_from_an_open_round_to_thank_you_on_a_phone_without_script(app, desk, client):
    """A librarian opens a round and invites; a caretaker answers with what the mail brought."""
    a_member(Role.VOLUNTEER, name="Vera")
    closes = (local_day(now()) + timedelta(days=14)).isoformat()
    opened = desk.post(f"{DESK}/nieuw", data={"name": "Najaar", "closes_on": closes})
    assert opened.status_code == 303
    at = opened.location
    page = desk.get(f"{at}/uitnodigen").text
    vera = re.search(r'name="staff" value="(\d+)"[^<]*>\s*<span>Vera', page)[1]
    typed = {"group": "other", "staff": vera, "addresses": "Kees@Example.org, rita@example.org"}
    assert desk.post(f"{at}/uitnodigen", data=typed).status_code == 303
    assert "3 per mail" in desk.get(at).text
    assert "<span>Vera" not in desk.get(f"{at}/uitnodigen").text, "she has a link"

    written = [letters.render(session(), mail) for mail in session().scalars(select(OutboxMail))]
    text = next(each.text for each in written if each and each.to_address == "kees@example.org")
    path = re.search(r"https?://[^/]+(/vechtdal/zelfmeting/\S+)", text)[1]
    start = client.get(path)
    assert "overig" in start.text
    assert "no-store" in start.headers["Cache-Control"]
    assert start.headers["Referrer-Policy"] == "no-referrer"

    seen = path
    for number in range(1, 6):
        first = 5 * (number - 1)
        page = client.get(f"{path}/{number}").text
        assert page.count("<fieldset") == 5
        data = {f"step_{first + n}": "4" for n in range(5 if number < 5 else 3)}
        data[f"shows_{first}"] = "De breiclub"
        moved = client.post(f"{path}/{number}", data=data)
        assert moved.status_code == 303
        seen = moved.location
    assert seen == f"{path}/inleveren"
    assert "Je liet 2 zinnen open" in client.get(seen).text

    back = client.post(f"{path}/2", data={"step_5": "0", "act": "back"})
    assert back.location == f"{path}/1"
    kept = client.get(f"{path}/1").text
    assert 'value="4" checked' in kept
    assert 'value="De breiclub"' in kept

    done = client.post(seen)
    assert done.status_code == 303
    assert "Dank je wel" in client.get(done.location).text
    sheet = db.session().scalars(select(AssessmentSheet)).one()
    assert sheet.answers[5:10] == [0, None, None, None, None]
    assert rows(AssessmentEvidence) == 4, "one answer was taken down, and its evidence with it"
    spent = client.get(path)
    assert spent.status_code == 404
    assert "Dan hebben we ze" in spent.text


def test_what_is_filled_in_is_kept_while_somebody_is_at_it(client):
    (code,) = slips(a_round())
    path = f"/vechtdal/zelfmeting/{code}/1"
    kept = client.post(path, data={"step_0": "2"}, headers={"HX-Request": "true"})
    assert (kept.status_code, kept.text) == (204, "")
    assert 'value="2" checked' in client.get(path).text


def test_the_code_of_a_slip_is_found_however_it_is_typed(client):
    asked = a_round()
    (code,) = slips(asked)
    path = f"/vechtdal/zelfmeting?code={code[:4].lower()}+{code[4:]}"
    assert client.get(path).location.endswith(f"/zelfmeting/{code}")
    assert client.get("/vechtdal/zelfmeting?code=onzin").status_code == 422
    assert client.post(f"/vechtdal/zelfmeting/{code}/inleveren").status_code == 422
    assert client.get(f"/vechtdal/zelfmeting/{code}/6").status_code == 404


def test_guessing_is_slowed_down(client, monkeypatch):
    few = answer_views.Door("few", Limit(99, timedelta(hours=1)), Limit(2, timedelta(hours=1)))
    monkeypatch.setattr(answer_views, "NO_KEY", few)
    (code,) = slips(a_round())
    seen = [client.get("/vechtdal/zelfmeting/BCDF2345").status_code for _ in range(4)]
    assert seen == [404, 404, 429, 429]
    assert client.get(f"/vechtdal/zelfmeting/{code}").status_code == 200, "a true one still opens"


def test_what_is_typed_wrong_stands_beside_its_field(desk, client):
    yesterday = (local_day(now()) - timedelta(days=1)).isoformat()
    for data in ({"name": "", "closes_on": yesterday}, {"name": "X", "closes_on": yesterday}):
        assert desk.post(f"{DESK}/nieuw", data=data).status_code == 422
    asked = a_round()
    wrong = desk.post(
        f"{DESK}/{asked.id}/uitnodigen", data={"group": "other", "addresses": "an@example.org\nbo"}
    )
    assert wrong.status_code == 422
    assert "Dit is geen e-mailadres: bo" in wrong.text
    nobody = desk.post(f"{DESK}/{asked.id}/uitnodigen", data={})
    assert "Kies een groep" in nobody.text
    assert "Vul een adres in" in nobody.text
    assert rows(AssessmentInvitee) == 0
    assert desk.post(f"{DESK}/{asked.id}/dag", data={"closes_on": yesterday}).status_code == 422
    (code,) = slips(asked)
    long = client.post(f"/vechtdal/zelfmeting/{code}/1", data={"step_0": "5", "shows_0": "x" * 201})
    assert long.status_code == 422


def test_slips_are_shown_once_and_open_the_questions(desk, client):
    asked = a_round()
    page = desk.post(f"{DESK}/{asked.id}/briefjes", data={"group": "volunteers", "number": "9"})
    codes = re.findall(r"([B-Z2-9]{4}-[B-Z2-9]{4})</p>", page.text)
    assert len(codes) == 9
    assert "vrijwilligers" in client.get(f"/vechtdal/zelfmeting/{codes[3]}").text
    assert "9 briefjes" in desk.get(f"{DESK}/{asked.id}").text


def test_the_desk_sees_how_many_answered_from_five_on_and_never_who(desk):
    asked = a_round()
    for step in (1, 2, 3, 4):
        answer(asked, step)
    assert "Nog geen vijf antwoorden" in desk.get(f"{DESK}/{asked.id}").text
    answer(asked, 5)
    assert "5 antwoorden" in desk.get(f"{DESK}/{asked.id}").text
    assert "5 antwoorden" in desk.get(DESK).text


def test_closing_and_opening_again_with_a_button(desk):
    asked = a_round()
    closes = (local_day(now()) + timedelta(days=3)).isoformat()
    assert desk.post(f"{DESK}/{asked.id}/dag", data={"closes_on": closes}).status_code == 303
    assert desk.post(f"{DESK}/{asked.id}/sluiten").status_code == 303
    for form in ("uitnodigen", "briefjes"):
        assert desk.get(f"{DESK}/{asked.id}/{form}").location.endswith(f"{DESK}/{asked.id}")
    assert "De zelfmeting is gesloten" in desk.get("/vechtdal/beheer").text
    assert desk.post(f"{DESK}/{asked.id}/heropenen", data={"closes_on": closes}).status_code == 303
    assert "Open tot en met" in desk.get(f"{DESK}/{asked.id}").text


def test_an_invitation_that_did_not_arrive_is_named(desk):
    asked = a_round()
    typed = {"group": "other", "addresses": "weg@example.org er@example.org"}
    desk.post(f"{DESK}/{asked.id}/uitnodigen", data=typed)
    with transaction() as tx:
        lost = tx.scalars(select(AssessmentInvitee).filter_by(email="weg@example.org")).one()
        mail = tx.scalars(select(OutboxMail).filter_by(key=mail_key(lost, "invitation"))).one()
        mail.state = MailState.BOUNCED
    page = desk.get(f"{DESK}/{asked.id}").text
    assert "De uitnodiging aan weg@example.org kwam niet aan" in page
    assert "er@example.org" not in page.replace("weg@example.org", "")


# ─── what came of it ───


def test_the_outcome_is_seen_with_a_button_and_then_the_round_stays_closed(desk):
    asked = a_round()
    for _ in range(4):
        answer(asked, 4, 4, 4, 4, 5, group=MANAGEMENT, n4="Elk jaar in mei")
        answer(asked, 3, 3, 3, 3, 0, group=FRONT)
    answer(asked, 1, group=OTHER, n0="Niet hoog genoeg")
    at = f"{DESK}/{asked.id}"
    assert desk.get(f"{at}/uitslag").location == at
    assert desk.post(f"{at}/uitslag").status_code == 409
    assert queries.latest_outcome(db.session(), asked.library_id) is None
    desk.post(f"{at}/sluiten")
    assert "Bekijk de uitslag" in desk.get(at).text
    assert desk.post(f"{at}/uitslag").location == f"{at}/uitslag"
    page = " ".join(desk.get(f"{at}/uitslag?alles=1").text.split())
    assert "9 mensen antwoordden, uit 3 groepen" in page
    assert "‘Elk jaar in mei’" in page
    assert "Niet hoog genoeg" not in page
    closes = asked.closes_on.isoformat()
    assert desk.post(f"{at}/heropenen", data={"closes_on": closes}).status_code == 422
    said = queries.latest_outcome(db.session(), asked.library_id)
    assert said is not None
    assert (said.people, said.groups, said.provisional) == (9, 3, False)
    first = said.blocks[0]
    assert first.score == pytest.approx((4.2 + 3 + 1) / 3)
    assert [each.group for each in first.groups] == [MANAGEMENT, OTHER], "front office hides one"
    assert first.evidence == 4
