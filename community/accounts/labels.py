"""What people call the roles, and what each may do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.accounts.models import Role

ROLES: dict[Role, LazyString] = {
    Role.RESIDENT: _("Resident"),
    Role.HOST: _("Host"),
    Role.VOLUNTEER: _("Volunteer"),
    Role.STAFF: _("Staff member"),
    Role.LIBRARIAN: _("Librarian"),
    Role.MANAGER: _("Manager"),
}

MAY: dict[Role, LazyString] = {
    Role.RESIDENT: _("takes part, and has no tasks here"),
    Role.HOST: _("hosts their own activities"),
    Role.VOLUNTEER: _("helps out, on a rota"),
    Role.STAFF: _("works here, without a desk in Kenniskring"),
    Role.LIBRARIAN: _("creates activities and sees who has signed up"),
    Role.MANAGER: _("does all that, and gives people their roles"),
}
