"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.access_log import forgetting, noting
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading

#: Pages of the room below, which cannot know of marks.
BELOW = {"people.index": Whose.FOUND, "people.give_role": Whose.PERSON, "ages.edit": Whose.PERSON}


def register(app: Flask) -> None:
    forgetting.register(app)
    noting.register(app)
    for endpoint, whose in BELOW.items():
        reads(Reading.PEOPLE, whose)(app.view_functions[endpoint])
