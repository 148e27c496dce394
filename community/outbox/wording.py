"""A library's own words in the mails of the house: how they begin and how they end.

Rooms say in one line which of their mails may be worded; what happened, when, where and the button
are theirs, and no words of a library stand in for them. What a library writes is text with a few
names between braces; nothing in it is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.outbox.letters import Note
from community.outbox.models import MailWording
from community.words import N_

MOST = 1_000

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")


class UnknownVariable(DomainError):
    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            N_("%(name)s means nothing here. You can use: %(known)s."), name=name, known=known
        )


class LooseBrace(DomainError):
    def __init__(self, known: str) -> None:
        super().__init__(
            N_("There is a brace on its own. Braces only go around these: %(known)s."), known=known
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail as somebody could get it, and what its variables are then."""

    note: Note
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Worded:
    """A mail that a library may word: its name, and its variables with what they stand for."""

    template: str
    name: str  #: An English msgid, as are the meanings.
    variables: Mapping[str, str]
    sample: Callable[[Session, int], Sample]  #: For a library, in the language of this moment.

    @property
    def slug(self) -> str:
        return self.template.replace("/", ".")


_worded: dict[str, Worded] = {}


def register(
    template: str,
    name: str,
    variables: Mapping[str, str],
    sample: Callable[[Session, int], Sample],
) -> None:
    """Let libraries word the mail `template`; its room passes the note through `worded`."""
    worded = Worded(template, name, variables, sample)
    _worded[worded.slug] = worded


def registered() -> list[Worded]:
    return list(_worded.values())


def find(slug: str) -> Worded | None:
    return _worded.get(slug)


# ─── words ───


def check(text: str, variables: Mapping[str, str]) -> None:
    """Refuses a variable that is none, and says which there are."""
    known = ", ".join(f"{{{name}}}" for name in variables)
    for name in _VARIABLE.findall(text):
        if name not in variables:
            raise UnknownVariable(f"{{{name}}}", known)
    if set("{}") & set(_VARIABLE.sub("", text)):
        raise LooseBrace(known)


def filled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The text as paragraphs, with what its variables are. What comes in is not looked at again."""
    paragraphs = (part.strip() for part in _PARAGRAPHS.split(text))
    return tuple(
        _VARIABLE.sub(lambda found: values.get(found[1], found[0]), part)
        for part in paragraphs
        if part
    )


def put_in(note: Note, greeting: str, closing: str, values: Mapping[str, str]) -> Note:
    """The note with these words for its own; what is empty stays as the house says it."""
    return replace(
        note,
        greeting=filled(greeting, values) or note.greeting,
        closing=filled(closing, values) or note.closing,
    )


def worded(
    session: Session,
    note: Note,
    template: str,
    *,
    library_id: int,
    language: str,
    values: Mapping[str, str],
) -> Note:
    """The note in the words of a library, where it has any of its own in this language."""
    own = session.get(MailWording, (library_id, template, language))
    return put_in(note, own.greeting, own.closing, values) if own else note


# ─── keeping them ───


def keep(
    session: Session,
    library_id: int,
    mail: Worded,
    language: str,
    *,
    greeting: str,
    closing: str,
    now: datetime,
) -> None:
    """Take over a library's words, all of whose variables exist. None at all: the house's again."""
    check(greeting, mail.variables)
    check(closing, mail.variables)
    if not greeting and not closing:
        reset(session, library_id, mail, language)
        return
    session.merge(
        MailWording(
            library_id=library_id,
            template=mail.template,
            language=language,
            greeting=greeting,
            closing=closing,
            changed_at=now,
        )
    )


def reset(session: Session, library_id: int, mail: Worded, language: str) -> None:
    """Back to the words of the house. Doing so twice changes nothing."""
    if own := session.get(MailWording, (library_id, mail.template, language)):
        session.delete(own)
