"""The desk's first page: what happens today and tomorrow, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from community import clock
from community.accounts.access import may_work_here, me, role_here, works_here
from community.accounts.models import Role
from community.accounts.roles import reaches
from community.db import session
from community.desk import labels, queries
from community.desk.acts import Act, act_of, may_come_again
from community.errors import NotFound
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots, waiting
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("desk", __name__, "/beheer")

#: How far ahead a host sees what is theirs.
LATER = timedelta(days=366)


@bp.get("")
@hosts_only
@private
def index() -> ResponseReturnValue:
    """The day. Who works here sees everything; who only receives people, what is theirs."""
    library, now = this_library(), clock.now()
    host_id = None if works_here() else me().id
    if host_id and not _receives_people(host_id):
        raise NotFound
    today = clock.local_day(now)
    tomorrow = today + timedelta(days=1)
    over = clock.end_of_day(tomorrow) + (LATER if host_id else timedelta())
    coming = hosting_queries.list_between(
        session(), library.id, clock.start_of_day(today), over, host_id=host_id
    )
    loose_ends: Sequence[queries.LooseEnd] = ()
    elsewhere, failed_mails, drafts = Markup(), 0, 0
    if may_work_here():
        loose_ends = queries.list_loose_ends(session(), library.id, now=now)
        elsewhere, (failed_mails, drafts) = waiting.lines(
            session(), library.id, *queries.counts(library.id), now=now
        )
    return render(
        "desk/index.html",
        who=me(),
        days=[(day, _on(day, coming)) for day in (today, tomorrow)],
        later=[one for one in coming if clock.local_day(one.starts_at) > tomorrow],
        now=now,
        greeting=labels.greeting(me().first_name, clock.local(now).hour),
        only_own=host_id is not None,
        act_of=act_of,
        Act=Act,
        may_come_again=may_come_again,
        ends=queries.apart(loose_ends),
        lacking={each.gathering_id: each for each in loose_ends},
        newcomers=queries.count_newcomers(session(), [one.id for one in coming], now=now),
        elsewhere=elsewhere,
        failed_mails=failed_mails,
        drafts=drafts,
        uncounted=queries.find_uncounted(session(), library.id, host_id=host_id, now=now),
        in_words=labels.in_words,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(app, Menu.DESK, MenuItem("desk.index", N_("Today"), order=10))
    slots.add_to_menu(
        app, Menu.PLANNING, MenuItem("calls.index", N_("To call"), order=40, shown=may_work_here)
    )
    slots.add_to_menu(
        app, Menu.VISITOR, MenuItem("desk.index", N_("Desk"), order=10, shown=_has_a_desk)
    )


def _receives_people(person_id: int) -> bool:
    return reaches(role_here(), Role.HOST) or hosting_queries.receives_somebody(
        session(), this_library().id, person_id
    )


def _has_a_desk() -> bool:
    """Whether to show the way to it: not to who is there already."""
    return reaches(role_here(), Role.HOST) and not request.path.startswith(url_for("desk.index"))


def _on(day: date, coming: Sequence[Gathering]) -> list[Gathering]:
    """What begins that day, and what began before and still goes on."""
    return [
        one
        for one in coming
        if clock.local_day(one.starts_at) == day
        or (one.starts_at < clock.start_of_day(day) < one.ends_at)
    ]
