"""The ground of every page, put together."""

from __future__ import annotations

from flask import Flask

from community.web import (
    assets,
    failures,
    filled_in,
    formats,
    headers,
    i18n,
    kring,
    layout,
    request_log,
    slots,
    stick,
)


def register(app: Flask) -> None:
    for part in (
        request_log,
        headers,
        i18n,
        filled_in,
        assets,
        layout,
        slots,
        formats,
        kring,
        stick,
        failures,
    ):
        part.register(app)
