"""RELIABILITY 7: a web worker is killed anywhere in a sign-up; all of it exists, or nothing."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import signal
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.db import session
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox.models import OutboxMail
from tests.soak.procfile import Household, household, tell
from tests.soak.rush import prepare

PEOPLE = 6_000
IN_FLIGHT = 20
KILLS = 5
#: Granian takes a worker that dies sooner after its birth for a house on fire, and closes it.
BETWEEN_KILLS = 7.0
SEATS = 150


def test_a_killed_worker_leaves_whole_sign_ups_or_none(url: str, tmp_path: Path) -> None:
    with household(url, tmp_path) as house:
        path, visitors = prepare(house, people=PEOPLE, seats=SEATS)
        server = house.start("web")
        answers = rush(house, server.pid, path, visitors.read_text().split("\n"))
        assert answers["cut off"] > 0, "no worker died in the middle of anything"
        assert answers[303] > 0
        check(answers[303])
        tell(
            f"{answers[303]:,} told yes, {answers['cut off']} cut off",
            thrown=f"{PEOPLE:,} sign-ups, {KILLS} × kill -9 of a web worker",
            lost=0,
        )


def rush(house: Household, server: int, path: str, visitors: list[str]) -> dict[int | str, int]:
    """Everybody signs up once, while workers die; returns how often there was which answer."""
    answers: dict[int | str, int] = {303: 0, "cut off": 0}
    counting = threading.Lock()
    line = itertools.count()

    def people() -> None:
        while (number := next(line)) < len(visitors):
            answer = post(house.url, path, visitors[number])
            with counting:
                answers[answer] = answers.get(answer, 0) + 1

    crowd = [threading.Thread(target=people) for _ in range(IN_FLIGHT)]
    done = threading.Event()
    reaper = threading.Thread(target=kill_now_and_then, args=(server, done))
    for thread in (*crowd, reaper):
        thread.start()
    for thread in crowd:
        thread.join()
    done.set()
    reaper.join()
    return answers


def kill_now_and_then(server: int, done: threading.Event) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(KILLS):
        if done.wait(BETWEEN_KILLS + chance.random()):
            return
        os.kill(chance.choice(workers_of(server)), signal.SIGKILL)


def post(base: str, path: str, visitor: str) -> int | str:
    cookie, token = visitor.split(" ")
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    headers = {
        "Cookie": f"kring={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request("POST", path, f"party_size=1&csrf_token={token}", headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        time.sleep(0.05)
        return "cut off"
    finally:
        connection.close()


def workers_of(server: int) -> list[int]:
    """The processes that answer, of those that the server has begun."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    tracker = b"resource_tracker"  # Of Python itself.
    return [
        int(pid) for pid in children if tracker not in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def check(answered: int) -> None:
    """Counters, log and mail say the same as the sign-ups, and nobody who was told yes is lost."""
    session().rollback()
    gathering = session().scalars(select(Gathering)).one()
    by_status = select(SignUp.status, func.count()).group_by(SignUp.status)
    counts: dict[SignUpStatus, int] = dict(session().execute(by_status).all())
    seated, waiting = counts.get(SignUpStatus.CONFIRMED, 0), counts.get(SignUpStatus.WAITING, 0)
    assert seated + waiting >= answered
    assert (gathering.taken, gathering.waiting) == (seated, waiting)
    assert gathering.next_queue_no == seated + waiting + 1
    assert seated == SEATS
    mails = session().scalars(select(func.count(OutboxMail.id))).one()
    verbs = select(Activity.verb, func.count()).group_by(Activity.verb)
    log: dict[str, int] = dict(session().execute(verbs).all())
    assert mails == seated + waiting
    assert log == {Verb.SIGN_UP_CONFIRMED: seated, Verb.SIGN_UP_WAITING: waiting}
