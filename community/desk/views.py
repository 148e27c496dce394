"""The desk's first page: what happens today and tomorrow, and what waits for somebody."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here, me, role_here
from community.accounts.models import Role
from community.accounts.roles import reaches
from community.db import session
from community.desk import queries
from community.gatherings import hosting_queries
from community.gatherings.hosting_queries import Shelf
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import staff_only
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("desk", __name__, "/beheer")


@bp.get("")
@staff_only
@private
def index() -> ResponseReturnValue:
    library, now = this_library(), clock.now()
    today = clock.local_day(now)
    days = [
        (
            day,
            hosting_queries.list_between(
                session(), library.id, clock.start_of_day(day), clock.end_of_day(day)
            ),
        )
        for day in (today, today + timedelta(days=1))
    ]
    return render(
        "desk/index.html",
        who=me(),
        days=days,
        now=now,
        hour=clock.local(now).hour,
        works_here=may_work_here(),
        drafts=hosting_queries.count_shelf(session(), library.id, Shelf.DRAFTS, now=now),
        unclosed=hosting_queries.list_unclosed(session(), library.id, now=now),
        failed_mails=queries.count_failed_mails(session(), library.id),
    )


def is_staff() -> bool:
    return reaches(role_here(), Role.STAFF)


def _has_a_desk() -> bool:
    """Whether to show the way to it: not to who is there already."""
    return is_staff() and not request.path.startswith(url_for("desk.index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(app, Menu.DESK, MenuItem("desk.index", N_("Today"), order=10, shown=is_staff))
    slots.add_to_menu(
        app, Menu.DESK, MenuItem("calls.index", N_("To call"), order=30, shown=may_work_here)
    )
    slots.add_to_menu(
        app, Menu.VISITOR, MenuItem("desk.index", N_("Desk"), order=10, shown=_has_a_desk)
    )
