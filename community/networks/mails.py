"""The mail that there is news in a request.

It repeats nothing of what was said: consent can be withdrawn, a mail cannot.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.networks import request_queries
from community.networks.asking import TEMPLATE
from community.networks.labels import support
from community.networks.models import Side, SupportRequest
from community.outbox import letters
from community.outbox.letters import HOUSE, Letter, Link, Note, Sender
from community.outbox.models import OutboxMail


def register(_app: Flask) -> None:
    letters.register(TEMPLATE, news)


def news(session: Session, mail: OutboxMail) -> Letter | None:
    """As long as that side has not read it, and the reader still belongs to that side."""
    side = Side(mail.context["side"])
    found = request_queries.find_to_mail(session, mail.context["request_id"], side, mail.person_id)
    if found is None:
        return None
    asked, reader = found
    with letters.for_work_in_language_of(reader.language) as language:
        note = _to_adviser(asked, reader) if side is Side.NETWORK else _to_library(asked, reader)
        return letter(note, reader, asked.library if side is Side.LIBRARY else None, language)


def letter(note: Note, reader: Person, library: Library | None, language: str) -> Letter | None:
    """In the colours of the library, or in the house's own for who is of none."""
    if not reader.email:
        return None
    return letters.written(
        note,
        sender=sender_of(library) if library else Sender(name=HOUSE),
        to_name=reader.full_name,
        to_address=reader.email,
        language=language,
    )


def _to_adviser(asked: SupportRequest, reader: Person) -> Note:
    is_first = not asked.network_read
    about = _about(asked)
    if is_first:
        subject = _(
            "%(library)s asks for support: %(about)s", library=asked.library.name, about=about
        )
        opening = _("%(library)s has a question for you.", library=asked.library.name)
    else:
        subject = _("News from %(library)s: %(about)s", library=asked.library.name, about=about)
        opening = _("%(library)s wrote something in a request.", library=asked.library.name)
    return Note(
        subject=subject,
        heading=_("Hello %(name)s,", name=reader.first_name),
        opening=(opening, _("It is about: %(about)s.", about=about)),
        button=Link(
            _("Read and answer"),
            f"{base_url()}/netwerk/{asked.network.slug}/vragen/{asked.id}",
        ),
        closing=(_no_answer(),),
        signed=("Kenniskring",),
        foot=_(
            "You get this e-mail because you are an adviser of %(network)s. We send one, and "
            "the next after you have marked it as read.",
            network=asked.network.name,
        ),
    )


def _to_library(asked: SupportRequest, reader: Person) -> Note:
    return Note(
        subject=_(
            "News from %(network)s: %(about)s", network=asked.network.name, about=_about(asked)
        ),
        heading=_("Hello %(name)s,", name=reader.first_name),
        opening=(
            _("There is news about your request for support."),
            _("It is about: %(about)s.", about=_about(asked)),
        ),
        button=Link(
            _("Read and answer"),
            f"{base_url()}/{asked.library.slug}/beheer/ondersteuning/{asked.id}",
        ),
        closing=(_no_answer(),),
        signed=(asked.library.name,),
        foot=_(
            "You get this e-mail because you wrote in this request, or because you are a "
            "manager. We send one, and the next after one of you has marked it as read."
        ),
    )


def _about(asked: SupportRequest) -> str:
    return support(asked.form).lower()


def _no_answer() -> str:
    said: str = _("Answer there and not by e-mail: then everyone involved reads the same thing.")
    return said
