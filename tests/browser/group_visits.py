"""The pages of groups: which to look at."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, RESIDENT, Visit

VISITS = [
    Visit("group_joining.join"),
    Visit("group_joining.join", language="en"),
    Visit("group_joining.join", LIBRARIAN),
    Visit("group_joining.look_in_your_mail"),
    Visit("group_joining.message", LIBRARIAN),
    Visit("group_joining.show"),
    Visit("groups.index"),
    Visit("groups.index", language="en"),
    Visit("groups.index", query="thema=textiel-handwerk"),
    Visit("groups.show"),
    Visit("groups.show", language="en"),
    Visit("groups.show", RESIDENT),
    Visit("groups_desk.add", LIBRARIAN, query="q=a"),
    Visit("groups_desk.edit", LIBRARIAN),
    Visit("groups_desk.index", LIBRARIAN),
    Visit("groups_desk.new", LIBRARIAN),
    Visit("groups_desk.of_gathering", LIBRARIAN),
    Visit("groups_desk.show", LIBRARIAN),
    Visit("own_group.edit", RESIDENT),
    Visit("own_group.hand_over", RESIDENT),
    Visit("own_group.leave", RESIDENT),
    Visit("own_group.show", RESIDENT),
]
