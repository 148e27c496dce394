"""What is known of me, and having it erased: which pages to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.accounts.agreed import MAY_INVITE
from community.consents.models import Consent
from community.db import session
from community.harvests.models import QuoteConsent
from community.rights import quiet_queries
from community.rights.models import QuietAccount
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit
from tests.browser.visits import the_person

VISITS = [
    Visit("nameless_quotes.index", LIBRARIAN),
    Visit("rights.index", RESIDENT),
    Visit("rights.take_back", RESIDENT),
    Visit("rights.take_name_away", LIBRARIAN),
    Visit("rights.erase", RESIDENT),
    Visit("rights.erase", RESIDENT, language="en"),
    Visit("staying.stay"),
]


def known(_library_id: int, _visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    return {
        "consent_id": lambda: _first(Consent, "bewoner@example.org"),
        "quote_id": lambda: _first(QuoteConsent, "bibliothecaris@example.org"),
        "token": lambda: quiet_queries.token_of(_quiet(), key=key),
    }


def _first(table: type[Consent | QuoteConsent], address: str) -> int:
    of = select(table.id).where(table.person_id == the_person(address).id)
    if table is Consent:
        of = of.where(Consent.purpose == MAY_INVITE.name)
    return session().scalars(of.order_by(table.id).limit(1)).one()


def _quiet() -> QuietAccount:
    return session().scalars(select(QuietAccount).order_by(QuietAccount.person_id).limit(1)).one()
