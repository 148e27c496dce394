"""Words for steps and function groups, as in the meetlat."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.self_assessment.drafts import DONT_KNOW
from community.self_assessment.groups import FunctionGroup

ANSWERS: dict[int, LazyString] = {
    1: _("No, not yet"),
    2: _("A little, in one place"),
    3: _("In part"),
    4: _("For the most part"),
    5: _("Yes, everywhere and always"),
    DONT_KNOW: _("I do not know"),
}

GROUPS: dict[FunctionGroup, LazyString] = {
    FunctionGroup.MANAGEMENT: _("directors and management"),
    FunctionGroup.PROGRAMME: _("programme and community"),
    FunctionGroup.FRONT_OFFICE: _("front office"),
    FunctionGroup.VOLUNTEERS: _("volunteers"),
    FunctionGroup.OTHER: _("other"),
}
