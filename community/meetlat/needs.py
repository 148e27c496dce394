"""What is missing where something cannot be measured yet: `nog 12 antwoorden`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from community.accounts.access import role_here
from community.accounts.models import Role
from community.accounts.roles import reaches
from community.meetlat.engine.missing import StillNeeded, still_needed
from community.meetlat.engine.results import IndicatorResult
from community.meetlat.labels import percent
from community.web.formats import joined

#: How many more, in words, by `Need.of`.
_MORE: dict[str, Callable[[int], str]] = {
    "people": lambda n: ngettext("%(num)d person", "%(num)d people", n),
    "cohort": lambda n: ngettext(
        "%(num)d person who came for the first time half a year ago or longer",
        "%(num)d people who came for the first time half a year ago or longer", n,
    ),
    "activities": lambda n: ngettext("%(num)d activity", "%(num)d activities", n),
    "answers": lambda n: ngettext("%(num)d answer", "%(num)d answers", n),
    "answered_activities": lambda n: ngettext(
        "answers from %(num)d more activity", "answers from %(num)d more activities", n
    ),
    "profiled_activities": lambda n: ngettext(
        "%(num)d activity for which the age group or postcode of five people is known",
        "%(num)d activities for which the age group or postcode of five people is known", n,
    ),
    "conversations": lambda n: ngettext("%(num)d conversation", "%(num)d conversations", n),
    "placed": lambda n: ngettext(
        "%(num)d visit with a known postcode",
        "%(num)d visits with a known postcode", n,
    ),
    "inhabitants": lambda n: ngettext(
        "how many people live in your area", "how many people live in your area", n
    ),
    "partners": lambda n: ngettext("%(num)d active partner", "%(num)d active partners", n),
    "joint_activities": lambda n: ngettext(
        "%(num)d activity made with a partner", "%(num)d activities made with a partner", n
    ),
    "joint_partners": lambda n: ngettext(
        "%(num)d partner to make something with", "%(num)d partners to make something with", n
    ),
    "partners_before": lambda n: ngettext(
        "%(num)d partner from the year before", "%(num)d partners from the year before", n
    ),
    "judgements": lambda n: ngettext(
        "the judgement of %(num)d partner", "the judgement of %(num)d partners", n
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the next act is done, and by whom."""

    endpoint: str
    who: Role = Role.LIBRARIAN


_ACTIVITIES = _Page("gatherings_desk.index")
_CHOICE = _Page("lots.settings", Role.MANAGER)
_PARTNERS = _Page("partners.index")
_LISTS = _Page("partner_lists.index")

_ACTS = {
    "O1": _ACTIVITIES, "O2": _ACTIVITIES, "O3": _CHOICE, "O4": _CHOICE, "O5": _ACTIVITIES,
    "O6": _ACTIVITIES, "O7": _ACTIVITIES, "O8": _CHOICE,
    "S1": _PARTNERS, "S2": _LISTS, "S3": _PARTNERS, "S4": _PARTNERS, "S5": _ACTIVITIES,
    "S6": _ACTIVITIES, "S7": _ACTIVITIES, "S8": _LISTS,
}  # fmt: skip


def lacking(indicator: IndicatorResult) -> str:
    """`Nog nodig: 12 antwoorden en antwoorden uit 2 activiteiten.`"""
    missing = [_in_words(each) for each in still_needed(indicator)]
    if not missing:
        return ""
    said: str = gettext("Still needed: %(what)s.", what=joined(missing))
    return said


def act_address(code: str) -> str | None:
    """Where the next act for this question is done; None for who may not do it."""
    page = _ACTS.get(code)
    if page is None or not reaches(role_here(), page.who):
        return None
    return url_for(page.endpoint)


def _in_words(lacks: StillNeeded) -> str:
    need = lacks.need
    if lacks.more is None:
        said: str = gettext(
            "a response of %(least)s (now %(have)s)",
            least=percent(100 * need.least), have=percent(100 * need.have),
        )  # fmt: skip
        return said
    return _MORE[need.of](lacks.more)
