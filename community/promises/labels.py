"""What people read about promises."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.promises.models import Promise, Said, State, Who
from community.promises.queries import Shelf

STATES: dict[State, LazyString] = {
    State.PROMISED: _("Promised"),
    State.BUSY: _("Being worked on"),
    State.DONE: _("It was done"),
    State.LET_GO: _("Let go"),
}
#: What can be answered, as an address calls it.
ANSWERS: dict[str, State] = {
    "gedaan": State.DONE,
    "bezig": State.BUSY,
    "lukt-niet": State.LET_GO,
}
SAYS: dict[State, LazyString] = {
    State.DONE: _("I have done it"),
    State.BUSY: _("I am working on it"),
    State.LET_GO: _("It is not going to work"),
}
#: The same, when a librarian notes it.
NOTED: dict[State, LazyString] = {
    State.DONE: _("It was done"),
    State.BUSY: _("Being worked on"),
    State.LET_GO: _("Not going to work"),
}
THANKS: dict[State, LazyString] = {
    State.DONE: _("Wonderful. Thank you for keeping your word."),
    State.BUSY: _("Good to hear. Take the time you need."),
    State.LET_GO: _("That can happen, and it is no shame. Thank you for telling us."),
}
SHELVES: dict[Shelf, LazyString] = {
    Shelf.OPEN: _("Still open"),
    Shelf.LATE: _("Late"),
    Shelf.ASKED: _("Not yet agreed to"),
    Shelf.DONE: _("It was done"),
    Shelf.LET_GO: _("Let go"),
}
WHO: dict[Who, LazyString] = {
    Who.PERSON: _("Residents"),
    Who.PARTNER: _("Partners"),
    Who.LIBRARY: _("The library"),
}
#: Of the query string.
WHO_WORDS: dict[str, Who] = {
    "bewoners": Who.PERSON,
    "partners": Who.PARTNER,
    "bibliotheek": Who.LIBRARY,
}
CHANGES: dict[Said, LazyString] = {
    Said.MADE: _("Noted"),
    Said.AGREED: _("Yes, that is right"),
    Said.DENIED: _("No, this was not promised"),
    Said.REWORDED: _("In other words; it was"),
    Said.PROMISED: _("Open again"),
    Said.BUSY: _("Being worked on"),
    Said.DONE: _("It was done"),
    Said.LET_GO: _("Let go"),
}


def to_note(promise: Promise) -> dict[str, str | LazyString]:
    """What a librarian can note that somebody said of it, by the word of its address."""
    said: dict[str, str | LazyString] = {}
    if not promise.stands:
        said["klopt"] = gettext("Yes, that is right")
    if promise.is_asked:
        said["klopt-niet"] = gettext("No, it is not")
    told = {word: state for word, state in ANSWERS.items() if state is not promise.state}
    return said | {
        word: NOTED[state] for word, state in (ANSWERS if promise.denied_at else told).items()
    }


def at_the_desk(promise: Promise) -> str:
    """Whose it is, to who works here."""
    if promise.person is not None:
        return str(promise.person.full_name)
    return among_us(promise)


def among_us(promise: Promise) -> str:
    """Whose it is, to who was there: of a person the first name."""
    if promise.person is not None:
        return str(promise.person.first_name)
    return in_public(promise)


def in_public(promise: Promise) -> str:
    """Whose it is, to everybody: no name of a person who did not say that it may stand there."""
    if promise.who is Who.LIBRARY:
        return str(gettext("The library"))
    if promise.who is Who.PARTNER:
        return promise.partner.name if promise.partner else str(gettext("A partner"))
    if promise.is_named and promise.person is not None:
        return str(promise.person.first_name)
    return str(gettext("Somebody from the neighbourhood"))
