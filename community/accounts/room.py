"""The room of people, put together."""

from __future__ import annotations

from flask import Flask

from community.accounts import (
    access,
    again,
    age_views,
    agreed,
    cli,
    forgetting,
    guard,
    mails,
    new_address_views,
    people_views,
    report_jobs,
    sessions,
    views,
)
from community.accounts.access import manages_here, visitor
from community.web.slots import Menu, MenuItem, add_to_menu
from community.words import N_

ENTRIES = (
    (
        Menu.DESK,
        MenuItem(
            "people.index",
            N_("People"),
            order=80,
            more=True,
            shown=manages_here,
        ),
    ),
    (
        Menu.VISITOR,
        MenuItem(
            "accounts.sign_in",
            N_("Sign in"),
            order=90,
            needs_library=False,
            shown=lambda: visitor() is None,
        ),
    ),
    (
        Menu.VISITOR,
        MenuItem(
            "accounts.sign_out",
            N_("Sign out"),
            order=90,
            needs_library=False,
            shown=lambda: visitor() is not None,
            leads=False,
        ),
    ),
)


def register(app: Flask) -> None:
    for part in (
        sessions, access, guard, agreed, mails, forgetting, report_jobs, new_address_views, cli,
        age_views,
    ):  # fmt: skip
        part.register(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(again.bp)
    app.register_blueprint(people_views.bp)
    for menu, item in ENTRIES:
        add_to_menu(app, menu, item)
