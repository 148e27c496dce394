"""What people read of the register's words, and why something was found as a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.moments import Moment
from community.register import agreed
from community.register.models import Direction, EntryState, Form, HowOften, SeenBy, Spot
from community.register.narrowing import When
from community.tongues import Tongue
from community.web.formats import joined
from community.web.i18n import language

FORMS: dict[Form, LazyString] = {
    Form.TELL: _("Tell about it"),
    Form.EXPLAIN: _("Explain or teach it"),
    Form.DO_TOGETHER: _("Do it together"),
    Form.JOIN_TABLE: _("Join in at a table"),
    Form.LIVING_BOOK: _("Be a living book"),
    Form.THINK_ALONG: _("Think along"),
}
FORMS_ASKED: dict[Form, LazyString] = {
    Form.TELL: _("Hear about it"),
    Form.EXPLAIN: _("Have it explained"),
    Form.DO_TOGETHER: _("Do it together"),
    Form.JOIN_TABLE: _("Talk about it at a table"),
    Form.LIVING_BOOK: _("Ask a living book"),
    Form.THINK_ALONG: _("Somebody who thinks along"),
}
SPOTS: dict[Spot, LazyString] = {
    Spot.LIBRARY: _("In the library"),
    Spot.AT_MINE: _("At my home"),
    Spot.AT_YOURS: _("At the other person’s home"),
    Spot.OUTSIDE: _("Outdoors or elsewhere"),
    Spot.ONLINE: _("Online or by phone"),
}
HOW_OFTEN: dict[HowOften, LazyString] = {
    HowOften.ONCE: _("Once"),
    HowOften.MONTHLY: _("At most once a month"),
    HowOften.FORTNIGHTLY: _("At most once in two weeks"),
    HowOften.WEEKLY: _("At most once a week"),
    HowOften.AS_AGREED: _("As agreed"),
}
PARTS = (_("in the morning"), _("in the afternoon"), _("in the evening"))
WHEN: dict[When, LazyString] = {
    When.MORNING: _("In the morning"),
    When.AFTERNOON: _("In the afternoon"),
    When.EVENING: _("In the evening"),
    When.WEEKEND: _("At the weekend"),
}
STATES: dict[EntryState, LazyString] = {
    EntryState.DRAFT: _("Draft"),
    EntryState.CHECKED: _("Read by a librarian"),
    EntryState.OPEN: _("Open"),
    EntryState.PAUSED: _("Paused"),
    EntryState.EXPIRED: _("Expired"),
    EntryState.STOPPED: _("Stopped"),
}
DIRECTIONS: dict[Direction, LazyString] = {
    Direction.OFFER: _("Offer"),
    Direction.REQUEST: _("Request"),
}
#: Who will see it, said before anybody presses.
SEEN_BY: dict[Direction, dict[SeenBy, LazyString]] = {
    Direction.OFFER: {
        SeenBy.SIGNED_IN: _(
            "Everyone sees your sentence and its theme. Only people who are signed in also see "
            "your first name and the rest."
        ),
        SeenBy.EVERYONE: _(
            "Everyone sees all of it. Only people who are signed in see your first name."
        ),
        SeenBy.LIBRARIANS: _("Only the librarians see it, and think of you when somebody asks."),
    },
    Direction.REQUEST: {
        SeenBy.SIGNED_IN: _("Only people who are signed in see your request and your first name."),
        SeenBy.EVERYONE: _(
            "Everyone sees your request. Only people who are signed in see your first name."
        ),
        SeenBy.LIBRARIANS: _("Only the librarians see it, and they look for somebody with you."),
    },
}
#: What somebody says yes to before something about a sensitive theme is seen by others.
CONSENT = _(agreed.SENSITIVE.words)
TONGUES: dict[Tongue, LazyString] = {
    Tongue.DUTCH: _("Dutch"),
    Tongue.ENGLISH: _("English"),
    Tongue.ARABIC: _("Arabic"),
    Tongue.TURKISH: _("Turkish"),
    Tongue.POLISH: _("Polish"),
    Tongue.UKRAINIAN: _("Ukrainian"),
    Tongue.GERMAN: _("German"),
    Tongue.FRENCH: _("French"),
    Tongue.SPANISH: _("Spanish"),
    Tongue.PORTUGUESE: _("Portuguese"),
    Tongue.ITALIAN: _("Italian"),
    Tongue.RUSSIAN: _("Russian"),
    Tongue.ROMANIAN: _("Romanian"),
    Tongue.BULGARIAN: _("Bulgarian"),
    Tongue.FRISIAN: _("Frisian"),
    Tongue.LOW_SAXON: _("Low Saxon"),
    Tongue.PAPIAMENTO: _("Papiamento"),
    Tongue.SRANAN: _("Sranan"),
    Tongue.KURDISH: _("Kurdish"),
    Tongue.PERSIAN: _("Persian"),
    Tongue.DARI: _("Dari"),
    Tongue.PASHTO: _("Pashto"),
    Tongue.TIGRINYA: _("Tigrinya"),
    Tongue.AMHARIC: _("Amharic"),
    Tongue.SOMALI: _("Somali"),
    Tongue.BERBER: _("Berber"),
    Tongue.HINDI: _("Hindi"),
    Tongue.URDU: _("Urdu"),
    Tongue.CHINESE: _("Chinese"),
    Tongue.VIETNAMESE: _("Vietnamese"),
    Tongue.INDONESIAN: _("Indonesian"),
    Tongue.DUTCH_SIGN: _("Dutch Sign Language"),
}
#: What people here speak most, besides Dutch; the others stand under *more*.
OFTEN_SPOKEN = {each: TONGUES[each] for each in tuple(Tongue)[:9]}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ur"})

#: A Monday, for the names of the days.
_A_MONDAY = date(2024, 1, 1)


def moment(each: Moment) -> str:
    """`dinsdag in de middag`."""
    return f"{weekday(each.weekday)} {PARTS[each.part]}"


def weekday(number: int) -> str:
    """Monday is 0."""
    return format_date(_A_MONDAY.replace(day=1 + number), "EEEE", locale=language())


def tongues(spoken: Iterable[Tongue]) -> str:
    """In the order in which they are listed, as a sentence has them."""
    return joined(TONGUES[each] for each in Tongue if each in spoken)


#: What the desk can ask of the list, by the words of the query string.
ASPECTS: dict[str, LazyString] = {
    "wacht": _("Waiting for a librarian"),
    "verborgen": _("Hidden"),
    "gevoelig": _("Sensitive"),
    "bellen": _("To call: about to expire, no e-mail"),
}
