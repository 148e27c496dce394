"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from community.web.access import open_to_all
from community.web.htmx import render

bp = Blueprint("accounts", __name__)


@bp.get("/inloggen")
@open_to_all
def sign_in() -> ResponseReturnValue:
    return render("accounts/sign_in.html")
