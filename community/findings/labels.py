"""What people read of the words of findings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.conversations.models import Kind

#: Of many at once, in the order in which one may choose.
MANY: dict[Kind, LazyString] = {
    Kind.INSIGHT: _("Insights"),
    Kind.IDEA: _("Ideas"),
    Kind.QUESTION: _("Questions"),
    Kind.EXPERIENCE: _("Experiences"),
    Kind.AGREEMENT: _("Agreements"),
    Kind.SOURCE: _("Sources"),
}
