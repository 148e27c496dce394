"""The mails of an introduction. Of a sensitive one none says what it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.introductions import queries, seeing
from community.introductions.models import Party, Side
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key

Writes = Callable[[Session, OutboxMail, Party, Party], Note | None]


def register(_app: Flask) -> None:
    for name, writes in {
        "asked": asked,
        "proposed": proposed,
        "reminded": reminded,
        "agreed": agreed,
        "message": message,
        "ended": ended,
        "what_came": what_came,
    }.items():
        letters.register(f"introductions/{name}", _letter_of(writes))


def asked(session: Session, _mail: OutboxMail, own: Party, other: Party) -> Note | None:
    """Only as long as it waits for this one's answer; not with what was hidden meanwhile."""
    if not _waits_for(own):
        return None
    written = [
        each.text
        for each in queries.list_messages(session, own.introduction_id)
        if each.side is not own.side and each.hidden_at is None
    ]
    about = _about(own)
    return Note(
        subject=_("%(name)s would like to meet you", name=_called(other)),
        heading=_("Hello %(name)s,", name=own.person.first_name),
        opening=(
            _(
                "%(name)s would like to meet you, about %(about)s.",
                name=_called(other),
                about=about,
            ),
            *(_quoted(written[0], other) if written and not _is_quiet(own) else ()),
        ),
        button=Link(_("Read and answer"), _url(own)),
        closing=(
            _(
                "Only when you both say yes do you see how to reach each other. You may also "
                "say no; you need not say why."
            ),
        ),
    )


def proposed(_session: Session, _mail: OutboxMail, own: Party, other: Party) -> Note | None:
    if not _waits_for(own):
        return None
    return Note(
        subject=_("We thought of somebody for you"),
        heading=_("We thought of somebody for you"),
        greeting=(_("Hello %(name)s,", name=own.person.first_name),),
        opening=_why_proposed(own, other),
        button=Link(_("Look and answer"), _url(own)),
        closing=(_("You may also say no; you need not say why."),),
    )


def reminded(session: Session, mail: OutboxMail, own: Party, other: Party) -> Note | None:
    writes = asked if own.introduction.introduced_by_id is None else proposed
    note = writes(session, mail, own, other)
    return note and replace(
        note,
        subject=_("You can still answer: %(subject)s", subject=note.subject),
        greeting=(
            *note.greeting,
            _("We wrote this to you a week ago. You can still answer."),
        ),
    )


def agreed(_session: Session, _mail: OutboxMail, own: Party, other: Party) -> Note | None:
    contact = seeing.contact_of(other)
    if contact is None or not own.introduction.is_running:
        return None
    shared = tuple(part for part in (contact.email, contact.phone) if part)
    if _is_quiet(own):
        body: tuple[str, ...] = (_("The button shows you how to reach each other."),)
    elif shared:
        body = (_("This is how you reach %(name)s:", name=contact.name), *shared)
    else:
        body = (
            _(
                "%(name)s would like to write through the library first.",
                name=other.person.first_name,
            ),
        )
    return Note(
        subject=_("You both said yes"),
        heading=_("You both said yes"),
        opening=(_("You and %(name)s would like to meet.", name=other.person.first_name),),
        body=body,
        button=Link(_("To your introduction"), _url(own)),
        closing=(_("There is always a free table in the library, and coffee."),),
    )


def message(session: Session, mail: OutboxMail, own: Party, other: Party) -> Note | None:
    """Not what was hidden meanwhile, and nothing after the end."""
    written = queries.find_message(session, mail.context["message_id"])
    if written is None or written.hidden_at is not None or not own.introduction.is_running:
        return None
    return Note(
        subject=_("A message from %(name)s", name=_called(other, within=True)),
        heading=_("%(name)s writes to you", name=_called(other)),
        body=() if _is_quiet(own) else _paragraphs(written.text),
        button=Link(_("Read and answer"), _url(own)),
        closing=(_("Use the button to answer: a reply to this e-mail goes to the library."),),
    )


def ended(_session: Session, _mail: OutboxMail, own: Party, _other: Party) -> Note | None:
    return Note(
        subject=_("Not the right moment"),
        heading=_("Not the right moment"),
        opening=(
            _(
                "The introduction you said yes to has ended: it does not suit the other person "
                "at the moment. That happens, and it is not about you."
            ),
        ),
        button=Link(
            _("Look for somebody else"),
            f"{base_url()}/{own.introduction.library.slug}/kennis",
        ),
    )


def what_came(_session: Session, _mail: OutboxMail, own: Party, other: Party) -> Note | None:
    """Who told it already is not asked."""
    if own.told_at is not None or not seeing.can_tell(own.introduction):
        return None
    return Note(
        subject=_("Did you meet each other?"),
        heading=_("Did you meet %(name)s?", name=other.person.first_name),
        opening=(
            _(
                "Some time ago you both said yes. We are curious what came of it: two taps are "
                "enough."
            ),
        ),
        button=Link(_("Tell us"), f"{_url(own)}#opbrengst"),
    )


def _letter_of(writes: Writes) -> letters.Render:
    def render(session: Session, mail: OutboxMail) -> Letter | None:
        own = queries.find_party(session, mail.context["introduction_id"], mail.context["side"])
        if own is None or not own.person.email or own.person_id != mail.person_id:
            return None
        found = own.introduction
        library = found.library
        with letters.in_language_of(own.person.language) as language:
            note = writes(session, mail, own, found.party(own.side.other))
            if note is None:
                return None
            return letters.written(
                _signed(note, library.name),
                sender=sender_of(library),
                to_name=own.person.full_name,
                to_address=own.person.email,
                language=language,
            )

    return render


def _signed(note: Note, library: str) -> Note:
    foot = _("You get this e-mail because of what you offer or ask for in our register.")
    return replace(note, signed=(library,), foot=foot)


def _why_proposed(own: Party, other: Party) -> tuple[str, ...]:
    title = seeing.title_of(seeing.entry_of(other), own)
    if own.side is Side.ASKER:
        first = _("You are looking for somebody. We found %(name)s, who may be right for you.",
                  name=_called(other, within=True))  # fmt: skip
    else:
        first = _(
            "%(name)s is looking for something that you may be able to help with.",
            name=_called(other),
        )
    return (first,) if not title or _is_quiet(own) else (first, formats.quoted(title))


def _about(own: Party) -> str:
    """It goes to whom it belongs to."""
    entry = seeing.entry_of(own)
    said: str = _("what you put in our register")
    return said if entry is None or _is_quiet(own) else formats.quoted(entry.title)


def _called(other: Party, *, within: bool = False) -> str:
    """Within a sentence somebody has no capital."""
    return seeing.name_of(other) or (_("somebody") if within else _("Somebody"))


def _waits_for(own: Party) -> bool:
    return own.introduction.is_running and own.yes_at is None


def _is_quiet(own: Party) -> bool:
    return own.introduction.is_sensitive


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _quoted(text: str, writer: Party) -> tuple[str, ...]:
    return (_("%(name)s wrote:", name=_called(writer)), *_paragraphs(text))


def _url(own: Party) -> str:
    token = queries.token_of(own, key=house_key())
    return f"{base_url()}/{own.introduction.library.slug}/kennismaking/{token}"
