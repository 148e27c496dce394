"""`/gezond`: how the installation is, for a monitor and for people. Tells nothing about anybody.

503 only when this process cannot serve, so that a balancer takes it out. A worker that is silent or
mail that stays behind asks for attention, but every page still works: 200, with status "attention".
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from community.accounts.access import me
from community.clock import now
from community.db import session
from community.jobs.queue import PARTS, last_beat, queue_of
from community.operations.database import is_migrated
from community.operations.machine import LEAST_FREE_MB
from community.operations.work import BEHIND, SILENCE
from community.outbox import queries as outbox
from community.web import slots
from community.web.access import open_to_all

bp = Blueprint("health", __name__)


@dataclass(frozen=True, slots=True)
class Check:
    ok: bool
    facts: dict[str, object] = field(default_factory=dict)
    #: Without it no page can be served.
    vital: bool = False


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.work", _mine, order=5)


def _mine() -> str | None:
    """An operator has no desk anywhere: what she comes for is reached from her own page."""
    return render_template("operations/_mine.html") if me().is_operator else None


@bp.get("/gezond")
@open_to_all
def show() -> ResponseReturnValue:
    checks = {
        "database": _of_the_database(database),
        "tables": _of_the_database(tables),
        "queue": queue(),
        "mail": _of_the_database(mail),
        "disk": disk(),
    }
    status = _status(checks)
    response = _page(status, checks) if _is_for_people() else _json(status, checks)
    response.status_code = 503 if status == "down" else 200
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def database() -> Check:
    began = perf_counter()
    session().execute(select(1))
    return Check(True, {"ms": round((perf_counter() - began) * 1000, 1)}, vital=True)


def tables() -> Check:
    """Not vital: while a new version is being brought in, the old one still serves."""
    return Check(is_migrated())


def mail() -> Check:
    """What was given up is a librarian's to look at; what stays behind is an operator's."""
    stands = outbox.state(session(), now())
    late = now() - stands.oldest_due_at if stands.oldest_due_at else timedelta()
    return Check(
        late < BEHIND,
        {
            "owed": stands.owed,
            "failed": stands.failed,
            "oldest_owed_seconds": max(0, int(late.total_seconds())),
        },
    )


def queue() -> Check:
    """Whether the worker's parts said a moment ago that they live."""
    try:
        beats = {part: last_beat(queue_of(current_app), part) for part in PARTS}
    except Exception as error:  # Each kind of queue fails in its own way.
        return Check(False, {"why": type(error).__name__})
    silent = {part: now() - at if at else None for part, at in beats.items()}
    return Check(
        all(since is not None and since < SILENCE for since in silent.values()),
        {
            f"{part}_silent_seconds": None if since is None else max(0, int(since.total_seconds()))
            for part, since in silent.items()
        },
    )


def disk() -> Check:
    free = shutil.disk_usage(current_app.config["INSTANCE"]).free // 1_000_000
    return Check(free >= LEAST_FREE_MB, {"free_mb": free}, vital=True)


def _of_the_database(check: Callable[[], Check]) -> Check:
    try:
        return check()
    except SQLAlchemyError as error:
        return Check(False, {"why": type(error).__name__}, vital=True)


def _status(checks: dict[str, Check]) -> str:
    if all(check.ok for check in checks.values()):
        return "ok"
    return "down" if any(check.vital and not check.ok for check in checks.values()) else "attention"


def _is_for_people() -> bool:
    """A browser says that it prefers HTML; a monitor that takes anything gets JSON."""
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return best == "text/html"


def _json(status: str, checks: dict[str, Check]) -> Response:
    told = {name: {"ok": check.ok, **check.facts} for name, check in checks.items()}
    return jsonify(status=status, checks=told)


def _page(status: str, checks: dict[str, Check]) -> Response:
    return make_response(render_template("operations/health.html", status=status, checks=checks))
