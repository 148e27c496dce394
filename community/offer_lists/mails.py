"""The mail that asks who stands on a list whether that is so."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.libraries.mails import sender_of
from community.offer_lists import queries
from community.offer_lists.taking_over import ASK
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.register.mails import own_url
from community.register.models import Entry
from community.web.formats import day_long


def register(_app: Flask) -> None:
    letters.register(ASK, is_it_yours)


def is_it_yours(session: Session, mail: OutboxMail) -> Letter | None:
    """All that somebody has to say yes to, in one mail; nothing once they answered, or it went.

    What stands on the list is not written here: it may have come to a wrong address.
    """
    entries = queries.list_to_confirm(session, mail.context["list_id"], mail.person_id)
    if not entries or not entries[0].person.email:
        return None
    person, library = entries[0].person, entries[0].library
    with letters.for_work_in_language_of(person.language) as language:
        links = _links(entries)
        until = entries[0].confirm_by
        note = Note(
            subject=_("You are on a list of the library"),
            heading=_("You are on a list of the library"),
            opening=(
                _(
                    "%(library)s was given a list of what people offer to do for others. You "
                    "are on it. Nobody sees that before you say yes.",
                    library=library.name,
                ),
            ),
            body=tuple(links[:-1]),
            button=links[-1],
            closing=(
                _("If you do nothing, we delete it on %(day)s.", day=day_long(until))
                if until
                else "",
            ),
            signed=(library.name,),
            foot=_("You get this e-mail because your address is on that list."),
        )
        return letters.written(
            note,
            sender=sender_of(library),
            to_name="",
            to_address=person.email or "",
            language=language,
        )


def _links(entries: Sequence[Entry]) -> list[Link]:
    """Several are told apart by a number: what each one says is behind the link."""
    if len(entries) == 1:
        return [Link(_("Look and answer"), own_url(entries[0]))]
    return [
        Link(_("Look and answer: %(num)d of %(all)d", num=number, all=len(entries)), own_url(entry))
        for number, entry in enumerate(entries, 1)
    ]
