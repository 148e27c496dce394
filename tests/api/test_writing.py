"""What programs change: by the verbs of the desk, once per key, and never over somebody's head."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.api import writing
from community.api.models import GivenAnswer
from community.clock import now
from community.gatherings.models import Gathering, GatheringStatus, SignUpStatus
from community.outbox.models import OutboxMail
from tests.api.programs import a_token
from tests.factories import a_branch, a_gathering, a_library, a_person, a_room, a_sign_up, next_week

pytestmark = pytest.mark.usefixtures("app")

PATH = "/api/v1/vechtdal/gatherings"


@pytest.fixture
def library():
    return a_library()


@pytest.fixture
def program(client, library):
    return a_token(library, client=client)


def a_body(**fields: object) -> dict[str, object]:
    return {"kind": "workshop", "title": "Drukken", "starts_at": next_week().isoformat(), **fields}


def verbs(session, gathering_id: int) -> list[str]:
    rows = select(Activity.verb).where(Activity.gathering_id == gathering_id).order_by(Activity.id)
    return list(session.scalars(rows))


def fields(answer) -> set[str]:
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), answer.text
    return {error["field"] for error in answer.json["errors"]}


def test_a_draft_is_made_and_only_its_makers_see_it(program, client, session, library):
    answer = program.post(PATH, a_body(themes=["lezen-literatuur"], capacity=8))
    assert answer.status_code == 201
    number = answer.json["id"]
    assert answer.headers["Location"].endswith(f"{PATH}/{number}")
    made = session.get_one(Gathering, number)
    assert (made.status, made.capacity) == (GatheringStatus.DRAFT, 8)
    assert [theme.slug for theme in made.themes] == ["lezen-literatuur"]
    assert client.get(f"{PATH}/{number}").status_code == 404
    assert program.get(f"{PATH}/{number}").json == answer.json


def test_what_is_published_at_once_stands_in_the_log_and_the_list(program, client, session):
    branch = a_branch(place="Dalfsen")
    answer = program.post(PATH, a_body(status="published", branch_id=branch.id))
    assert answer.status_code == 201, answer.text
    assert verbs(session, answer.json["id"]) == [Verb.GATHERING_PUBLISHED]
    assert [each["title"] for each in client.get(PATH).json["items"]] == ["Drukken"]


def test_everything_that_is_wrong_is_said_by_its_field(program, session):
    answer = program.post(PATH, {"kind": "bingo", "capacity": 2**63, "titel": "?", "themes": "x"})
    assert fields(answer) == {"kind", "title", "starts_at", "capacity", "titel", "themes"}
    assert fields(program.post(PATH, a_body(title=" "))) == {"title"}
    assert fields(program.post(PATH, a_body(themes=["bestaat-niet"]))) == {"themes"}
    assert fields(program.post(PATH, a_body(branch_id=2**31 - 1))) == {"branch_id"}
    gone = (now() - timedelta(days=1)).isoformat()
    assert fields(
        program.post(PATH, a_body(status="published", starts_at=gone, address="Hier"))
    ) == {"starts_at"}
    assert session.scalar(select(func.count(Gathering.id))) == 0


def test_a_room_that_is_taken_stays_taken(program):
    room = a_room(a_branch(place="Dalfsen"))
    place = {"branch_id": room.branch_id, "room_id": room.id}
    assert program.post(PATH, a_body(**place)).status_code == 201
    assert fields(program.post(PATH, a_body(**place))) == {"branch_id"}


def test_only_what_is_given_changes(program, session):
    gathering = a_gathering("Oud", summary="Blijft", capacity=5)
    answer = program.post(f"{PATH}/{gathering.id}", {"title": "Nieuw"})
    assert (answer.status_code, answer.json["title"]) == (200, "Nieuw")
    assert (answer.json["summary"], answer.json["capacity"]) == ("Blijft", 5)
    assert verbs(session, gathering.id) == []


def test_a_move_tells_everybody_as_the_desk_does(program, session):
    gathering, person = a_gathering(), a_person()
    a_sign_up(gathering, person)
    later = gathering.starts_at + timedelta(days=1)
    answer = program.post(f"{PATH}/{gathering.id}/move", {"starts_at": later.isoformat()})
    assert answer.status_code == 200, answer.text
    lasts = gathering.ends_at - gathering.starts_at
    session.expire_all()
    moved = session.get_one(Gathering, gathering.id)
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (later, later + lasts, 1)
    assert verbs(session, gathering.id) == [Verb.GATHERING_MOVED]
    owed = session.scalars(select(OutboxMail)).one()
    assert (owed.template, owed.person_id) == ("gatherings/moved", person.id)


def test_cancelling_twice_tells_once(program, session):
    gathering = a_gathering()
    a_sign_up(gathering)
    for _ in range(2):
        answer = program.post(f"{PATH}/{gathering.id}/cancel", {"reason": "De spreker is ziek"})
        assert (answer.status_code, answer.json["status"]) == (200, "cancelled")
    assert verbs(session, gathering.id) == [Verb.GATHERING_CANCELLED]
    assert session.scalar(select(func.count(OutboxMail.id))) == 1
    again = program.post(f"{PATH}/{gathering.id}", {"title": "Toch wel"})
    assert (again.status_code, again.mimetype) == (409, "application/problem+json")


def test_a_draft_is_published(program, session):
    draft = a_gathering(status=GatheringStatus.DRAFT, published_at=None)
    assert program.post(f"{PATH}/{draft.id}/publish").json["status"] == "published"
    assert program.post(f"{PATH}/{draft.id}/publish").status_code == 200
    assert verbs(session, draft.id) == [Verb.GATHERING_PUBLISHED]


@pytest.mark.parametrize("act", ["", "/move", "/publish", "/cancel"])
def test_who_saw_something_older_changes_nothing(program, session, act):
    gathering = a_gathering()
    seen = program.get(f"{PATH}/{gathering.id}").headers["ETag"]
    assert (
        program.post(f"{PATH}/{gathering.id}", {"title": "Eerst"}, If_Match=seen).status_code == 200
    )
    body = {
        "": {"title": "Dan"},
        "/move": {"starts_at": next_week(20).isoformat()},
        "/publish": {},
        "/cancel": {"reason": "Om"},
    }[act]
    late = program.post(f"{PATH}/{gathering.id}{act}", body, If_Match=seen)
    assert (late.status_code, late.mimetype) == (412, "application/problem+json")
    session.expire_all()
    stands = session.get_one(Gathering, gathering.id)
    assert (stands.title, stands.status) == ("Eerst", GatheringStatus.PUBLISHED)


def test_a_sign_up_in_between_is_no_other_revision(program):
    gathering = a_gathering()
    seen = program.get(f"{PATH}/{gathering.id}").headers["ETag"]
    a_sign_up(gathering)
    answer = program.post(f"{PATH}/{gathering.id}", {"title": "Dan"}, If_Match=seen)
    assert answer.status_code == 200
    next_one = program.post(
        f"{PATH}/{gathering.id}", {"title": "Daarna"}, If_Match=answer.headers["ETag"]
    )
    assert next_one.status_code == 200


def test_the_same_key_asks_the_same_once(program, session):
    answers = [program.post(PATH, a_body(), Idempotency_Key="k1") for _ in range(3)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(201, answers[0].data)}
    assert {answer.headers["ETag"] for answer in answers} == {answers[0].headers["ETag"]}
    assert session.scalar(select(func.count(Gathering.id))) == 1


def test_the_same_key_with_another_body_is_refused(program, session):
    program.post(PATH, a_body(), Idempotency_Key="k1")
    other = program.post(PATH, a_body(title="Anders"), Idempotency_Key="k1")
    assert other.status_code == 422
    assert session.scalar(select(func.count(Gathering.id))) == 1


def test_a_key_is_of_one_token(program, client, library, session):
    other = a_token(library, client=client)
    for each in (program, other):
        assert each.post(PATH, a_body(), Idempotency_Key="k1").status_code == 201
    assert session.scalar(select(func.count(Gathering.id))) == 2


def test_what_was_refused_may_be_asked_again_with_the_same_key(program, session):
    assert program.post(PATH, a_body(capacity=0), Idempotency_Key="k1").status_code == 422
    assert session.scalar(select(func.count(GivenAnswer.id))) == 0
    assert program.post(PATH, a_body(capacity=9), Idempotency_Key="k1").status_code == 201


def test_what_breaks_halfway_leaves_neither_the_act_nor_the_answer(program, session, monkeypatch):
    monkeypatch.setattr(writing, "Said", None)
    assert program.post(PATH, a_body(), Idempotency_Key="k1").status_code == 500
    monkeypatch.undo()
    assert session.scalar(select(func.count(Gathering.id))) == 0
    assert program.post(PATH, a_body(), Idempotency_Key="k1").status_code == 201


def test_a_program_is_nobody_and_leaves_nobody_behind(program, session):
    made = session.get_one(Gathering, program.post(PATH, a_body()).json["id"])
    assert (made.created_by_id, made.revised_by_id) == (None, None)


# ─── who signed up ───


def test_who_is_signed_up_is_read_in_order_of_arrival(program):
    gathering = a_gathering(capacity=3)
    a_sign_up(gathering, a_person("Noor", surname="Vos"), party_size=3)
    a_sign_up(gathering, a_person("Jan"), SignUpStatus.WAITING)
    a_sign_up(gathering, a_person("Weg"), SignUpStatus.CANCELLED)
    answer = program.get(f"{PATH}/{gathering.id}/sign-ups?limit=1")
    (first,) = answer.json["items"]
    assert set(first) == {"id", "title", "status", "party_size", "created_at"}
    assert (first["title"], first["status"], first["party_size"]) == ("Noor Vos", "confirmed", 3)
    assert answer.json["counts"]["confirmed_people"] == 3
    assert answer.json["counts"]["waiting_parties"] == 1
    rest = program.get(f"{PATH}/{gathering.id}/sign-ups?cursor={answer.json['next']}").json
    assert [each["title"] for each in rest["items"]] == ["Jan"]
    assert rest["next"] is None
    assert "no-store" in answer.headers["Cache-Control"]


def test_of_something_sensitive_only_how_many(program):
    gathering = a_gathering(is_sensitive=True)
    a_sign_up(gathering, a_person("Noor"), party_size=2)
    answer = program.get(f"{PATH}/{gathering.id}/sign-ups")
    assert answer.json["items"] == []
    assert answer.json["counts"]["confirmed_people"] == 2
    assert "Noor" not in answer.text


def test_everybody_who_is_signed_up_is_there(program):
    gathering = a_gathering(capacity=None)
    for _ in range(5):
        a_sign_up(gathering)
    assert len(program.get(f"{PATH}/{gathering.id}/sign-ups").json["items"]) == 5
