"""What other pages of the desk say of harvests: Today, the call list, an activity, rounding off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, render_template
from sqlalchemy import Select

from community import clock
from community.accounts.access import may_work_here
from community.conversations import seeing
from community.db import session
from community.gatherings.models import Gathering
from community.harvests import labels, queries, reader_queries, today_queries
from community.libraries.tenancy import this_library
from community.web import slots, waiting

#: Notes that nobody made anything of are asked about for so long.
ASKED_FOR = timedelta(days=60)


def register(app: Flask) -> None:
    slots.fill(app, "gathering.desk", _panel, order=72)
    slots.fill(app, "gathering.closing", _closing, order=60)
    slots.fill(app, "desk.calls", _calls)
    waiting.waits(app, _without, lambda *told: _line("without", *told))
    waiting.waits(app, _corrected, lambda *told: _line("corrected", *told))
    waiting.waits(app, _hidden, lambda *told: _line("hidden", *told))
    waiting.waits(app, _ready, lambda *told: _line("ready", *told))
    waiting.waits(
        app,
        lambda library_id, now: (reader_queries.how_many_calls(library_id, now),),
        lambda number: _line("calls", number, None),
    )


def _without(library_id: int, now: datetime) -> tuple[Select[Any], ...]:
    return today_queries.without(library_id, since=now - ASKED_FOR, now=now)


def _corrected(library_id: int, _now: datetime) -> tuple[Select[Any], ...]:
    return today_queries.corrected(library_id)


def _hidden(library_id: int, _now: datetime) -> tuple[Select[Any], ...]:
    return today_queries.hidden(library_id)


def _ready(library_id: int, now: datetime) -> tuple[Select[Any], ...]:
    return today_queries.ready(library_id, now)


def _line(what: str, number: int, gathering_id: int | None) -> str:
    return render_template(
        "harvests/_todo.html", what=what, number=number, gathering_id=gathering_id
    )


def _panel(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering that has begun."""
    if not seeing.has_one(gathering) or not gathering.has_begun(clock.now()):
        return None
    harvest = queries.find_of(session(), gathering.library_id, gathering.id)
    if harvest is None and not may_work_here():
        return None
    return render_template(
        "harvests/_panel.html",
        gathering=gathering, harvest=harvest, labels=labels, works=may_work_here(),
    )  # fmt: skip


def _closing(gathering: Gathering) -> str | None:
    if not may_work_here():
        return None
    return _panel(gathering)


def _calls() -> str | None:
    """Below the list of who must be called: who was there and gets no mail."""
    calls = reader_queries.list_calls(session(), this_library().id, now=clock.now())
    return render_template("harvests/_calls.html", calls=calls) if calls else None
