"""Which mails about several dates a library may word, and how one looks."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.gatherings import mail_wording
from community.gatherings.models import SignUp, SignUpStatus
from community.outbox import wording
from community.outbox.wording import Sample
from community.series import mails
from community.words import N_

MEANINGS = {name: mail_wording.VARIABLES[name] for name in mails.VARIABLES}


def register(_app: Flask) -> None:
    wording.register(mails.YOU_ARE_IN, N_("You are in for several dates"), MEANINGS, _in)
    wording.register(mails.MOVED, N_("Several dates moved"), MEANINGS, _moved)


def _in(session: Session, library_id: int) -> Sample:
    own = _two_dates(session, library_id)
    title = own[0].gathering.title
    return Sample(mails.in_note(title, _("each week"), own, _no_page), mails.values_of(own))


def _moved(session: Session, library_id: int) -> Sample:
    own = _two_dates(session, library_id)
    found = [(each, each.gathering.starts_at - timedelta(days=1)) for each in own]
    return Sample(mails.moved_note(found, _no_page, in_calendar=True), mails.values_of(own))


def _two_dates(session: Session, library_id: int) -> list[SignUp]:
    """Two weeks of somebody who does not exist, at something that is not there."""
    return [
        mail_wording.example(session, library_id, SignUpStatus.CONFIRMED, in_days=days).sign_up
        for days in (7, 14)
    ]


def _no_page(_sign_up: SignUp) -> str:
    return "#"
