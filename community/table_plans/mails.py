"""The mail that says where to look for one's table."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.gatherings.mail_parts import named, when
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.table_plans import queries
from community.table_plans.models import State, TableGuest
from community.web.formats import date_time_long
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("table_plans/place", place)


def place(session: Session, mail: OutboxMail) -> Letter | None:
    """Only as long as it helps: the plan is out, and it is not over."""
    guest = queries.get_guest(session, mail.library_id or 0, mail.context["guest_id"])
    if guest is None or not _is_of_use(guest, mail):
        return None
    person, gathering = guest.person, guest.plan.gathering
    if person is None or not person.email:
        return None
    library = gathering.library
    url = f"{base_url()}/{library.slug}/plaats/{queries.token_of(guest, key=house_key())}"
    with letters.in_language_of(person.language) as language:
        # Of something sensitive a mail does not say what it is about.
        about = named(gathering)
        note = Note(
            subject=_("Your table on %(day)s", day=date_time_long(gathering.starts_at)),
            heading=_("Your table is ready, %(name)s", name=person.first_name),
            opening=(
                _(
                    "The tables of %(activity)s are ready. Use the button to see which table "
                    "you sit at in every round.",
                    activity=about,
                ),
            ),
            when=when(gathering),
            button=Link(_("See my table"), url),
            closing=(
                _(
                    "Keep this e-mail at hand: if something changes on the day, you see it "
                    "there at once. You can also do without a phone, we know where you sit."
                ),
            ),
            signed=(library.name,),
            foot=_("You get this e-mail because you signed up."),
        )
        return letters.written(
            note,
            sender=sender_of(library),
            to_name=person.full_name,
            to_address=person.email,
            language=language,
        )


def _is_of_use(guest: TableGuest, mail: OutboxMail) -> bool:
    gathering = guest.plan.gathering
    return (
        guest.plan.state is State.RELEASED
        and not guest.away
        and not gathering.is_cancelled
        and gathering.ends_at > mail.due_at
    )
