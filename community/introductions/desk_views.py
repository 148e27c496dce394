"""Bringing people together, for the librarian: what was found, and what goes on."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.introductions import queries, services, suggesting
from community.introductions.forms import SpokenForm
from community.introductions.models import Introduction, Means, Party, Side
from community.introductions.queries import PER_PAGE
from community.libraries.tenancy import tenant_blueprint, this_library
from community.register import queries as entries
from community.register.seeing import Viewer
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.asked import page_number
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = tenant_blueprint("introductions_desk", __name__, "/beheer/kennis/kennismakingen")


@bp.get("")
@librarians_only
@reads(Reading.INTRODUCTIONS)
@private
def index() -> ResponseReturnValue:
    """For each open question the offers that may answer it."""
    number = page_number(request.args.get("pagina", ""))
    sought, in_all = suggesting.page(
        session(), this_library().id, _librarian(), number=number, now=clock.now()
    )
    return render(
        "introductions/desk_index.html",
        sought=sought,
        number=number,
        more=number * entries.PAGE_SIZE < in_all,
        form=PressForm(),
    )


@bp.post("/<int:asked_id>/<int:offered_id>/stel-voor")
@librarians_only
def introduce(asked_id: int, offered_id: int) -> ResponseReturnValue:
    library_id, now, by = this_library().id, clock.now(), me().id
    try:
        with transaction() as tx:
            asked = entries.get(tx, library_id, asked_id)
            offer = entries.get(tx, library_id, offered_id)
            why = suggesting.reasons_for(tx, library_id, offer.id, asked, _librarian(), now=now)
            made = services.introduce(tx, library_id, offer, asked, reasons=why, by_id=by, now=now)
    except NotFound:
        raise
    except DomainError as refused:
        return done(sentence(refused), url_for(".index"))
    return done(gettext("Both are asked whether they want to meet."),
                url_for(".show", introduction_id=made.id))  # fmt: skip


@bp.post("/<int:asked_id>/<int:offered_id>/niet")
@librarians_only
def put_aside(asked_id: int, offered_id: int) -> ResponseReturnValue:
    library_id, by = this_library().id, me().id
    with transaction() as tx:
        services.put_aside(
            tx, library_id, entries.get(tx, library_id, offered_id),
            entries.get(tx, library_id, asked_id), by_id=by, now=clock.now(),
        )  # fmt: skip
    return done(gettext("Good. We will not suggest these two again."), url_for(".index"))


@bp.get("/lopend")
@librarians_only
@reads(Reading.INTRODUCTIONS)
@private
def running() -> ResponseReturnValue:
    """What goes on; who has no address is called."""
    number = page_number(request.args.get("pagina", ""))
    found = queries.list_running(session(), this_library().id, page=number)
    return render(
        "introductions/desk_running.html",
        running=found[:PER_PAGE],
        number=number,
        more=len(found) > PER_PAGE,
    )


@bp.get("/lopend/<int:introduction_id>")
@librarians_only
@reads(Reading.INTRODUCTIONS)
@private
def show(introduction_id: int) -> ResponseReturnValue:
    """Who, about what and how far. What they write to each other is theirs."""
    return _one(queries.get(session(), this_library().id, introduction_id))


@bp.post("/lopend/<int:introduction_id>/<of>")
@librarians_only
def note_answer(introduction_id: int, of: str) -> ResponseReturnValue:
    """What one of both said at the desk or by telephone."""
    if of not in set(Side):
        raise NotFound
    library_id, side = this_library().id, Side(of)
    found = queries.get(session(), library_id, introduction_id)
    form = _form(found.party(side))
    if not form.validate_on_submit():
        return _one(found, answered=side, form=form)
    try:
        with transaction() as tx:
            if form.answer.data == "yes":
                services.say_yes(
                    tx, library_id, introduction_id, side,
                    shares=form.shared, by=Means(form.by.data), now=clock.now(),
                )  # fmt: skip
            else:
                services.say_no(tx, library_id, introduction_id, side, now=clock.now())
    except DomainError as refused:
        return done(sentence(refused), url_for(".show", introduction_id=introduction_id))
    return done(gettext("Noted."), url_for(".show", introduction_id=introduction_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "entries.desk.acts", "introductions/_desk_link.html")
    waiting.waits(
        app,
        lambda library_id, _now: [queries.how_many_wait(library_id)],
        lambda number: render_template("introductions/_desk_todo.html", number=number),
    )


def _form(party: Party) -> SpokenForm:
    """Two forms on a page: each with ids of its own."""
    form = SpokenForm(prefix=party.side)
    form.offer_shares(party.person)
    return form


def _one(
    found: Introduction, *, answered: Side | None = None, form: SpokenForm | None = None
) -> ResponseReturnValue:
    forms = {party.side: _form(party) for party in found.parties}
    if answered and form:
        forms[answered] = form
    return render(
        "introductions/desk_show.html",
        status=422 if form else 200,
        introduction=found,
        forms_of=forms,
        answered=answered,
    )


def _librarian() -> Viewer:
    return Viewer(person_id=me().id, is_librarian=True)
