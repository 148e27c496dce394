"""What a room is booked for, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.bookings.models import Purpose

PURPOSES = {
    Purpose.GATHERING: _("Activity"),
    Purpose.OWN: _("Our own use"),
    Purpose.GROUP: _("A group"),
    Purpose.RENTED: _("Rented to others"),
}
