"""The mails about promises: is this so, how does it stand, and what was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.conversations import seeing
from community.gatherings.models import Gathering
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.promises import labels, queries
from community.promises.making import ASKED
from community.promises.models import Promise
from community.promises.reminding import KEPT, REMINDED
from community.web import formats
from community.web.keys import house_key


@dataclass(frozen=True, slots=True)
class _To:
    """Who reads it: the person who promised, or whom one speaks at a partner."""

    name: str
    full_name: str
    address: str
    language: str


def register(_app: Flask) -> None:
    letters.register(ASKED, _about_one(_asked))
    letters.register(REMINDED, _about_one(_reminded))
    letters.register(KEPT, kept)


def _about_one(
    writes: Callable[[OutboxMail, Promise, str, str], Note | None],
) -> letters.Render:
    def render(session: Session, mail: OutboxMail) -> Letter | None:
        """Nothing of what became sensitive, or is nobody's any more."""
        promise = queries.find_to_mail(session, mail.context["promise_id"])
        to = _receiver(promise) if promise else None
        if promise is None or to is None or not seeing.has_one(promise.gathering):
            return None
        token = queries.token_of(promise, key=house_key())
        page = f"{base_url()}/{promise.library.slug}/afspraak/{token}"
        with letters.in_language_of(to.language) as language:
            note = writes(mail, promise, to.name, page)
            if note is None:
                return None
            return letters.written(
                note,
                sender=sender_of(promise.library),
                to_name=to.full_name,
                to_address=to.address,
                language=language,
            )

    return render


def _receiver(promise: Promise) -> _To | None:
    person = promise.person
    if person is not None and person.email:
        return _To(person.first_name, person.full_name, person.email, person.language)
    contact = promise.partner.receiver if promise.partner else None
    if contact is not None and contact.email:
        # What a partner's people speak we do not know; they read what the library writes.
        return _To(contact.name, contact.name, contact.email, "nl")
    return None


def _asked(mail: OutboxMail, promise: Promise, name: str, page: str) -> Note | None:
    """Only as long as these words wait for an answer."""
    waits = promise.agreed_at is None and promise.denied_at is None
    if not waits or mail.context["version"] != promise.version:
        return None
    return Note(
        subject=_("You promised something: is this right?"),
        heading=_("Hello %(name)s,", name=name),
        opening=(
            _(
                "At ‘%(title)s’ on %(day)s we noted that you would do something:",
                title=promise.gathering.title,
                day=formats.day_long(promise.gathering.starts_at),
            ),
            formats.quoted(promise.what),
            *_until(promise),
            _("Is that right? Until you say so, your name is not shown with it anywhere."),
        ),
        button=Link(_("Yes, that is right"), f"{page}/klopt"),
        instead=(
            Link(_("Put it differently"), f"{page}/wijzig"),
            Link(_("No, I did not"), f"{page}/niet"),
        ),
        closing=(_("You promised it to each other; nobody checks up on you."),),
        signed=(promise.library.name,),
        foot=_because(promise),
    )


def _reminded(mail: OutboxMail, promise: Promise, name: str, page: str) -> Note | None:
    """Only the latest, and only as long as there is something to do."""
    if not promise.is_open or mail.context["reminders"] != promise.reminders:
        return None
    first = promise.reminders == 1
    return Note(
        subject=_("How is it going? %(what)s", what=promise.what[:60]),
        heading=_("Hello %(name)s,", name=name),
        opening=(
            _("Two weeks ago you promised at ‘%(title)s’:", title=promise.gathering.title)
            if first
            else _("Some time ago you promised at ‘%(title)s’:", title=promise.gathering.title),
            formats.quoted(promise.what),
            *_until(promise),
            _("How is it going? One tap is enough; a few words are nice."),
        ),
        button=Link(_("I have done it"), f"{page}/gedaan"),
        instead=(
            Link(_("I am working on it"), f"{page}/bezig"),
            Link(_("It is not going to work"), f"{page}/lukt-niet"),
        ),
        closing=(
            _("Is it not going to work? That can happen, and it is no shame.")
            if first
            else _("This is the last time we ask. Is it not going to work? That is no shame."),
        ),
        signed=(promise.library.name,),
        foot=_because(promise),
    )


def kept(session: Session, mail: OutboxMail) -> Letter | None:
    """To who was there: what of it is still so, and what is told to nobody that is not theirs."""
    person = session.get(Person, mail.person_id)
    gathering = session.get(Gathering, mail.gathering_id)
    if person is None or not person.email or gathering is None or not seeing.has_one(gathering):
        return None
    done = queries.list_kept(session, gathering.library_id, mail.context["promises"])
    if not done:
        return None
    library = gathering.library
    with letters.in_language_of(person.language) as language:
        return letters.written(
            _kept(done, gathering, library),
            sender=sender_of(library),
            to_name=person.full_name,
            to_address=person.email,
            language=language,
        )


def _kept(done: Sequence[Promise], gathering: Gathering, library: Library) -> Note:
    return Note(
        subject=_("It was done: %(title)s", title=gathering.title),
        heading=ngettext("A promise was kept", "%(num)d promises were kept", len(done)),
        opening=(
            _(
                "You were at ‘%(title)s’ on %(day)s. This is what came of it:",
                title=gathering.title,
                day=formats.day_long(gathering.starts_at),
            ),
        ),
        body=tuple(_line(each) for each in done),
        button=Link(
            _("To the activity"),
            f"{base_url()}/{library.slug}/agenda/{gathering.id}-{gathering.slug}",
        ),
        closing=(_("Thank you for being there."),),
        signed=(library.name,),
        foot=_("You get this e-mail because you were there. It comes once a day at most."),
    )


def _line(promise: Promise) -> str:
    who = labels.among_us(promise)
    said: str = _("%(who)s: ‘%(what)s’.", who=who, what=promise.what)
    return f"{said} {promise.words}" if promise.words else said


def _until(promise: Promise) -> tuple[str, ...]:
    if promise.by_when is None:
        return ()
    return (_("By %(day)s.", day=formats.day_long(promise.by_when)),)


def _because(promise: Promise) -> str:
    said: str = _(
        "You get this e-mail because you were at ‘%(title)s’.", title=promise.gathering.title
    )
    if promise.partner is not None:
        said = _("You get this e-mail because you are our contact at %(name)s.",
                 name=promise.partner.name)  # fmt: skip
    return said
