"""RELIABILITY 11: a morning's jobs by two workers at once, of which one sleeps and is then killed.

What six hours of sleep leave to be done is in `tests/jobs/test_every_job.py`: a moved clock.
"""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import sleep

from sqlalchemy import func, select

from community.clock import now
from community.db import session
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox.models import OutboxMail
from tests import factories
from tests.notifications.post import all_owed, signed_up
from tests.outbox.postoffice import PostOffice
from tests.soak.procfile import fresh, household, tell, wait_until
from tests.soak.test_mail_away import states, time_passes

PEOPLE = 150  #: Who are to be reminded now.
FULL = 25  #: Gatherings where a hold ran out and somebody waits.
ASLEEP = 5.0
KILLS = 1


def test_two_workers_at_once_remind_everybody_once_and_give_every_seat_once(
    url: str, tmp_path: Path
) -> None:
    office = PostOffice()
    office.open()
    office.seconds_per_mail = 0.02
    try:
        with household(url, tmp_path, MAIL_URL=office.url.replace("0.6", "5")) as house:
            fill()
            first, _second = house.start("worker"), house.start("worker")
            wait_until(lambda: len(office.received) > PEOPLE // 5, 120)
            first.send_signal(signal.SIGSTOP)
            sleep(ASLEEP)
            first.send_signal(signal.SIGCONT)
            sleep(0.5)
            first.kill()
            first.wait()
            time_passes()
            wait_until(is_done, 180)
            check(office)
            assert "Traceback" not in house.said("worker")
    finally:
        office.close()


def fill() -> None:
    library = factories.a_library()
    soon = factories.a_gathering(
        "Straks", library=library, starts_at=now() + timedelta(hours=2), capacity=None
    )
    for number in range(PEOPLE):
        signed_up(soon, factories.a_person(f"Gast {number}", email=f"g{number}@example.org"))
    ago = now() - timedelta(minutes=5)
    for number in range(FULL):
        full = factories.a_gathering(f"Vol {number}", library=library, capacity=1)
        factories.a_sign_up(full, status=SignUpStatus.PENDING, held_until=ago)
        factories.a_sign_up(full, status=SignUpStatus.WAITING)


def is_done() -> bool:
    return len(all_owed()) >= PEOPLE and promoted() >= FULL and set(states()) == {"sent"}


def promoted() -> int:
    fresh()
    seated = select(func.count(SignUp.id)).join(Gathering).where(
        Gathering.title.startswith("Vol"), SignUp.status == SignUpStatus.CONFIRMED
    )  # fmt: skip
    return session().scalars(seated).one()


def check(office: PostOffice) -> None:
    reminded = Counter(mail.person_id for mail in all_owed())
    fresh()
    owed = session().scalars(select(func.count(OutboxMail.id))).one()
    copies = Counter(str(mail["Message-ID"]) for mail in office.received)
    taken = session().scalars(select(Gathering.taken).where(Gathering.title.startswith("Vol")))
    seats = Counter(taken)
    doubled = sum(copies.values()) - len(copies)
    tell(
        f"{len(reminded)} reminded, {promoted()} seats given again, {owed} mails owed,"
        f" {sum(copies.values())} received, {doubled} of them double",
        thrown=f"{PEOPLE} reminders and {FULL} holds that ran out for two workers, one asleep"
        f" {ASLEEP:.0f} s and killed",
        lost=PEOPLE - len(reminded) + owed - len(copies),
    )
    assert set(reminded.values()) == {1}
    assert len(reminded) == PEOPLE
    assert (promoted(), seats) == (FULL, {1: FULL})
    assert len(copies) == owed
    assert doubled <= KILLS
