"""What is known of me, and having it erased: which pages to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.accounts.agreed import MAY_INVITE
from community.consents.models import Consent
from community.db import session, transaction
from community.harvests.models import QuoteConsent
from community.rights import quiet_queries
from community.rights.models import QuietAccount
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit
from tests.browser.visits import the_person

VISITS = [
    Visit("nameless_quotes.index", LIBRARIAN),
    Visit("rights.index", RESIDENT),
    Visit("rights.take_back", RESIDENT),
    Visit("rights.take_name_away", RESIDENT),
    Visit("rights.erase", RESIDENT),
    Visit("rights.erase", RESIDENT, language="en"),
    Visit("staying.stay"),
]


def known(_library_id: int, _visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    return {
        "consent_id": _may_invite,
        "quote_id": _quoted,
        "token": lambda: quiet_queries.token_of(_quiet(), key=key),
    }


def _may_invite() -> int:
    of = select(Consent.id).where(
        Consent.person_id == the_person("bewoner@example.org").id,
        Consent.purpose == MAY_INVITE.name,
    )
    return session().scalars(of).one()


def _quoted() -> int:
    """Words under which a name stands: from now on they are the demo resident's."""
    with transaction() as tx:
        yes = select(QuoteConsent).where(QuoteConsent.says_yes.is_(True)).order_by(QuoteConsent.id)
        found = tx.scalars(yes.limit(1)).one()
        found.person_id = the_person("bewoner@example.org").id
        return found.id


def _quiet() -> QuietAccount:
    return session().scalars(select(QuietAccount).order_by(QuietAccount.person_id).limit(1)).one()
