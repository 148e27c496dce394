"""Partners for tests to be about: rows, not verbs, unless a test says otherwise."""

from __future__ import annotations

import itertools
from datetime import datetime, time, timedelta

from community.clock import from_local, local_day, now
from community.db import transaction
from community.gatherings.models import Gathering
from community.libraries.models import Library
from community.partners import joining
from community.partners.joining import Brought
from community.partners.models import (
    LineKind,
    Partner,
    PartnerContact,
    PartnerGoal,
    Partnership,
    QuarterLine,
    QuarterList,
    Sector,
)
from community.partners.periods import quarter_of
from community.search.folding import fold_all
from tests.factories import a_gathering, saved, the_library

_numbers = itertools.count(1)


def a_partner(
    name: str = "", *, library: Library | None = None, contact: str | None = None, **fields: object
) -> Partner:
    """A welfare organisation; with `contact` somebody there who gets the list."""
    called = name or f"Stichting {next(_numbers)}"
    given = {"sector": Sector.WELFARE, "search_text": fold_all(called), "created_at": now()}
    partner = saved(
        Partner(library_id=(library or the_library()).id, name=called, **{**given, **fields})
    )
    if contact is not None:
        a_contact(partner, contact)
    return partner


def a_contact(partner: Partner, email: str = "", **fields: object) -> PartnerContact:
    given = {"name": "Marloes Kok", "email": email, "gets_list": bool(email), **fields}
    return saved(PartnerContact(library_id=partner.library_id, partner_id=partner.id, **given))


def a_goal(partner: Partner, text: str = "Meer buren aan tafel.", **fields: object) -> PartnerGoal:
    given = {"agreed_on": local_day(now()), "created_at": now(), **fields}
    return saved(
        PartnerGoal(library_id=partner.library_id, partner_id=partner.id, text=text, **given)
    )


def on(day: datetime | None = None, days_ago: int = 0) -> datetime:
    """Two o'clock on a day that has been."""
    return day or from_local(local_day(now()) - timedelta(days=days_ago), time(14))


def a_gathering_that_was(title: str = "Repair Café", days_ago: int = 7, **fields: object):
    return a_gathering(title, **{"starts_at": on(days_ago=days_ago), **fields})


def joined(
    gathering: Gathering, partner: Partner, *, at: datetime | None = None, **brought: object
) -> Partnership:
    """As the desk does it, log and all."""
    with transaction() as tx:
        return joining.join(
            tx, gathering.library_id, gathering.id, partner.id, Brought(**brought), now=at or now()
        )


def a_list(partner: Partner, **fields: object) -> QuarterList:
    """A list of one gathering, mailed and not answered."""
    line = QuarterLine(
        library_id=partner.library_id, position=1, kind=LineKind.GATHERING, text="Repair Café",
        happened_on=local_day(now()), minutes=60,
    )  # fmt: skip
    given = {
        "first_day": quarter_of(now()).previous.first_day,
        "mailed_to": "m.kok@ggd.example", "mailed_name": "Marloes Kok", "mailed_at": now(),
        "made_at": now(), "expires_at": now() + timedelta(days=90), "mailings": 1,
    }  # fmt: skip
    whose = {"library_id": partner.library_id, "partner_id": partner.id}
    return saved(QuarterList(lines=[line], **{**whose, **given, **fields}))
