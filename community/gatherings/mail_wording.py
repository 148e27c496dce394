"""Which mails about a sign-up a library may word, with what variables, and how one looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from functools import partial

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings import mails, missed_mail
from community.gatherings.kinds import Mode
from community.gatherings.mail_parts import About
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.libraries.models import Branch, Library
from community.outbox import wording
from community.outbox.wording import Sample
from community.words import N_

NAMES = {
    "confirm_sign_up": N_("Confirm your sign-up"),
    "you_are_in": N_("You are in"),
    "you_are_waiting": N_("You are on the waiting list"),
    "promoted": N_("There is a seat for you"),
    "party_changed": N_("Your sign-up has changed"),
    "left": N_("You are no longer signed up"),
    "removed": N_("We have taken you off the list"),
    "moved": N_("Moved"),
    "cancelled": N_("Not going ahead"),
}
ABOUT_IT = {
    "activiteit": N_("the title between quotes, or ‘our activity’ when it is sensitive"),
    "datum": N_("the day, such as Tuesday 3 March"),
    "tijd": N_("the start and end time"),
    "plaats": N_("where it is"),
    "bibliotheek": N_("the name of the library"),
}
VARIABLES = {"voornaam": N_("the first name of the reader"), **ABOUT_IT}


def register(_app: Flask) -> None:
    for kind, name in NAMES.items():
        wording.register(f"gatherings/{kind}", name, variables_of(kind), partial(_sample, kind))
    wording.register("gatherings/missed", N_("We missed you"), VARIABLES, _sample_of_missed)


def variables_of(kind: str) -> Mapping[str, str]:
    """An address that nobody has proven is called by no name: a stranger may have typed it."""
    return ABOUT_IT if kind == "confirm_sign_up" else VARIABLES


def _sample(kind: str, session: Session, library_id: int) -> Sample:
    about = example(session, library_id, min(mails.NEWS[kind][1]))
    return Sample(mails.NEWS[kind][0](about), about.words)


def _sample_of_missed(session: Session, library_id: int) -> Sample:
    about = example(session, library_id, SignUpStatus.CONFIRMED)
    return Sample(missed_mail.note(about), about.words)


def example(session: Session, library_id: int, status: SignUpStatus, *, in_days: int = 7) -> About:
    """Somebody who does not exist, at something that is not there: nothing of it is kept."""
    library = session.get_one(Library, library_id)
    branch = session.scalars(
        select(Branch).where(Branch.library_id == library_id).order_by(Branch.id).limit(1)
    ).one_or_none()
    starts_at = clock.from_local(clock.local_day(clock.now()) + timedelta(days=in_days), time(14))
    gathering = Gathering(
        library=library, branch=branch, title=_("Repair café"), mode=Mode.PHYSICAL,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), is_sensitive=False,
        address="", online_url="", bring="", cost="", accessibility="",
        cancel_reason=_("The host is ill."),
    )  # fmt: skip
    sign_up = SignUp(
        gathering=gathering, person=Person(first_name="Noor"), status=status, party_size=1,
        question="", held_until=None,
    )  # fmt: skip
    return About(sign_up, manage_url="", agenda_url="", writer="Sanne")
