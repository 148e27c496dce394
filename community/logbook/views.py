"""Noting what happened outside, ready for the next one at once; and one's own notes of today."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me, works_here
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.logbook import labels, noting, queries
from community.logbook.forms import NoteForm
from community.logbook.models import NoteDraft
from community.web import slots
from community.web.access import staff_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("logbook", __name__, "/beheer/logboek")


@bp.route("/noteren", methods=["GET", "POST"])
@staff_only
@private
def note() -> ResponseReturnValue:
    """After saving, the empty form again: often there is more to note."""
    library_id, form = this_library().id, _form()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                noting.note(
                    tx, library_id, form.draft(), by_id=me().id, form_key=form.key.data,
                    now=clock.now(),
                )  # fmt: skip
            return done(gettext("Noted. There is room for the next one."), url_for(".note"))
        except noting.NotedAlready:
            return done(gettext("Noted. There is room for the next one."), url_for(".note"))
        except noting.NotADayToNote as wrong:
            form.on.errors = [sentence(wrong)]
    elif not form.is_submitted():
        form.on.data = clock.local_day(clock.now())
        if last := queries.find_last(session(), library_id, me().id):
            form.show_place(last)
    return render(
        "logbook/note.html",
        status=422 if form.errors else 200,
        form=form,
        mine=queries.list_mine(session(), library_id, me().id, since=_this_morning()),
        names=_names(form),
        labels=labels,
    )


@bp.route("/notities/<int:note_id>", methods=["GET", "POST"])
@staff_only
@private
def correct(note_id: int) -> ResponseReturnValue:
    """What was noted, to say it better; by who noted it, or a librarian."""
    library_id = this_library().id
    one = queries.get(session(), library_id, note_id, only_of=_only_of())
    said = queries.said(session(), one)
    form = _form(keeps=said)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                noting.correct(
                    tx, library_id, note_id, form.draft(), only_of=_only_of(), now=clock.now()
                )
            return done(gettext("Corrected."), url_for(".note"))
        except noting.NotADayToNote as wrong:
            form.on.errors = [sentence(wrong)]
    elif not form.is_submitted():
        form.show(said)
    return render("logbook/correct.html", status=422 if form.errors else 200, form=form, note=one)


@bp.post("/notities/<int:note_id>/terugnemen")
@staff_only
def take_back(note_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        noting.take_back(tx, this_library().id, note_id, only_of=_only_of(), now=clock.now())
    return done(gettext("Withdrawn. You can still put it back."), url_for(".note"))


@bp.post("/notities/<int:note_id>/terugzetten")
@staff_only
def put_back(note_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        noting.put_back(tx, this_library().id, note_id, only_of=_only_of(), now=clock.now())
    return done(gettext("It is back."), url_for(".note"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(
        app,
        Menu.DESK,
        MenuItem("logbook.note", N_("Logbook"), order=75, shown=works_here, more=True),
    )
    slots.fill(app, "desk.acts", _way_in)


def _way_in() -> str | None:
    """On Today."""
    return render_template("logbook/_way_in.html") if works_here() else None


def _only_of() -> int | None:
    """Colleagues put right what they noted themselves, librarians what anybody did."""
    return None if may_work_here() else me().id


def _form(keeps: NoteDraft | None = None) -> NoteForm:
    form = NoteForm()
    form.offer(session(), this_library().id, language(), at_desk=may_work_here(), keeps=keeps)
    return form


def _names(form: NoteForm) -> dict[str, str]:
    """What is behind each choice: the list below the form says the same words."""
    return {
        str(each.value): str(each.label)
        for field in (form.where, form.company)
        for each in field.choices
    }


def _this_morning() -> datetime:
    return clock.start_of_day(clock.local_day(clock.now()))
