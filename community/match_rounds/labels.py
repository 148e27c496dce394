"""Words for what a round can be."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.match_rounds.models import Population

POPULATIONS = {
    Population.EVERYBODY: _("Everybody who may be invited"),
    Population.GROUP: _("Members of a group"),
    Population.THEME: _("People who like a theme"),
}
