"""Whatever a librarian and the clock do with a series, in whatever order: no date is doubled or
lost, what was changed by hand stays, and nobody who signed up is forgotten."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from community.clock import from_local, local, local_day, now
from community.db import db, session, transaction
from community.errors import DomainError
from community.gatherings import hosting, sign_ups
from community.gatherings.drafts import draft_of
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.series import closed, editing, jobs, planning, queries
from community.series.editing import Change, Scope
from community.series.models import Series, SeriesDate
from community.series.rule import PeriodKind, days, slots
from tests.conftest import make_app
from tests.factories import a_person
from tests.gatherings.drafting import BASE_URL
from tests.series.acts import a_first, at_clock, repeat

which = st.integers(0, 30)
scope = st.sampled_from([Scope.ALL, Scope.FOLLOWING])
to = st.integers(0, 12)


class Repeating(RuleBasedStateMachine):
    """One thing that comes back every eight weeks, a librarian, a clock that may sleep."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        shutil.copyfile(self.template, self.folder / "c.db")
        self.app = make_app(f"sqlite:///{self.folder / 'c.db'}", self.folder)
        with self.app.app_context():
            self.now = now()
            series = repeat(a_first(capacity=20), weeks=8, until=None)
            self.library_id, self.root = series.library_id, series.id
        self.titles: dict[int, str] = {}  #: By hand, of one gathering.
        self.times: set[int] = set()  #: Gatherings that were moved by hand.
        self.signed_up = 0

    def teardown(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(self.folder)

    @property
    def hand(self) -> Hand:
        return Hand(None, BASE_URL, self.now)

    @contextmanager
    def act(self) -> Iterator[Any]:
        """One transaction; a rule of the house may say no, and then nothing happened."""
        try:
            with transaction() as tx:
                yield tx
        except DomainError:
            pass

    def coming(self) -> list[Gathering]:
        return list(
            session().scalars(
                select(Gathering)
                .join(SeriesDate, SeriesDate.gathering_id == Gathering.id)
                .where(
                    Gathering.starts_at > self.now, Gathering.status == GatheringStatus.PUBLISHED
                )
                .order_by(Gathering.starts_at, Gathering.id)
            )
        )

    def one(self, number: int) -> Gathering | None:
        found = self.coming()
        return found[number % len(found)] if found else None

    def all_series(self) -> list[Series]:
        return list(session().scalars(select(Series).order_by(Series.id)))

    @rule(number=which, scope=scope, what=st.sampled_from(["capacity", "title", "time"]), to=to)
    def change_several(self, number: int, scope: Scope, what: str, to: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is None:
                return
            changes: dict[str, Any] = {what: 20 + to if what == "capacity" else f"Praatcafé {to}"}
            if what == "time":
                changes = at_clock(one, 8 + to)
            if what == "title" and one.id in self.titles:
                self.titles[one.id] = changes["title"]
            wish = Change(one.id, replace(draft_of(one), **changes), scope)
            with self.act() as tx:
                editing.edit(tx, self.library_id, wish, self.hand)

    @rule(number=which, scope=scope, step=st.integers(-6, 6))
    def move_the_whole_to_another_day(self, number: int, scope: Scope, step: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is None:
                return
            starts, ends = (
                from_local(local_day(one.starts_at) + timedelta(days=step), local(each).time())
                for each in (one.starts_at, one.ends_at)
            )
            draft = replace(draft_of(one), starts_at=starts, ends_at=ends)
            with self.act() as tx:
                editing.edit(tx, self.library_id, Change(one.id, draft, scope), self.hand)

    @rule(number=which)
    def change_one_by_hand(self, number: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is not None:
                title = f"Met gast {one.id}"
                draft = replace(draft_of(one), title=title)
                with self.act() as tx:
                    hosting.edit(tx, self.library_id, one.id, draft, self.hand)
                self.titles[one.id] = title

    @rule(number=which, days=st.integers(1, 3))
    def move_one_by_hand(self, number: int, days: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is not None:
                later = timedelta(days=days, minutes=7)
                draft = replace(
                    draft_of(one), starts_at=one.starts_at + later, ends_at=one.ends_at + later
                )
                with self.act() as tx:
                    hosting.edit(tx, self.library_id, one.id, draft, self.hand)
                self.times.add(one.id)

    @rule(number=which)
    def cancel_one(self, number: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is not None:
                with self.act() as tx:
                    hosting.cancel(tx, self.library_id, one.id, "Storm", self.hand)

    @rule(number=which, after=st.integers(10, 300))
    def let_one_end(self, number: int, after: int) -> None:
        with self.app.app_context():
            series = self.all_series()[number % len(self.all_series())]
            last = local_day(self.now) + timedelta(days=after)
            if series.until is None or last < series.until:
                with self.act() as tx:
                    planning.stop(tx, self.library_id, series.id, last, "Klaar", self.hand)

    @rule(number=which, day=st.integers(1, 200))
    def add_a_date(self, number: int, day: int) -> None:
        with self.app.app_context():
            series = self.all_series()[-1]
            on = local_day(self.now) + timedelta(days=day)
            known = {
                each for one in self.all_series() for each in queries.list_days(session(), one)
            }
            if on not in known and on >= series.first_day:
                with self.act() as tx:
                    planning.add_date(tx, self.library_id, series.id, on, self.hand)

    @rule(number=which)
    def sign_somebody_up(self, number: int) -> None:
        with self.app.app_context():
            if (one := self.one(number)) is not None:
                person = a_person()
                with self.act() as tx:
                    sign_ups.sign_up(
                        tx, self.library_id, one.id, person, confirmed=True, now=self.now
                    )
                self.signed_up = session().scalar(select(func.count(SignUp.id))) or 0

    @rule(after=st.integers(20, 200))
    def close_a_week(self, after: int) -> None:
        day = local_day(self.now) + timedelta(days=after)
        draft = closed.PeriodDraft(
            kind=PeriodKind.CLOSED, name="Dicht", first_day=day, last_day=day + timedelta(days=6)
        )
        with self.app.app_context(), self.act() as tx:
            closed.add_period(tx, self.library_id, draft)

    @rule(asleep=st.sampled_from([0, 6, 24, 500]))
    def the_clock_comes_by(self, asleep: int) -> None:
        self.now += timedelta(hours=asleep)
        with self.app.app_context():
            jobs.extend_all(self.now)
            rows = self.rows()
            assert jobs.extend_all(self.now) == 0
            assert self.rows() == rows
            for series in self.all_series():
                assert planned_days(series, self.now) <= queries.list_days(session(), series)

    def rows(self) -> list[Any]:
        db.session().rollback()
        found = session().execute(select(SeriesDate.id, SeriesDate.gathering_id))
        return sorted(tuple(row) for row in found)

    @invariant()
    def no_day_is_there_twice(self) -> None:
        with self.app.app_context():
            days = Counter(session().scalars(select(SeriesDate.on_date)))
            assert days.total() == len(days)

    @invariant()
    def what_was_changed_by_hand_stays(self) -> None:
        with self.app.app_context():
            for gathering_id, title in self.titles.items():
                one = session().get(Gathering, gathering_id)
                assert one is None or one.title == title

    @invariant()
    def everybody_who_signed_up_still_is(self) -> None:
        with self.app.app_context():
            rows = session().scalars(select(SignUp.status))
            assert len(rows.all()) == self.signed_up

    @invariant()
    def every_date_is_at_the_time_of_its_series(self) -> None:
        with self.app.app_context():
            rows = session().execute(
                select(SeriesDate, Series, Gathering)
                .join(Series, Series.id == SeriesDate.series_id)
                .join(Gathering, Gathering.id == SeriesDate.gathering_id)
                .where(
                    Gathering.starts_at > self.now, Gathering.status == GatheringStatus.PUBLISHED
                )
            )
            for row, series, gathering in rows:
                # What could not land on the new day stands where it was, and says so.
                if gathering.id not in self.times and not row.trouble:
                    starts = local(gathering.starts_at)
                    assert (starts.date(), starts.time()) == (row.on_date, series.starts)

    @invariant()
    def one_rule_ends_before_the_next_begins(self) -> None:
        with self.app.app_context():
            ordered = sorted(self.all_series(), key=lambda one: one.first_day)
            for one, following in pairwise(ordered):
                assert one.until is not None
                named = set(days(one.rule, one.until))
                assert not named & set(days(following.rule, one.until))


def planned_days(series: Series, at: Any) -> set[Any]:
    periods = [each.period for each in queries.list_periods(session(), series.library_id)]
    to = planning.horizon(at)
    found = slots(series.rule, periods, since=local_day(at), to=to)
    return {slot.day for slot in found if slot.starts_at and slot.starts_at > at}


@pytest.mark.timeout(300)
def test_in_any_order_of_acts(sqlite_template: Path) -> None:
    Repeating.template = sqlite_template
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Repeating,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
