"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.match_rounds import desk_views, forgetting, mails, own_views, person_views, planning
from community.solves import services as solves


def register(app: Flask) -> None:
    for part in (desk_views, own_views, person_views, mails, forgetting):
        part.register(app)
    solves.when_done(planning.KIND, planning.take_over)
