"""How long people are kept, and knocks, links and browsers that count for nothing any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from community.accounts.models import AddressChange, Knock, Person, SignedIn, SignInLink
from community.db import changed_rows
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

_OVER = wiping(
    lambda now: delete(SignedIn).where(SignedIn.expires_at <= now),
    lambda now: delete(SignInLink).where(SignInLink.expires_at <= now),
    lambda now: delete(AddressChange).where(AddressChange.expires_at <= now),
)


def _sweep_up(session: Session, now: datetime) -> int:
    """Before a browser is forgotten, its person keeps when they were last here."""
    over = SignedIn.expires_at <= now
    last = (
        select(func.max(SignedIn.last_used_at))
        .where(SignedIn.person_id == Person.id, over)
        .scalar_subquery()
    )
    seen = (
        update(Person)
        .where(
            Person.id.in_(select(SignedIn.person_id).where(over)),
            func.coalesce(Person.seen_at, Person.created_at) < last,
        )
        .values(seen_at=last)
    )
    changed_rows(session, seen)
    return _OVER(session, now)


RULES = (
    Rule(
        name="accounts.people",
        order=10,
        words=Words(
            what=N_("Your first name, and your e-mail address or phone number if you gave one"),
            why=N_("So that the library knows who is coming and can reach you."),
            how_long=N_(
                "Until you have your data erased, on your own page, or until we have not heard "
                "from you for a long time."
            ),
        ),
    ),
    Rule(
        name="accounts.may_invite",
        order=31,
        words=Words(
            what=N_("Whether the library may invite you"),
            why=N_("Only if you said yes; you can withdraw it."),
            how_long=N_("Until you withdraw it."),
        ),
    ),
    Rule(
        name="accounts.browsers",
        order=30,
        words=Words(
            what=N_(
                "If you have an account: your password, made unreadable, and where you are"
                " signed in"
            ),
            why=N_("So that only you can get in. Signing out erases it on our side too."),
            how_long=N_("A sign-in ends after 30 days without use."),
        ),
        forget=_sweep_up,
    ),
    Rule(
        name="accounts.knocks",
        forget=wiping(lambda now: delete(Knock).where(Knock.window_ends_at <= now)),
    ),
)


def register(_app: object) -> None:
    keep(*RULES)
