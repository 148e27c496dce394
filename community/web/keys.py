"""The key of the installation, by which links are made and known, and secrets are sealed."""

from __future__ import annotations

from flask import current_app


def house_key() -> str:
    """SECRET_KEY, in a request or a job."""
    return str(current_app.config["SECRET_KEY"])
