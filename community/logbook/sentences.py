"""What each verb of the log says, as a sentence. Nobody is named; what is gone says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.activity.verbs import Verb
from community.logbook.happenings import Happening, Told
from community.logbook.labels import PLACES
from community.logbook.models import Place
from community.logbook.numbers import NUMBERS
from community.partners.joining import Brought
from community.partners.labels import CONTACT_KINDS, brought_in_words
from community.partners.models import ContactKind

#: Fewer people than this of one trait are no number.
CELL = 5

KINDS: dict[Happening, LazyString] = {
    Happening.ARRIVALS: _("People who came"),
    Happening.GATHERINGS: _("Activities"),
    Happening.OUTSIDE: _("Outside"),
    Happening.YIELD: _("What comes of it"),
    Happening.TALK: _("Looking after the talk"),
    Happening.SIGN_UPS: _("Sign-ups"),
    Happening.PARTNERS: _("Partners"),
    Happening.TEAMS: _("Teams"),
    Happening.KUNDE: _("Knowledge and skills"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of the log are called, ready to stand in a sentence."""

    gatherings: Mapping[int, str] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)  #: The same, bare: to sort by.
    partners: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    branches: Mapping[int, str] = field(default_factory=dict)
    #: Makes what somebody typed fit to stand there.
    fit: Callable[[str], str] = str

    def gathering(self, told: Told) -> str:
        gone: str = gettext("an activity that no longer exists")
        return self.gatherings.get(told.gathering_id or 0) or gone

    def partner(self, told: Told) -> str:
        gone: str = gettext("a partner that no longer exists")
        return self.partners.get(told.partner_id or 0) or gone

    def team(self, told: Told) -> str:
        gone: str = gettext("a team that no longer exists")
        return self.teams.get(told.details["team"]) or gone


def sentence_of(told: Told, names: Names) -> str:
    """What happened; for who asks what was put right, also that it was taken back."""
    said = _said(told, names)
    return said[:1].upper() + said[1:]


def _said(told: Told, names: Names) -> str:
    if told.is_taken_back and told.verb is Verb.OUTSIDE_NOTED:
        return str(gettext("A note was withdrawn."))
    said = SENTENCES[told.verb](told, names)
    if told.is_taken_back:
        return str(gettext("Withdrawn: %(what)s", what=said))
    if told.times > 1:
        return f"{said.rstrip('.')} ({told.times}×)."
    return said


def _each(told: Told, names: Names) -> list[tuple[str, int, int]]:
    """The gatherings of one sentence by title: how many dates there are, and how many in all."""
    gone: str = gettext("an activity that no longer exists")
    found: dict[str, tuple[str, int, int]] = {}
    for number, quantity in ((told.gathering_id or 0, told.quantity), *told.also):
        title = names.titles.get(number, "")
        named, dates, so_far = found.get(title, (names.gatherings.get(number, gone), 0, 0))
        found[title] = (named, dates + 1, so_far + quantity)
    return [found[title] for title in sorted(found)]


def _published(told: Told, names: Names) -> str:
    """A season that came into the agenda is one sentence; dates of a series are one title."""
    *named, last = [
        f"{title} ({dates}×)" if dates > 1 else title
        for title, dates, _in_all in _each(told, names)
    ]
    if not named:
        return str(gettext("%(title)s was added to the agenda.", title=last))
    return str(
        gettext(
            "%(titles)s and %(last)s were added to the agenda.", titles=", ".join(named), last=last
        )
    )


def _checked_in(told: Told, names: Names) -> str:
    """How many were new is a trait of people: few of them, or all but few, is no number."""
    title = names.gathering(told)
    if not told.first:
        said = ngettext(
            "%(num)d person was at %(title)s.", "%(num)d people were at %(title)s.",
            told.quantity, title=title,
        )  # fmt: skip
    elif told.first < CELL:
        said = ngettext(
            "%(num)d person was at %(title)s (fewer than 5 for the first time).",
            "%(num)d people were at %(title)s (fewer than 5 for the first time).",
            told.quantity, title=title,
        )  # fmt: skip
    elif 0 < told.not_first < CELL:
        said = ngettext(
            "%(num)d person was at %(title)s (most of them for the first time).",
            "%(num)d people were at %(title)s (most of them for the first time).",
            told.quantity, title=title,
        )  # fmt: skip
    else:
        said = ngettext(
            "%(num)d person was at %(title)s (%(first)d for the first time).",
            "%(num)d people were at %(title)s (%(first)d for the first time).",
            told.quantity, title=title, first=told.first,
        )  # fmt: skip
    return str(said)


def _undone(told: Told, names: Names) -> str:
    return str(
        ngettext(
            "%(num)d arrival at %(title)s was undone.",
            "%(num)d arrivals at %(title)s were undone.",
            told.quantity, title=names.gathering(told),
        )
    )  # fmt: skip


def _closed(told: Told, names: Names) -> str:
    title, number = names.gathering(told), told.quantity
    if told.details.get("estimated"):
        return str(
            ngettext(
                "%(title)s is over: about %(num)d person was there.",
                "%(title)s is over: about %(num)d people were there.", number, title=title,
            )
        )  # fmt: skip
    return str(
        ngettext(
            "%(title)s is over: %(num)d person was counted.",
            "%(title)s is over: %(num)d people were counted.", number, title=title,
        )
    )  # fmt: skip


def _initiated(told: Told, names: Names) -> str:
    title = names.gathering(told)
    match told.details["initiator"]:
        case "partner":
            partner = names.partner(told)
            said = gettext("%(title)s was an idea from %(partner)s.", title=title, partner=partner)
        case "group":
            group = names.groups.get(told.details["group_id"] or 0)
            whose = group or gettext("a group of residents")
            said = gettext("%(title)s was an idea from %(group)s.", title=title, group=whose)
        case "resident":
            said = gettext("%(title)s was a resident’s idea.", title=title)
        case _:
            said = gettext("%(title)s was the library’s idea.", title=title)
    return str(said)


def _signed_up(told: Told, names: Names) -> str:
    number, where = _in_all(told, names)
    return str(
        ngettext(
            "%(num)d person got a seat: %(where)s.", "%(num)d people got a seat: %(where)s.",
            number, where=where,
        )
    )  # fmt: skip


def _waiting(told: Told, names: Names) -> str:
    number, where = _in_all(told, names)
    return str(
        ngettext(
            "%(num)d person went on a waiting list: %(where)s.",
            "%(num)d people went on a waiting list: %(where)s.", number, where=where,
        )
    )  # fmt: skip


def _left(told: Told, names: Names) -> str:
    number, where = _in_all(told, names)
    return str(
        ngettext(
            "%(num)d person cancelled: %(where)s.", "%(num)d people cancelled: %(where)s.",
            number, where=where,
        )
    )  # fmt: skip


def _in_all(told: Told, names: Names) -> tuple[int, str]:
    """How many there are together, and how many of them where."""
    each = _each(told, names)
    number = sum(people for _title, _dates, people in each)
    if len(each) == 1:
        return number, each[0][0]
    return number, ", ".join(f"{title} ({people})" for title, _dates, people in each)


def _joined(told: Told, names: Names) -> str:
    brought = _brought(told.details)
    values = {"partner": names.partner(told), "title": names.gathering(told)}
    if not (brought.minutes or brought.room or brought.cents):
        return str(gettext("%(partner)s is taking part in %(title)s.", **values))
    what = brought_in_words(brought)
    return str(
        gettext("%(partner)s is taking part in %(title)s and brings %(what)s.", what=what, **values)
    )


def _brought(details: Mapping[str, Any]) -> Brought:
    return Brought(
        minutes=round((details.get("hours") or 0) * 60),
        room=bool(details.get("room")),
        cents=details.get("money") or 0,
    )


def _contacted(told: Told, names: Names) -> str:
    kind = CONTACT_KINDS[ContactKind(told.details["kind"])]
    return str(
        gettext(
            "Contact with %(partner)s: %(how)s.", partner=names.partner(told), how=str(kind).lower()
        )
    )


def _confirmed(told: Told, names: Names) -> str:
    partner = names.partner(told)
    if told.gathering_id is not None:
        return str(
            gettext("%(partner)s confirms what we did together at %(title)s.",
                    partner=partner, title=names.gathering(told))
        )  # fmt: skip
    return str(gettext("%(partner)s confirms our shared goal.", partner=partner))


def _disputed(told: Told, names: Names) -> str:
    partner = names.partner(told)
    if told.gathering_id is not None:
        return str(
            gettext("%(partner)s says that %(title)s went differently.",
                    partner=partner, title=names.gathering(told))
        )  # fmt: skip
    return str(gettext("%(partner)s sees our shared goal differently.", partner=partner))


def _judged(told: Told, names: Names) -> str:
    """Who said what is in no row; how many is told from five on."""
    if told.quantity < CELL:
        return str(gettext("Partners judged how we work together."))
    return str(
        ngettext(
            "%(num)d partner judged how we work together.",
            "%(num)d partners judged how we work together.", told.quantity,
        )
    )  # fmt: skip


def _tally(told: Told, names: Names) -> str:
    return str(
        ngettext(
            "%(num)d tally card of %(title)s was entered.",
            "%(num)d tally cards of %(title)s were entered.",
            told.quantity, title=names.gathering(told),
        )
    )  # fmt: skip


def _answered(told: Told, names: Names) -> str:
    return str(
        ngettext(
            "%(num)d visitor of %(title)s answered the three questions.",
            "%(num)d visitors of %(title)s answered the three questions.",
            told.quantity, title=names.gathering(told),
        )
    )  # fmt: skip


def _paper(told: Told, names: Names) -> str:
    return str(
        ngettext(
            "%(num)d answer on paper of %(title)s was entered.",
            "%(num)d answers on paper of %(title)s were entered.",
            told.quantity, title=names.gathering(told),
        )
    )  # fmt: skip


def _harvest(told: Told, names: Names) -> str:
    return str(
        ngettext(
            "%(title)s yielded %(num)d finding.", "%(title)s yielded %(num)d findings.",
            told.quantity, title=names.gathering(told),
        )
    )  # fmt: skip


def _noted(told: Told, names: Names) -> str:
    """Where and with whom, and then the words as they were written."""
    if told.superseded:
        return str(gettext("A note that was later rewritten."))
    place = names.branches.get(told.branch_id or 0)
    where = (
        gettext("At the counter in %(place)s", place=place)
        if place
        else str(PLACES[Place(told.details["where"])])
    )
    company = names.groups.get(told.details["group_id"] or 0)
    if told.partner_id is not None:
        company = names.partner(told)
    words = names.fit(told.details["text"])
    if company:
        return str(
            gettext("%(where)s, with %(company)s: ‘%(words)s’", where=where, company=company,
                    words=words)
        )  # fmt: skip
    return str(gettext("%(where)s: ‘%(words)s’", where=where, words=words))


def _of_gathering(msgid: LazyString) -> Callable[[Told, Names], str]:
    return lambda told, names: str(msgid) % {"title": names.gathering(told)}


def _of_partner(msgid: LazyString) -> Callable[[Told, Names], str]:
    return lambda told, names: str(msgid) % {"partner": names.partner(told)}


def _of_team(msgid: LazyString) -> Callable[[Told, Names], str]:
    return lambda told, names: (
        str(msgid)
        % {
            "team": names.team(told),
            "title": names.gathering(told),
        }
    )


def _edition(told: Told, names: Names) -> str:
    words = (
        _("The harvest of %(title)s was published.")
        if told.details["edition"] == 1
        else _("The harvest of %(title)s was published again, with changes.")
    )
    return str(words) % {"title": names.gathering(told)}


def _how_many(said: Callable[[int], str]) -> Callable[[Told, Names], str]:
    return lambda told, _names: str(said(told.quantity))


#: A verb without a sentence fails a test.
SENTENCES: dict[Verb, Callable[[Told, Names], str]] = {
    Verb.GATHERING_PUBLISHED: _published,
    Verb.GATHERING_MOVED: _of_gathering(_("%(title)s was moved.")),
    Verb.GATHERING_CANCELLED: _of_gathering(_("%(title)s was cancelled.")),
    Verb.GATHERING_CLOSED: _closed,
    Verb.SIGN_UP_CONFIRMED: _signed_up,
    Verb.SIGN_UP_WAITING: _waiting,
    Verb.SIGN_UP_LEFT: _left,
    Verb.ATTENDANCE_CHECKED_IN: _checked_in,
    Verb.ATTENDANCE_UNDONE: _undone,
    Verb.INITIATOR_CONFIRMED: _initiated,
    Verb.PARTNER_JOINED: _joined,
    Verb.PARTNER_CONTACTED: _contacted,
    Verb.PARTNER_GOAL_AGREED: _of_partner(_("We agreed on a goal with %(partner)s.")),
    Verb.PARTNER_LOOKED_BACK: _of_partner(_("We looked back on a goal with %(partner)s.")),
    Verb.PARTNER_CONFIRMED: _confirmed,
    Verb.PARTNER_DISPUTED: _disputed,
    Verb.PARTNER_JUDGED: _judged,
    Verb.TEAM_TOOK_PART: _of_team(_("The team %(team)s took part in %(title)s.")),
    Verb.TEAM_DISPUTED: _of_team(_("The team %(team)s says that it was not at %(title)s.")),
    Verb.TALLY_ENTERED: _tally,
    Verb.PULSE_ANSWERED: _answered,
    Verb.PULSE_COUNTED: _paper,
    Verb.HARVEST_CONFIRMED: _harvest,
    Verb.HARVEST_PUBLISHED: _edition,
    Verb.OUTSIDE_NOTED: _noted,
    **{verb: _how_many(said) for verb, said in NUMBERS.items()},
}
