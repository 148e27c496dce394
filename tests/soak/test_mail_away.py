"""RELIABILITY 8 and 10: the mail server is away, slow or refuses, and its worker is killed."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import func, select, update

from community.accounts.models import Person
from community.db import session, transaction
from community.outbox.models import MailState, OutboxMail
from tests import factories
from tests.conftest import signed_in
from tests.outbox.postoffice import PostOffice
from tests.soak.procfile import Household, fresh, household, tell, wait_until
from tests.soak.rush import check_whole, prepare, rush

PEOPLE = 60
KILLS = 4


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def house(url: str, office: PostOffice, tmp_path: Path) -> Iterator[Household]:
    with household(url, tmp_path, MAIL_URL=office.url.replace("0.6", "5")) as house:
        yield house


def states() -> Counter[MailState]:
    fresh()
    by_state = select(OutboxMail.state, func.count()).group_by(OutboxMail.state)
    return Counter(dict(session().execute(by_state).all()))


def time_passes() -> None:
    """Leases run out, and what was put off is due: two hours in a moment."""
    with transaction() as tx:
        owed = OutboxMail.state == MailState.OWED
        tx.execute(
            update(OutboxMail).where(owed).values(due_at=OutboxMail.queued_at, leased_until=None)
        )


def test_people_sign_up_at_once_while_no_mail_leaves_and_all_of_it_leaves_later(
    house: Household, office: PostOffice
) -> None:
    path, visitors = prepare(house, people=PEOPLE, seats=PEOPLE)
    house.start("web")
    house.start("worker")
    with rush(house, path, visitors, in_flight=2, pause=0.1) as seen:
        wait_until(lambda: len(seen.answers) >= PEOPLE, 60)
    assert set(seen.statuses) == {303}
    slow = sorted(answer.seconds for _, answer in seen.answers)[int(PEOPLE * 0.95)]
    made = check_whole(PEOPLE)
    sleep(5)
    assert states() == {MailState.OWED: made}
    assert session().scalar(select(func.max(OutboxMail.attempts))) == 0

    # It is back, but slow; one address is refused for good, one asks to wait.
    office.seconds_per_mail = 0.05
    office.to_recipients.extend(["250"] * 5 + ["550 Nobody here"] + ["250"] * 5 + ["421 Later"])
    office.open()
    took = wait_until(lambda: states()[MailState.OWED] <= 1, 120)
    left = states()
    tell(
        f"19 of 20 sign-ups within {slow:.2f} s; drained {took:.0f} s after the server was back",
        thrown=f"{made} sign-ups without a mail server, then a slow one, one 550, one 421",
        lost=made - sum(left.values()),
    )
    assert slow < 1
    assert states() == {MailState.OWED: 1, MailState.FAILED: 1, MailState.SENT: made - 2}
    in_order = select(OutboxMail.message_id).order_by(OutboxMail.due_at, OutboxMail.id)
    expected = list(session().scalars(in_order.where(OutboxMail.state == MailState.SENT)))
    received = [str(mail["Message-ID"]).strip("<>").split("@")[0] for mail in office.received]
    assert received == expected
    librarian = signed_in(house.app, factories.a_librarian())
    failed = select(Person.email).join(OutboxMail, OutboxMail.person_id == Person.id)
    refused = session().scalars(failed.where(OutboxMail.state == MailState.FAILED)).one()
    assert f">{refused}<" in librarian.get("/vechtdal/beheer/post").text

    time_passes()
    wait_until(lambda: not states()[MailState.OWED], 90)
    assert "Traceback" not in house.said("web") + house.said("worker")


def test_a_worker_killed_again_and_again_loses_no_mail_and_doubles_one_a_kill(
    house: Household, office: PostOffice
) -> None:
    gathering = factories.a_gathering(capacity=None)
    for number in range(PEOPLE):
        person = factories.a_person(f"Gast {number}", email=f"g{number}@example.org")
        factories.a_mail(factories.a_sign_up(gathering, person))
    office.seconds_per_mail = 0.05
    office.open()
    for kill in range(1, KILLS + 1):
        worker = house.start("worker")
        wait_until(lambda least=kill * 8: len(office.received) >= least, 60)  # type: ignore[misc]
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        time_passes()
    # And two at once, of which one sleeps through it all.
    house.start("worker")
    sleeper = house.start("worker")
    sleeper.send_signal(signal.SIGSTOP)
    wait_until(lambda: not states()[MailState.OWED], 90)
    sleeper.send_signal(signal.SIGCONT)
    sleep(3)
    assert states() == {MailState.SENT: PEOPLE}
    copies = Counter(str(mail["Message-ID"]) for mail in office.received)
    tell(
        f"{len(office.received) - len(copies)} double",
        thrown=f"{PEOPLE} mails, {KILLS} kills, then two workers of which one sleeps",
        lost=PEOPLE - len(copies),
    )
    assert len(copies) == PEOPLE
    assert max(copies.values()) <= 2
    assert sum(count - 1 for count in copies.values()) <= KILLS
