"""Sentences of what is told by its number alone: not where, and of nobody."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import ngettext

from community.activity.verbs import Verb

NUMBERS: dict[Verb, Callable[[int], str]] = {
    Verb.PROMISE_MADE: lambda num: ngettext(
        "%(num)d promise was made.", "%(num)d promises were made.", num
    ),
    Verb.PROMISE_KEPT: lambda num: ngettext(
        "%(num)d promise was kept.", "%(num)d promises were kept.", num
    ),
    Verb.TALK_ENRICHED: lambda num: ngettext(
        "A conversation was enriched with a source.",
        "Conversations were enriched with %(num)d sources.",
        num,
    ),
    Verb.TALK_CONNECTED: lambda num: ngettext(
        "%(num)d person was asked to join a conversation.",
        "%(num)d people were asked to join a conversation.",
        num,
    ),
    Verb.TALK_SUPPORTED: lambda num: ngettext(
        "A conversation was given a host, a format or a room.",
        "Conversations were given a host, a format or a room %(num)d times.",
        num,
    ),
    Verb.TALK_SPREAD: lambda num: ngettext(
        "The outcome of a conversation was spread.",
        "The outcomes of conversations were spread %(num)d times.",
        num,
    ),
    Verb.TALK_ACTIVATED: lambda num: ngettext(
        "A conversation went on with a new question or date.",
        "Conversations went on with a new question or date %(num)d times.",
        num,
    ),
    Verb.OFFER_OPENED: lambda num: ngettext(
        "%(num)d offer came into the register.", "%(num)d offers came into the register.", num
    ),
    Verb.REQUEST_OPENED: lambda num: ngettext(
        "%(num)d question came into the register.", "%(num)d questions came into the register.", num
    ),
    Verb.SKILL_CONFIRMED: lambda num: ngettext(
        "%(num)d person said what they know or can do.",
        "%(num)d people said what they know or can do.",
        num,
    ),
    Verb.INTRODUCTION_MET: lambda num: ngettext(
        "%(num)d offer and question were matched.",
        "%(num)d offers and questions were matched.",
        num,
    ),
}
