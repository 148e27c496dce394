"""A friendly word to who had a seat and did not come. Sent once, and only while it is true."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.gatherings import closing_queries, mail_queries
from community.gatherings.mail_parts import About, foot
from community.gatherings.rounding_off import can_be_missed
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters, wording
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail


def register(_app: Flask) -> None:
    letters.register("gatherings/missed", render)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """The letter, if they still were not there and it is not long ago."""
    sign_up = mail_queries.find_sign_up(session, mail.context["sign_up_id"])
    if sign_up is None or not sign_up.person.email:
        return None
    gathering, library = sign_up.gathering, sign_up.gathering.library
    if not can_be_missed(gathering, clock.now()) or not closing_queries.is_missing(
        session, sign_up
    ):
        return None
    with letters.in_language_of(sign_up.person.language) as language:
        about = About(
            sign_up,
            manage_url="",
            agenda_url=f"{base_url()}/{library.slug}/agenda",
            writer=mail_queries.find_writer(session, gathering),
        )
        return letters.written(
            wording.worded(
                session,
                note(about),
                mail.template,
                library_id=library.id,
                language=language,
                values=about.words,
            ),
            sender=sender_of(library),
            to_name=sign_up.person.full_name,
            to_address=sign_up.person.email,
            language=language,
        )


def note(about: About) -> Note:
    library = about.gathering.library.name
    return Note(
        subject=about.subject(_("We missed you")),
        heading=_("We missed you, %(name)s", name=about.name),
        opening=(
            _(
                "You had signed up for %(what)s on %(moment)s, and we did not see you. That can"
                " happen, and you need not explain anything.",
                what=about.what,
                moment=about.moment,
            ),
            _("You are welcome next time. Were you there after all? Then it was busy: sorry!"),
        ),
        button=Link(_("See what else there is"), about.agenda_url),
        closing=(_("Can you not come another time? Let us know. Then somebody else can join."),),
        signed=(f"{about.writer}, {library}" if about.writer else library,),
        foot=foot(about),
    )
