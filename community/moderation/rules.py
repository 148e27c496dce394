"""The rules of the house in words: what `/huisregels`, a report and a decision all say.

English msgids. The suggestion is a reason that its author can read as it stands. Rules that change
are a new version at the end; what stood before stays, as decisions name the rule they went by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from community.moderation.models import HouseRule
from community.words import N_


@dataclass(frozen=True, slots=True)
class Rule:
    title: str
    sentence: str = ""  #: Empty of what a library added: that is one sentence.
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The rules as the house ships them, from one day on."""

    number: int
    since: date
    changed: str  #: In one sentence what is other than before; empty of the first.
    #: Whether who agreed to the one before is asked again; a small change is only told.
    is_large: bool
    rules: Mapping[HouseRule, Rule]


_FIRST: Mapping[HouseRule, Rule] = {
    HouseRule.RESPECT: Rule(
        N_("We listen as much as we talk."),
        N_(
            "You may disagree with what somebody says. You do not belittle, threaten or exclude "
            "the person who says it."
        ),
        N_("What you wrote belittles or excludes others. Say it without that, and it is welcome."),
    ),
    HouseRule.PRIVACY: Rule(
        N_("What is told in confidence stays confidential."),
        N_("You do not pass on another person’s story, picture or name without asking."),
        N_(
            "This says something about somebody else that is theirs to tell. Leave that out, "
            "and it is welcome."
        ),
    ),
    HouseRule.NO_SELLING: Rule(
        N_("You sell nothing and recruit nobody."),
        N_("You can always say what you can do for others."),
        N_(
            "This is an advertisement, or it asks for money."
            " What you do for others without being paid is welcome here."
        ),
    ),
    HouseRule.SAFE: Rule(
        N_("It is safe, and within the law."),
        N_("Nothing that can hurt people, and nothing that is forbidden."),
        N_("This can be dangerous or is forbidden, so we cannot show it here."),
    ),
    HouseRule.HONEST: Rule(
        N_("You are who you say you are."),
        N_("What you tell about yourself and about what you can do is true."),
        N_(
            "We cannot see that this is true, or that it comes from you. Come by, and we will "
            "look at it together."
        ),
    ),
    HouseRule.ON_TOPIC: Rule(
        N_("It is about meeting and sharing."),
        N_("Here we share what we know, what we can do and what we wonder about."),
        N_(
            "This is not about what people share with each other here. At the counter we will "
            "help you find the right place for it."
        ),
    ),
}

VERSIONS: tuple[Version, ...] = (
    Version(number=1, since=date(2026, 11, 1), changed="", is_large=True, rules=_FIRST),
)


def current() -> Version:
    return VERSIONS[-1]


def numbered(number: int) -> Version | None:
    return next((each for each in VERSIONS if each.number == number), None)


def title_of(rule: HouseRule) -> str:
    """Its name in a list of values, as an English msgid."""
    shipped = current().rules.get(rule)
    return shipped.title if shipped else N_("Something that the library itself added")
