"""The mails about what somebody offers or asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.register import queries
from community.register.models import GRACE, Direction, Entry, EntryState
from community.web.formats import day_long, quoted
from community.web.keys import house_key

Write = Callable[[Entry], Note]


def register(_app: Flask) -> None:
    letters.register("register/confirm", confirm)
    letters.register("register/opened", opened)
    letters.register("register/nudge", nudge)
    letters.register("register/expired", expired)


def confirm(session: Session, mail: OutboxMail) -> Letter | None:
    """Goes to an address of which nobody knows whose it is: nothing in it was typed by a stranger.

    Whose words stand already gets the same link: it leads to how they stand.
    """

    def note(entry: Entry) -> Note:
        return Note(
            subject=_("Confirm what you wrote"),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address wrote something for the list of knowledge and "
                    "skills of %(library)s. Please confirm that it was you.",
                    library=entry.library.name,
                ),
            ),
            button=Link(_("See what it says"), own_url(entry)),
            closing=(
                _(
                    "Was it not you? Then you need not do anything: nothing happens unless you "
                    "click."
                ),
            ),
            signed=(entry.library.name,),
            foot=_("You get this e-mail because somebody filled in this address."),
        )

    return _letter(session, mail, note, name="")


def opened(session: Session, mail: OutboxMail) -> Letter | None:
    def note(entry: Entry) -> Note:
        return Note(
            subject=_("It is on the list"),
            heading=_("Thank you, %(name)s", name=entry.person.first_name),
            opening=(
                _("A librarian read what you wrote, and put it on the list:"),
                quoted(entry.title),
                _("It stays until %(day)s.", day=day_long(_until(entry))),
            ),
            button=Link(_("See how it is doing"), own_url(entry)),
            closing=(_("Use the same button to stop it, whenever you like."),),
            signed=(entry.library.name,),
            foot=_foot(),
        )

    return _letter(session, mail, note, only=(EntryState.OPEN, EntryState.PAUSED))


def nudge(session: Session, mail: OutboxMail) -> Letter | None:
    """Only as long as it is still about to expire."""

    def note(entry: Entry) -> Note:
        asks = entry.direction is Direction.REQUEST
        return Note(
            subject=_("Are you still looking for this?") if asks else _("Do you still offer this?"),
            heading=_("Another six months, %(name)s?", name=entry.person.first_name),
            opening=(
                _("This is on our list:"),
                quoted(entry.title),
                _("It stays until %(day)s. One click keeps it there.", day=day_long(_until(entry))),
            ),
            button=Link(_("Keep it there"), own_url(entry)),
            closing=(_("No longer needed? Then do nothing, or stop it with the same button."),),
            signed=(entry.library.name,),
            foot=_foot(),
        )

    return _letter(session, mail, note, only=(EntryState.OPEN, EntryState.PAUSED))


def expired(session: Session, mail: OutboxMail) -> Letter | None:
    def note(entry: Entry) -> Note:
        return Note(
            subject=_("It has come off the list"),
            heading=_("Six months have passed"),
            opening=(
                _("Nobody can find this any more:"),
                quoted(entry.title),
                _(
                    "Until %(day)s one click opens it again. After that we delete what you "
                    "wrote apart from that sentence.",
                    day=day_long(_until(entry) + GRACE),
                ),
            ),
            button=Link(_("Open it again"), own_url(entry)),
            closing=(_("Has it been enough? Then you need not do anything. Thank you!"),),
            signed=(entry.library.name,),
            foot=_foot(),
        )

    return _letter(session, mail, note, only=(EntryState.EXPIRED,))


def own_url(entry: Entry) -> str:
    """Somebody's own page of it: to confirm, renew or stop."""
    token = queries.token_of(entry, key=house_key())
    return f"{base_url()}/{entry.library.slug}/kennis/link/{token}"


def _letter(
    session: Session,
    mail: OutboxMail,
    write: Write,
    *,
    only: tuple[EntryState, ...] = tuple(EntryState),
    name: str | None = None,
) -> Letter | None:
    entry = queries.find_to_mail(session, mail.context["entry_id"])
    if entry is None or entry.state not in only or not entry.person.email:
        return None
    person, library = entry.person, entry.library
    with letters.in_language_of(person.language) as language:
        return letters.written(
            write(entry),
            sender=sender_of(library),
            to_name=person.full_name if name is None else name,
            to_address=person.email or "",
            language=language,
        )


def _until(entry: Entry) -> datetime:
    assert entry.expires_at is not None  # noqa: S101  (of what was opened)
    return entry.expires_at


def _foot() -> str:
    said: str = _("You get this e-mail because you offer or ask for something at the library.")
    return said
