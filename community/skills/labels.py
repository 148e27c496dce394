"""How people call the kinds of kunde, where it came from, and how somebody said yes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.skills.models import Agreed, SkillKind, Source

KINDS: dict[SkillKind, LazyString] = {
    SkillKind.CAN: _("Can do this"),
    SkillKind.KNOWS: _("Knows about this"),
    SkillKind.LIVED_THROUGH: _("Has lived through this"),
    SkillKind.WANTS_TO_LEARN: _("Wants to learn this"),
}
MY_KINDS: dict[SkillKind, LazyString] = {
    SkillKind.CAN: _("You can do this"),
    SkillKind.KNOWS: _("You know about this"),
    SkillKind.LIVED_THROUGH: _("You have lived through this"),
    SkillKind.WANTS_TO_LEARN: _("You want to learn this"),
}
HOW: dict[Agreed, LazyString] = {
    Agreed.AT_THE_DESK: _("at the counter"),
    Agreed.BY_PHONE: _("by phone"),
    Agreed.ON_PAPER: _("on paper"),
    Agreed.BY_MAIL: _("by the link in the e-mail"),
    Agreed.BY_CODE: _("with the code of a slip"),
    Agreed.BY_TAP: _("by themselves"),
}
SOURCES: dict[Source, LazyString] = {
    Source.SELF: _("Written by themselves"),
    Source.LIBRARIAN: _("Noted by a librarian"),
    Source.TALK: _("Said at a sign-up"),
    Source.LIST: _("From a list"),
}
