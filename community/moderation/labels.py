"""Why something is looked at and what was decided, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.moderation.models import Verdict, Why

WHYS: dict[Why, LazyString] = {
    Why.FIRST: _("First of a new person"),
    Why.REPORT: _("Report"),
    Why.APPEAL: _("Appeal"),
    Why.LOOK: _("Looked at by a librarian"),
    Why.EVERYTHING: _("Everything of a person"),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.ALLOWED: _("Allowed"),
    Verdict.REFUSED: _("Refused"),
    Verdict.WITHDRAWN: _("No longer there"),
}
