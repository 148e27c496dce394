"""The room of libraries, put together."""

from __future__ import annotations

from flask import Flask

from community.libraries import cli, tenancy, views


def register(app: Flask) -> None:
    for part in (tenancy, views, cli):
        part.register(app)
