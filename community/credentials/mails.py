"""Mails about what opens the door: please set one up, and something changed."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.credentials import devices, meeting
from community.credentials.models import Changed, KnownBrowser
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import HOUSE, Letter, Link, Note, Sender
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("credentials/please", please)
    letters.register("credentials/changed", changed)
    letters.register("credentials/new_browser", new_browser)


def please(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing any more once there is one."""
    person = session.get(Person, mail.person_id)
    if person is None or person.second_factor_by is None:
        return None
    by: datetime = person.second_factor_by
    with letters.in_language_of(person.language) as language:
        note = Note(
            subject=_("Set up an extra code"),
            heading=_("Set up an extra code"),
            opening=(
                _("Hello %(name)s,", name=person.first_name),
                _(
                    "In Kenniskring you see things about other people. To make sure nobody can "
                    "get in with only your e-mail or your password, we ask you for one more "
                    "thing: a passkey, or a code from an app on your phone."
                ),
            ),
            body=(
                _(
                    "It takes two minutes. Please do it before %(day)s; after that the desk asks"
                    " for it first.",
                    day=formats.day_long(by),
                ),
            ),
            button=Link(_("Show me how"), f"{base_url()}/mijn/inloggen"),
            closing=(_("Do you need help? Ask a colleague, or the manager of your library."),),
            signed=(HOUSE,),
        )
        return _letter(note, person, None, language)


def changed(session: Session, mail: OutboxMail) -> Letter | None:
    """That a way to sign in was added or taken away, with why, to whose account it is."""
    person = session.get(Person, mail.person_id)
    if person is None or person.email is None:
        return None
    library = session.get(Library, mail.library_id) if mail.library_id else None
    reason = str(mail.context["reason"])
    with letters.in_language_of(person.language) as language:
        heading, said = _words(Changed(mail.context["what"]))
        note = Note(
            subject=heading,
            heading=heading,
            opening=(_("Hello %(name)s,", name=person.first_name), said),
            body=(_("The reason given: %(reason)s", reason=reason),) if reason else (),
            button=Link(_("See your ways to sign in"), f"{base_url()}/mijn/inloggen"),
            closing=(
                _(
                    "Was this not you, or not meant for you? Then sign out everywhere on that "
                    "page, and call your library at once."
                ),
            ),
            signed=(library.name if library else HOUSE,),
        )
        return _letter(note, person, library, language)


def new_browser(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing any more when it was signed out, or the account is another's to look after."""
    person = session.get(Person, mail.person_id)
    browser = session.get(KnownBrowser, int(str(mail.context["browser_id"])))
    if person is None or browser is None or browser.person_id != person.id:
        return None
    token = meeting.token_of(browser, key=house_key())
    with letters.in_language_of(person.language) as language:
        when, device = formats.date_time_long(browser.met_at), devices.in_words(browser.device)
        note = Note(
            subject=_("You signed in on a new device"),
            heading=_("You signed in on a new device"),
            opening=(
                _("Hello %(name)s,", name=person.first_name),
                _(
                    "On %(when)s somebody signed in as you on: %(device)s.",
                    when=when,
                    device=device,
                ),
            ),
            body=(_("Was it you? Then you need not do anything."),),
            button=Link(_("It was not me"), f"{base_url()}/mijn/apparaten/nieuw/{token}"),
            closing=(
                _(
                    "We tell you because you see things about other people in Kenniskring. The "
                    "button leads to a page where you can sign that device out."
                ),
            ),
            signed=(HOUSE,),
        )
        return _letter(note, person, None, language)


def _words(what: Changed) -> tuple[str, str]:
    said: dict[Changed, tuple[str, str]] = {
        Changed.CODE_SET: (
            _("Your extra code is set up"),
            _("From now on we ask for it when you sign in with a link or a password."),
        ),
        Changed.CODE_REMOVED: (
            _("Your extra code has been removed"),
            _("We no longer ask for an extra code when you sign in."),
        ),
        Changed.RECOVERY_USED: (
            _("A recovery code was used"),
            _("Somebody signed in with one of your recovery codes. That code no longer works."),
        ),
        Changed.PASSKEY_ADDED: (
            _("A passkey was added"),
            _("From now on a new passkey gives access to your account."),
        ),
        Changed.PASSKEY_REMOVED: (
            _("A passkey was removed"),
            _("One of your passkeys no longer works."),
        ),
        Changed.RESET: (
            _("You can sign in again"),
            _(
                "Your extra code, your recovery codes and your passkeys have been removed, and "
                "you have been signed out everywhere. Sign in with a link by e-mail and set up "
                "a new one."
            ),
        ),
    }
    return said[what]


def _letter(note: Note, person: Person, library: Library | None, language: str) -> Letter | None:
    if not person.email:
        return None
    return letters.written(
        note,
        sender=sender_of(library) if library else Sender(name=HOUSE),
        to_name=person.full_name,
        to_address=person.email,
        language=language,
    )
