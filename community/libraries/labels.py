"""What a room's equipment is called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.libraries.models import Equipment

EQUIPMENT = {
    Equipment.SCREEN: _("Screen or projector"),
    Equipment.SOUND: _("Microphone and speakers"),
    Equipment.HEARING_LOOP: _("Hearing loop"),
    Equipment.WHEELCHAIR: _("Room for a wheelchair"),
    Equipment.VIDEO_CALL: _("Camera for video calls"),
    Equipment.KITCHEN: _("Kitchen"),
    Equipment.PIANO: _("Piano"),
}
