"""Why something fits, in words: to the person themselves, and of a person to a librarian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from community.libraries.models import Equipment
from community.matching.engine.scoring.problem import ONLINE, Component, Contribution, Fit, Refusal
from community.moments import Moment
from community.preferences.labels import needs_in_words
from community.register.labels import TONGUES, moment
from community.suggestions.fitting import Nearly, Suggested, Suitable
from community.suggestions.people_queries import BySource, Source
from community.tongues import Tongue
from community.topics.models import Theme
from community.web.formats import joined

#: Above this share of its points something is near.
NEAR = 50
#: All the points of a newcomer: never had a seat.
NEW = 60

COMPONENTS: Mapping[Component, object] = {
    Component.THEME: lazy_gettext("What you like, and what you did before"),
    Component.MEANING: lazy_gettext("What it is about, in words"),
    Component.GETS: lazy_gettext("What you want to know or ask"),
    Component.GIVES: lazy_gettext("What you know, can do or offer"),
    Component.TIME: lazy_gettext("When you are free"),
    Component.DISTANCE: lazy_gettext("How far it is"),
    Component.NEWCOMER: lazy_gettext("Whether you are new here"),
    Component.NEWNESS: lazy_gettext("How long ago you took part"),
    Component.HOST: lazy_gettext("Whether you host"),
}


def reasons(suggested: Suggested, language: str) -> list[str]:
    """To the person themselves; what it is about first."""
    names = _names(suggested.gathering.themes, language)
    return _said(suggested.fit, suggested.said, names, _TO_YOU)


def reasons_of(suitable: Suitable, themes: Sequence[Theme], language: str) -> list[str]:
    """Of somebody, to a librarian: only what they said, and whether they are new.

    A sensitive theme counts when they agreed to that, and is told of nobody: the yes was to be
    found by it, not to have said what they like, ask or know of it.
    """
    told_of = [theme for theme in themes if not theme.is_sensitive]
    return _said(suitable.fit, suitable.said, _names(told_of, language), _OF_SOMEBODY)


def sums(fit: Fit) -> list[tuple[object, int]]:
    """Every contribution with its points; together they are the score."""
    return [(COMPONENTS[each.component], each.points) for each in fit.contributions]


def change(nearly: Nearly) -> str:
    """The one thing that would let somebody in."""
    return {
        Refusal.LANGUAGE: _change_of_language,
        Refusal.AVAILABILITY: _change_of_time,
        Refusal.REACH: _change_of_place,
        Refusal.ACCESS: _change_of_room,
    }.get(nearly.reason, _change_of_anything)(nearly)


def _change_of_language(nearly: Nearly) -> str:
    spoken = joined(TONGUES[Tongue(each)] for each in nearly.change if each in set(Tongue))
    return str(_("It would suit you if you speak %(languages)s.", languages=spoken))


def _change_of_time(nearly: Nearly) -> str:
    when = joined(moment(each) for each in Moment if each in nearly.change)
    return str(_("It would suit you if you are free on %(when)s.", when=when))


def _change_of_place(nearly: Nearly) -> str:
    if nearly.change == (ONLINE,):
        return str(_("It would suit you if you also take part online."))
    branch = nearly.gathering.branch
    place = branch.place if branch else ""
    return str(_("It would suit you if you also come to %(place)s.", place=place))


def _change_of_room(nearly: Nearly) -> str:
    """Only ever to the person themselves."""
    needed = needs_in_words(Equipment(each) for each in nearly.change)
    return str(
        _(
            "The room there lacks something you need: %(what)s. It would suit you if you can do "
            "without, or if the library finds another room.",
            what=needed,
        )
    )


def _change_of_anything(_nearly: Nearly) -> str:
    return str(_("Almost suits you."))


# ─── the sentences ───


def _names(themes: Iterable[Theme], language: str) -> dict[str, str]:
    return {str(theme.id): theme.label_in(language) for theme in themes}


#: By source and component, and `ONLINE` for what nobody travels to.
Sentences = Mapping[str, Callable[[str], str]]

_TO_YOU: Sentences = {
    Source.LIKES: lambda what: _("You like %(what)s", what=what),
    Source.EARLIER: lambda what: _("You signed up for %(what)s before", what=what),
    Source.LEARNS: lambda what: _("You want to learn about %(what)s", what=what),
    Source.ASKS: lambda what: _("You asked about %(what)s", what=what),
    Source.KNOWS: lambda what: _("You know about %(what)s, or can do something with it", what=what),
    Source.OFFERS: lambda what: _("You offer something about %(what)s", what=what),
    Component.TIME: lambda _what: _("It is when you are free"),
    Component.DISTANCE: lambda _what: _("It is near a place you go to"),
    ONLINE: lambda _what: _("You can take part online"),
    Component.HOST: lambda _what: _("You host, and hosts are welcome here"),
}
_OF_SOMEBODY: Sentences = {
    Source.LIKES: lambda what: _("Likes %(what)s", what=what),
    Source.EARLIER: lambda what: _("Signed up for %(what)s before", what=what),
    Source.LEARNS: lambda what: _("Wants to learn about %(what)s", what=what),
    Source.ASKS: lambda what: _("Asks something about %(what)s", what=what),
    Source.KNOWS: lambda what: _("Knows about %(what)s, or can do something with it", what=what),
    Source.OFFERS: lambda what: _("Offers something about %(what)s", what=what),
    Component.TIME: lambda _what: _("Said they were free then"),
    Component.DISTANCE: lambda _what: _("Goes to a place nearby"),
    Component.HOST: lambda _what: _("Hosts activities"),
    Component.NEWCOMER: lambda _what: _("Has not been to anything yet"),
}
_SOURCES: Mapping[Component, tuple[Source, ...]] = {
    Component.GETS: (Source.ASKS, Source.LEARNS),
    Component.GIVES: (Source.OFFERS, Source.KNOWS),
    Component.THEME: (Source.LIKES, Source.EARLIER),
}


def _said(fit: Fit, said: BySource, names: Mapping[str, str], sentences: Sentences) -> list[str]:
    by_component = {each.component: each for each in fit.contributions}
    told: list[str] = []
    for component in (Component.GETS, Component.GIVES, Component.THEME):
        if component in by_component:
            told += _of_sources(_SOURCES[component], said, names, sentences)
    for component in (Component.TIME, Component.DISTANCE, Component.HOST, Component.NEWCOMER):
        each = by_component.get(component)
        # That it is online says nothing of how near somebody comes, to a librarian least of all.
        named = ONLINE if each is not None and ONLINE in each.because else component
        if each is not None and named in sentences and _is_worth_telling(each):
            told.append(sentences[named](""))
    return told


def _of_sources(
    sources: Iterable[Source], said: BySource, names: Mapping[str, str], sentences: Sentences
) -> list[str]:
    """One sentence per source; what somebody likes is not said again of what they did."""
    told: list[str] = []
    seen: set[str] = set()
    for source in sources:
        themes = [each for each in names if each in said.get(source, ()) and each not in seen]
        seen.update(themes)
        if themes:
            told.append(sentences[source](joined(names[each] for each in themes)))
    return told


def _is_worth_telling(each: Contribution) -> bool:
    """Half the points for what was not said is no reason."""
    if each.component is Component.TIME:
        return bool(each.because)
    if each.component is Component.DISTANCE:
        return each.points > NEAR
    if each.component is Component.NEWCOMER:
        return each.points == NEW
    return True
