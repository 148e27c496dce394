"""What people call the scopes of a token."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.api.models import Scope

SCOPES: dict[Scope, LazyString] = {
    Scope.WRITE_GATHERINGS: _("Make, change, move and cancel activities"),
    Scope.READ_SIGN_UPS: _("Read who is signed up"),
}
