"""The mail to who was asked to receive the people at one gathering."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings import hosting_queries, mail_queries
from community.gatherings.mail_parts import named, when
from community.gatherings.models import Gathering
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats


def register(_app: Flask) -> None:
    letters.register("gatherings/co_host", co_host)


def co_host(session: Session, mail: OutboxMail) -> Letter | None:
    """What is asked of them, and where they find it; nothing once that is no longer so."""
    person = session.get(Person, mail.person_id)
    gathering = session.get(Gathering, mail.gathering_id)
    if person is None or not person.email or gathering is None or gathering.is_cancelled:
        return None
    if gathering.is_over(clock.now()):
        return None
    if not hosting_queries.is_host(session, gathering.id, person.id):
        return None
    library = gathering.library
    with letters.in_language_of(person.language) as language:
        return letters.written(
            _note(gathering, person, mail_queries.find_writer(session, gathering)),
            sender=sender_of(library),
            to_name=person.full_name if person.email_confirmed_at else "",
            to_address=person.email,
            language=language,
        )


def _note(gathering: Gathering, person: Person, writer: str) -> Note:
    """An address that nobody has proven may be a typing mistake: it is greeted by no name."""
    day = formats.day_long(gathering.starts_at)
    what = named(gathering)
    library: Library = gathering.library
    hello = (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()
    return Note(
        subject=_("You are hosting: %(day)s", day=day)
        if gathering.is_sensitive
        else _("You are hosting: %(title)s, %(day)s", title=gathering.title, day=day),
        heading=_("You are hosting"),
        opening=(*hello, _("We would like you to host %(what)s.", what=what)),
        when=when(gathering),
        body=(
            _(
                "On your page for this activity you see who is coming. There you can check "
                "people in and, afterwards, note how many came."
            ),
            _(
                "Sign in with the address this e-mail was sent to. We will then e-mail you a "
                "link; you need no password."
            ),
        ),
        button=Link(
            _("See who is coming"),
            f"{base_url()}/{library.slug}/beheer/activiteiten/{gathering.id}",
        ),
        closing=(_("Can you not do it, or is this not meant for you? Just answer this e-mail."),),
        signed=(f"{writer}, {library.name}" if writer else library.name,),
        foot=_("You get this e-mail because a librarian noted you as a host."),
    )
