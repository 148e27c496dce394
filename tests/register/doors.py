"""The addresses of this room, by who may come in."""

from __future__ import annotations

OPEN = {
    "entry_links.confirm",
    "entry_links.renew",
    "entry_links.show",
    "entry_links.stop",
    "entry_writing.ask",
    "entry_writing.look_in_your_mail",
    "entry_writing.offer",
    "register.index",
    "register.show",
}
SIGNED_IN = {
    "own_entries.edit",
    "own_entries.pause",
    "own_entries.renew",
    "own_entries.resume",
    "own_entries.show",
    "own_entries.stop",
}
LIBRARIANS = {
    "entries_desk.index",
    "entries_desk.pause",
    "entries_desk.renew",
    "entries_desk.show",
    "entries_desk.stop",
    "entries_desk.write",
}
