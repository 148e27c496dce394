"""What people call the forms of support, the bouwstenen and the states of a request."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.networks.models import Block, RequestState, Support

SUPPORT: dict[Support, LazyString] = {
    Support.INTERVISION: _("Peer consultation"),
    Support.SHARING: _("Sharing knowledge"),
    Support.TRAINING: _("Training"),
    Support.INSPIRATION: _("Inspiration"),
    Support.PROJECT: _("Help with a project"),
}

#: What each is, beside its name where it is chosen.
MEANINGS: dict[Support, LazyString] = {
    Support.INTERVISION: _("think along with colleagues of other libraries about a case"),
    Support.SHARING: _("hear or show how others do it"),
    Support.TRAINING: _("learn it, with a trainer"),
    Support.INSPIRATION: _("look at an example, or invite somebody who went before"),
    Support.PROJECT: _("somebody who works along with you for a while"),
}

BLOCKS: dict[Block, LazyString] = {
    Block.COMMUNICATION: _("Communication and working together"),
    Block.BUILDING: _("Building and means"),
    Block.KNOWLEDGE: _("Knowledge and skills"),
    Block.CULTURE: _("Culture and leadership"),
    Block.STRATEGY: _("Strategy and ambition"),
}

STATES: dict[RequestState, LazyString] = {
    RequestState.ASKED: _("Asked"),
    RequestState.TAKEN_UP: _("Taken up"),
    RequestState.DONE: _("Done"),
    RequestState.WITHDRAWN: _("Withdrawn"),
}
