"""How long is kept by what somebody comes in, in which browsers, and what changed in that."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from community.credentials.models import FactorChange, KnownBrowser, UsedChallenge
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

BROWSERS = timedelta(days=400)
CHANGES = timedelta(days=2 * 365)

RULES = (
    Rule(
        name="credentials.factors",
        order=30,
        words=Words(
            what=N_(
                "If you have them: your passkeys, your extra code and your recovery codes, made"
                " unreadable"
            ),
            why=N_("So that nobody can get in with only your e-mail or your password."),
            how_long=N_("Until you remove them."),
        ),
    ),
    Rule(
        name="credentials.challenges",
        forget=wiping(lambda now: delete(UsedChallenge).where(UsedChallenge.expires_at <= now)),
    ),
    Rule(
        name="credentials.browsers",
        order=82,
        words=Words(
            what=N_("Which browsers you signed in with, if you work at a desk"),
            why=N_("So that we can e-mail you when somebody signs in as you in a new one."),
            how_long=N_("%(kept)s after you last signed in there."),
        ),
        periods={"kept": BROWSERS},
        forget=wiping(
            lambda now: delete(KnownBrowser).where(KnownBrowser.used_at < now - BROWSERS)
        ),
    ),
    Rule(
        name="credentials.changes",
        order=83,
        words=Words(
            what=N_("That a passkey or extra code of yours was added or removed, and by whom"),
            why=N_("So that you can see afterwards what happened to your ways to sign in."),
            how_long=N_("%(kept)s after the change."),
        ),
        periods={"kept": CHANGES},
        forget=wiping(
            lambda now: delete(FactorChange).where(FactorChange.changed_at < now - CHANGES)
        ),
    ),
)


def register(_app: object) -> None:
    keep(*RULES)
