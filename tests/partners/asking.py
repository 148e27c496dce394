"""A quarter that has been, the list of it, and what a partner answers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from community.activity.models import Activity
from community.clock import from_local, now
from community.db import session, transaction
from community.outbox.models import OutboxMail
from community.partners import confirming, list_queries, lists
from community.partners.models import Partner, Partnership, QuarterList
from community.partners.periods import quarter_of
from tests.partners.making import a_gathering_that_was, a_partner, joined

QUARTER = quarter_of(now()).previous
#: The first moment at which the list of that quarter may be made.
DUE = QUARTER.ends + timedelta(days=3, hours=1)


def in_the_quarter(days: int = 10, title: str = "Repair Café"):
    return a_gathering_that_was(
        title, starts_at=from_local(QUARTER.first_day + timedelta(days=days), time(14))
    )


def asked_partner(address: str = "m.kok@ggd.example", **fields: object) -> Partner:
    """A partner with a domain, somebody who gets the list, and one gathering to confirm."""
    given = {"domain": "ggd.example", **fields}
    partner = a_partner(contact=address, **given) if address else a_partner(**given)
    joined(in_the_quarter(), partner, minutes=120, cents=5000)
    return partner


def make(partner: Partner, at: datetime = DUE) -> QuarterList | None:
    with transaction() as tx:
        return lists.make(tx, partner.library_id, partner.id, QUARTER, now=at)


def the_list(partner: Partner) -> QuarterList:
    session().rollback()
    number = session().scalars(
        select(QuarterList.id).where(QuarterList.partner_id == partner.id)
    )  # fmt: skip
    return list_queries.get(session(), partner.library_id, number.one())


def a_mailed_list(address: str = "m.kok@ggd.example", **fields: object) -> QuarterList:
    partner = asked_partner(address, **fields)
    assert make(partner)
    return the_list(partner)


def confirm(asked: QuarterList, at: datetime = DUE) -> QuarterList:
    with transaction() as tx:
        return confirming.confirm_all(tx, asked.library_id, asked.id, now=at)


def again(asked: QuarterList) -> QuarterList:
    """As it stands now."""
    session().rollback()
    return list_queries.get(session(), asked.library_id, asked.id)


def brought(asked: QuarterList) -> Partnership:
    session().rollback()
    rows = select(Partnership).where(Partnership.partner_id == asked.partner_id)
    return session().scalars(rows, execution_options={"populate_existing": True}).one()


def log(*verbs: str) -> list[Activity]:
    """What the log says of partners' answers."""
    session().rollback()
    wanted = verbs or ("partner:confirmed", "partner:disputed")
    rows = select(Activity).where(Activity.verb.in_(wanted)).order_by(Activity.id)
    return list(session().scalars(rows))


def mails() -> list[OutboxMail]:
    session().rollback()
    rows = select(OutboxMail).where(OutboxMail.template == "partners/quarter")
    return list(session().scalars(rows.order_by(OutboxMail.id)))
