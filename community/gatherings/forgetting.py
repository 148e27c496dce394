"""How long what people said at sign-up is kept, and that they were there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from community.clock import local_day, start_of_day
from community.db import Base, changed_rows, table_of
from community.gatherings.models import Gathering, SignUp
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild
from community.keeping.rules import Rule, Words, keep
from community.skills import talk
from community.words import N_

#: Six months; of a sensitive gathering, until the fifth day; that somebody was there, two years.
ANSWERS = timedelta(days=183)
SENSITIVE = timedelta(days=5)
PRESENCE = timedelta(days=730)
#: So many sign-ups at once: nobody waits long for their turn to write.
_PORTION = 2_000


def forget_needs(session: Session, now: datetime) -> int:
    """The day after."""
    return _wipe(session, AccessNeed, Gathering.ends_at < start_of_day(local_day(now)))


def forget_answers(session: Session, now: datetime) -> int:
    """What people answered, the question they brought, and the first names of children.

    A draft of kunde goes with the answer that it came from, unless its person said yes.
    """
    over = past(now, ANSWERS)
    of_long_ago = select(SignUp.id).join(Gathering).where(over)
    talk.unsay_all(session, of_long_ago)
    asked = update(SignUp).where(SignUp.question != "", SignUp.id.in_(of_long_ago))
    return (
        _wipe(session, SignUpAnswer, over)
        + _wipe(session, SignUpChild, over)
        + changed_rows(session, asked.values(question=""))
    )


def forget_presence(session: Session, now: datetime) -> int:
    """Who signed up and who came; how many came is a number of the gathering, and stays."""
    old = select(SignUp.id).join(Gathering).where(past(now, PRESENCE)).limit(_PORTION)
    return changed_rows(session, delete(SignUp).where(SignUp.id.in_(old)))


def past(now: datetime, kept: timedelta) -> ColumnElement[bool]:
    """Which gatherings were over so long ago; of a sensitive one nothing is kept longer."""
    return or_(
        Gathering.ends_at < now - kept,
        Gathering.is_sensitive & (Gathering.ends_at < now - SENSITIVE),
    )


def _wipe(session: Session, table: type[Base], over: ColumnElement[bool]) -> int:
    """By what there is to wipe, which is little, and not by every gathering that ever was."""
    rows = table_of(table)
    there = select(SignUp.id).join(Gathering).where(SignUp.id == rows.c.sign_up_id, over).exists()
    return changed_rows(session, delete(rows).where(there))


RULES = (
    Rule(
        name="gatherings.presence",
        order=20,
        words=Words(
            what=N_("Your sign-ups: for which activity, with how many people, and that you came"),
            why=N_("To keep a seat for you. Hosts and librarians of your library can see it."),
            how_long=N_(
                "%(kept)s after the activity, after that only numbers; for a sensitive activity "
                "%(sensitive)s."
            ),
        ),
        periods={"kept": PRESENCE, "sensitive": SENSITIVE},
        forget=forget_presence,
    ),
    Rule(
        name="gatherings.answers",
        order=21,
        words=Words(
            what=N_(
                "The question you bring, your answers to what an activity asks, and the first names"
                " of children who come along"
            ),
            why=N_(
                "To prepare the activity. Its hosts and the librarians of your library can see "
                "them."
            ),
            how_long=N_("%(kept)s after the activity; for a sensitive activity %(sensitive)s."),
        ),
        periods={"kept": ANSWERS, "sensitive": SENSITIVE},
        forget=forget_answers,
    ),
    Rule(
        name="gatherings.needs",
        order=22,
        words=Words(
            what=N_("What you need to be able to take part, if you told us"),
            why=N_("So that it is there. Only hosts of the activity and librarians can see it."),
            how_long=N_("Until the day after the activity."),
        ),
        forget=forget_needs,
    ),
)


def register(_app: object) -> None:
    keep(*RULES)
