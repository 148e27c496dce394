"""What people call the events and states of a webhook."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.webhooks.models import TEST, Event, Paused, State

EVENTS: dict[Event, LazyString] = {
    Event.GATHERING_PUBLISHED: _("An activity is added to the agenda"),
    Event.GATHERING_MOVED: _("An activity is moved"),
    Event.GATHERING_CANCELLED: _("An activity is cancelled"),
    Event.GATHERING_CLOSED: _("An activity is counted and closed"),
    Event.SIGN_UP_CONFIRMED: _("Somebody has a place"),
    Event.SIGN_UP_WAITING: _("Somebody is on the waiting list"),
    Event.SIGN_UP_LEFT: _("Somebody left"),
}

STATES: dict[State, LazyString] = {
    State.OWED: _("under way"),
    State.DELIVERED: _("arrived"),
    State.FAILED: _("given up"),
}

PAUSED: dict[Paused, LazyString] = {
    Paused.BY_HAND: _("Paused by hand. News is kept for a month."),
    Paused.FAILING: _("Paused: nothing has arrived for two days. News is kept for a month."),
    Paused.GONE: _("Paused: the other side says that this address no longer exists."),
    Paused.PUT_BACK: _(
        "Paused: it was set up from an account that somebody had taken over. Check that it goes"
        " where you want, renew its secret and resume it; or remove it."
    ),
}

_TEST = _("Test message")


def event_in_words(name: str) -> LazyString:
    return _TEST if name == TEST else EVENTS[Event(name)]
