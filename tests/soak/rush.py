"""People who sign up, one after the other in several threads, until they are told to stop."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.db import session
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox.models import OutboxMail
from tests.soak import report
from tests.soak.procfile import Answer, Household, ask, fresh
from tools.bench import sign_ups


@dataclass
class Rush:
    """What was answered so far, and when."""

    answers: list[tuple[float, Answer]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def statuses(self) -> Counter[int]:
        return Counter(answer.status for _, answer in self.answers)

    def since(self, moment: float) -> list[Answer]:
        """What was asked after that moment and answered."""
        return [answer for at, answer in self.answers if at >= moment]


@contextmanager
def rush(
    house: Household, path: str, visitors: Path, *, in_flight: int, pause: float = 0.0
) -> Iterator[Rush]:
    """Everybody of the file signs up once, so many at a time, while the block runs."""
    lines, turn, seen = visitors.read_text().split("\n"), itertools.count(), Rush()

    def people() -> None:
        while not seen.over.is_set() and (number := next(turn)) < len(lines):
            cookie, token = lines[number].split(" ")
            headers = {
                "Cookie": f"kring={cookie}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            began = monotonic()
            body = f"party_size=1&csrf_token={token}"
            answer = ask(house.url + path, method="POST", body=body, headers=headers)
            seen.answers.append((began, answer))
            sleep(pause)

    crowd = [threading.Thread(target=people) for _ in range(in_flight)]
    for thread in crowd:
        thread.start()
    try:
        yield seen
    finally:
        seen.over.set()
        for thread in crowd:
            thread.join()


def prepare(house: Household, *, people: int, seats: int) -> tuple[str, Path]:
    """A gathering, and a file of people who have its form open; where the form is sent to."""
    sign_ups.PEOPLE, sign_ups.SEATS = people, seats
    visitors = house.folder / "visitors"
    path = sign_ups.prepare(house, visitors)
    # Who goes on reading what stood there then keeps SQLite from emptying its log: it fills a disk.
    fresh()
    return path, visitors


def lost_none(seen: Rush) -> int:
    """Whoever was told yes has a place, a line in the log and a mail; how many there are."""
    told = seen.statuses[303]
    made = check_whole(told)
    report.note(lost=max(0, told - made))
    return made


def check_whole(answered: int) -> int:
    """Counters, log and mail say the same as the sign-ups; nobody who was told yes is lost."""
    fresh()
    gathering = session().scalars(select(Gathering)).one()
    by_status = select(SignUp.status, func.count()).group_by(SignUp.status)
    counts: dict[SignUpStatus, int] = dict(session().execute(by_status).all())
    seated, waiting = counts.get(SignUpStatus.CONFIRMED, 0), counts.get(SignUpStatus.WAITING, 0)
    made = seated + waiting
    assert made >= answered
    assert (gathering.taken, gathering.waiting) == (seated, waiting)
    assert gathering.next_queue_no == made + 1
    verbs = select(Activity.verb, func.count()).group_by(Activity.verb)
    log: dict[str, int] = dict(session().execute(verbs).all())
    both = {Verb.SIGN_UP_CONFIRMED: seated, Verb.SIGN_UP_WAITING: waiting}
    assert log == {verb: count for verb, count in both.items() if count}
    assert session().scalars(select(func.count(OutboxMail.id))).one() == made
    return made
