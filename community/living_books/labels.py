"""What people read of living books."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.living_books.models import BookState, Means, Way
from community.living_books.wishing import Why

STATES: dict[BookState, LazyString] = {
    BookState.ASKED: _("Asked, no answer yet"),
    BookState.AGREED: _("Said yes"),
    BookState.DECLINED: _("Said no"),
    BookState.WITHDRAWN: _("Withdrew"),
    BookState.REMOVED: _("Taken off by the library"),
}
MEANS: dict[Means, LazyString] = {
    Means.PAGE: _("by the link in the e-mail"),
    Means.DESK: _("at the counter"),
    Means.PHONE: _("by phone"),
}
WAYS: dict[Way, LazyString] = {
    Way.RESERVE: _("Readers choose a book and a time themselves"),
    Way.ROUND: _("Readers name their three favourites, and everyone is placed at once"),
}
WHYS: dict[Why, LazyString] = {
    Why.CONTESTED: _("More people wanted this than there are places:"),
    Why.IS_BOOK: _("Is a book at those times. Wanted:"),
    Why.PARTY: _("Is coming with more people than there are places at one time. Wanted:"),
    Why.NO_TIME: _("What was free clashes with what is already reserved. Wanted:"),
}
