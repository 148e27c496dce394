"""Whatever happens to a sign-up, and whenever its mails arrive: the calendar ends up right (iMIP).

Mails wait, leave in bursts and in any order; every one that reaches the calendar is newer than
what stood there, and once all have left it holds the event of who takes part and of nobody else.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import db, session, transaction
from community.errors import DomainError
from community.gatherings import drafts, hosting, seats, sign_up_changes, sign_ups
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox import delivery
from community.outbox.failures import NotSent, Reason
from community.outbox.models import MailState, OutboxMail
from tests.conftest import make_app
from tests.factories import a_gathering, a_member

ACTS = (
    "sign_up", "sign_up_by_mail", "confirm", "leave", "removed", "larger", "smaller",
    "somebody_takes_the_rest", "somebody_leaves", "give_seat", "move", "cancel",
    "deliver_first", "deliver_last", "deliver_all", "try_in_vain",
)  # fmt: skip


class House:
    """Noor, somebody else, a gathering with two seats, and Noor's calendar."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def build(self) -> None:
        gathering = a_gathering(capacity=2, starts_at=now() + timedelta(days=60))
        self.gathering_id, self.library_id = gathering.id, gathering.library_id
        self.noor = a_member(email_confirmed_at=now()).id
        self.other = a_member(name="Sam", email_confirmed_at=now()).id
        self.sequence, self.stands = -1, False
        self.refuses = False

    # ─── what people do ───

    def sign_up(self, who: int | None = None, *, confirmed: bool = True, size: int = 1) -> None:
        with self.act() as tx:
            sign_ups.sign_up(
                tx, self.library_id, self.gathering_id, tx.get_one(Person, who or self.noor),
                confirmed=confirmed, party_size=size, now=now(),
            )  # fmt: skip

    def sign_up_by_mail(self) -> None:
        self.sign_up(confirmed=False)

    def confirm(self) -> None:
        self.change(sign_ups.confirm)

    def leave(self) -> None:
        self.change(sign_up_changes.leave)

    def removed(self) -> None:
        self.change(sign_up_changes.leave, by_staff=True)

    def larger(self) -> None:
        self.change(sign_up_changes.change_party, 2)

    def smaller(self) -> None:
        self.change(sign_up_changes.change_party, 1)

    def give_seat(self) -> None:
        with self.act() as tx:
            if entry := self.entry(tx):
                sign_up_changes.give_seat(tx, self.library_id, entry.id, now=now())

    def somebody_takes_the_rest(self) -> None:
        for size in (2, 1):
            self.sign_up(self.other, size=size)

    def somebody_leaves(self) -> None:
        self.change(sign_up_changes.leave, who=self.other)

    def move(self) -> None:
        with self.act() as tx:
            gathering = seats.lock(tx, self.gathering_id)
            later = timedelta(hours=1)
            appointment = drafts.appointment_of(gathering)
            there = replace(
                appointment, starts_at=appointment.starts_at + later,
                ends_at=appointment.ends_at + later,
            )  # fmt: skip
            hosting.move(tx, self.library_id, self.gathering_id, there, self.hand())

    def cancel(self) -> None:
        with self.act() as tx:
            hosting.cancel(tx, self.library_id, self.gathering_id, "Ziek", self.hand())

    # ─── what the post does ───

    def deliver_first(self) -> None:
        self.deliver(slice(0, 1))

    def deliver_last(self) -> None:
        self.deliver(slice(-1, None))

    def deliver_all(self) -> None:
        self.deliver(slice(None))

    def try_in_vain(self) -> None:
        self.refuses = True
        self.deliver(slice(0, 1))
        self.refuses = False

    def deliver(self, which: slice) -> None:
        mails = session().scalars(
            select(OutboxMail)
            .where(OutboxMail.state == MailState.OWED, OutboxMail.person_id == self.noor)
            .order_by(OutboxMail.id)
        )
        ids = [mail.id for mail in mails][which]
        for mail_id in ids:
            with transaction() as tx:  # As `states.claim` does, but of our own choice.
                mail = tx.get_one(OutboxMail, mail_id, populate_existing=True)
                mail.leased_until, mail.attempts = now() + timedelta(minutes=3), 1
                tx.flush()
                tx.expunge(mail)
            delivery.deliver(mail, self)

    # It is its own way out.

    def make_ready(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send(self, message: EmailMessage, *, to: str, mail_id: int) -> None:
        if self.refuses:
            raise NotSent(Reason.ASKED_TO_WAIT, 451)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                self.into_the_calendar(Calendar.from_ical(part.get_payload(decode=True)))

    def into_the_calendar(self, calendar: Any) -> None:
        (event,) = calendar.walk("VEVENT")
        sequence, stands = int(event["SEQUENCE"]), calendar["METHOD"] == "REQUEST"
        assert sequence >= self.sequence, "older than what stands there"
        assert sequence > self.sequence or stands == self.stands, "two answers at one SEQUENCE"
        assert stands or self.stands, "takes out what never stood there"
        self.sequence, self.stands = sequence, stands

    # ─── looking ───

    def is_right(self) -> None:
        entry = self.entry(session())
        gathering = session().get_one(Gathering, self.gathering_id, populate_existing=True)
        takes_part = entry is not None and entry.status is SignUpStatus.CONFIRMED
        assert self.stands == (takes_part and not gathering.is_cancelled)

    def change(self, verb: Any, *args: object, who: int | None = None, **named: object) -> None:
        with self.act() as tx:
            if entry := self.entry(tx, who):
                verb(tx, entry.id, *args, now=now(), **named)

    def entry(self, tx: Any, who: int | None = None) -> SignUp | None:
        whose = select(SignUp).where(SignUp.person_id == (who or self.noor))
        found: SignUp | None = tx.scalar(whose.execution_options(populate_existing=True))
        return found

    def hand(self) -> Hand:
        return Hand(by=None, now=now(), base_url="https://kring.example.org")

    @contextmanager
    def act(self) -> Iterator[Any]:
        """One transaction; a rule of the house may say no, and then nothing happened."""
        try:
            with transaction() as tx:
                yield tx
        except DomainError:
            pass


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], House]:
    """A new town at every call, in one app: making those takes longer than a story."""
    folder = tmp_path_factory.mktemp("calendar")
    path = folder / "c.db"
    shutil.copyfile(sqlite_template, path)
    app = make_app(f"sqlite:///{path}", folder)

    def anew() -> House:
        with app.app_context():
            db.engine.dispose()
        for left in folder.glob("c.db-*"):
            left.unlink()
        shutil.copyfile(sqlite_template, path)
        return House(app)

    return anew


@given(story=st.lists(st.sampled_from(ACTS), max_size=14))
# Who left and came back to wait, or did not confirm, before any of it was told.
@example(["sign_up", "deliver_all", "leave", "somebody_takes_the_rest", "sign_up"])
@example(["sign_up", "deliver_all", "leave", "sign_up_by_mail", "leave"])
@example(["sign_up", "deliver_all", "leave", "sign_up_by_mail"])
# Who only waited is told of a move and a cancellation, and has nothing in the calendar.
@example(["somebody_takes_the_rest", "sign_up", "move", "deliver_all", "cancel"])
@example(["sign_up", "try_in_vain", "move", "deliver_last", "leave", "deliver_first"])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_calendar_is_right_once_all_mails_have_left(
    house: Callable[[], House], story: list[str]
) -> None:
    noors = house()
    with noors.app.app_context():
        noors.build()
        for act in story:
            getattr(noors, act)()
        noors.deliver_all()
        noors.is_right()
