"""The pages of branches and rooms: which to look at."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, MANAGER, RESIDENT, Visit

VISITS = [
    Visit("room_requests.ask", RESIDENT),
    Visit("room_requests.begin", RESIDENT),
    Visit("room_requests.index", LIBRARIAN),
    Visit("room_requests.show", LIBRARIAN),
    Visit("rooms.edit", LIBRARIAN),
    Visit("rooms.index", LIBRARIAN),
    Visit("rooms.index", LIBRARIAN, query="vestiging=ommen"),
    Visit("rooms.new", LIBRARIAN),
    Visit("settings.branch", MANAGER),
    Visit("settings.index", MANAGER),
    Visit("settings.new_branch", MANAGER),
    Visit("settings.new_room", MANAGER),
    Visit("settings.room", MANAGER),
]
