"""What people call the stages and marks of a group."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.groups.models import SeenBy, Stage

STAGES: dict[Stage, LazyString] = {
    Stage.MET: _("Met"),
    Stage.ACTIVE: _("Active"),
    Stage.RUNS_ITSELF: _("Runs itself"),
    Stage.RESTING: _("Resting"),
}

#: What a stage means, beside its name where it is chosen.
MEANINGS: dict[Stage, LazyString] = {
    Stage.MET: _("we know each other, nothing has been arranged yet"),
    Stage.ACTIVE: _("it meets, and the library helps"),
    Stage.RUNS_ITSELF: _("it meets without us; we only lend a room"),
    Stage.RESTING: _("it does not meet for now"),
}

SEEN_BY: dict[SeenBy, LazyString] = {
    SeenBy.EVERYONE: _("Everyone"),
    SeenBy.SIGNED_IN: _("Only people who are signed in"),
    SeenBy.MEMBERS: _("Only its members and the library"),
}
