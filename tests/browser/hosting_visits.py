"""The pages on which a gathering is made and looked after."""

from __future__ import annotations

from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("gathering_templates.begin", LIBRARIAN),
    Visit("gathering_templates.index", LIBRARIAN),
    Visit("gathering_templates.remove", LIBRARIAN),
    Visit("gathering_templates.save", LIBRARIAN),
    Visit("gathering_templates.show", LIBRARIAN),
    Visit("gatherings_desk.cancel", LIBRARIAN),
    Visit("gatherings_desk.index", LIBRARIAN),
    Visit("gatherings_desk.move", LIBRARIAN),
    Visit("gatherings_desk.show", LIBRARIAN),
    Visit("gatherings_desk.show", LIBRARIAN, of="cancelled"),
    Visit("gatherings_desk.show", LIBRARIAN, of="draft"),
    Visit("gatherings_desk.show", LIBRARIAN, of="over"),
    Visit("gatherings_form.copy", LIBRARIAN),
    Visit("gatherings_form.edit", LIBRARIAN),
    Visit("gatherings_form.edit", LIBRARIAN, of="asking"),
    Visit("gatherings_form.new", LIBRARIAN),
    Visit("gatherings_form.new", LIBRARIAN, language="en"),
]
