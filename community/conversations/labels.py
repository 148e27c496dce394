"""What people read of the words of conversations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.conversations.models import Kind, Nod, On, Phase, SeenBy

KINDS: dict[Kind, LazyString] = {
    Kind.QUESTION: _("Question"),
    Kind.EXPERIENCE: _("Experience"),
    Kind.IDEA: _("Idea"),
    Kind.INSIGHT: _("Insight"),
    Kind.SOURCE: _("Source"),
    Kind.AGREEMENT: _("Agreement"),
}
NODS: dict[Nod, LazyString] = {
    Nod.RECOGNISES: _("I recognise this"),
    Nod.JOINS_IN: _("I want to join in"),
}
PHASES: dict[Phase, LazyString] = {
    Phase.BEFORE: _("Said beforehand"),
    Phase.DURING: _("Said during it"),
    Phase.AFTER: _("Said afterwards"),
}
SEEN_BY: dict[SeenBy, LazyString] = {
    SeenBy.PARTICIPANTS: _("Only people who take part"),
    SeenBy.SIGNED_IN: _("Everyone with an account"),
    SeenBy.EVERYONE: _("Everyone"),
}
ON: dict[On, LazyString] = {
    On.GATHERING: _("Activity"),
    On.THEME: _("Theme"),
    On.ENTRY: _("Offer or request"),
    On.GROUP: _("Group"),
    On.HARVEST: _("Harvest"),
}
BACK: dict[On, LazyString] = {
    On.GATHERING: _("Back to the activity"),
    On.THEME: _("What people know about this theme"),
    On.ENTRY: _("Back to the offer or request"),
    On.GROUP: _("Back to the group"),
    On.HARVEST: _("Back to the harvest"),
}
ONS: dict[On, LazyString] = {
    On.GATHERING: _("Activities"),
    On.THEME: _("Themes"),
    On.ENTRY: _("Offers and requests"),
    On.GROUP: _("Groups"),
    On.HARVEST: _("Harvests"),
}
