"""The mails of a match round: the question, and regret for who was left out.

Who is placed gets the mail of any sign-up, with the date for the calendar and the way to change it.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.match_rounds import queries
from community.match_rounds.making import ASKED
from community.match_rounds.models import Participant
from community.match_rounds.publishing import LEFT_OUT
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web.formats import date_time_long
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register(ASKED, asked)
    letters.register(LEFT_OUT, left_out)


def asked(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing any more once she has answered, or choosing is over."""
    participant = queries.find_with_all(session, mail.context["participant_id"])
    if participant is None or participant.answered_at is not None:
        return None
    if not participant.round.is_open(clock.now()):
        return None
    with letters.in_language_of(participant.person.language) as language:
        until = date_time_long(participant.round.closes_at)
        note = Note(
            subject=_("Choose your activities: %(name)s", name=participant.round.name),
            heading=_("What would you like to come to?"),
            opening=(
                _("Hello %(name)s,", name=participant.person.first_name),
                _(
                    "There are more people than seats at some of our activities. So first "
                    "everyone says what they would like, and then we divide the seats as well "
                    "as we can."
                ),
                _(
                    "You can choose until %(moment)s. It makes no difference who is first.",
                    moment=until,
                ),
            ),
            button=Link(_("See the activities and choose"), own_url(participant)),
            closing=(
                _(
                    "You need no account. Not this time? Then you need not do anything, or you "
                    "can say so there."
                ),
            ),
            signed=(participant.round.library.name,),
            foot=_("You get this e-mail because you said that the library may invite you."),
        )
        return _written(participant, note, language)


def left_out(session: Session, mail: OutboxMail) -> Letter | None:
    participant = queries.find_with_all(session, mail.context["participant_id"])
    if participant is None or participant.round.published_at is None:
        return None
    with letters.in_language_of(participant.person.language) as language:
        library = participant.round.library
        note = Note(
            subject=_("No place this time: %(name)s", name=participant.round.name),
            heading=_("There was no place for you this time"),
            opening=(
                _("Hello %(name)s,", name=participant.person.first_name),
                _(
                    "We are sorry. More people wanted to come than there are seats, and however "
                    "we divided them, not everyone could have one."
                ),
                _("The next time we divide seats, you go before people who had a place now."),
            ),
            button=Link(_("See what else there is"), f"{base_url()}/{library.slug}/agenda"),
            signed=(library.name,),
            foot=_("You get this e-mail because you told us what you would like to come to."),
        )
        return _written(participant, note, language)


def own_url(participant: Participant) -> str:
    token = queries.token_of(participant, key=house_key())
    return f"{base_url()}/{participant.round.library.slug}/kies/{token}"


def _written(participant: Participant, note: Note, language: str) -> Letter | None:
    person = participant.person
    if not person.email:
        return None
    return letters.written(
        note,
        sender=sender_of(participant.round.library),
        to_name=person.full_name,
        to_address=person.email,
        language=language,
    )
