"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.jobs import clock
from community.rights import (
    desk_erasing_views,
    desk_file_views,
    desk_views,
    forgetting,
    quiet_mail,
    quiet_views,
    views,
    wiping,
)

#: Whoever the list misses because of a crash is on it before the next copy is made.
EVERY_MINUTES = 15


def register(app: Flask) -> None:
    for part in (
        views, desk_views, desk_erasing_views, desk_file_views, forgetting, quiet_mail, quiet_views,
    ):  # fmt: skip
        part.register(app)
    # Of a room beside the log of looking, which so cannot mark its page itself.
    reads(Reading.PEOPLE, Whose.PERSON)(app.view_functions["lost_factors.reset"])
    clock.every(EVERY_MINUTES, "rights.after_erasing", wiping.by_the_clock)
