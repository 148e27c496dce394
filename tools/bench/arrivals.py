"""How fast people come in: two tablets at one door, each sending every tap as it is made."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

import flask_migrate
from sqlalchemy import func, insert, select

from community.accounts.models import Person
from community.accounts.services import open_browser
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, session, transaction
from community.gatherings.attendance_queries import count_present
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from tests.browser.live import House, open_house
from tests.conftest import make_app
from tests.factories import a_gathering, a_librarian, the_library
from tools.bench.load import heading, row
from tools.bench.sign_ups import cookie_and_token

PEOPLE = 300
TABLETS = 2


@dataclass(frozen=True, slots=True)
class Tablet:
    """One window at the door, with its own connection to the house."""

    house: str
    path: str
    headers: dict[str, str]

    def check_in(self, everybody: list[int]) -> list[float]:
        """Tap them one by one and wait for each answer; how long each took, in milliseconds."""
        connection = HTTPConnection(urlsplit(self.house).netloc, timeout=30)
        return [self._tap(connection, sign_up_id) for sign_up_id in everybody]

    def _tap(self, connection: HTTPConnection, sign_up_id: int) -> float:
        at = round(now().timestamp() * 1000)
        act = {"id": str(sign_up_id), "whom": f"s{sign_up_id}", "people": 1, "at": at}
        begun = perf_counter()
        connection.request("POST", self.path, json.dumps({"acts": [act]}), self.headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        took = (perf_counter() - begun) * 1000
        # Both tablets know everybody: the other may have noted the same person a moment later.
        if said["results"][0].get("outcome") not in {"here", "unchanged", "older"}:
            raise SystemExit(f"refused: {said['results']}")
        return took


def run(engine: str, url: str, folder: Path) -> None:
    heading(f"Arriving over HTTP, {engine} ({TABLETS} tablets, {PEOPLE} people, all on both lists)")
    folder.mkdir(parents=True, exist_ok=True)
    with make_app(url, folder).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    house = open_house(url, folder, workers=2)
    try:
        with house.app.app_context():
            gathering, everybody = prepare()
            tablets = [a_tablet(house, gathering) for _ in range(TABLETS)]
            lists = [everybody, everybody[::-1]]  # Each person is noted on both.
            begun = perf_counter()
            with ThreadPoolExecutor(TABLETS) as pool:
                taken = list(pool.map(Tablet.check_in, tablets, lists))
            seconds = perf_counter() - begun
            report([took for each in taken for took in each], seconds)
            check(gathering)
            db.engine.dispose()
    finally:
        house.close()


def prepare() -> tuple[Gathering, list[int]]:
    library = the_library()
    gathering = a_gathering(library=library, starts_at=now(), capacity=None)
    moment = now()
    with transaction() as tx:
        people = [
            {"first_name": f"Gast {n}", "email": f"g{n}@example.org", "created_at": moment}
            for n in range(PEOPLE)
        ]
        ids = list(tx.scalars(insert(Person).returning(Person.id), people))
        rows = [
            {
                "library_id": library.id, "gathering_id": gathering.id, "person_id": person_id,
                "status": SignUpStatus.CONFIRMED, "has_seat": True, "queue_no": number,
                "created_at": moment,
            }
            for number, person_id in enumerate(ids, start=1)
        ]  # fmt: skip
        return gathering, list(tx.scalars(insert(SignUp).returning(SignUp.id), rows))


def a_tablet(house: House, gathering: Gathering) -> Tablet:
    librarian = a_librarian()
    with transaction() as tx:
        secret = open_browser(tx, librarian, device="a tablet", now=now())
    cookie, token = cookie_and_token(house.app, secret).split()
    headers = {
        "Cookie": f"{house.app.config['SESSION_COOKIE_NAME']}={cookie}",
        "X-CSRFToken": token,
        "Content-Type": "application/json",
    }
    path = f"/{gathering.library.slug}/beheer/activiteiten/{gathering.id}/deur/stand"
    return Tablet(house.url, path, headers)


def report(taken: list[float], seconds: float) -> None:
    p95 = sorted(taken)[ceil(len(taken) * 0.95) - 1]
    row("taps", f"{len(taken) / seconds:,.0f}/s", "300 people in 15 minutes is 0.3/s")
    row("median and 95th percentile", f"{median(taken):.0f} / {p95:.0f} ms", "p95 ≤ 300 ms")


def check(gathering: Gathering) -> None:
    """Each was noted twice, and is counted once."""
    session().rollback()
    present = count_present(session(), gathering.library_id, gathering.id)
    noted = select(func.count(Activity.id)).where(Activity.verb == Verb.ATTENDANCE_CHECKED_IN)
    logged = session().scalars(noted).one()
    right = present == logged == PEOPLE
    row("present, in the log", f"{present} {logged}", "right" if right else "WRONG")
