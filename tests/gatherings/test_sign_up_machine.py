"""Whatever people do, in whatever order: seats are never oversold and nobody is passed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import db, session, transaction
from community.errors import DomainError
from community.gatherings import seats, sign_up_changes, sign_ups
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from tests.conftest import make_app
from tests.factories import a_gathering, a_person

PEOPLE = 6
who = st.integers(0, PEOPLE - 1)
size = st.integers(1, 4)


class Signing(RuleBasedStateMachine):
    """Six people, one gathering, a clock, and a librarian who changes the number of seats."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        shutil.copyfile(self.template, self.folder / "c.db")
        self.app = make_app(f"sqlite:///{self.folder / 'c.db'}", self.folder)
        with self.app.app_context():
            self.now: datetime = now()
            gathering = a_gathering(capacity=4, starts_at=self.now + timedelta(days=60))
            self.gathering_id, self.library_id = gathering.id, gathering.library_id
            self.people = [a_person(f"P{n}").id for n in range(PEOPLE)]

    def teardown(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(self.folder)

    @contextmanager
    def act(self) -> Iterator[Any]:
        """One transaction; a rule of the house may say no, and then nothing happened."""
        with self.app.app_context():
            try:
                with transaction() as tx:
                    yield tx
            except DomainError:
                pass

    def entry_of(self, tx: Any, person: int) -> int | None:
        found: int | None = tx.scalar(
            select(SignUp.id).where(SignUp.person_id == self.people[person])
        )
        return found

    @rule(person=who, party_size=size, confirmed=st.booleans(), at_desk=st.booleans())
    def sign_up(self, person: int, party_size: int, confirmed: bool, at_desk: bool) -> None:
        with self.act() as tx:
            sign_ups.sign_up(
                tx,
                self.library_id,
                self.gathering_id,
                tx.get_one(Person, self.people[person]),
                confirmed=confirmed or at_desk,
                at_desk=at_desk,
                party_size=party_size,
                now=self.now,
            )

    @rule(person=who)
    def confirm(self, person: int) -> None:
        with self.act() as tx:
            if entry := self.entry_of(tx, person):
                sign_ups.confirm(tx, entry, now=self.now)

    @rule(person=who, by_staff=st.booleans())
    def leave(self, person: int, by_staff: bool) -> None:
        with self.act() as tx:
            if entry := self.entry_of(tx, person):
                sign_up_changes.leave(tx, entry, by_staff=by_staff, now=self.now)

    @rule(person=who, party_size=size)
    def change_party(self, person: int, party_size: int) -> None:
        with self.act() as tx:
            if entry := self.entry_of(tx, person):
                sign_up_changes.change_party(tx, entry, party_size, now=self.now)

    @rule(person=who)
    def give_seat(self, person: int) -> None:
        with self.act() as tx:
            if entry := self.entry_of(tx, person):
                sign_up_changes.give_seat(tx, self.library_id, entry, now=self.now)

    @rule(capacity=st.none() | st.integers(1, 8))
    def change_capacity(self, capacity: int | None) -> None:
        with self.act() as tx:
            gathering = seats.lock(tx, self.gathering_id)
            if capacity is None or capacity >= gathering.taken:
                gathering.capacity = capacity
                seats.promote_waiting(tx, self.gathering_id, now=self.now)

    @rule(minutes=st.sampled_from([1, 30, 61, 600]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_clock_comes_by(self) -> None:
        with self.act() as tx:
            seats.promote_waiting(tx, self.gathering_id, now=self.now)
        # Just after it, all who could be helped are: the head waits because it does not fit.
        with self.app.app_context():
            gathering, waiting = self.read()
            free = gathering.seats_free
            able = [
                entry.party_size
                for entry in waiting
                if gathering.capacity is None or entry.party_size <= gathering.capacity
            ]
            assert free is not None or not able
            assert not able or free < able[0]

    def read(self) -> tuple[Gathering, list[SignUp]]:
        gathering = session().get_one(Gathering, self.gathering_id, populate_existing=True)
        waiting = select(SignUp).where(SignUp.status == SignUpStatus.WAITING)
        return gathering, list(session().scalars(waiting.order_by(SignUp.queue_no)))

    @invariant()
    def the_counters_say_what_the_sign_ups_say(self) -> None:
        with self.app.app_context():
            gathering, waiting = self.read()
            entries = session().scalars(select(SignUp)).all()
            assert gathering.taken == sum(e.party_size for e in entries if e.has_seat)
            assert gathering.waiting == len(waiting)
            assert gathering.capacity is None or gathering.taken <= gathering.capacity
            assert gathering.next_queue_no > max((e.queue_no for e in entries), default=0)
            assert len({e.queue_no for e in entries}) == len(entries)


class InOrder(Signing):
    """The same without a librarian's hand: then nobody is ever passed."""

    give_seat = None  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.seated: set[int] = set()
        self.waiting: set[int] = set()

    @invariant()
    def who_gets_a_seat_came_before_everybody_who_goes_on_waiting(self) -> None:
        with self.app.app_context():
            gathering, waiting = self.read()
            most = gathering.capacity or 0
            can_fit = {e.queue_no for e in waiting if not most or e.party_size <= most}
            seated = set(session().scalars(select(SignUp.queue_no).where(SignUp.has_seat)))
            passed = self.waiting & can_fit
            assert not passed or all(number < min(passed) for number in seated - self.seated)
            self.seated, self.waiting = seated, can_fit


@pytest.mark.timeout(300)
@pytest.mark.parametrize("machine", [Signing, InOrder])
def test_in_any_order_of_acts(machine: type[Signing], sqlite_template: Path) -> None:
    machine.template = sqlite_template
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
