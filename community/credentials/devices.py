"""What people call a browser, out of how it names itself to us."""

from __future__ import annotations

from flask_babel import gettext as _

#: What stands in the name, and what people know it by; the first that fits, as many claim to be
#: several.
_PROGRAMS = (
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Chromium/", "Chrome"),
    ("iPhone", "Safari"), ("iPad", "Safari"), ("Safari/", "Safari"), ("Macintosh", "Safari"),
)  # fmt: skip
_MACHINES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Windows", "Windows"), ("CrOS", "Chromebook"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def in_words(device: str) -> str:
    """`iPhone, Safari`: the machine and the program, as far as they can be told."""
    found = [
        next((name for mark, name in known if mark in device), "")
        for known in (_MACHINES, _PROGRAMS)
    ]
    return ", ".join(filter(None, found)) or _("An unknown device")
