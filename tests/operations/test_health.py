"""`/gezond`: what a monitor reads."""

from __future__ import annotations

from collections import namedtuple
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from community.clock import now
from community.db import transaction
from community.jobs import queue
from community.operations import health
from community.outbox import states
from community.outbox.services import owe
from tests.factories import a_person, an_operator


@pytest.fixture
def worker(app) -> None:
    """A worker that has just said that it lives."""
    for part in queue.PARTS:
        queue.beat(queue.queue_of(app), part)


def owe_a_mail(key: str, *, minutes_ago: int) -> None:
    with transaction() as tx:
        owe(tx, "tests/note", to=1, key=key, now=now() - timedelta(minutes=minutes_ago))


@pytest.mark.usefixtures("worker")
def test_all_is_well(client):
    answer = client.get("/gezond")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert set(answer.json["checks"]) == {"database", "tables", "queue", "mail", "disk"}
    assert all(check["ok"] for check in answer.json["checks"].values())
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_worker_that_never_came_asks_for_attention_but_pages_go_on(client):
    answer = client.get("/gezond")
    assert answer.status_code == 200
    assert answer.json["status"] == "attention"
    assert answer.json["checks"]["queue"]["ok"] is False


@pytest.mark.usefixtures("worker")
def test_a_worker_that_fell_silent_asks_for_attention(client, monkeypatch):
    monkeypatch.setattr(health, "now", lambda: now() + timedelta(minutes=4))
    answer = client.get("/gezond")
    assert answer.json["checks"]["queue"]["ok"] is False
    assert 230 < answer.json["checks"]["queue"]["outbox_silent_seconds"] < 250


def test_one_silent_part_of_the_worker_is_enough(app, client):
    queue.beat(queue.queue_of(app), "jobs")
    assert client.get("/gezond").json["checks"]["queue"]["ok"] is False


@pytest.mark.usefixtures("worker")
def test_tables_of_another_version_ask_for_attention(client):
    with transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/gezond")
    assert (answer.status_code, answer.json["status"]) == (200, "attention")
    assert answer.json["checks"]["tables"]["ok"] is False


@pytest.mark.usefixtures("worker")
def test_mail_that_stays_behind_asks_for_attention(client):
    owe_a_mail("fresh", minutes_ago=1)
    assert client.get("/gezond").json["status"] == "ok"
    owe_a_mail("old", minutes_ago=20)
    answer = client.get("/gezond")
    assert answer.json["status"] == "attention"
    assert answer.json["checks"]["mail"]["owed"] == 2
    assert answer.json["checks"]["mail"]["oldest_owed_seconds"] >= 20 * 60


@pytest.mark.usefixtures("worker")
def test_mail_that_was_given_up_is_counted(client):
    owe_a_mail("lost", minutes_ago=1)
    with transaction() as tx:
        mail = states.claim(tx, now=now())
        states.give_up(tx, mail.id, why="address_refused 550")
    mail_check = client.get("/gezond").json["checks"]["mail"]
    assert (mail_check["failed"], mail_check["owed"]) == (1, 0)


@pytest.mark.usefixtures("worker")
def test_a_full_disk_is_down(client, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: usage(1, 1, 5_000_000))
    answer = client.get("/gezond")
    assert (answer.status_code, answer.json["status"]) == (503, "down")


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_without_database_it_still_answers(client, monkeypatch, accept):
    class Away:
        def execute(self, *_args: object) -> None:
            raise OperationalError("SELECT secret", {}, Exception("password=geheim"))

        scalars = execute

    monkeypatch.setattr(health, "session", Away)
    answer = client.get("/gezond", headers={"Accept": accept})
    assert answer.status_code == 503
    assert "geheim" not in answer.text
    assert "SELECT" not in answer.text


@pytest.mark.usefixtures("worker")
def test_people_get_a_page_and_monitors_get_json(client):
    page = client.get("/gezond", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert "Alles is goed" in page.text
    assert client.get("/gezond", headers={"Accept": "*/*"}).mimetype == "application/json"
    assert "Set-Cookie" not in page.headers


def test_an_operator_finds_it_on_her_own_page_and_nobody_else_does(client_of):
    assert 'href="/gezond"' not in client_of(a_person()).get("/mijn").text
    assert 'href="/gezond"' in client_of(an_operator()).get("/mijn").text
