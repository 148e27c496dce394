from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts import doors
from community.accounts.doors import Door, enter
from community.accounts.models import Knock
from community.accounts.throttle import KnockedTooOften, Limit, knock
from community.clock import now
from community.db import db, transaction
from tests import factories as a
from tests.conftest import make_app

MINUTE = timedelta(minutes=1)


def knocks(times: int, who: str = "noor@example.org", later: timedelta = timedelta()) -> int:
    """How many of them are heard."""
    heard = 0
    for _ in range(times):
        try:
            with transaction() as tx:
                knock(tx, "a door", who, most=3, within=MINUTE, now=now() + later)
        except KnockedTooOften:
            continue
        heard += 1
    return heard


def test_a_door_is_knocked_on_so_often_and_then_again_later(session: Session) -> None:
    assert knocks(5) == 3
    assert knocks(5, later=MINUTE * 2) == 3


def test_one_who_knocks_too_often_keeps_nobody_else_out(session: Session) -> None:
    knocks(5)
    assert knocks(1, who="bas@example.org") == 1


def test_the_wait_is_told(session: Session) -> None:
    knocks(3)
    with pytest.raises(KnockedTooOften) as refused, transaction() as tx:
        knock(tx, "a door", "noor@example.org", most=3, within=MINUTE, now=now())
    assert 50 <= refused.value.seconds <= 60


def test_the_table_does_not_say_who_knocked(session: Session) -> None:
    knocks(1)
    row = session.scalars(select(Knock)).one()
    assert "noor" not in row.key
    assert len(row.key) == 64


def test_knocks_at_once_are_all_counted(app: Flask) -> None:
    def many(_number: int) -> int:
        with app.app_context():
            return knocks(5)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(many, range(4))) == 3


def test_two_houses_on_one_database_count_together(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    other = make_app(database_url, tmp_path / "other")
    heard = knocks(2)
    with other.app_context():
        heard += knocks(2)
        db.session.remove()
        db.engine.dispose()
    assert heard == 3


def test_a_try_counts_also_when_it_is_one_too_many(app: Flask, session: Session) -> None:
    door = Door("test", everybody=Limit(5, MINUTE), network=Limit(5, MINUTE),
                account=Limit(1, MINUTE))  # fmt: skip
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        enter(door, "noor@example.org")
        for _ in range(2):
            with pytest.raises(KnockedTooOften):
                enter(door, "noor@example.org")
    assert sorted(session.scalars(select(Knock.count))) == [3, 3, 3]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_a_subscriber_is_one_network_however_many_addresses_they_have(
    one: str, other: str, *, together: bool
) -> None:
    assert (doors._network(one) == doors._network(other)) is together


def test_too_many_links_is_a_calm_page_that_says_when(app: Flask) -> None:
    library = a.a_library()
    browser = app.test_client()
    for _ in range(doors.SIGN_IN_LINK.account.most):
        assert browser.post("/inloggen", data={"email": "noor@example.org"}).status_code == 303
    answer = browser.post("/inloggen", data={"email": "Noor@example.org"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "Probeer het over" in answer.text
    assert library.name in answer.text
    assert browser.post("/inloggen", data={"email": "bas@example.org"}).status_code == 303


def test_guessing_a_password_is_stopped_and_leaves_the_link_as_a_way_in(app: Flask) -> None:
    a.a_person(email="noor@example.org")
    browser = app.test_client()
    guess = {"email": "noor@example.org", "password": "wrong"}
    tries = doors.PASSWORD.account.most
    answers = [browser.post("/inloggen/wachtwoord", data=guess) for _ in range(tries + 1)]
    assert [answer.status_code for answer in answers] == [422] * tries + [429]
    assert browser.post("/inloggen", data={"email": "noor@example.org"}).status_code == 303


def test_trying_links_is_stopped_for_a_network(app: Flask, monkeypatch) -> None:
    narrow = Door("links", everybody=Limit(99, MINUTE), network=Limit(2, MINUTE))
    monkeypatch.setattr(doors, "USE_OF_LINK", narrow)
    browser = app.test_client()
    tried = [browser.post(f"/inloggen/{n}-AAAA").status_code for n in range(3)]
    assert tried == [410, 410, 429]
