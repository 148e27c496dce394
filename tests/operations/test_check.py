"""`flask check`: one line in words for everything, and what to do about it."""

from __future__ import annotations

import json
from collections import namedtuple
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from community import checks
from community.checks import Verdict
from community.clock import now
from community.db import db, session, transaction
from community.jobs import clock, queue
from community.operations import checking, cli, database, machine, work
from community.outbox import states
from community.outbox.services import owe
from tests.architecture.test_migrations import log_something

GOOD_KEY = "6f1c9b0e2d7a4358b1c0ffee5eed1234"


@pytest.fixture
def sound(app, monkeypatch):
    """A house in which all is well, whatever machine it is on."""
    monkeypatch.setitem(app.config, "SECRET_KEY", GOOD_KEY)
    monkeypatch.setattr(machine, "_is_kept_right", lambda: True)
    monkeypatch.setattr(machine, "_others_read", lambda _path: False)
    kept = queue.queue_of(app)
    for part in queue.PARTS:
        queue.beat(kept, part)
    for job in clock.registered():
        queue.note_run(kept, job.name, queue.Run(now(), 0.2, well=True))
    return app


#: What is no matter of the database.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def of(name: str) -> checks.Finding:
    return checking._looked(checks.registered()[name])


def test_all_is_well(sound):
    found = checking.check_all()
    assert {name: f.says for name, f in found.items() if f.verdict is not Verdict.GOOD} == {}
    result = sound.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert all(line.startswith(("good ", " ")) for line in lines)
    assert "triggers" in result.output


@on_sqlite
@pytest.mark.parametrize(
    ("settings", "name", "verdict", "says"),
    [
        ({"SECRET_KEY": "a" * 40}, "secret key", Verdict.WRONG, "guessed"),
        ({"SECRET_KEY": "short and sweet 12"}, "secret key", Verdict.WRONG, "short"),
        ({"DEVELOPMENT": True}, "settings", Verdict.WRONG, "/mail"),
        ({"BASE_URL": "http://127.0.0.1:8000"}, "address", Verdict.WRONG, "Only this machine"),
        ({"BASE_URL": "http://kring.example.org"}, "address", Verdict.WRONG, "not encrypted"),
        ({"TRUSTED_PROXIES": 0}, "proxies", Verdict.WRONG, "locks out all"),
        ({"BASE_URL": "http://kring.example.org"}, "proxies", Verdict.LOOK, "without https"),
        ({"MAIL_URL": "file:///tmp/mail"}, "mail server", Verdict.WRONG, "not sent"),
        ({"MAIL_URL": "smtp://127.0.0.1:9"}, "mail server", Verdict.WRONG, "Could not connect"),
        ({"PRODUCTION": False}, "settings", Verdict.LOOK, "COMMUNITY_PRODUCTION"),
        ({}, "settings", Verdict.GOOD, "In production"),
        ({}, "address", Verdict.GOOD, "https://kring.example.org"),
    ],
)
def test_in_production_settings_are_held_against_what_others_need(
    sound, monkeypatch, settings, name, verdict, says
):
    """What is not said here is as it should be."""
    right = {"PRODUCTION": True, "BASE_URL": "https://kring.example.org", "TRUSTED_PROXIES": 1,
             "SECRET_KEY": GOOD_KEY}  # fmt: skip
    for key, value in (right | settings).items():
        monkeypatch.setitem(sound.config, key, value)
    found = of(name)
    assert (found.verdict, says in found.says) == (verdict, True), found
    assert bool(found.do) == (verdict is not Verdict.GOOD)


@on_sqlite
def test_a_setting_that_nobody_reads_is_named_with_the_one_that_was_meant(sound, monkeypatch):
    monkeypatch.setenv("COMMUNITY_MAILURL", "smtp://mail.example.org")
    found = of("settings")
    assert found.verdict is Verdict.LOOK
    assert "COMMUNITY_MAILURL" in found.says
    assert "did you mean COMMUNITY_MAIL_URL?" in found.do


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"log_error_verbosity": "default"}, ["log_error_verbosity is default"]),
        ({"log_error_verbosity": "verbose"}, ["log_error_verbosity is verbose"]),
        ({"log_statement": "all"}, ["log_statement is all"]),
        ({"log_statement": "mod"}, ["log_statement is mod"]),
        ({"log_statement": "ddl", "log_min_duration_statement": "250"}, []),
        ({"log_error_verbosity": "default", "log_min_duration_statement": "250"},
         ["log_error_verbosity is default", "log_min_duration_statement is 250"]),
        ({"log_error_verbosity": "default", "log_min_duration_statement": "0",
          "log_parameter_max_length": "0"}, ["log_error_verbosity is default"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_server_that_writes_down_what_people_typed_is_named_with_what_to_do(
    sound, settings, says
):
    try:
        for name, value in settings.items():
            session().execute(text(f"SET {name} = '{value}'"))
        found = of("database log")
    finally:
        session().execute(text("RESET ALL"))
    assert (found.verdict is Verdict.LOOK) is bool(says), found
    assert [part for part in says if part not in found.says] == []
    assert found.do.count("ALTER SYSTEM SET") == len(says)


def test_a_trigger_that_is_gone_is_named_and_put_back(sound):
    gone = {"sqlite": "DROP TRIGGER activity_no_delete",
            "postgresql": "DROP TRIGGER activity_no_truncate ON activity"}  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(text(gone[db.engine.dialect.name]))
    found = of("triggers")
    assert found.verdict is Verdict.WRONG
    assert "activity_no_" in found.says
    result = sound.test_cli_runner().invoke(args=["guards"])
    assert result.exit_code == 0, result.output
    assert of("triggers").verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("at", "says"),
    [("0001", "this version needs"), ("9999", "does not know")],
)
def test_a_database_of_another_version_is_wrong(sound, at, says):
    with transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})
    found = of("migrations")
    assert (found.verdict, says in found.says) == (Verdict.WRONG, True)


def test_without_a_database_everything_else_is_still_told(sound, monkeypatch):
    class Away:
        def scalar(self, *_args: object) -> None:
            raise OperationalError("SELECT secret", {}, Exception("password=geheim"))

        def rollback(self) -> None: ...

    monkeypatch.setattr(database, "session", Away)
    result = sound.test_cli_runner().invoke(args=["check", "--json"])
    assert result.exit_code == 2
    told = json.loads(result.output)
    assert told["verdict"] == "wrong"
    assert told["checks"]["database"]["says"].startswith("The database did not answer")
    assert told["checks"]["worker"]["verdict"] == "good"
    assert "geheim" not in result.output


def test_a_look_that_stumbles_is_wrong_by_itself(sound, monkeypatch):
    monkeypatch.setitem(checks._checks, "stairs", lambda: 1 / 0)
    found = checking.check_all()
    assert found["stairs"].says == "Could not be checked (ZeroDivisionError)."
    assert found["disk"].verdict is Verdict.GOOD


def test_a_worker_that_never_came_or_fell_silent_is_wrong(sound, monkeypatch):
    queue.queue_of(sound).flush()
    monkeypatch.setattr(work, "last_beat", lambda _queue, _part: None)
    assert "The worker has never run" in of("worker").says
    monkeypatch.setattr(work, "last_beat", lambda _queue, _part: now() - timedelta(hours=5))
    found = of("worker")
    assert "5 hours ago" in found.says
    assert "jobs, outbox, webhooks" in found.says


def test_jobs_that_went_wrong_or_were_not_done_are_named(sound):
    kept = queue.queue_of(sound)
    daily = next(job for job in clock.registered() if not job.aside)
    queue.note_run(kept, daily.name, queue.Run(now(), 0.1, well=False))
    assert of("jobs").says == f"Failed last time: {daily.name}."
    long_ago = now() - timedelta(minutes=daily.minutes) - timedelta(minutes=16)
    queue.note_run(kept, daily.name, queue.Run(long_ago, 0.1, well=True))
    assert of("jobs").says == f"Late: {daily.name}."


@pytest.mark.parametrize(
    ("minutes", "verdict"), [(1, Verdict.GOOD), (30, Verdict.LOOK), (300, Verdict.WRONG)]
)
def test_mail_that_waits_too_long_is_told(sound, minutes, verdict):
    with transaction() as tx:
        owe(tx, "tests/note", to=1, key="old", now=now() - timedelta(minutes=minutes))
    assert of("mail").verdict is verdict


def test_mail_that_was_given_up_this_week_is_told_and_no_longer(sound, monkeypatch):
    with transaction() as tx:
        owe(tx, "tests/note", to=1, key="lost", now=now() - timedelta(minutes=1))
    with transaction() as tx:
        states.give_up(tx, states.claim(tx, now=now()).id, why="address_refused 550")
    assert of("mail").says == "1 given up this week."
    monkeypatch.setattr(work, "now", lambda: now() + timedelta(days=8))
    assert of("mail").verdict is Verdict.GOOD


@on_sqlite
@pytest.mark.parametrize(("free", "verdict"), [(50e6, Verdict.WRONG), (500e6, Verdict.LOOK)])
def test_a_disk_that_fills_up_is_told(sound, monkeypatch, free, verdict):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: usage(1, 1, free))
    assert of("disk").verdict is verdict


def test_a_clock_that_nobody_keeps_or_that_was_set_back_is_told(sound, monkeypatch):
    monkeypatch.setattr(machine, "_is_kept_right", lambda: False)
    assert of("clock").verdict is Verdict.LOOK
    log_something()
    monkeypatch.setattr(machine, "now", lambda: now() - timedelta(hours=1))
    assert of("clock").verdict is Verdict.WRONG


@on_sqlite
def test_what_others_can_read_or_write_is_named(sound, monkeypatch, tmp_path):
    monkeypatch.undo()  # The real question, in a folder that all its parents let others into.
    reachable = {path: path.stat().st_mode for path in [tmp_path, *tmp_path.parents]}
    monkeypatch.setattr(
        machine, "_mode",
        lambda path: path.stat().st_mode | (0o001 if path in reachable else 0),
    )  # fmt: skip
    key = tmp_path / "secret_key"
    monkeypatch.setitem(sound.config, "INSTANCE", str(tmp_path))
    for path, mode in [(tmp_path / "community.db", 0o640), (key, 0o600)]:
        path.touch()
        path.chmod(mode)
    assert of("files").verdict is Verdict.GOOD
    (tmp_path / "community.db").chmod(0o644)
    assert of("files").verdict is Verdict.LOOK
    key.chmod(0o644)
    found = of("files")
    assert (found.verdict, f"chmod o= {key}" in found.do) == (Verdict.WRONG, True)
    tmp_path.chmod(0o777)
    assert "may put files" in of("files").says
    tmp_path.chmod(0o700)


@on_sqlite
def test_a_package_of_another_version_is_named(sound, monkeypatch):
    monkeypatch.setattr(machine, "_locked", lambda: {"flask": {"0.1"}, "no-such": {"1"}})
    assert "no-such" in of("packages").says
    monkeypatch.setattr(machine, "_locked", lambda: {"flask": {"0.1"}, "colorama": {"1", "none"}})
    assert "tested with 0.1" in of("packages").says


def test_the_status_is_of_the_worst(sound, monkeypatch):
    monkeypatch.setattr(machine, "_is_kept_right", lambda: False)
    result = sound.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == cli.STATUS[Verdict.LOOK] == 1
    assert "look at this  clock" in result.output
    assert "→ timedatectl" in result.output
