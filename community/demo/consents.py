"""What the people of the demo agreed to, as the rooms that asked have it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from community.accounts.agreed import MAY_INVITE
from community.accounts.models import Membership, Person
from community.consents.models import Channel, Consent
from community.consents.purposes import Purpose
from community.demo.rows import Row, add
from community.harvests import quoting
from community.harvests.models import Harvest, HarvestItem, QuoteConsent, State
from community.notifications.agreed import WEEKLY
from community.notifications.models import MailWish
from community.preferences.agreed import MIXED, NEEDED, REMEMBERED
from community.preferences.models import Preference
from community.promises.agreed import NAMED
from community.promises.models import Promise
from community.register.agreed import SENSITIVE
from community.register.models import Entry, EntryState
from community.rights.models import NamelessQuote
from community.skills.agreed import NOTED
from community.skills.models import Skill

#: How most people said it.
_HOW = (Channel.SCREEN, Channel.SCREEN, Channel.MAIL, Channel.COUNTER)
#: What is not asked on a page.
_ELSEWHERE = {NOTED.name: Channel.COUNTER, NAMED.name: Channel.MAIL}


def add_consents(session: Session, library_id: int, slug: str, resident: int | None) -> None:
    """The one whom one can sign in as may be invited, so that she has something to take back."""
    chance = Random(f"toestemming in {slug}")  # noqa: S311
    since = session.scalar(select(func.max(Membership.may_invite_since)))
    session.execute(
        update(Membership)
        .where(Membership.library_id == library_id, Membership.person_id == resident)
        .values(may_invite_since=since)
    )
    rows = [
        *_rows(session, library_id, MAY_INVITE, Membership, Membership.may_invite_since),
        *_rows(session, library_id, MIXED, Preference, Preference.mixed_since),
        *_rows(session, library_id, REMEMBERED, Preference, Preference.remembered_since),
        *_rows(session, library_id, NEEDED, Preference, Preference.needs_since),
        *_rows(session, library_id, SENSITIVE, Entry, Entry.consent_at),
        *_rows(session, library_id, WEEKLY, MailWish, MailWish.digest_since),
        *_rows(session, library_id, NOTED, Skill, Skill.agreed_at),
        *_rows(session, library_id, NAMED, Promise, Promise.agreed_at),
    ]
    for row in rows:
        asked_anywhere = row["purpose"] == MAY_INVITE.name
        elsewhere = _ELSEWHERE.get(row["purpose"], Channel.SCREEN)
        row["channel"] = chance.choice(_HOW) if asked_anywhere else elsewhere
    add(session, Consent, rows)
    _say_their_age(session, library_id)


def _say_their_age(session: Session, library_id: int) -> None:
    """Whoever offers or asks something has said to be 16 or older, and is not asked again."""
    said = select(func.min(Entry.age_said_at)).where(Entry.person_id == Person.id)
    session.execute(
        update(Person)
        .where(
            Person.id.in_(select(Entry.person_id).where(Entry.library_id == library_id)),
            Person.age_said_at.is_(None),
        )
        .values(age_said_at=said.scalar_subquery()),
        execution_options={"synchronize_session": False},
    )


def add_nameless_quote(session: Session, library_id: int, *, now: datetime) -> None:
    """Somebody whose name stood under what was published had themselves erased."""
    found = session.scalars(
        select(QuoteConsent)
        .join(QuoteConsent.item)
        .join(HarvestItem.harvest)
        .where(
            QuoteConsent.library_id == library_id,
            QuoteConsent.says_yes.is_(True),
            Harvest.state == State.PUBLISHED,
        )
        .order_by(QuoteConsent.id.desc())
        .limit(1)
    ).one_or_none()
    if found is not None:
        since = now - timedelta(days=2)
        quoting.answer(session, library_id, found.id, says_yes=False, how="", now=since)
        nameless = {"item_id": found.item_id, "library_id": library_id, "since": since}
        session.delete(found)
        add(session, NamelessQuote, [nameless])


def _rows(
    session: Session,
    library_id: int,
    purpose: Purpose,
    table: type[Membership | Preference | Entry | MailWish | Skill | Promise],
    since: InstrumentedAttribute[datetime | None],
) -> list[Row]:
    found = (
        select(table.person_id, func.min(since))
        .where(table.library_id == library_id, since.is_not(None))
        .group_by(table.person_id)
        .order_by(table.person_id)
    )
    if table is Entry:
        found = found.where(Entry.state != EntryState.STOPPED)
    if table is Promise:
        found = found.where(Promise.is_named, Promise.person_id.is_not(None))
    return [
        {
            "library_id": library_id,
            "person_id": person_id,
            "purpose": purpose.name,
            "text_version": purpose.current,
            "given_at": given_at,
        }
        for person_id, given_at in session.execute(found)
    ]
