"""The mail to who began a gathering: was this yours?"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings.kinds import Initiator
from community.initiatives import queries
from community.initiatives.models import Initiation
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web.formats import date_time_long, quoted
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("initiatives/was_it_yours", was_it_yours)


def was_it_yours(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing once they have answered, or when somebody else is named by now."""
    initiation = queries.find_with_gathering(session, mail.context["initiation_id"])
    person = session.get(Person, mail.person_id)
    if (
        initiation is None
        or person is None
        or initiation.salt != mail.context["salt"]
        or initiation.confirmed_at is not None
        or initiation.denied_at is not None
        or not initiation.can_be_mailed(clock.now())
    ):
        return None
    library = initiation.gathering.library
    with letters.in_language_of(person.language) as language:
        return letters.written(
            _note(initiation, library, person),
            sender=sender_of(library),
            # As long as nobody has proven this address, the name may be anybody's.
            to_name=person.full_name if person.email_confirmed_at else "",
            to_address=initiation.mailed_to,
            language=language,
        )


def _note(initiation: Initiation, library: Library, person: Person) -> Note:
    token = queries.token_of(initiation, key=house_key())
    greeting = (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()
    return Note(
        subject=_("Was this your idea?"),
        heading=_("Was this your idea?"),
        opening=(
            *greeting,
            _what_we_noted(initiation),
            _(
                "Is that so? Then one button is enough to say so: we like to show what others "
                "start."
            ),
        ),
        button=Link(_("Look and answer"), f"{base_url()}/{library.slug}/bevestigen/begin/{token}"),
        closing=(_("You need no account. If you do nothing, it counts as the library’s idea."),),
        signed=(library.name,),
        foot=_("You get this e-mail because a librarian noted that you started this activity."),
    )


def _what_we_noted(initiation: Initiation) -> str:
    """A sensitive gathering is not named in a mail."""
    gathering = initiation.gathering
    what = _("an activity") if gathering.is_sensitive else quoted(gathering.title)
    when = date_time_long(gathering.starts_at)
    said: str
    if initiation.kind is Initiator.RESIDENT:
        said = _("We noted that %(what)s, on %(when)s, was your idea.", what=what, when=when)
    else:
        said = _(
            "We noted that %(what)s, on %(when)s, was an idea from %(whose)s.",
            what=what,
            when=when,
            whose=initiation.name,
        )
    return said
