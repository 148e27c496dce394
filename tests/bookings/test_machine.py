"""Whatever people do with rooms and gatherings, in whatever order: no room is had twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from community.bookings import services
from community.bookings.models import Booking, Purpose
from community.bookings.services import Wish
from community.clock import now
from community.db import db, session, transaction
from community.errors import DomainError
from community.gatherings import hosting
from community.gatherings.drafts import GatheringDraft, appointment_of, draft_of
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.models import Gathering, GatheringStatus
from tests.bookings.booking import assert_nothing_is_double
from tests.conftest import make_app
from tests.factories import a_room, next_week, the_library

which = st.integers(0, 30)
room = st.integers(0, 1)
#: Half hours of one day, so that much is in the way of much.
at = st.integers(0, 12)
minutes = st.sampled_from([30, 60, 150])
around = st.none() | st.sampled_from([0, 30, 45])
kind = st.sampled_from([Kind.CONVERSATION, Kind.WORKSHOP, Kind.EXHIBITION])


class Rooms(RuleBasedStateMachine):
    """Two rooms, one day, and a librarian who plans, moves, calls off and books by hand."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        shutil.copyfile(self.template, self.folder / "c.db")
        self.app = make_app(f"sqlite:///{self.folder / 'c.db'}", self.folder)
        with self.app.app_context():
            branch = the_library().branches[0]
            self.library_id, self.branch_id = branch.library_id, branch.id
            self.rooms = [a_room(branch, name).id for name in ("Leeszaal", "Tuinkamer")]
        self.morning: datetime = next_week(9)

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

    def span(self, start: int, lasts: int) -> dict[str, datetime]:
        begins = self.morning + timedelta(minutes=30 * start)
        return {"starts_at": begins, "ends_at": begins + timedelta(minutes=lasts)}

    def wish(self, room: int, start: int, lasts: int, around: int | None) -> Wish:
        return Wish(
            room_id=self.rooms[room], **self.span(start, lasts),
            set_up_minutes=around, clear_minutes=around,
        )  # fmt: skip

    def hand(self) -> Hand:
        return Hand(None, "https://kring.example.org", now())

    def one_of(self, tx: Any, model: Any, number: int) -> Any:
        found = tx.scalars(select(model).order_by(model.id)).all()
        return found[number % len(found)] if found else None

    @rule(room=room, start=at, lasts=minutes, around=around)
    def book(self, room: int, start: int, lasts: int, around: int | None) -> None:
        with self.act() as tx:
            wish = self.wish(room, start, lasts, around)
            services.book(tx, self.library_id, wish, purpose=Purpose.OWN, what="Overleg", now=now())

    @rule(number=which, room=room, start=at, lasts=minutes, around=around)
    def move_booking(
        self, number: int, room: int, start: int, lasts: int, around: int | None
    ) -> None:
        with self.act() as tx:
            if booking := self.one_of(tx, Booking, number):
                services.change_by_hand(
                    tx, self.library_id, booking.id, self.wish(room, start, lasts, around),
                    purpose=Purpose.GROUP, what="Overleg", now=now(),
                )  # fmt: skip

    @rule(number=which)
    def release(self, number: int) -> None:
        with self.act() as tx:
            if booking := self.one_of(tx, Booking, number):
                services.release_by_hand(tx, self.library_id, booking.id)

    @rule(room=st.none() | room, start=at, lasts=minutes, around=around, kind=kind)
    def plan(
        self, room: int | None, start: int, lasts: int, around: int | None, kind: Kind
    ) -> None:
        with self.act() as tx:
            draft = GatheringDraft(
                kind=kind,
                title="Samen eten",
                branch_id=self.branch_id,
                room_id=None if room is None else self.rooms[room],
                set_up_minutes=around,
                **self.span(start, lasts),
            )
            hosting.create(tx, self.library_id, draft, self.hand())

    @rule(number=which, room=st.none() | room, start=at, lasts=minutes)
    def move(self, number: int, room: int | None, start: int, lasts: int) -> None:
        with self.act() as tx:
            if gathering := self.one_of(tx, Gathering, number):
                where = None if room is None else self.rooms[room]
                new = replace(appointment_of(gathering), room_id=where, **self.span(start, lasts))
                hosting.move(tx, self.library_id, gathering.id, new, self.hand())

    @rule(number=which, kind=kind, around=around)
    def edit(self, number: int, kind: Kind, around: int | None) -> None:
        with self.act() as tx:
            if gathering := self.one_of(tx, Gathering, number):
                draft = replace(
                    draft_of(gathering), kind=kind, clear_minutes=around, title="Anders"
                )
                hosting.edit(tx, self.library_id, gathering.id, draft, self.hand())

    @rule(number=which, act=st.sampled_from(["publish", "unpublish", "copy"]))
    def stand(self, number: int, act: str) -> None:
        with self.act() as tx:
            if gathering := self.one_of(tx, Gathering, number):
                getattr(hosting, act)(tx, self.library_id, gathering.id, self.hand())

    @rule(number=which)
    def cancel(self, number: int) -> None:
        with self.act() as tx:
            if gathering := self.one_of(tx, Gathering, number):
                hosting.cancel(tx, self.library_id, gathering.id, "Storm", self.hand())

    @rule(number=which)
    def discard(self, number: int) -> None:
        with self.act() as tx:
            if gathering := self.one_of(tx, Gathering, number):
                hosting.discard(tx, self.library_id, gathering.id)

    @invariant()
    def no_room_is_had_twice(self) -> None:
        with self.app.app_context():
            assert_nothing_is_double()

    @invariant()
    def what_stands_has_its_room_and_nothing_else_has(self) -> None:
        with self.app.app_context():
            gatherings = session().scalars(select(Gathering)).all()
            for one in gatherings:
                takes = one.room_id is not None and KIND_FACTS[one.kind].takes_room
                stands = one.status is not GatheringStatus.CANCELLED
                assert (one.booking is not None) == (takes and stands)
                if one.booking is not None:
                    assert (one.room_id, one.starts_at, one.ends_at, one.title) == (
                        one.booking.room_id,
                        one.booking.starts_at,
                        one.booking.ends_at,
                        one.booking.what,
                    )
            kept = {one.booking_id for one in gatherings if one.booking_id}
            purpose = select(Booking.id).where(Booking.purpose == Purpose.GATHERING)
            assert kept == set(session().scalars(purpose))


@pytest.mark.timeout(240)
def test_rooms_whatever_people_do(sqlite_template: Path) -> None:
    Rooms.template = sqlite_template
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Rooms,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
