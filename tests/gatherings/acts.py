"""Acts and looks that the tests of sign-ups share."""

from __future__ import annotations

from sqlalchemy import select

from community.accounts.models import Person
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.gatherings import sign_ups
from community.gatherings.models import Gathering, SignUp
from community.outbox.models import OutboxMail
from tests.factories import a_person


def sign_up(gathering, person=None, *, confirmed=True, at=None, at_desk=False, **answers) -> SignUp:
    who = person or a_person()
    with transaction() as tx:
        return sign_ups.sign_up(
            tx,
            gathering.library_id,
            gathering.id,
            tx.get_one(Person, who.id),
            confirmed=confirmed,
            at_desk=at_desk,
            now=at or now(),
            **answers,
        )


def does(verb, entry, *args, at=None, **kwargs):
    with transaction() as tx:
        return verb(tx, entry.id, *args, now=at or now(), **kwargs)


def stands(entry) -> SignUp:
    return session().get_one(SignUp, entry.id, populate_existing=True)


def counters(gathering) -> tuple[int, int]:
    row = session().get_one(Gathering, gathering.id, populate_existing=True)
    return row.taken, row.waiting


def mails(person=None) -> list[str]:
    statement = select(OutboxMail.template).order_by(OutboxMail.id)
    if person is not None:
        statement = statement.where(OutboxMail.person_id == person.id)
    return [template.partition("/")[2] for template in session().scalars(statement)]


def logged() -> list[tuple[str, int]]:
    rows = session().execute(select(Activity.verb, Activity.quantity).order_by(Activity.id))
    return [(verb, quantity) for verb, quantity in rows]
