"""Promises at the desk: made, looked over, and noted what somebody said."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.promises import keeping, labels, making, queries
from community.promises.forms import AnswerForm, MakeForm, RewordForm
from community.promises.models import Promise
from community.promises.queries import PER_PAGE, Shelf
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("promises_desk", __name__, "/beheer")


@bp.get("/afspraken")
@librarians_only
@reads(Reading.PROMISES)
@private
def index() -> ResponseReturnValue:
    asked = request.args.get("stand", "")
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.OPEN
    who_word = request.args.get("wie", "")
    today, number = clock.local_day(clock.now()), row_id(request.args.get("pagina")) or 1
    found = queries.list_shelf(
        session(), this_library().id, shelf, labels.WHO_WORDS.get(who_word), today=today,
        page=number,
    )  # fmt: skip
    return render(
        "promises/desk_index.html",
        found=found[:PER_PAGE],
        more=len(found) > PER_PAGE,
        number=number,
        shelf=shelf,
        who_word=who_word if who_word in labels.WHO_WORDS else None,
        today=today,
    )


@bp.route("/activiteiten/<int:gathering_id>/afspraken", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROMISES, Whose.GATHERING)
@private
def make(gathering_id: int) -> ResponseReturnValue:
    """A promise; `?onderdeel=` of the harvest fills in its words."""
    library_id, form = this_library().id, MakeForm()
    of = hosting_queries.get(session(), library_id, gathering_id)
    item_id = row_id(request.args.get("onderdeel"))
    item = queries.find_item(session(), library_id, gathering_id, item_id) if item_id else None
    form.offer(
        queries.list_who_can(session(), library_id, gathering_id),
        queries.list_partners(session(), library_id),
    )
    if request.method == "GET" and item is not None:
        form.what.data = item.text[:300]
    if form.validate_on_submit():
        draft, by = form.draft(item_id), me().id
        try:
            with transaction() as tx:
                making.make(
                    tx, library_id, gathering_id, draft, by=by, once=form.once_only,
                    now=clock.now(),
                )  # fmt: skip
        except NotFound:
            raise
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            of = hosting_queries.get(session(), library_id, gathering_id)
        else:
            return done(_made(draft), _at(gathering_id))
    return render(
        "promises/make.html", status=422 if form.errors else 200, form=form, gathering=of, item=item
    )


@bp.route("/afspraken/<int:promise_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.PROMISES)
@private
def show(promise_id: int) -> ResponseReturnValue:
    """One promise, its life so far, and other words for it."""
    library_id, form = this_library().id, RewordForm()
    promise = queries.get(session(), library_id, promise_id)
    if request.method == "GET":
        form.show(promise)
    elif form.validate():
        by = me().id
        try:
            with transaction() as tx:
                making.reword(
                    tx, library_id, promise_id, what=form.what.data, by_when=form.by_when.data,
                    by=by, now=clock.now(),
                )  # fmt: skip
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            promise = queries.get(session(), library_id, promise_id)
        else:
            return done(gettext("Saved."), url_for(".show", promise_id=promise_id))
    return render(
        "promises/desk_show.html",
        status=422 if form.errors else 200,
        promise=promise,
        form=form,
        answering=AnswerForm(formdata=None),
        changes=[
            (each, queries.name_of(session(), each.by_id))
            for each in queries.list_changes(session(), library_id, promise_id)
        ],
        today=clock.local_day(clock.now()),
    )


@bp.post("/afspraken/<int:promise_id>/<any(gedaan,bezig,'lukt-niet',klopt,'klopt-niet'):stand>")
@librarians_only
def note(promise_id: int, stand: str) -> ResponseReturnValue:
    """Somebody said it on the telephone or at the counter; or it is the library's own."""
    library_id, form, by, now = this_library().id, AnswerForm(), me().id, clock.now()
    promise = queries.get(session(), library_id, promise_id)
    back = _back(promise)
    words = form.words.data if form.validate() else ""
    with transaction() as tx:
        if stand == "klopt":
            keeping.agree(tx, library_id, promise_id, by=by, now=now)
        elif stand == "klopt-niet":
            keeping.deny(tx, library_id, promise_id, by=by, now=now)
        else:
            keeping.answer(
                tx, library_id, promise_id, labels.ANSWERS[stand], words=words, by=by, now=now
            )
    return done(gettext("Noted."), back)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("promises_desk.index", N_("Promises"), order=45, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)
    slots.fill(app, "gathering.desk", _panel, order=75)
    slots.fill(app, "desk.calls", _calls)
    waiting.waits(
        app,
        lambda library_id, now: (queries.how_many_late(library_id, clock.local_day(now)),),
        lambda number: render_template("promises/_todo_late.html", number=number),
        order=35,
    )
    waiting.waits(
        app,
        lambda library_id, now: (queries.how_many_of_ours(library_id, clock.local_day(now)),),
        lambda number: render_template("promises/_todo_ours.html", number=number),
        order=60,
    )
    waiting.waits(
        app,
        lambda library_id, now: (queries.how_many_calls(library_id),),
        lambda number: render_template("promises/_todo_calls.html", number=number),
    )


def _panel(gathering: Gathering) -> str | None:
    """What was promised there; a host reads first names and makes none."""
    now = clock.now()
    if not making.can_be_made(gathering, now):
        return None
    found = queries.list_of(session(), gathering.library_id, gathering.id)
    if not found and not may_work_here():
        return None
    return render_template(
        "promises/_panel.html", gathering=gathering, found=found, today=clock.local_day(now)
    )


def _calls() -> str | None:
    """Below the list of who must be called: of whom a word about a promise is waited for."""
    calls = queries.list_calls(session(), this_library().id)
    return render_template("promises/_calls.html", calls=calls) if calls else None


def _made(draft: making.Draft) -> str:
    if draft.person_id is None and draft.partner_id is None:
        return str(gettext("Noted. It stays on Today until it is done."))
    said: str = gettext(
        "Noted. We ask whether it is right; people who get no e-mail are on the list to call."
    )
    return said


def _back(promise: Promise) -> str:
    where = request.args.get("naar")
    if where == "bellijst":
        return url_for("calls.index", _anchor="afspraken")
    if where == "lijst":
        return url_for(".index")
    return url_for(".show", promise_id=promise.id)


def _at(gathering_id: int) -> str:
    return url_for("gatherings_desk.show", gathering_id=gathering_id, _anchor="afspraken")
