"""`/metrics`: figures for a monitor, of nobody, and for who may have them."""

from __future__ import annotations

import os
import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from community import measures
from community.clock import now
from community.config import WrongSetting
from community.db import transaction
from community.gatherings import seats
from community.jobs import queue
from community.operations import ledger as ledgers
from community.operations import metrics, standing
from community.operations.ledger import Ledger
from community.outbox.services import owe
from tests import factories
from tests.conftest import make_app

TOKEN = "a token of thirty-two characters or more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
#: Elsewhere than on the machine itself.
FAR = {"REMOTE_ADDR": "203.0.113.9"}

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def settings():
    return {"METRICS": TOKEN, "PAGE_CACHE_MB": 8}


@pytest.fixture(autouse=True)
def nobody_counts_after_this(monkeypatch):
    made = []

    class Closing(Ledger):
        def __init__(self, folder):
            super().__init__(folder)
            made.append(self)

    monkeypatch.setattr(metrics, "Ledger", Closing)
    monkeypatch.setattr(ledgers, "Ledger", Closing)
    yield
    measures._listeners.clear()
    for ledger in made:
        ledger.close()


def figures(client) -> dict[tuple[str, ...], float]:
    """Name and values of the labels → figure."""
    answer = client.get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return {
        (sample.name.removeprefix("kenniskring_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@on_sqlite
def test_answers_are_counted_by_endpoint_and_by_how_long_they_took(app, client):
    factories.a_library()
    for path in ("/vechtdal/agenda?dag=nooit", "/vechtdal/bestaat-niet", "/gezond"):
        client.get(path)
    seen = figures(client)
    assert seen["requests_total", "gatherings.index", "2xx"] == 1
    assert seen["requests_total", "none", "4xx"] == 1
    assert seen["request_seconds_count", "GET"] == 3
    assert seen["request_seconds_bucket", "+Inf", "GET"] == 3
    assert 0 < seen["request_seconds_sum", "GET"] < 60
    steps = [value for key, value in seen.items() if key[0] == "request_seconds_bucket"]
    assert steps == sorted(steps), "a bucket holds what is in the smaller ones too"


@on_sqlite
def test_pages_that_were_kept_are_counted_though_the_house_was_not_asked(app, client):
    factories.a_library()
    for _ in range(3):
        client.get("/vechtdal/agenda")
    client.get("/gezond")
    seen = figures(client)
    assert (seen["page_cache_total", "hit"], seen["page_cache_total", "built"]) == (3, 1)


def test_mail_jobs_and_sign_ups_are_told_as_they_stand(app, client):
    factories.a_library()
    with transaction() as tx:
        owe(tx, "tests/note", to=1, key="old", now=now() - timedelta(minutes=20))
    kept = queue.queue_of(app)
    queue.beat(kept, "outbox")
    queue.note_run(kept, "privacy.purge", queue.Run(now(), 1.5, well=False))
    seen = figures(client)
    assert seen["mails", "owed"] == 1
    assert seen["mail_oldest_owed_seconds",] >= 1200
    assert seen["sign_ups_last_hour",] == 0
    assert seen["worker_silent_seconds", "outbox"] < 30
    assert seen["job_last_run_seconds", "privacy.purge"] == 1.5
    assert seen["job_last_run_well", "privacy.purge"] == 0
    assert {key for key in seen if key[0] == "up"} == {
        ("up", "database"), ("up", "queue"), ("up", "machine")
    }  # fmt: skip


@on_sqlite
def test_waiting_for_seats_is_told(app, client):
    gathering = factories.a_gathering(capacity=2)
    with transaction() as tx:
        seats.lock(tx, gathering.id)
    seen = figures(client)
    assert seen["wait_seconds_count", "seats"] == 1
    assert seen["wait_seconds_count", "turn"] >= 1


@on_sqlite
def test_no_label_is_of_a_person_a_library_or_an_address(app, client):
    factories.a_library()
    client.get("/vechtdal/agenda/12-breien?naam=Noor", headers={"X-Forwarded-For": "203.0.113.9"})
    client.open("/vechtdal/agenda", method="BREIEN")
    told = client.get("/metrics", headers=BEARER).text
    assert not re.search(r"noor|vechtdal|breien|203\.0\.113", told, re.IGNORECASE)
    names = {*app.view_functions, "none"}
    assert {key[1] for key in figures(client) if key[0] == "requests_total"} <= names


@on_sqlite
def test_only_who_has_the_token_gets_them(app, client):
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": f"Bearer {TOKEN}x"}):
        assert client.get("/metrics", headers=headers).status_code == 404
    assert client.get("/metrics", headers=BEARER, environ_base=FAR).status_code == 200


@pytest.mark.parametrize(
    ("allowed", "environ", "headers", "status"),
    [
        ("loopback", {}, {}, 200),
        ("loopback", FAR, {}, 404),
        ("loopback", {}, {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("loopback", {}, {"Forwarded": "for=203.0.113.9"}, 404),
        ("loopback", {}, {"X-Real-IP": "203.0.113.9"}, 404),
        ("", {}, {"Authorization": "Bearer "}, 404),
    ],
)
@on_sqlite
def test_this_machine_alone_when_that_is_said_and_nobody_when_nothing_is(
    app, client, monkeypatch, allowed, environ, headers, status
):
    """What a proxy passes on comes from this machine only by the look of it."""
    monkeypatch.setitem(app.config, "METRICS", allowed)
    answer = client.get("/metrics", headers=headers, environ_base=environ)
    assert answer.status_code == status


def test_a_token_that_can_be_guessed_stops_the_start(tmp_path):
    with pytest.raises(WrongSetting, match="COMMUNITY_METRICS must be loopback, or a token"):
        make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, METRICS="yes")


@on_sqlite
def test_without_database_the_rest_is_told(app, client, monkeypatch):
    monkeypatch.setattr(standing.outbox, "state", lambda *_: 1 / 0)
    seen = figures(client)
    assert (seen["up", "database"], seen["up", "queue"]) == (0, 1)
    assert ("mails", "owed") not in seen


def test_processes_count_together_and_what_one_counted_stays_when_it_ends(tmp_path, monkeypatch):
    here, gone = os.getpid(), 2**22 + 1  # More than a process can be numbered.
    ledger = ledgers.Ledger(tmp_path)
    for pid, amount in ((here, 1), (gone, 10), (gone + 1, 100)):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        ledger.add("requests", "home.index", "2xx", amount=amount)
        ledger.add("of", str(pid))
    assert ledger.totals()["requests", "home.index", "2xx"] == 111
    monkeypatch.setattr(os, "getpid", lambda: here)
    ledgers.Ledger(tmp_path).add("requests", "home.index", "2xx")
    assert ledger.totals()["requests", "home.index", "2xx"] == 112
    assert ledger.totals()["of", str(gone)] == 1
    assert {path.stem for path in tmp_path.glob("*.counts")} == {str(here), "past"}


def test_on_a_full_disk_nothing_is_counted_and_all_goes_on(tmp_path, monkeypatch):
    """A page of memory without a disk behind it would be the end of the process."""

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledgers.os, "posix_fallocate", full)
    ledger = ledgers.Ledger(tmp_path)
    ledger.add("requests", "home.index", "2xx")
    ledger.add("requests", "home.index", "2xx")
    assert ledger.totals() == {}


def test_a_file_in_pieces_is_passed_over(tmp_path):
    (tmp_path / "7.counts").write_bytes(b"\xff" * 40)
    (tmp_path / "8.counts").touch()
    ledger = ledgers.Ledger(tmp_path)
    ledger.add("of", "me")
    assert ledger.totals() == {("of", "me"): 1}
