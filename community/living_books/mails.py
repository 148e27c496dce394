"""The mails of a living library: to who is a book, and to who reads.

All is read when the mail is written, so it tells how things are then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.gatherings import mail_queries, sign_up_queries
from community.gatherings.mail_parts import when
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.living_books import loan_queries, queries
from community.living_books.models import BookState, LivingBook, Slot
from community.outbox import letters
from community.outbox import queries as outbox
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key

TIMES = "living_books/times"

Writes = Callable[[Session, LivingBook], Note | None]


def register(_app: Flask) -> None:
    for name, writes in {
        "asked": asked,
        "agreed": agreed,
        "removed": removed,
        "changed": changed,
    }.items():
        letters.register(f"living_books/{name}", _letter_of(writes))
    letters.register(TIMES, times)


# ─── to who is a book ───


def asked(_session: Session, book: LivingBook) -> Note | None:
    """Only as long as there is no answer."""
    gathering = book.day.gathering
    if book.state is not BookState.ASKED or gathering.is_cancelled:
        return None
    return Note(
        subject=_("Will you be a living book? %(title)s", title=gathering.title),
        heading=_("Will you be a living book, %(name)s?", name=book.person.first_name),
        opening=(
            _(
                "You offered in our register: ‘%(offer)s’. We would like to lend you out as a"
                " living book at ‘%(title)s’: short talks with one or a few readers who want to"
                " hear your story.",
                offer=book.entry.title,
                title=gathering.title,
            ),
        ),
        when=when(gathering),
        body=(
            _(
                "You choose the times, the number of readers and what is on your cover. Your "
                "surname is never on it."
            ),
        ),
        button=Link(_("See it, and say yes or no"), book_url(book)),
        closing=(_("No is fine too, and you need not say why."),),
    )


def agreed(_session: Session, book: LivingBook) -> Note | None:
    gathering = book.day.gathering
    if book.state is not BookState.AGREED or gathering.is_cancelled:
        return None
    return Note(
        subject=_("You are a living book: %(title)s", title=gathering.title),
        heading=_("You are on the list, %(name)s", name=book.person.first_name),
        opening=(_("Wonderful that you want to tell your story. These are your times:"),),
        when=when(gathering),
        body=(formats.comma().join(_times_of_book(book)),),
        button=Link(_("See your page"), book_url(book)),
        closing=(
            _("There you see how many readers there are, and you can change or withdraw your yes."),
        ),
    )


def removed(_session: Session, book: LivingBook) -> Note | None:
    gathering = book.day.gathering
    if book.state is not BookState.REMOVED or gathering.is_cancelled:
        return None
    return Note(
        subject=_("You are not needed as a living book"),
        heading=_("You are not needed as a living book"),
        opening=(
            _(
                "We will do without your book at ‘%(title)s’ on %(moment)s after all. "
                "Questions? Let us know.",
                title=gathering.title,
                moment=formats.date_time_long(gathering.starts_at),
            ),
        ),
        closing=(_("Thank you for offering it."),),
    )


def changed(_session: Session, book: LivingBook) -> Note | None:
    """It was moved, or it does not go on; only to who counts on it."""
    gathering = book.day.gathering
    if not book.is_on:
        return None
    if gathering.is_cancelled:
        return Note(
            subject=_("Not going ahead: %(title)s", title=gathering.title),
            heading=_("It is not going ahead, %(name)s", name=book.person.first_name),
            opening=(
                _(
                    "Unfortunately ‘%(title)s’ on %(moment)s is not going ahead, so you are not "
                    "needed as a living book.",
                    title=gathering.title,
                    moment=formats.date_time_long(gathering.starts_at),
                ),
                *((gathering.cancel_reason,) if gathering.cancel_reason else ()),
            ),
        )
    return Note(
        subject=_("Moved: %(title)s", title=gathering.title),
        heading=_("It has been moved, %(name)s", name=book.person.first_name),
        opening=(
            _("The day or the time of ‘%(title)s’ has changed. These are the new details:",
              title=gathering.title),
        ),
        when=when(gathering),
        body=(formats.comma().join(_times_of_book(book)),),
        button=Link(_("See your page"), book_url(book)),
        closing=(_("Does it no longer suit you? Use the same button to say so."),),
    )  # fmt: skip


def book_url(book: LivingBook) -> str:
    library = book.day.gathering.library
    return f"{base_url()}/{library.slug}/levend-boek/{queries.token_of(book, key=house_key())}"


def _times_of_book(book: LivingBook) -> list[str]:
    slots = sorted((sitting.slot for sitting in book.sittings), key=lambda slot: slot.begins)
    gathering = book.day.gathering
    return [formats.time_span(slot.starts_at(gathering), slot.ends_at(gathering)) for slot in slots]


def _letter_of(writes: Writes) -> letters.Render:
    def render(session: Session, mail: OutboxMail) -> Letter | None:
        book = queries.find_book(session, mail.context["book_id"])
        if book is None or not book.person.email or book.person_id != mail.person_id:
            return None
        gathering = book.day.gathering
        if gathering.is_over(clock.now()):
            return None
        with letters.in_language_of(book.person.language) as language:
            note = writes(session, book)
            if note is None:
                return None
            why = _("You get this e-mail because you offered to be a living book in our register.")
            return _written(
                replace(note, foot=why), gathering.library, book.person.full_name,
                book.person.email, language,
            )  # fmt: skip

    return render


# ─── to who reads ───


def times(session: Session, mail: OutboxMail) -> Letter | None:
    """All talks of one reader; of several of these mails only the last is sent."""
    entry = mail_queries.find_sign_up(session, mail.context["sign_up_id"])
    if entry is None or not entry.person.email or entry.status is not SignUpStatus.CONFIRMED:
        return None
    gathering = entry.gathering
    is_off = gathering.is_cancelled or gathering.is_sensitive or gathering.is_over(clock.now())
    if is_off or _is_overtaken(session, mail):
        return None
    with letters.in_language_of(entry.person.language) as language:
        lines = _lines(session, entry)
        if lines:
            heading = _("Your talks, %(name)s", name=entry.person.first_name)
            opening = (
                _("At ‘%(title)s’ these living books are reserved for you:", title=gathering.title),
            )
        else:
            heading = _("You have no talks now, %(name)s", name=entry.person.first_name)
            opening = (
                _("At ‘%(title)s’ no living book is reserved for you any more. You can choose"
                  " another one.", title=gathering.title),
            )  # fmt: skip
        note = Note(
            subject=_("Your talks: %(title)s", title=gathering.title),
            heading=heading,
            opening=opening,
            when=when(gathering),
            body=lines,
            button=Link(_("See or change it"), own_url(entry)),
            closing=(_("Can you not come? Give your time back, so that somebody else can read."),),
            foot=_("You get this e-mail because you signed up."),
        )
        return _written(
            note, gathering.library, entry.person.full_name, entry.person.email, language
        )


def times_of(session: Session, entry: SignUp) -> tuple[str, ...]:
    """What the gathering's own mails say of it: when it moves, and in the reminder."""
    lines = _lines(session, entry)
    return (_("Your talks:"), *lines) if lines else ()


def own_url(entry: SignUp) -> str:
    token = sign_up_queries.token_of(entry, key=house_key())
    library = entry.gathering.library
    return f"{base_url()}/{library.slug}/aanmelding/{token}/levende-boeken"


def _lines(session: Session, entry: SignUp) -> tuple[str, ...]:
    """Of what became sensitive, nothing."""
    if entry.gathering.is_sensitive:
        return ()
    shown = queries.ids_on_the_list(session, entry.library_id, entry.gathering_id)
    return tuple(
        _line(loan.sitting.slot, loan.sitting.book, entry.gathering, shown)
        for loan in loan_queries.list_loans_of(session, entry.id)
    )


def _line(slot: Slot, book: LivingBook, gathering: Gathering, shown: Collection[int]) -> str:
    span = formats.time_span(slot.starts_at(gathering), slot.ends_at(gathering))
    # What is hidden, or its person changed, waits for a librarian, also when somebody reads it.
    title = book.title if book.id in shown else _("your living book")
    return f"{span}: ‘{title}’"


def _is_overtaken(session: Session, mail: OutboxMail) -> bool:
    later = outbox.list_to(session, mail.person_id, mail.gathering_id or 0)
    return any(each.template == TIMES and each.id > mail.id for each in later)


def _written(note: Note, library: Library, name: str, address: str, language: str) -> Letter:
    return letters.written(
        replace(note, signed=(library.name,)),
        sender=sender_of(library),
        to_name=name,
        to_address=address,
        language=language,
    )
