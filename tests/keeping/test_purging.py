"""The retention table, and the clock that does what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError

from community.activity import forgetting as log
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import session, transaction
from community.gatherings import forgetting
from community.gatherings.models import SignUp
from community.jobs import clock
from community.keeping import purging
from community.keeping.labels import how_long, period
from community.keeping.rules import Rule, Words, all_rules
from community.outbox.forgetting import KEPT as MAILS_KEPT
from community.outbox.models import MailState, OutboxMail
from tests.factories import a_gathering, a_sign_up
from tests.keeping.forgetting import forget
from tests.logbook.rows import arrived

pytestmark = pytest.mark.usefixtures("app")


def an_old_sign_up():
    ended = now() - forgetting.PRESENCE - timedelta(days=1)
    gathering = a_gathering(starts_at=ended - timedelta(hours=2), ends_at=ended)
    return a_sign_up(gathering)


def people() -> int:
    session().expire_all()
    return session().query(SignUp).count()


def test_a_dry_run_tells_what_would_go_and_takes_nothing(app):
    an_old_sign_up()
    assert purging.would_go(now())["gatherings.presence"] == 1
    said = app.test_cli_runner().invoke(args=["privacy", "purge", "--dry-run"])
    assert "gatherings.presence: 1" in said.output
    assert "Would wipe 1 row." in said.output
    assert people() == 1
    said = app.test_cli_runner().invoke(args=["privacy", "purge"])
    assert said.output == "gatherings.presence: 1\nWiped 1 row.\n"
    assert people() == 0


def test_what_is_much_goes_in_portions_until_nothing_is_left(monkeypatch):
    monkeypatch.setattr(forgetting, "_PORTION", 1)
    for _each in range(3):
        an_old_sign_up()
    assert purging.would_go(now())["gatherings.presence"] == 3
    assert purging.purge(now())["gatherings.presence"] == 3
    assert people() == 0


def test_one_rule_that_stumbles_keeps_no_other_from_its_turn(monkeypatch):
    an_old_sign_up()

    def stumble(_session, _now):
        raise RuntimeError("stumbled")

    stumbling = Rule(name="aaa.stumbles", order=0, forget=stumble)
    monkeypatch.setattr(purging, "all_rules", lambda: [stumbling, *all_rules()])
    with pytest.raises(ExceptionGroup):
        purging.purge(now())
    assert people() == 0


def test_a_database_that_is_away_ends_it_as_it_ends_any_job(monkeypatch):
    tried = []

    def away(_session, _now):
        tried.append("once")
        raise OperationalError("SELECT 1", {}, ConnectionError("away"))

    first, second = (Rule(name=name, order=0, forget=away) for name in ("aaa.first", "bbb.second"))
    monkeypatch.setattr(purging, "all_rules", lambda: [first, second])
    with pytest.raises(OperationalError):
        purging.purge(now())
    assert tried == ["once"]


def test_the_clock_does_it_every_hour():
    (job,) = (job for job in clock.registered() if job.name == "privacy.purge")
    assert job.minutes == 60


def test_the_log_forgets_its_number_and_keeps_the_count():
    gathering = a_gathering()
    arrived(gathering, 2)
    with transaction() as tx:
        known = tx.query(Activity).filter(Activity.verb == Verb.ATTENDANCE_CHECKED_IN).all()
        assert known
    later = now() + log.KEPT + timedelta(days=2)
    before = session().query(Activity).count()
    forget("activity.numbers", later)
    assert session().query(Activity).filter(Activity.person_key.is_not(None)).count() == 0
    assert session().query(Activity).count() == before


def test_a_mail_that_is_still_owed_is_never_too_old():
    long_ago = now() - MAILS_KEPT - timedelta(days=1)
    with transaction() as tx:
        for state in (MailState.OWED, MailState.SENT):
            tx.add(
                OutboxMail(
                    key=f"k:{state}", template="t", person_id=1, state=state, queued_at=long_ago,
                    due_at=long_ago, message_id=f"<{state}@x>",
                )
            )  # fmt: skip
    assert forget("outbox.mails", now()) == 1
    assert [each.state for each in session().query(OutboxMail)] == [MailState.OWED]


def test_a_period_is_said_as_the_purge_goes_by_it():
    with force_locale("nl"):
        assert [period(timedelta(days=days)) for days in (1, 5, 30, 183, 365, 730)] == [
            "1 dag", "5 dagen", "30 dagen", "6 maanden", "12 maanden", "24 maanden",
        ]  # fmt: skip
        rule = Rule(
            name="x", words=Words(what="", why="", how_long="%(kept)s."),
            periods={"kept": timedelta(days=5)},
        )  # fmt: skip
        assert how_long(rule) == "5 dagen."


def test_every_rule_that_is_shown_says_what_why_and_how_long_and_every_other_wipes():
    rules = all_rules()
    assert len({rule.name for rule in rules}) == len(rules) > 20
    for rule in rules:
        if rule.words is None:
            assert rule.forget, rule.name
        else:
            assert all((rule.words.what, rule.words.why, rule.words.how_long)), rule.name
        with force_locale("en"):
            assert "%(" not in how_long(rule), rule.name
