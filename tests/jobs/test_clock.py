"""What runs by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from community.jobs import clock
from community.jobs.clock import Job


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    """No jobs but a test's own."""
    own: dict[str, Job] = {}
    monkeypatch.setattr(clock, "_jobs", own)
    return own


def test_every_job_runs_once_and_is_told_the_time(app, jobs):
    told: list[datetime] = []
    clock.every(5, "tests.one", told.append)
    clock.every(60, "tests.two", told.append)
    assert clock.run_all() == []
    assert len(told) == 2
    assert all(moment.tzinfo for moment in told)


def test_an_error_in_one_job_keeps_no_other_from_its_turn(app, jobs, caplog):
    done: list[datetime] = []

    def stumble(_now: datetime) -> None:
        raise RuntimeError("stumbled")

    clock.every(5, "tests.stumbling", stumble)
    clock.every(5, "tests.steady", done.append)
    assert clock.run_all() == ["tests.stumbling"]
    assert len(done) == 1
    assert "job failed" in caplog.text


def test_without_a_database_a_job_is_put_off_without_a_fright(app, jobs, caplog):
    def look(_now: datetime) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    clock.every(5, "tests.looks", look)
    assert clock.run_all() == ["tests.looks"]
    assert "job put off" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("minutes", "times"), [(1, 1440), (5, 288), (60, 24), (1440, 1)])
def test_a_job_is_due_as_often_a_day_as_it_says(minutes, times):
    job = Job(minutes, "tests.job", lambda _now: None)
    midnight = datetime(2026, 3, 29, tzinfo=UTC)
    day = [midnight + timedelta(minutes=minute) for minute in range(24 * 60)]
    assert sum(map(job.is_due, day)) == times


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_job_that_would_never_or_always_run_is_refused(jobs, minutes):
    with pytest.raises(ValueError):
        clock.every(minutes, "tests.job", lambda _now: None)


def test_jobs_run_says_what_failed(app, jobs):
    clock.every(5, "tests.steady", lambda _now: None)
    said = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert (said.exit_code, said.output) == (0, "Jobs run: 1.\n")
    clock.every(5, "tests.stumbling", lambda _now: 1 / 0)
    said = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert said.exit_code == 1
    assert "tests.stumbling" in said.output


def test_every_job_of_the_house_can_run_twice(app):
    """A missed minute or a second runner changes nothing."""
    assert clock.run_all() == []
    assert clock.run_all() == []
