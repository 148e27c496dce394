"""Rows of this room, made quickly."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from community.accounts.models import Person, Role
from community.clock import now
from community.db import session, transaction
from community.rights import quiet_queries
from community.rights.models import QuietAccount
from tests import factories

LONG_AGO = timedelta(days=800)


def somebody(name="Noor", role=Role.RESIDENT, **fields) -> Person:
    """Whom the library has known for more than two years, and nothing since."""
    then = now() - LONG_AGO
    person = factories.a_member(role, name=name, created_at=then, **fields)
    with transaction() as tx:
        for member in tx.get_one(Person, person.id).memberships:
            member.created_at = then
    return person


def a_quiet_account(person: Person) -> QuietAccount:
    """Somebody who was told that nothing was heard of them."""
    return factories.saved(QuietAccount(person_id=person.id, first_told_at=now()))


def quiet_token(person_id: int) -> str:
    """Of the link in the mail to them."""
    account = session().get_one(QuietAccount, person_id)
    return quiet_queries.token_of(account, key=current_app.config["SECRET_KEY"])
