"""What the mails about a sign-up have in common: when and where, what to know, where to ask.

Titles, names and questions are what people typed: they stand in a note as plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.ical.writing import Method
from community.outbox.letters import Link, Note, When
from community.web import formats

#: What a room above has to say in the mails to somebody who comes, a paragraph each.
Tells = Callable[[Session, SignUp], tuple[str, ...]]

_tell: list[Tells] = []


def also_tells(tells: Tells) -> None:
    """Let a room above say its part in every mail that tells somebody when and where."""
    if tells not in _tell:
        _tell.append(tells)


def told_above(session: Session, sign_up: SignUp) -> tuple[str, ...]:
    return tuple(line for tells in _tell for line in tells(session, sign_up))


def named(gathering: Gathering) -> str:
    """The title in quotes; of a sensitive gathering not a word is told."""
    own: str = _("our activity")
    return own if gathering.is_sensitive else formats.quoted(gathering.title)


@dataclass(frozen=True, slots=True)
class About:
    """A sign-up, and the few things around it that a note tells."""

    sign_up: SignUp
    manage_url: str  #: The person's own page for this sign-up.
    agenda_url: str
    writer: str = ""  #: First name of who made the gathering.
    place_in_line: int = 1
    was: datetime | None = None  #: When it would have begun, if that has changed.
    calendar: Method | None = None
    #: What they said at sign-up is a draft of kunde that waits for their yes.
    asks_for_a_yes: bool = False
    #: What rooms above have to say (`told_above`).
    more: tuple[str, ...] = ()

    @property
    def gathering(self) -> Gathering:
        return self.sign_up.gathering

    @property
    def name(self) -> str:
        return self.sign_up.person.first_name

    @property
    def waits(self) -> bool:
        return self.sign_up.status is SignUpStatus.WAITING

    @property
    def what(self) -> str:
        return named(self.gathering)

    @property
    def moment(self) -> str:
        return formats.date_time_long(self.gathering.starts_at)

    @property
    def words(self) -> dict[str, str]:
        """What a library's own words may speak of (`mail_wording.py`)."""
        gathering = self.gathering
        return {
            "voornaam": self.name,
            "activiteit": self.what,
            "datum": formats.day_long(gathering.starts_at),
            "tijd": formats.time_span(gathering.starts_at, gathering.ends_at),
            "plaats": ", ".join(place_lines(gathering)),
            "bibliotheek": gathering.library.name,
        }

    def subject(self, news: str) -> str:
        day = formats.day_long(self.gathering.starts_at)
        if self.gathering.is_sensitive:
            return f"{news}: {day}"
        said: str = _(
            "%(news)s: %(title)s, %(day)s", news=news, title=self.gathering.title, day=day
        )
        return said


def coming(
    about: About,
    *,
    news: str,
    heading: str,
    greeting: tuple[str, ...] = (),
    opening: tuple[str, ...],
    first: tuple[str, ...] = (),
) -> Note:
    """To somebody who takes part: when and where, what to know, and how to cancel."""
    gathering = about.gathering
    day = formats.day_long(gathering.starts_at)
    return Note(
        subject=about.subject(news),
        heading=heading,
        greeting=greeting,
        opening=opening,
        when=when(gathering),
        body=(
            *first,
            *about.more,
            *_practical(gathering),
            *_question(about),
            *_kunde(about),
        ),
        button=Link(_("See your sign-up"), about.manage_url),
        closing=(
            _(
                "Can you not come after all? Use the same button to let us know. Then somebody "
                "else can join."
            ),
        ),
        signed=(_("See you on %(day)s!", day=day), _name(about)),
        foot=foot(about),
    )


def waiting(about: About, *, news: str, heading: str, opening: tuple[str, ...]) -> Note:
    place = _(
        "You are number %(place)d on the waiting list. When a seat becomes free for you, it is "
        "yours at once, and you get an e-mail.",
        place=about.place_in_line,
    )
    return Note(
        subject=about.subject(news),
        heading=heading,
        opening=opening,
        when=when(about.gathering),
        body=(place,),
        button=Link(_("See your sign-up"), about.manage_url),
        closing=(_("Changed your mind? Use the same button to take yourself off the list."),),
        signed=(_name(about),),
        foot=foot(about),
    )


def not_coming(
    about: About,
    *,
    news: str,
    heading: str,
    opening: tuple[str, ...],
    closing: tuple[str, ...] = (),
) -> Note:
    """No large date: it would look like one to keep."""
    return Note(
        subject=about.subject(news),
        heading=heading,
        opening=opening,
        button=Link(_("See what else there is"), about.agenda_url),
        closing=closing,
        signed=(_name(about),),
        foot=foot(about),
    )


def kept(about: About) -> str:
    if about.gathering.mode is Mode.ONLINE:
        said: str = _("You are taking part in %(what)s.", what=about.what)
        return said
    chairs: str = ngettext(
        "We are keeping a seat for you at %(what)s.",
        "We are keeping %(num)d seats for you at %(what)s.",
        about.sign_up.party_size,
        what=about.what,
    )
    return chairs


def when(gathering: Gathering) -> When:
    return When(
        numeral=str(formats.day_number(gathering.starts_at)),
        day=formats.day_long(gathering.starts_at),
        time=formats.time_span(gathering.starts_at, gathering.ends_at),
        place=tuple(place_lines(gathering)),
    )


def place_lines(gathering: Gathering) -> list[str]:
    return [line for line in _place(gathering) if line]


def _place(gathering: Gathering) -> list[str]:
    if gathering.mode is Mode.ONLINE:
        return [_("Online")]
    also = [_("Also online")] if gathering.mode is Mode.HYBRID else []
    if gathering.address or gathering.branch is None:
        return [gathering.address, *also]
    branch, room = gathering.branch, gathering.room
    house = f"{branch.name}, {room.name}" if room else branch.name
    return [house, branch.address, room.directions if room else "", *also]


def _practical(gathering: Gathering) -> list[str | Link]:
    """What one must know to come. A sensitive gathering tells that on its own page."""
    said: list[str | Link] = []
    if gathering.online_url and gathering.mode is not Mode.PHYSICAL:
        said.append(Link(_("Join online"), gathering.online_url))
    if gathering.is_sensitive:
        return said
    if gathering.bring:
        said.append(_("Bring along: %(what)s", what=gathering.bring))
    if gathering.cost:
        said.append(_("Cost: %(what)s", what=gathering.cost))
    if gathering.accessibility:
        said.append(_("Accessibility: %(what)s", what=gathering.accessibility))
    return said


def _question(about: About) -> list[str]:
    if not about.sign_up.question or about.gathering.is_sensitive:
        return []
    return [_("You wrote: ‘%(question)s’", question=about.sign_up.question)]


def _kunde(about: About) -> list[str]:
    if not about.asks_for_a_yes:
        return []
    return [
        _(
            "You told us what you bring or want to know. May the library remember that? Use the "
            "same button to say so; until then nobody but you can see that proposal."
        )
    ]


def _name(about: About) -> str:
    library = about.gathering.library.name
    return f"{about.writer}, {library}" if about.writer else library


def foot(about: About, because: str | None = None) -> str:
    """What comes with this mail, where to ask, and why one gets it."""
    library = about.gathering.library
    said = {
        Method.REQUEST: _("A calendar invitation comes with this e-mail."),
        Method.CANCEL: _("This e-mail removes the appointment from your calendar."),
    }
    parts = [said[about.calendar]] if about.calendar else []
    phone = library.phone.replace(" ", "\N{NO-BREAK SPACE}")  # A number stays on one line.
    if library.email and library.phone:
        ask = _("Questions? Just reply to this e-mail, or call %(phone)s.", phone=phone)
        parts.append(ask)
    elif library.email:
        parts.append(_("Questions? Just reply to this e-mail."))
    elif library.phone:
        parts.append(_("Questions? Call %(phone)s.", phone=phone))
    parts.append(because or _("You get this e-mail because you signed up."))
    return " ".join(parts)
