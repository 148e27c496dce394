"""The page of the meetlat at the desk: what it brings, and how that was worked out."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here
from community.db import session
from community.libraries.tenancy import tenant_blueprint, this_library
from community.meetlat import block_labels, labels, needs, page_queries, sayings, standing
from community.meetlat.blocks_page import Blocks, read_blocks
from community.meetlat.engine.standard import LATEST
from community.meetlat.page_queries import Stand
from community.meetlat.reading import read
from community.self_assessment import queries as rounds
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("meetlat", __name__, "/beheer/meetlat")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """How the library stands, held against the last meting. Nothing is worked out here."""
    library = this_library()
    stand = page_queries.find_stand(session(), library.id)
    frozen = page_queries.list_frozen(session(), library.id)
    words = labels.words_of(stand.result.version if stand else LATEST)
    return render(
        "meetlat/index.html",
        reading=read(stand, frozen, words.standard) if stand else None,
        words=words,
        blocks=_blocks(library.id, stand, words),
    )


@bp.post("/opnieuw")
@librarians_only
def work_out_again() -> ResponseReturnValue:
    """From the log as it is now. Seconds for a large library, so only when somebody asks."""
    now = clock.now()
    standing.work_out(this_library().id, standing.yesterday(now), now=now)
    return done(gettext("Worked out again."), url_for(".index"))


def _blocks(library_id: int, stand: Stand | None, words: labels.Words) -> Blocks | None:
    """Also before anything was worked out: what colleagues say does not wait for the log."""
    outcome = rounds.latest_outcome(session(), library_id)
    if outcome is None:
        return None
    return read_blocks(outcome, stand.result.samenwerking if stand else None, words.standard)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    sayings.register(app)
    for function in (
        block_labels.block_in_words, block_labels.blocks_in_words, needs.act_address, needs.lacking,
    ):  # fmt: skip
        app.jinja_env.globals[function.__name__] = function
    item = MenuItem("meetlat.index", N_("Meetlat"), order=70, shown=may_work_here)
    slots.add_to_menu(app, Menu.DESK, item)
