"""The meetlat for everybody: what a manager chose to show, and the choice itself."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.meetlat import frozen, labels, page_queries, publishing
from community.meetlat.blocks_page import Blocks, read_blocks
from community.meetlat.models import Publicity
from community.meetlat.publicity_forms import PublicityForm
from community.meetlat.reading import Reading, read, standing_still
from community.self_assessment import queries as rounds
from community.web import slots
from community.web.access import managers_only, open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.page_cache import cacheable

bp = tenant_blueprint("meetlat_public", __name__)


@bp.get("/meetlat")
@open_to_all
def show() -> ResponseReturnValue:
    """The last meting, or, before the first, how the library stands; never a partner's name."""
    library = this_library()
    shows = page_queries.publicity(session(), library.id)
    reading = None if shows is Publicity.NOTHING else _reading(library.id)
    if reading is None:
        raise NotFound
    response = render(
        "meetlat/public.html",
        reading=reading,
        words=labels.words_of(reading.stand.result.version),
        blocks=_blocks(library.id, reading),
        with_questions=shows is Publicity.QUESTIONS,
    )
    return cacheable(response, library_id=library.id)


@bp.route("/beheer/instellingen/meetlat", methods=["GET", "POST"])
@managers_only
@private
def choose() -> ResponseReturnValue:
    library, form = this_library(), PublicityForm()
    shows = page_queries.publicity(session(), library.id)
    if form.validate_on_submit():
        chosen = Publicity(form.shows.data)
        with transaction() as tx:
            publishing.choose(tx, library.id, chosen, now=clock.now())
        return done(gettext("Saved."), url_for(".choose"))
    if not form.is_submitted():
        form.shows.data = shows
    status = 422 if form.errors else 200
    return render("meetlat/publicity.html", status=status, form=form, shows=shows)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", "meetlat/_settings_link.html", order=65)
    slots.fill(app, "home.below", _on_the_front_page)


def _on_the_front_page() -> str | None:
    """Where a visitor finds it; nothing as long as there is nothing to see."""
    if not page_queries.is_public(session(), this_library().id):
        return None
    return render_template("meetlat/_front_page_link.html")


def _blocks(library_id: int, reading: Reading) -> Blocks | None:
    """Beside a meting stands what colleagues said then, as it was frozen, and nothing newer."""
    result = reading.stand.result
    standard = labels.words_of(result.version).standard
    if reading.is_meting:
        kept = page_queries.find_assessment(session(), library_id, result.period.until)
        return frozen.blocks_of(kept, result, standard)
    outcome = rounds.latest_outcome(session(), library_id)
    return read_blocks(outcome, result.samenwerking, standard) if outcome else None


def _reading(library_id: int) -> Reading | None:
    """What stands still, so that no visitor sees a number that is another one tomorrow."""
    metingen = page_queries.list_frozen(session(), library_id)
    stand = (
        page_queries.Stand(metingen[-1].frozen_at, metingen[-1].result)
        if metingen
        else page_queries.find_stand(session(), library_id)
    )
    if stand is None:
        return None
    reading = read(stand, metingen[:-1], labels.words_of(stand.result.version).standard)
    return standing_still(reading) if metingen else reading
