"""Second factors for tests: a telephone with an app, and a moment that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from community.accounts.models import Person
from community.clock import now
from community.credentials import services
from community.db import transaction

KEY = "only for tests"


@dataclass
class Telephone:
    """The app of somebody, which shows a code of each half minute."""

    secret: str
    recovery_codes: list[str]

    def code(self, at: datetime | None = None) -> str:
        return pyotp.TOTP(self.secret).at(at or now())


def a_telephone(person: Person, at: datetime | None = None) -> Telephone:
    """Somebody's, set up with a code of some minutes ago, so that today's is good still."""
    secret, then = services.new_secret(), at or now() - timedelta(minutes=5)
    code = pyotp.TOTP(secret).at(then)
    with transaction() as tx:
        made = services.set_up_code(tx, person.id, secret, code, key=KEY, now=then)
    return Telephone(secret, made)


def a_factor_is_missing(person: Person, since: timedelta = timedelta()) -> None:
    """The time is over in which this person may do without."""
    with transaction() as tx:
        tx.get_one(Person, person.id).second_factor_by = now() - since
