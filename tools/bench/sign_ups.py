"""How many people can sign up at ten o'clock sharp: one gathering, everybody at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import sleep

import flask_migrate
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, insert, select

from community.accounts.models import Person
from community.accounts.services import open_browser
from community.clock import now
from community.db import db, session, transaction
from community.gatherings.models import Gathering, SignUp
from community.outbox.models import OutboxMail
from tests.browser.live import House, free_port, open_house
from tests.conftest import make_app
from tests.factories import a_gathering, the_library
from tests.postgres import Postgres
from tools.bench.load import Outcome, accounted, heading, row, serving, wrk

PEOPLE = 8_000
SEATS = 200
REHEARSAL, SECONDS = 3, 8


def run(engine: str, url: str, folder: Path, bars: str, database: int | None = None) -> None:
    """`database`: its process, when it is one of its own."""
    heading(f"Signing up over HTTP, {engine} (50 in flight, {SEATS} seats, 2 workers, {SECONDS} s)")
    house = opened(url, folder)
    try:
        with house.app.app_context():
            path, visitors = prepare(house, folder / "visitors"), folder / "visitors"
            outcome = rush(house.url + path, visitors, bars, house.process.pid, database)
            check(outcome.requests)
            db.engine.dispose()
    finally:
        house.close()


def least(url: str, folder: Path, database: int) -> None:
    """What there is to win: the same statements from a Flask app of a hundred lines."""
    heading("The same by a bare Flask and a bare psycopg, PostgreSQL (tools/bench/least.py)")
    house = opened(url, folder)
    key, address = house.app.config["SECRET_KEY"], url.replace("+psycopg", "")
    try:
        with house.app.app_context():
            path, visitors = prepare(house, folder / "visitors"), folder / "visitors"
            app, port = "tools.bench.least:app", free_port()
            with serving(app, port, BENCH_SECRET_KEY=key, BENCH_DATABASE=address) as (bare, pid):
                outcome = rush(bare.rstrip("/") + path, visitors, "", pid, database)
            check(outcome.requests)
            db.engine.dispose()
    finally:
        house.close()


def opened(url: str, folder: Path) -> House:
    folder.mkdir(parents=True, exist_ok=True)
    with make_app(url, folder).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    return open_house(url, folder, workers=2)


def rush(url: str, visitors: Path, bars: str, web: int | None, database: int | None) -> Outcome:
    """After a rehearsal at another gathering: a house is open long before ten o'clock."""
    everybody = {"VISITORS": str(visitors), "BODY": "party_size=1"}
    other = a_gathering(library=the_library(), capacity=SEATS)
    rehearsal = url.replace("/1/aanmelden", f"/{other.id}/aanmelden")
    wrk(rehearsal, "sign_ups.lua", connections=50, seconds=REHEARSAL, **everybody)
    with accounted(web=web, database=database) as used:
        outcome = wrk(url, "sign_ups.lua", connections=50, seconds=SECONDS, **everybody)
    row("sign-ups", f"{outcome.per_second:,.0f}/s", bars)
    for name, seconds in used.items():
        each = 1000 * seconds / max(outcome.requests, 1)
        row(f"processor time of each, {name}", f"{each:.1f} ms")
    row("median and 95th percentile", f"{outcome.median:.0f} / {outcome.p95:.0f} ms")
    row("errors", str(outcome.errors), "0")
    return outcome


def prepare(house: House, visitors: Path) -> str:
    """Everybody is signed in and has the form open; returns the address it is sent to."""
    gathering = a_gathering(library=the_library(), capacity=SEATS)
    with transaction() as tx:
        rows = [
            {"first_name": "Noor", "email": f"n{number}@example.org", "created_at": now(),
             "language": "nl", "calendar_salt": token_hex(16), "is_operator": False}
            for number in range(PEOPLE)
        ]  # fmt: skip
        tx.execute(insert(Person), rows)
        people = tx.scalars(select(Person).order_by(Person.id)).all()
        lines = [cookie_and_token(house.app, open_browser(tx, one, device="", now=now()))
                 for one in people]  # fmt: skip
    visitors.write_text("\n".join(lines))
    return f"/{gathering.library.slug}/agenda/{gathering.id}/aanmelden"


def cookie_and_token(app: Flask, secret: str) -> str:
    """What the browser of somebody signed in sends along, as the house itself signs it."""
    raw = token_hex(20)
    interface = app.session_interface
    signer = interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    content = {"_user_id": secret, "_fresh": True, "_permanent": True, "csrf_token": raw}
    cookie = signer.dumps(content)
    form = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(raw)
    return f"{cookie} {form}"


def check(requests: int) -> None:
    """Speed is worth nothing when a seat was sold twice or a mail forgotten."""
    _until_nothing_comes()
    at_ten = select(Gathering).order_by(Gathering.id).limit(1)
    gathering = session().scalars(at_ten).one()
    here = SignUp.gathering_id == gathering.id
    made = session().scalars(select(func.count(SignUp.id)).where(here)).one()
    owed = select(func.count(OutboxMail.id)).where(OutboxMail.gathering_id == gathering.id)
    mails = session().scalars(owed).one()
    seats = select(func.sum(SignUp.party_size)).where(here, SignUp.has_seat)
    seated = session().scalars(seats).one()
    full = gathering.taken == seated == min(SEATS, made)
    right = full and mails == made and made >= min(requests, PEOPLE)
    row("made, seated, waiting, mails owed",
        f"{made} {seated} {gathering.waiting} {mails}", "right" if right else "WRONG")  # fmt: skip


def _until_nothing_comes() -> None:
    """wrk hangs up at its time; the house still finishes what it was doing."""
    before, made = -1, 0
    while before != made:
        before = made
        sleep(1)
        session().rollback()  # What was read before is old by now.
        made = session().scalars(select(func.count(OutboxMail.id))).one()


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """As safe as in production: every commit is on disk before it is answered."""
    server = Postgres(in_haste=False)
    try:
        yield server
    finally:
        server.close()
