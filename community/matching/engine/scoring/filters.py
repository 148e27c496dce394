"""Who can never sit there, by which rule, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from community.matching.engine.scoring.problem import (
    ONLINE,
    Conversation,
    Person,
    Refusal,
    Refused,
)

Filter = Callable[[Person, Conversation], bool]


def _no_language(person: Person, conversation: Conversation) -> bool:
    asked = conversation.languages
    return bool(asked) and asked.isdisjoint(person.languages)


def _never_there_then(person: Person, conversation: Conversation) -> bool:
    """A moment in common is enough: half an hour past noon is no reason to stay away."""
    when = conversation.moments
    return bool(when) and bool(person.moments) and when.isdisjoint(person.moments)


def _does_not_come_there(person: Person, conversation: Conversation) -> bool:
    if conversation.is_online and person.comes_online:
        return False
    if conversation.place is None:
        return conversation.is_online
    return bool(person.places) and conversation.place not in person.places


def _outside_its_ages(person: Person, conversation: Conversation) -> bool:
    """Only when it is certain: somebody whose age is not known is let in."""
    if person.ages is None or conversation.ages is None:
        return False
    youngest, oldest = conversation.ages
    return person.ages[1] < youngest or oldest < person.ages[0]


def _lacks_what_is_needed(person: Person, conversation: Conversation) -> bool:
    return not person.needs <= conversation.has


def _is_blocked(person: Person, conversation: Conversation) -> bool:
    return not person.blocked.isdisjoint(conversation.people)


def _never_said_yes(person: Person, conversation: Conversation) -> bool:
    return not conversation.sensitive <= person.consents


FILTERS: Mapping[Refusal, Filter] = {
    Refusal.LANGUAGE: _no_language,
    Refusal.AVAILABILITY: _never_there_then,
    Refusal.REACH: _does_not_come_there,
    Refusal.AGE: _outside_its_ages,
    Refusal.ACCESS: _lacks_what_is_needed,
    Refusal.BLOCKED: _is_blocked,
    Refusal.SENSITIVE: _never_said_yes,
}
_IN_ORDER = tuple(FILTERS.items())


Filters = tuple[tuple[Refusal, Filter], ...]


def that_may_refuse(conversation: Conversation) -> Filters:
    """The filters of which it asks anything; no other keeps anybody out of it."""
    asks_nothing = {
        refusal
        for refusal, asks in (
            (Refusal.LANGUAGE, conversation.languages),
            (Refusal.AVAILABILITY, conversation.moments),
            (Refusal.AGE, conversation.ages),
            (Refusal.BLOCKED, conversation.people),
            (Refusal.SENSITIVE, conversation.sensitive),
        )
        if not asks
    }
    return tuple(each for each in _IN_ORDER if each[0] not in asks_nothing)


def first_refusal(
    person: Person, conversation: Conversation, filters: Filters = _IN_ORDER
) -> Refusal | None:
    """The first filter that keeps this person out; None: may sit there."""
    for refusal, keeps_out in filters:
        if keeps_out(person, conversation):
            return refusal
    return None


def refusal(person: Person, conversation: Conversation) -> Refused | None:
    """Every filter that keeps this person out, with the one change that would let them in."""
    reasons = tuple(each for each, keeps_out in _IN_ORDER if keeps_out(person, conversation))
    if not reasons:
        return None
    change = _change(reasons[0], person, conversation) if len(reasons) == 1 else None
    return Refused(person.id, conversation.id, reasons, change)


def _change(reason: Refusal, person: Person, conversation: Conversation) -> tuple[str, ...] | None:
    changes: Mapping[Refusal, frozenset[str]] = {
        Refusal.LANGUAGE: conversation.languages,
        Refusal.AVAILABILITY: conversation.moments,
        Refusal.REACH: _ways_there(conversation),
        Refusal.ACCESS: person.needs - conversation.has,
        Refusal.SENSITIVE: conversation.sensitive - person.consents,
    }
    # Nobody changes their age, and whom somebody does not want to meet is told to nobody.
    return tuple(sorted(changes[reason])) if reason in changes else None


def _ways_there(conversation: Conversation) -> frozenset[str]:
    place = frozenset() if conversation.place is None else frozenset({conversation.place})
    return place | {ONLINE} if conversation.is_online else place
