"""`/metrics`: figures for a monitor, for who may have them; off unless `METRICS` says otherwise."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from community.config import WrongSetting
from community.errors import NotFound
from community.operations.figures import Figures
from community.operations.ledger import Ledger
from community.operations.standing import Standing
from community.web.access import open_to_all

bp = Blueprint("metrics", __name__)

LOOPBACK = "loopback"
SHORTEST_TOKEN = 32
#: What a proxy says of whom it passes on: such a request only seems to come from this machine.
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    allowed = str(app.config["METRICS"] or "")
    if not allowed:
        return
    if allowed != LOOPBACK and len(allowed) < SHORTEST_TOKEN:
        raise WrongSetting(
            "METRICS", f"must be loopback, or a token of at least {SHORTEST_TOKEN} characters."
        )
    figures = Figures(Ledger(Path(app.config["INSTANCE"]) / "metrics"))
    figures.count_in(app)
    registry = CollectorRegistry(auto_describe=False)
    for collector in (figures, Standing()):
        registry.register(collector)
    app.extensions["metrics"] = registry


@bp.get("/metrics")
@open_to_all
def show() -> Response:
    """The figures; to whoever may not have them, the address does not exist."""
    if not _may_read(str(current_app.config["METRICS"] or "")):
        raise NotFound
    told = generate_latest(current_app.extensions["metrics"])
    return Response(told, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(allowed: str) -> bool:
    if allowed == LOOPBACK:
        return _is_from_this_machine()
    said = request.headers.get("Authorization", "")
    return bool(allowed) and compare_digest(said.encode(), f"Bearer {allowed}".encode())


def _is_from_this_machine() -> bool:
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
