"""Letters: what a mail says once its turn has come. Rooms register who writes which.

A room describes a note (heading, date, one button) and this module gives it its two forms: text
and HTML, with the look of the house. So the one cannot lack what the other says.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from community.ical.text import one_line
from community.outbox.models import OutboxMail

#: Of what a Passage is made of. Its language is its writer's, whatever the mail is in.
_LOOKS = {
    "p": "unicode-bidi: plaintext; margin: 0 0 18px",
    "li": "unicode-bidi: plaintext",
    "ul": "margin: 0 0 18px; padding: 0 24px",
    "ol": "margin: 0 0 18px; padding: 0 24px",
    "blockquote": "margin: 0 0 18px; padding: 0 18px; border-inline-start: 3px solid #d8d2c5",
    "h3": "font: normal 26px/1.2 Georgia, serif; margin: 0 0 12px",
    "h4": "font: normal 22px/1.2 Georgia, serif; margin: 0 0 12px",
}
#: What of it may be in another language than the words around it, and all that stands in it.
_OWN = re.compile(r"<(p|li|h3|h4|a)\b([^>]*)>(?=(.*?)</\1>)", re.DOTALL)
WIDTH = 72  #: Of a line of text; a web address is never broken.


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail ready to be sent, but for its sender's address and its Message-ID."""

    to_name: str
    to_address: str
    from_name: str
    subject: str
    text: str
    html: str
    language: str
    reply_to: str = ""  #: Empty: answers go to the sender's address.
    calendar: bytes = b""
    #: As in the calendar itself: REQUEST or CANCEL, an invitation; PUBLISH, a file to open.
    calendar_method: str = ""
    #: Where one POST stops mails like this one (RFC 8058); empty for what one asked for oneself.
    unsubscribe_url: str = ""


#: What the house is called where no library speaks.
HOUSE = "Kenniskring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who a mail comes from, as its reader sees it: a library, or the house itself."""

    name: str
    reply_to: str = ""
    accent_light: str = "#1a5a4a"
    accent_dark: str = "#86cdb6"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The date and place that stand large in a mail."""

    numeral: str
    day: str
    time: str
    place: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """As a button the one thing to do; in the body just a link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with markup of its own: `html` is clean as it stands, and `text` says the same."""

    html: Markup
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a mail says, in the order in which it is read. Plain text, but for a Passage."""

    subject: str
    heading: str
    #: A kind word before the facts. A library may put its own there, and in `closing`.
    greeting: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    when: When | None = None
    body: tuple[str | Link | Passage, ...] = ()
    button: Link | None = None
    instead: tuple[Link, ...] = ()  #: The other answers: after the button, which comes first.
    closing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()  #: Lines, not paragraphs.
    foot: str = ""
    foot_link: Link | None = None  #: To change or stop such mails.


Render = Callable[[Session, OutboxMail], Letter | None]

Fails = Callable[[Session, str], bool]

_renderers: dict[str, Render] = {}
_looked_after: set[str] = set()
_asked_for: set[str] = set()
_fails: list[Fails] = []


def register(
    template: str, render: Render, *, has_its_own_list: bool = False, asked_for: bool = False
) -> None:
    """Let `render` write the mails owed as `template`.

    `has_its_own_list`: its room shows the librarian which of them failed, and what to do then.
    `asked_for`: somebody waits for it at this moment, so it also goes where mail has come back.
    """
    _renderers[template] = render
    if asked_for:
        _asked_for.add(template)
    if has_its_own_list:
        _looked_after.add(template)


def kinds() -> frozenset[str]:
    """The templates of all letters that the house can write."""
    return frozenset(_renderers)


def ask_first(fails: Fails) -> None:
    """Let a room say of an address that mail to it comes back: then no more is sent there."""
    if fails not in _fails:
        _fails.append(fails)


def is_stopped(session: Session, mail: OutboxMail, address: str) -> bool:
    """Whether a mail has to stay here, because what goes to this address comes back."""
    return mail.template not in _asked_for and any(fails(session, address) for fails in _fails)


def looked_after_elsewhere() -> frozenset[str]:
    """Templates whose failures stand on a list of their own, and so not on the common one."""
    return frozenset(_looked_after)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """The letter for an owed mail; None when it is overtaken, or too late to be of use."""
    return _renderers[mail.template](session, mail)


@contextmanager
def in_language_of(language: str) -> Iterator[str]:
    """Write in the reader's language, or in the installation's first when it has not got that."""
    with _in_one_of(current_app.config["SPOKEN"], language) as spoken:
        yield spoken


@contextmanager
def for_work_in_language_of(language: str) -> Iterator[str]:
    """Write so to who works with the library: only what the whole house speaks."""
    with _in_one_of(current_app.config["LANGUAGES"], language) as spoken:
        yield spoken


@contextmanager
def _in_one_of(languages: tuple[str, ...], language: str) -> Iterator[str]:
    spoken = language if language in languages else languages[0]
    with force_locale(spoken):
        yield spoken


def sender_address() -> str:
    """The address that mails come from. An invitation names it as organizer, or is distrusted."""
    address: str = current_app.config["MAIL_FROM"]
    return address


def written(
    note: Note,
    *,
    sender: Sender,
    to_name: str,
    to_address: str,
    language: str,
    calendar: bytes = b"",
    calendar_method: str = "",
    unsubscribe_url: str = "",
) -> Letter:
    """The note as a letter; its language is the one that it was written in."""
    return Letter(
        to_name=one_line(to_name),
        to_address=to_address,
        from_name=one_line(sender.name),
        reply_to=sender.reply_to,
        # People search for a subject, and no line of it can break badly.
        subject=one_line(note.subject).replace("\u00a0", " "),
        text=as_text(note),
        html=as_html(note, sender, language),
        language=language,
        calendar=calendar,
        calendar_method=calendar_method,
        unsubscribe_url=unsubscribe_url,
    )


def as_html(note: Note, sender: Sender, language: str) -> str:
    return render_template(
        "mails/note.html", note=note, sender=sender, language=language, dressed=_dressed
    )


def as_text(note: Note) -> str:
    blocks = [_wrapped(note.heading), *map(_wrapped, (*note.greeting, *note.opening))]
    if note.when:
        lines = (note.when.day, note.when.time, *note.when.place)
        blocks.append("\n".join(f"    {one_line(line)}" for line in lines))
    blocks += map(_in_text, note.body)
    blocks += [_linked(note.button)] if note.button else []
    blocks += map(_linked, note.instead)
    blocks += map(_wrapped, note.closing)
    blocks.append("\n".join(map(one_line, note.signed)))
    blocks += [f"--\n{_wrapped(note.foot)}"] if note.foot else []
    blocks += [_linked(note.foot_link)] if note.foot_link else []
    return "\n\n".join(block for block in blocks if block) + "\n"


def _in_text(part: str | Link | Passage) -> str:
    if isinstance(part, Link):
        return _linked(part)
    if isinstance(part, Passage):
        # Its own lines stand: a list is a list.
        return "\n".join(_wrapped(line) for line in part.text.splitlines())
    return _wrapped(part)


def _dressed(part: Passage, accent: str, tongue_of: Callable[[str], str]) -> Markup:
    """Its styles on the elements themselves: many mail programs read no others. So its languages,
    as `tongue_of` writes them into a tag."""
    html = str(part.html)
    for tag, style in _LOOKS.items():
        html = html.replace(f"<{tag}>", f'<{tag} style="{style}">')
    html = html.replace("<a ", f'<a class="link" style="color: {escape(accent)}" ')
    html = _OWN.sub(
        lambda tag: f"<{tag[1]}{tongue_of(Markup(tag[3]).striptags())}{tag[2]}>",  # noqa: S704
        html,
    )
    return Markup(html)  # noqa: S704 (it was clean, and a colour does not change that)


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(one_line(paragraph), WIDTH, break_long_words=False, break_on_hyphens=False)


def _linked(link: Link) -> str:
    return f"{one_line(link.label)}:\n{link.url}"
