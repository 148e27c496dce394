"""Two tablets in any order: acts, retries, lost answers, undoing, hours without network.

The model knows nothing of the database: for everybody the note that was seen last. Attendance,
the log's sum and what each tablet is told must equal it, after every step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from community.arrivals import queries, services
from community.arrivals.services import Act
from community.clock import now
from community.db import session, transaction
from community.gatherings.attendance import Note, Outcome, Via
from community.gatherings.models import Attendance, Gathering
from tests.arrivals.door import logged, present
from tests.factories import a_gathering, a_sign_up, the_library

#: So few that the same person is tapped again, on either tablet.
PARTIES = (1, 4)
WALK_INS = tuple(letter * 32 for letter in "ab")
TABLETS = st.sampled_from(["left", "right"])
WHOM = st.integers(0, len(PARTIES) + len(WALK_INS) - 1)
#: Whom, how many, and so many minutes after the tap before.
TAPS = st.tuples(WHOM, st.integers(0, 4), st.integers(1, 30))


@dataclass
class Tablet:
    """What it could not send yet, and what it sent without hearing back."""

    queue: list[Act] = field(default_factory=list)


class TheDoor(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.gathering = a_gathering(starts_at=now(), capacity=None)
        self.sign_ups = [a_sign_up(self.gathering, party_size=size).id for size in PARTIES]
        self.tablets = {"left": Tablet(), "right": Tablet()}
        #: Per person the latest note that reached the server: when, and how many.
        self.latest: dict[int | str, tuple[datetime, int]] = {}
        self.sent: list[Act] = []
        self.was_left = False
        self.clock = now()

    @rule(tablet=TABLETS, taps=st.lists(TAPS, min_size=1, max_size=4))
    def tap(self, tablet, taps):
        """Time goes on with every tap, on whatever tablet; it may be hours until it is sent."""
        for whom, people, minutes in taps:
            self.clock += timedelta(minutes=minutes)
            about = [*self.sign_ups, *WALK_INS][whom]
            note = Note(people, self.clock, Via.LIST)
            self.tablets[tablet].queue.append(Act(about, note))

    @precondition(lambda self: len(self.sent) > 2 and not self.was_left)
    @rule()
    def lie_in_a_drawer(self):
        """Once, until what is not sent yet is too old to be taken."""
        self.clock += services.LATEST
        self.was_left = True

    @precondition(lambda self: any(tablet.queue for tablet in self.tablets.values()))
    @rule(first=TABLETS, heard=st.booleans(), most=st.integers(1, 5))
    def connect(self, first, heard, most):
        """Send the oldest acts in order; without an answer they stay, to be sent again."""
        left, right = self.tablets.values()
        queue = self.tablets[first].queue or left.queue or right.queue
        self.send(queue[:most])
        if heard:
            del queue[:most]

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def arrive_twice(self, data):
        """A network may deliver again what it delivered long ago."""
        self.send([data.draw(st.sampled_from(self.sent))])

    @rule(number=st.integers(0, 12))
    def fill_in_a_number(self, number):
        """So many people without a name: added to what stands, or taken from it, as of now."""
        self.clock += timedelta(minutes=1)
        where = (self.gathering.library_id, self.gathering.id)
        for _sent_twice in range(2):
            with transaction() as tx:
                services.count_heads(tx, *where, number, once=token_hex(16), now=self.clock)
        session().rollback()
        nameless = session().scalars(
            select(Attendance).where(
                Attendance.gathering_id == self.gathering.id, Attendance.key.is_not(None)
            )
        )
        stands = {str(row.key): (row.noted_at, row.present) for row in nameless}
        assert sum(people for _at, people in stands.values()) == number
        known = {whom: note for whom, note in self.latest.items() if isinstance(whom, str)}
        changed = {key for key in stands if stands[key] != known.get(key)}
        assert all(stands[key][0] == self.clock for key in changed)
        self.latest |= stands

    def send(self, acts: list[Act]) -> None:
        with transaction() as tx:
            results = services.catch_up(
                tx, self.gathering.library_id, self.gathering.id, acts, now=self.clock
            )
        for act, result in zip(acts, results, strict=True):
            self.expect(act, result.outcome)
        self.sent += acts

    def expect(self, act: Act, outcome: Outcome | None) -> None:
        if self.clock - act.note.at > services.LATEST:
            assert outcome is None
            return
        known = self.latest.get(act.whom)
        people = act.note.people
        assert people is not None
        if known is None:
            # Undoing what nobody noted leaves nothing behind.
            assert outcome is (Outcome.HERE if people else Outcome.UNCHANGED)
            if people:
                self.latest[act.whom] = (act.note.at, people)
        elif act.note.at < known[0]:
            assert outcome is Outcome.OLDER
        else:
            changed = Outcome.HERE if people else Outcome.GONE
            assert outcome is (Outcome.UNCHANGED if people == known[1] else changed)
            self.latest[act.whom] = (act.note.at, people)

    @invariant()
    def everybody_is_counted_once(self) -> None:
        if not hasattr(self, "gathering"):
            return
        session().rollback()
        expected = {whom: people for whom, (_at, people) in self.latest.items() if people}
        gathering = session().get_one(Gathering, self.gathering.id, populate_existing=True)
        door = queries.door_of(session(), gathering, key="a key")
        stands = {row.whom: row.here for row in [*door.rows, *door.nameless] if row.here}
        assert stands == {
            f"s{whom}" if isinstance(whom, int) else whom: people
            for whom, people in expected.items()
        }
        total = sum(expected.values())
        assert (present(gathering), logged(gathering), door.present) == (total, total, total)


@pytest.mark.usefixtures("app")
def test_two_tablets_come_to_what_was_seen_last():
    the_library()
    run_state_machine_as_test(
        TheDoor,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            # A counter-example is short enough to read as it is found.
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
