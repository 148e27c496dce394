"""The mail to somebody of whom nothing was heard: twice, and then no more."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import HOUSE, Letter, Link, Note, Sender
from community.outbox.models import OutboxMail
from community.rights import quiet, quiet_queries
from community.rights.models import QuietAccount
from community.web.formats import day_long
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register(quiet.TEMPLATE, render)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing to who gave a sign in the meantime."""
    account = session.get(QuietAccount, mail.person_id)
    if account is None or account.kept_at is not None or not account.person.email:
        return None
    library = session.get(Library, mail.library_id) if mail.library_id else None
    with letters.in_language_of(account.person.language) as language:
        return letters.written(
            _note(account, library.name if library else HOUSE),
            sender=sender_of(library) if library else Sender(name=HOUSE),
            to_name=account.person.full_name if account.person.email_confirmed_at else "",
            to_address=account.person.email,
            language=language,
        )


def _note(account: QuietAccount, place: str) -> Note:
    person = account.person
    token = quiet_queries.token_of(account, key=house_key())
    day = day_long(clock.local_day(quiet.goes_at(account)))
    greeting = (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()
    last = account.second_told_at is not None
    return Note(
        subject=(
            _("On %(day)s we will erase your data", day=day)
            if last
            else _("Shall we keep your data?")
        ),
        heading=_("Shall we keep your data?"),
        greeting=greeting,
        opening=(
            _(
                "We have heard nothing from you for almost two years. We do not keep people’s "
                "data for longer than it is of use to them."
            ),
            _(
                "That is why on %(day)s we will erase your name, your address and what you "
                "wrote here. Would you rather stay? One press of a button is enough.",
                day=day,
            ),
        ),
        button=Link(_("Keep my data"), f"{base_url()}/blijven/{token}"),
        closing=(
            _(
                "Would you rather not? If you do nothing, all of it is gone that day. You can "
                "always come back."
            ),
        ),
        signed=(place,),
    )
