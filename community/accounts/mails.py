"""The mails about coming in.

As long as nobody has proven that an address is theirs, what is said of it may have been typed by a
stranger, the name included: such a mail then greets nobody.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import tokens
from community.accounts import people, queries, services
from community.accounts.labels import ROLES
from community.accounts.models import AddressChange, Person, Role
from community.accounts.new_address import PURPOSE, PUT_BACK
from community.clock import now
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import HOUSE, Letter, Link, Note, Sender
from community.outbox.models import OutboxMail
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("accounts/sign_in", sign_in, asked_for=True)
    letters.register("accounts/new_address", new_address, asked_for=True)
    letters.register("accounts/old_address", old_address, asked_for=True)
    letters.register("accounts/invitation", invitation)


def sign_in(session: Session, mail: OutboxMail) -> Letter | None:
    """The link that opens the door; nothing once it is used, overtaken or too old."""
    link = queries.find_link_to_mail(session, mail.context["link_id"], mail.person_id, now=now())
    if link is None:
        return None
    library = queries.find_only_library_of(session, link.person)
    key = house_key()
    token = tokens.derive(key, services.PURPOSE, link.id, link.salt)
    with letters.in_language_of(link.person.language) as language:
        note = Note(
            subject=_("Your link to sign in"),
            heading=_("Sign in"),
            opening=(
                *_greeting(link.person),
                _("Use this link to sign in. It works once, within fifteen minutes."),
            ),
            button=Link(_("Sign in"), f"{base_url()}/inloggen/{token}"),
            closing=(
                _(
                    "Did you not ask for this? Then you need not do anything: nobody can get in "
                    "without this link."
                ),
            ),
            signed=(library.name if library else HOUSE,),
        )
        return _letter(note, link.person, library, language)


def new_address(session: Session, mail: OutboxMail) -> Letter | None:
    """Goes to an address of which nobody knows whose it is: it greets nobody."""
    change = session.get(AddressChange, mail.context["change_id"])
    if change is None or change.used_at or change.expires_at <= now():
        return None
    library = queries.find_only_library_of(session, change.person)
    key = house_key()
    token = tokens.derive(key, PURPOSE, change.id, change.salt)
    with letters.in_language_of(change.person.language) as language:
        note = Note(
            subject=_("Is this your address?"),
            heading=_("Is this your address?"),
            opening=(
                _("Somebody filled in this address to get our e-mails here. Was that you?"),
                _("The link works for one day."),
            ),
            button=Link(_("Yes, this is my address"), f"{base_url()}/mijn/adres/{token}"),
            closing=(
                _(
                    "Was it not you? Then you need not do anything: nothing changes unless you "
                    "click."
                ),
            ),
            signed=(library.name if library else HOUSE,),
        )
        return letters.written(
            note,
            sender=_sender(library),
            to_name="",
            to_address=change.email,
            language=language,
        )


def old_address(session: Session, mail: OutboxMail) -> Letter | None:
    """To the address that was left; where mail goes from now on it does not say."""
    change = session.get(AddressChange, mail.context["change_id"])
    if change is None or change.old_email is None or change.expires_at <= now():
        return None
    library = queries.find_only_library_of(session, change.person)
    key = house_key()
    token = tokens.derive(key, PUT_BACK, change.id, change.salt)
    with letters.in_language_of(change.person.language) as language:
        note = Note(
            subject=_("Your address was changed"),
            heading=_("Your address was changed"),
            opening=(
                *_greeting(change.person),
                _("From now on our e-mails go to another address, and no longer to this one."),
                _("Was that you? Then you need not do anything."),
            ),
            body=(
                _(
                    "Was it not you? Then put your old address back. Anyone signed in with your "
                    "account will be signed out. The link works for 7 days; after that, ask the "
                    "library."
                ),
            ),
            button=Link(_("Put my address back"), f"{base_url()}/mijn/adres/terug/{token}"),
            signed=(library.name if library else HOUSE,),
        )
        return letters.written(
            note,
            sender=_sender(library),
            to_name="",
            to_address=change.old_email,
            language=language,
        )


def invitation(session: Session, mail: OutboxMail) -> Letter | None:
    """Somebody may do more from now on. The way in is a link that they ask for themselves, so that
    no mail of days ago opens a door."""
    person = session.get(Person, mail.person_id)
    if person is None:
        return None
    library = session.get(Library, mail.library_id) if mail.library_id else None
    with letters.in_language_of(person.language) as language:
        place = library.name if library else HOUSE
        note = Note(
            subject=_("You are invited to %(place)s", place=place),
            heading=_("Welcome to %(place)s", place=place),
            opening=(*_greeting(person), _what_for(mail, library)),
            body=(
                _(
                    "Sign in with the address this e-mail was sent to. We will then e-mail you "
                    "a link; you need no password."
                ),
            ),
            button=Link(_("Sign in"), f"{base_url()}/inloggen"),
            closing=(_("Did you not expect this? Then you need not do anything."),),
            signed=(place,),
        )
        return _letter(note, person, library, language)


def _greeting(person: Person) -> tuple[str, ...]:
    return (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()


def _what_for(mail: OutboxMail, library: Library | None) -> str:
    role: str = mail.context["role"]
    if library:
        said = _(
            "From now on you have a role in the Kenniskring of %(library)s: %(role)s.",
            library=library.name,
            role=str(ROLES[Role(role)]).lower(),
        )
    elif role == people.ADVISER:
        said = _(
            "From now on you advise the libraries of %(network)s in Kenniskring.",
            network=mail.context["network"],
        )
    else:
        said = _("From now on you look after this installation of Kenniskring.")
    return str(said)


def _sender(library: Library | None) -> Sender:
    if library is None:
        return Sender(name=HOUSE)
    return sender_of(library)


def _letter(note: Note, person: Person, library: Library | None, language: str) -> Letter | None:
    if not person.email:
        return None
    return letters.written(
        note,
        sender=_sender(library),
        to_name=person.full_name if person.email_confirmed_at else "",
        to_address=person.email,
        language=language,
    )
