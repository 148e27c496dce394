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
from tests.browser.live import House, open_house
from tests.conftest import make_app
from tests.factories import a_gathering
from tests.postgres import Postgres
from tools.bench.load import heading, row, wrk

PEOPLE = 8_000
SEATS = 200
SECONDS = 8


def run(engine: str, url: str, folder: Path, bars: str) -> None:
    heading(f"Signing up over HTTP, {engine} (50 in flight, {SEATS} seats, 2 workers, {SECONDS} s)")
    folder.mkdir(parents=True, exist_ok=True)
    with make_app(url, folder).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    house = open_house(url, folder, workers=2)
    try:
        with house.app.app_context():
            path = prepare(house, folder / "visitors")
            outcome = wrk(
                house.url + path, "sign_ups.lua", connections=50, seconds=SECONDS,
                VISITORS=str(folder / "visitors"), BODY="party_size=1",
            )  # fmt: skip
            row("sign-ups", f"{outcome.per_second:,.0f}/s", bars)
            row("median and 95th percentile", f"{outcome.median:.0f} / {outcome.p95:.0f} ms")
            row("errors", str(outcome.errors), "0")
            check(outcome.requests)
            db.engine.dispose()
    finally:
        house.close()


def prepare(house: House, visitors: Path) -> str:
    """Everybody is signed in and has the form open; returns the address it is sent to."""
    gathering = a_gathering(capacity=SEATS)
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
    sleep(1)  # wrk hangs up at its time; the house still finishes what it was doing.
    session().rollback()  # And what we read before the rush is old by now.
    gathering = session().scalars(select(Gathering)).one()
    made = session().scalars(select(func.count(SignUp.id))).one()
    mails = session().scalars(select(func.count(OutboxMail.id))).one()
    seated = session().scalars(select(func.sum(SignUp.party_size)).where(SignUp.has_seat)).one()
    right = gathering.taken == seated == SEATS and mails == made and made >= min(requests, PEOPLE)
    row("made, seated, waiting, mails owed",
        f"{made} {seated} {gathering.waiting} {mails}", "right" if right else "WRONG")  # fmt: skip


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """As safe as in production: every commit is on disk before it is answered."""
    server = Postgres(in_haste=False)
    try:
        yield server
    finally:
        server.close()
