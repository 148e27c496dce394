"""The reminder. Read when it is written: only while it is true, in time, and still wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.gatherings import mail_queries, mail_wording, sign_up_queries
from community.gatherings.mail_parts import About, coming, kept, told_above
from community.gatherings.models import GatheringStatus, SignUp, SignUpStatus
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.notifications import links, queries, reminding
from community.notifications.models import MailWish, Reminder, Stream
from community.outbox import letters, wording
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.outbox.wording import Sample
from community.web import formats
from community.web.keys import house_key
from community.words import N_

#: As libraries word it: both reminders are one mail to them.
REMINDER = "notifications/reminder"


def register(_app: Flask) -> None:
    for reminder in Reminder:
        letters.register(f"notifications/{reminder}", partial(render, reminder))
    wording.register(REMINDER, N_("Reminder"), mail_wording.VARIABLES, _sample)


def render(reminder: Reminder, session: Session, mail: OutboxMail) -> Letter | None:
    """The letter; none when she left, it moved or began, or a later reminder says the same."""
    sign_up = mail_queries.find_sign_up(session, mail.context["sign_up_id"])
    if sign_up is None or sign_up.person_id != mail.person_id or not sign_up.person.email:
        return None
    wish = queries.find_wish(session, sign_up.library_id, sign_up.person_id)
    if wish is None or not _is_true(sign_up, datetime.fromisoformat(mail.context["starts_at"])):
        return None
    wanted = wish.wanted & queries.rhythm_of(session, sign_up.library_id).reminders
    starts_at = sign_up.gathering.starts_at
    if reminding.of_use(starts_at, wanted, clock.now()) is not reminder:
        return None
    with letters.in_language_of(sign_up.person.language) as language:
        about = _about(session, sign_up)
        said = wording.worded(
            session,
            note(about, clock.now()),
            REMINDER,
            library_id=wish.library_id,
            language=language,
            values=about.words,
        )
        return sent_by(wish.library, said, wish, Stream.REMINDERS, language)


def note(about: About, now: datetime) -> Note:
    """When and where once more, and the button to change or leave."""
    day = formats.relative_day(about.gathering.starts_at, now)
    return coming(
        about,
        news=_("See you %(day)s", day=day),
        heading=_("See you %(day)s, %(name)s", day=day, name=about.name),
        opening=(kept(about),),
    )


def sent_by(library: Library, said: Note, wish: MailWish, stream: Stream, language: str) -> Letter:
    """A letter to whom the wish is of: in it the way to change or stop, by one click too."""
    sender = sender_of(library)
    return letters.written(
        replace(
            said,
            foot_link=Link(
                _("Choose which e-mails you get, or stop them"), links.preferences(wish)
            ),
        ),
        sender=sender,
        to_name=wish.person.full_name,
        to_address=wish.person.email or "",
        language=language,
        unsubscribe_url=links.stop(wish, stream),
    )


def _is_true(sign_up: SignUp, began: datetime) -> bool:
    gathering = sign_up.gathering
    return (
        sign_up.status is SignUpStatus.CONFIRMED
        and gathering.status is GatheringStatus.PUBLISHED
        and gathering.starts_at == began
    )


def _about(session: Session, sign_up: SignUp) -> About:
    library = sign_up.gathering.library
    home = f"{base_url()}/{library.slug}"
    token = sign_up_queries.token_of(sign_up, key=house_key())
    return About(
        sign_up,
        manage_url=f"{home}/aanmelding/{token}",
        agenda_url=f"{home}/agenda",
        writer=mail_queries.find_writer(session, sign_up.gathering),
        more=told_above(session, sign_up),
    )


def _sample(session: Session, library_id: int) -> Sample:
    """Two days before something that does not exist."""
    about = mail_wording.example(session, library_id, SignUpStatus.CONFIRMED)
    now = about.gathering.starts_at - reminding.DAYS_BEFORE
    return Sample(note(about, now), about.words)
