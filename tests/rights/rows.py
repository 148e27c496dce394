"""Rows of this room, made quickly."""

from __future__ import annotations

from flask import current_app

from community.accounts.models import Person
from community.clock import now
from community.db import session
from community.rights import quiet_queries
from community.rights.models import QuietAccount
from tests import factories


def a_quiet_account(person: Person) -> QuietAccount:
    """Somebody who was told that nothing was heard of them."""
    return factories.saved(QuietAccount(person_id=person.id, first_told_at=now()))


def quiet_token(person_id: int) -> str:
    """Of the link in the mail to them."""
    account = session().get_one(QuietAccount, person_id)
    return quiet_queries.token_of(account, key=current_app.config["SECRET_KEY"])
