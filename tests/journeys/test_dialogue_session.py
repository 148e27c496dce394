"""A whole dialogue session over HTTP, without JavaScript: from an invitation to a promise kept.

Six tables and three rounds, a table whose wifi fails, and the clock moved on by days. Whole on both
engines; only what the worker and the clock do is called as they call it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from sqlalchemy import select

from community import clock
from community.accounts import queries as accounts
from community.activity.models import Activity
from community.db import session, transaction
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from community.harvests import jobs as harvest_jobs
from community.harvests import links
from community.harvests import queries as harvests
from community.harvests.models import Harvest, QuoteConsent, State
from community.invitations.models import Invitation
from community.meetlat import standing
from community.meetlat.engine import workings
from community.meetlat.engine.standard import standard
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.promises import jobs as promise_jobs
from community.promises import queries as promises
from community.promises.models import Promise
from community.promises.models import State as Stands
from community.table_notes import queries as screens
from community.table_plans import queries as plans_of
from tests.factories import a_gathering, a_librarian, a_member, a_person, a_sign_up
from tests.harvests.rows import items_of, texts_of
from tests.table_notes.tables import sent, words_of
from tests.table_plans import plans

TABLES, ROUNDS, WITHOUT_WIFI = 6, 3, 2
DESK = "/vechtdal/beheer/activiteiten"
Later = Callable[..., datetime]


@pytest.fixture
def later(monkeypatch) -> Later:
    """Moves the clock of the house on; the first call begins it."""
    passed = [timedelta()]

    def move(**by: float) -> datetime:
        passed[0] += timedelta(**by)
        return clock.now()

    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + passed[0])
    return move


def written(template: str) -> list[letters.Letter]:
    session().rollback()
    owed = session().scalars(select(OutboxMail).where(OutboxMail.template == template))
    found = [letters.render(session(), mail) for mail in owed]
    return [letter for letter in found if letter is not None]


def yielded(library_id: int) -> float:
    """O6: which part of the conversations has a harvest; the page asks for ten of them."""
    session().rollback()
    worked = standing.compute(session(), library_id, clock.local_day(clock.now()))
    made_of = workings.rows("O6", worked.aggregates, standard().rules)
    assert len(made_of) == 1
    return made_of[0].part / made_of[0].whole


def test_from_an_invitation_to_a_promise_that_was_kept(app, client, client_of, later):
    key = app.config["SECRET_KEY"]
    starts = clock.now() + timedelta(days=2)
    talk = a_gathering(
        "Wat helpt je de winter door?", capacity=40, starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )  # fmt: skip
    library_id, page = talk.library_id, f"{DESK}/{talk.id}"
    desk, noor = client_of(a_librarian(talk.library)), a_member(name="Noor")

    def press(path: str, **data: object) -> str:
        answer = desk.post(f"{page}{path}", data=data)
        assert answer.status_code in (302, 303), (path, answer.status_code, answer.text)
        return answer.location

    # Invited, and signed up: with an account, without one, and the rest before.
    asked = a_member(name="Vera")
    allow(asked, library_id)
    press("/wie-past/uitnodigen", people=[asked.id])
    assert len(session().scalars(select(Invitation)).all()) == 1
    to = f"/vechtdal/agenda/{talk.id}/aanmelden"
    assert client_of(noor).post(to, data={}).status_code == 303
    stranger = {"first_name": "Ria", "email": "ria@example.org", "party_size": "1",
                "may_invite": "no"}  # fmt: skip
    assert client.post(to, data=stranger).status_code == 303
    ria = session().scalars(select(SignUp).where(SignUp.status == SignUpStatus.PENDING)).one()
    client.post(f"/vechtdal/aanmelding/{sign_up_queries.token_of(ria, key=key)}/bevestigen")
    for number in range(22):
        a_sign_up(talk, a_person(f"Gast{number}", email=None))

    # Who sits where: three rounds at six tables, worked out aside, then out.
    press("/tafels/opzet", rounds=ROUNDS, least=3, most=5, hosts_per_table=0, own_question="")
    plan = plans_of.get(session(), library_id, talk.id)
    press("/tafels/verdeel", seen=plans.the(plan).version)
    plans.answer(plan, steps=50)
    for state in ("fixed", "released"):
        press("/tafels/staat", seen=plans.the(plan).version, naar=state)
    assert [len(tables) for tables in plans.rounds_of(plan)] == [TABLES] * ROUNDS

    # In the room. A table without wifi keeps what it writes, and sends it twice and out of order.
    later(days=2, minutes=5)
    press("/zaal/open", tables=TABLES)
    tables = [screens.find_screen(session(), talk, number + 1) for number in range(TABLES)]
    at = [f"/vechtdal/tafel/{screens.token_of(each, key=key)}/stand" for each in tables]
    wrote = write_down(client, at)
    assert words_of(talk) == wrote

    # It is over: a head-count, and nothing else.
    later(hours=3)
    press("/afronden", head_count=25, how="counted", absent="nothing")
    assert yielded(library_id) == 0

    # The harvest: drafted of all there was, a quote asked for, shown to who was there.
    press("/oogst/begin")
    made = harvests.find_of(session(), library_id, talk.id)
    item = items_of(made)[0]
    press(f"/oogst/{item.id}/citaat")
    press(f"/oogst/{item.id}/naam", sign_up=ria.id, name="Ria", how="", seen=version(made))
    consent = session().scalars(select(QuoteConsent)).one()
    token = links.quote_token(consent, key=key)
    client.post(f"/vechtdal/oogst/citaat/{token}/ja")
    press("/oogst/voorleggen", seen=version(made))
    (shown,) = [each for each in written("harvests/presented") if "ria@" in each.to_address]
    own = f"/vechtdal/oogst/klopt/{links.token_of(ria, key=key)}"
    assert own in shown.text
    client.post(own)

    # Nobody publishes before 72 hours have passed.
    later(hours=71)
    harvest_jobs.establish_due(clock.now())
    assert desk.post(f"{page}/oogst/publiceren").status_code == 409
    later(hours=2)
    harvest_jobs.establish_due(clock.now())
    press("/oogst/publiceren")
    session().expire_all()
    assert session().get_one(Harvest, made.id).state is State.PUBLISHED
    public = client.get(f"/vechtdal/oogst/{made.id}", follow_redirects=True).text
    assert THINGS[0] in public
    assert "Ria" in public
    assert len(texts_of(made)) == len(wrote)

    # A promise: said yes to, and kept; who was there hears it.
    press("/afspraken", what="Ik kook elke maandag soep.", who=f"person-{ria.person_id}")
    promise = session().scalars(select(Promise)).one()
    mine = f"/vechtdal/afspraak/{promises.token_of(promise, key=key)}"
    client.post(f"{mine}/klopt", data={})
    noon = later(days=15).replace(hour=11, minute=0)
    assert promise_jobs.remind(noon) == 1
    client.post(f"{mine}/gedaan", data={"words": "Er kwamen er twaalf."})
    session().expire_all()
    assert session().get_one(Promise, promise.id).state is Stands.DONE
    assert promise_jobs.tell_kept(noon + timedelta(days=1)) > 0
    assert any("soep" in each.text for each in written("promises/kept"))

    # What the log has of it, and what the meetlat reads in that.
    verbs = {f"{row}" for row in session().scalars(select(Activity.verb))}
    assert {
        "sign_up:confirmed", "gathering:closed", "harvest:confirmed", "harvest:published",
        "promise:made", "promise:kept",
    } <= verbs  # fmt: skip
    assert yielded(library_id) == 1


def write_down(client, tables: list[str]) -> list[str]:
    """What all tables write in three rounds, half typed first, sent twice and out of order. One of
    them has no wifi, and sends all of it at the end. What was written, sorted."""
    chance, waits, wrote = Random(8), [], []  # noqa: S311  (no secret)
    for round_no, number in product(range(1, ROUNDS + 1), range(TABLES)):
        text = f"Tafel {number + 1} zei in ronde {round_no} iets over {THINGS[number]}"
        note = sent(text, round=round_no, kind=KINDS[number % 3])
        wrote.append(text)
        if number == WITHOUT_WIFI:
            waits.append(note)
            continue
        half = note | {"text": text[:20], "laid": False}
        full = note | {"revision": 2}
        for each in chance.sample([half, full, full], 3):
            assert client.post(tables[number], json={"notes": [each]}).status_code == 200
    for _twice in range(2):
        chance.shuffle(waits)
        told = client.post(tables[WITHOUT_WIFI], json={"notes": waits})
        assert {each["became"] for each in told.json["results"]} <= {"kept", "old"}
    return sorted(wrote)


THINGS = ("soep", "een wandeling", "de telefoon", "samen zingen", "een bankje", "brieven")
KINDS = ("insight", "idea", "question")


def version(of) -> int:
    session().rollback()
    return harvests.get(session(), of.library_id, of.id).version


def allow(person, library_id: int) -> None:
    """They said: you may invite me when something fits."""
    with transaction() as tx:
        here = accounts.get_membership(tx, library_id, person.id)
        here.may_invite_since = clock.now()
