"""A list of offers at the desk: looked at first, then taken over, and taken back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.lists import Flaws, ListRefused
from community.offer_lists import lines, queries, taking_over
from community.offer_lists.forms import ListForm, TakeOverForm
from community.offer_lists.lines import Offered
from community.offer_lists.taking_over import Brought, Outcome
from community.register import labels
from community.register.models import Direction
from community.web import slots
from community.web.access import librarians_only
from community.web.downloads import as_file
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = tenant_blueprint("offer_lists", __name__, "/beheer/kennis/lijst")

#: So many lines are shown before it is taken over.
SHOWN = 50


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def index() -> ResponseReturnValue:
    """Choose a file; then see what is on it, or what is wrong in which line."""
    form = ListForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        try:
            offered, flaws = _read(content)
        except ListRefused as refused:
            form.file.errors = [sentence(refused)]
        else:
            return _preview(form, content, offered, flaws)
    return render(
        "offer_lists/index.html",
        status=422 if form.errors else 200,
        form=form,
        lists=queries.list_lists(session(), this_library().id),
        columns=lines.COLUMNS,
    )


@bp.post("/overnemen")
@librarians_only
def take_over() -> ResponseReturnValue:
    """What was looked at; all of it."""
    form, library_id, by_id = TakeOverForm(), this_library().id, me().id
    if not form.validate():
        return done(gettext("Choose the file again."), url_for(".index"))
    try:
        offered, flaws = _read((form.content.data or "").encode())
    except ListRefused as refused:
        return done(sentence(refused), url_for(".index"))
    if flaws.count:
        return done(gettext("There is something wrong in this list."), url_for(".index"))
    brought = Brought(form.name.data or "", form.was_agreed.data, by_id)
    ready = taking_over.prepare(session(), library_id, offered)
    with transaction() as tx:
        outcome = taking_over.take_over(
            tx, library_id, brought, ready, lines=len(offered), now=clock.now()
        )
    return done(_said(outcome), url_for(".index"))


@bp.route("/<int:offer_list_id>/terugnemen", methods=["GET", "POST"])
@librarians_only
@private
def take_back(offer_list_id: int) -> ResponseReturnValue:
    """Asks once: who has said yes by then, stays."""
    library_id, form = this_library().id, PressForm()
    kept = queries.get(session(), library_id, offer_list_id)
    if not form.validate_on_submit():
        number = queries.count_waiting(session(), offer_list_id)
        return render("offer_lists/take_back.html", kept=kept, number=number, form=form)
    with transaction() as tx:
        gone = taking_over.take_back(tx, library_id, offer_list_id)
    return done(gettext("Withdrawn: %(number)s offers.", number=gone), url_for(".index"))


@bp.get("/voorbeeld.csv")
@librarians_only
@private
def example() -> ResponseReturnValue:
    """A list to begin from."""
    body = (
        "\ufeff" + ";".join(lines.COLUMNS) + "\n"
        "fatima@example.org;Fatima;Ik leer je brood bakken;Op zaterdag, voor vier mensen.;"
        "samen-doen|uitleggen;koken-voeding;nl|ar;iedereen\n"
        ";Gerrit;Ik maak fietsen;;;;;\n"
    )
    return as_file(body, "text/csv", "voorbeeld-aanbod.csv")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "skills.below", "offer_lists/_link.html")


def _read(content: bytes) -> tuple[list[Offered], Flaws]:
    return lines.read_list(BytesIO(content), queries.theme_ids(session()))


def _preview(
    form: ListForm, content: bytes, offered: list[Offered], flaws: Flaws
) -> ResponseReturnValue:
    known = queries.list_known(session(), this_library().id)
    take = TakeOverForm(
        formdata=None,
        content=content.decode("utf-8-sig"),
        name=Path(form.file.data.filename or "").name,
        was_agreed=form.was_agreed.data,
    )
    return render(
        "offer_lists/preview.html",
        status=422 if flaws.count else 200,
        form=take,
        offered=offered,
        shown=offered[:SHOWN],
        known=known,
        fresh=len({one.line_hash for one in offered} - known),
        flaws=flaws,
        was_agreed=form.was_agreed.data,
        seen_by=labels.SEEN_BY[Direction.OFFER],
    )


def _said(outcome: Outcome) -> str:
    return f"{_became(outcome)} {_left_out(outcome.too_young)}".strip()


def _left_out(too_young: int) -> str:
    if not too_young:
        return ""
    return str(
        ngettext(
            "%(num)d line was left out: its person is noted as under 16.",
            "%(num)d lines were left out: their people are noted as under 16.",
            too_young,
        )
    )


def _became(outcome: Outcome) -> str:
    if not outcome.added and not outcome.too_young:
        return str(gettext("Everything on this list was already here. Nothing has changed."))
    return str(
        gettext(
            "Imported: %(added)s new, %(same)s as they were.",
            added=outcome.added,
            same=outcome.same,
        )
    )
