"""A message as a mail: in the writer's own words, with where to ask and why one gets it."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.gatherings import markdown, sign_up_queries
from community.gatherings.mail_parts import About, foot
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.plain_text import plain_text
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.messages import queries, services
from community.messages.models import Message
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note, Passage
from community.outbox.models import OutboxMail
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register(services.TEMPLATE, render)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """The letter; nothing to who has left in the meantime, or once the message is wiped."""
    addressee = queries.find_to_mail(session, mail.context["message_id"], mail.person_id)
    if addressee is None:
        return None
    sign_up, message = addressee.sign_up, addressee.message
    address = sign_up.person.email
    if not address or sign_up.status is SignUpStatus.CANCELLED:
        return None
    with letters.in_language_of(sign_up.person.language) as language:
        return letters.written(
            note(message, sign_up, message.written_by),
            sender=sender_of(message.gathering.library),
            to_name=sign_up.person.full_name,
            to_address=address,
            language=language,
        )


def note(message: Message, sign_up: SignUp, writer: Person | None) -> Note:
    """What the mail says to this person. Of a sensitive gathering not a word is told outside it."""
    gathering = message.gathering
    library = gathering.library
    about = About(
        sign_up,
        manage_url=_own_page(sign_up, gathering),
        agenda_url=f"{base_url()}/{library.slug}/agenda",
    )
    return Note(
        subject=about.subject(message.subject or _("A message from the library")),
        heading=message.subject or _("A message from the library"),
        opening=(
            _("Hello %(name)s,", name=about.name),
            _("This is about %(what)s on %(moment)s.", what=about.what, moment=about.moment),
        ),
        body=(Passage(markdown.to_html(message.text), plain_text(message.text)),),
        button=Link(_("See your sign-up"), about.manage_url),
        signed=_signed(writer, library),
        foot=foot(about),
    )


def to_try(message: Message, sign_up: SignUp | None, writer: Person) -> Note:
    """The note as the first of its readers will see it; as somebody would, when nobody gets it."""
    reader = sign_up or SignUp(
        id=0,
        salt="",
        gathering=message.gathering,
        person=Person(first_name=_("reader")),
        status=SignUpStatus.CONFIRMED,
    )
    return note(message, reader, writer)


def _own_page(sign_up: SignUp, gathering: Gathering) -> str:
    token = sign_up_queries.token_of(sign_up, key=house_key())
    return f"{base_url()}/{gathering.library.slug}/aanmelding/{token}"


def _signed(writer: Person | None, library: Library) -> tuple[str, ...]:
    name = writer.first_name if writer else ""
    return (f"{name}, {library.name}" if name else library.name,)
