"""What changed in how somebody comes in, and who did it, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.credentials.models import By, Changed

CHANGED = {
    Changed.CODE_SET: _("An extra code was set up"),
    Changed.CODE_REMOVED: _("The extra code was removed"),
    Changed.RECOVERY_USED: _("A recovery code was used"),
    Changed.PASSKEY_ADDED: _("A passkey was added"),
    Changed.PASSKEY_REMOVED: _("A passkey was removed"),
    Changed.RESET: _("All were removed, to help you back in"),
}
BY = {
    By.THEMSELVES: _("by you"),
    By.MANAGER: _("by a manager of your library"),
    By.OPERATOR: _("by the operator of this installation"),
    By.PUT_BACK: _("because your old address was put back"),
}
