"""One mail about all of somebody's dates in a series. Read when it is written, so it is true then.

It carries no invitation for a calendar: such a mail may be about one event only. Each date has its
link; a change of one is told by a mail of its own, as always, a change of several by one mail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings import sign_up_queries
from community.gatherings.mail_calendar import calendar_file
from community.gatherings.mail_parts import About, named, place_lines
from community.gatherings.models import SignUp, SignUpStatus
from community.ical.events import Contact
from community.ical.writing import Method
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters, wording
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.series import queries, words
from community.series.models import Series
from community.web import formats
from community.web.keys import house_key

#: The page of one sign-up: of a sample there is none.
Page = Callable[[SignUp], str]

#: What own words may speak of; the dates themselves stand in the mail.
VARIABLES = ("voornaam", "activiteit", "bibliotheek")
CONFIRM, YOU_ARE_IN, MOVED = "series/confirm", "series/you_are_in", "series/moved"


def register(_app: Flask) -> None:
    letters.register(CONFIRM, confirm, asked_for=True)
    letters.register(YOU_ARE_IN, you_are_in)
    letters.register(MOVED, moved)


def confirm(session: Session, mail: OutboxMail) -> Letter | None:
    """To an address of which nobody knows whose it is: nothing in it was typed by a stranger."""
    series, person, own = _read(session, mail)
    pending = [each for each in own if each.status is SignUpStatus.PENDING]
    if series is None or person is None or not pending:
        return None
    library = pending[0].gathering.library
    to_confirm = f"{_home(library)}/reeks/{token_of(pending[0])}"
    with letters.in_language_of(person.language) as language:
        note = Note(
            subject=_("Confirm your sign-up: %(title)s", title=series.title),
            heading=_("One more click"),
            opening=(
                _(
                    "You signed up for several dates of ‘%(title)s’. Confirm that it was you; one"
                    " click is enough for all of them.",
                    title=series.title,
                ),
                _("We keep your seats for an hour. You can also confirm later, as long as"
                  " there is room."),
            ),
            body=tuple(_when(each) for each in pending),
            button=Link(_("Confirm all my dates"), to_confirm),
            closing=(
                _(
                    "Did you not sign up? Then you need not do anything: nothing happens unless "
                    "you click."
                ),
            ),
            signed=(library.name,),
            foot=_("You get this e-mail because somebody signed up with this address."),
        )  # fmt: skip
        return _written(note, library, "", person.email or "", language)


def you_are_in(session: Session, mail: OutboxMail) -> Letter | None:
    """All of somebody's dates, each with the link to change or leave it."""
    series, person, own = _read(session, mail)
    mine = [each for each in own if each.status is not SignUpStatus.PENDING]
    if series is None or person is None or not mine:
        return None
    library = mine[0].gathering.library
    with letters.in_language_of(person.language) as language:
        note = in_note(series.title, words.in_words(series.rule), mine, own_page)
        return _written(
            _worded(session, note, YOU_ARE_IN, mine, language),
            library, person.full_name, person.email or "", language,
        )  # fmt: skip


def in_note(title: str, rule: str, mine: Sequence[SignUp], page: Page) -> Note:
    return Note(
        subject=_("Your dates: %(title)s", title=title),
        heading=_("We are glad you are coming, %(name)s", name=mine[0].person.first_name),
        opening=(
            _("You signed up for ‘%(title)s’, %(rule)s. These are your dates.",
              title=title, rule=rule),
            ", ".join(place_lines(mine[0].gathering)),
        ),
        body=(*(Link(_said(each), page(each)) for each in mine), _if_not()),
        signed=(mine[0].gathering.library.name,),
        foot=_("You get this e-mail because you signed up."),
    )  # fmt: skip


def moved(session: Session, mail: OutboxMail) -> Letter | None:
    """All of somebody's dates that were moved in one go, each with when it was.

    A date that has changed once more since is told by a newer mail, and left out here. The calendar
    lies with it as a file: an invitation may be about one event only (decision 17).
    """
    found = queries.list_told(session, mail.person_id, mail.context["moves"], now=clock.now())
    if not found:
        return None
    own = [sign_up for sign_up, _was in found]
    person, library = own[0].person, own[0].gathering.library
    in_calendar = [each for each in own if each.status is SignUpStatus.CONFIRMED]
    with letters.in_language_of(person.language) as language:
        note = moved_note(found, own_page, in_calendar=bool(in_calendar))
        note = _worded(session, note, MOVED, own, language)
        calendar = b""
        if in_calendar:
            calendar = calendar_file(
                in_calendar,
                organizer=Contact(library.name, letters.sender_address()),
                language=language,
                base_url=base_url(),
                at=mail.queued_at,
            )
        # Somebody who has not proven an address may have typed any name beside it.
        proven = any(each.status is not SignUpStatus.PENDING for each in own)
        name = person.full_name if proven else ""
        return _written(note, library, name, person.email or "", language, calendar)


def moved_note(
    found: Sequence[tuple[SignUp, datetime | None]], page: Page, *, in_calendar: bool
) -> Note:
    gathering = found[0][0].gathering
    library = gathering.library
    own = named(gathering)
    subject = _("Moved: %(num)d dates", num=len(found))
    if not gathering.is_sensitive:
        subject += f", {gathering.title}"
    body: list[str | Link] = [
        Link(_moved_line(sign_up, was), page(sign_up)) for sign_up, was in found
    ]
    body.append(_("You are still signed up. Does it suit you? Then you need not do anything."))
    body.append(_if_not())
    if in_calendar:
        body.append(
            _(
                "Are these dates in your calendar? Open the file with this e-mail, and they "
                "move there too. If your calendar follows our site, that happens automatically."
            )
        )  # fmt: skip
    return Note(
        subject=subject,
        heading=_("Your dates have been moved"),
        opening=(
            _(
                "The time or the place of %(what)s has changed. These are the new details:",
                what=own,
            ),
            ", ".join(place_lines(gathering)),
        ),
        body=tuple(body),
        signed=(library.name,),
        foot=_("You get this e-mail because you signed up."),
    )


def _if_not() -> str:
    said: str = _(
        "Can you not come on one of them? Use the link of that date to let us know. Then "
        "somebody else can join."
    )
    return said


def _worded(
    session: Session, note: Note, template: str, own: Sequence[SignUp], language: str
) -> Note:
    """With a library's own words around it; what happened, when and where stay ours.

    An address that nobody has proven is called by no name, so it gets the words of the house.
    """
    if all(each.status is SignUpStatus.PENDING for each in own):
        return note
    return wording.worded(
        session, note, template,
        library_id=own[0].library_id, language=language, values=values_of(own),
    )  # fmt: skip


def values_of(own: Sequence[SignUp]) -> dict[str, str]:
    """What a library's own words may speak of."""
    said = About(own[0], manage_url="", agenda_url="").words
    return {name: said[name] for name in VARIABLES}


def own_page(sign_up: SignUp) -> str:
    return f"{_home(sign_up.gathering.library)}/aanmelding/{token_of(sign_up)}"


def _moved_line(sign_up: SignUp, was: datetime | None) -> str:
    now = _said(sign_up)
    if sign_up.status is SignUpStatus.PENDING:
        now = _("%(when)s (not confirmed yet)", when=now)
    if was is None:
        return now
    line: str = _("%(now)s; it was on %(before)s", now=now, before=formats.date_time_long(was))
    return line


def token_of(sign_up: SignUp) -> str:
    return sign_up_queries.token_of(sign_up, key=house_key())


def _read(
    session: Session, mail: OutboxMail
) -> tuple[Series | None, Person | None, Sequence[SignUp]]:
    series = session.get(Series, mail.context["series_id"])
    person = session.get(Person, mail.person_id)
    if series is None or person is None or not person.email:
        return None, None, []
    return series, person, queries.list_own(session, series, person.id, now=clock.now())


def _said(sign_up: SignUp) -> str:
    when = _when(sign_up)
    if sign_up.status is SignUpStatus.WAITING:
        said: str = _("%(when)s (waiting list)", when=when)
        return said
    return when


def _when(sign_up: SignUp) -> str:
    gathering = sign_up.gathering
    return formats.span_long(gathering.starts_at, gathering.ends_at)


def _home(library: Library) -> str:
    return f"{base_url()}/{library.slug}"


def _written(
    note: Note, library: Library, name: str, address: str, language: str, calendar: bytes = b""
) -> Letter:
    sender = sender_of(library)
    return letters.written(
        note,
        sender=sender,
        to_name=name,
        to_address=address,
        language=language,
        calendar=calendar,
        calendar_method=Method.PUBLISH.value if calendar else "",
    )
