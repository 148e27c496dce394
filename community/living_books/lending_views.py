"""The table where books are lent, on a tablet: who takes one, who brings one back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me, works_here
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries
from community.gatherings.door_keepers import keeps_the_door
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import borrowing, loan_queries, queries, table
from community.living_books.borrowing import Act, WalkIn
from community.living_books.forms import ReaderForm
from community.living_books.lending import Place
from community.web import slots
from community.web.access import door_keepers_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = tenant_blueprint(
    "living_table", __name__, "/beheer/activiteiten/<int:gathering_id>/levende-boeken/uitleen"
)


@bp.get("")
@door_keepers_only
@reads(Reading.LIVING_BOOKS, Whose.GATHERING)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """One time of the day: who reads what; without choosing, the time that it is."""
    return _show(_own(gathering_id))


@bp.post("/<int:book_id>/<int:slot_id>")
@door_keepers_only
@private
def lend(gathering_id: int, book_id: int, slot_id: int) -> ResponseReturnValue:
    """To who walks in, by first name."""
    gathering, form = _own(gathering_id), ReaderForm(prefix=_prefix(book_id))
    library_id = gathering.library_id
    loan_queries.get_sitting(session(), library_id, gathering_id, book_id, slot_id)
    if not form.validate_on_submit():
        return _show(gathering, slot_id, wrong=(book_id, form), status=422)
    try:
        with transaction() as tx:
            borrowing.borrow_at_the_table(
                tx, library_id, gathering_id, Place(book_id, slot_id),
                WalkIn(form.name.data, form.key.data, form.people.data or 1), now=clock.now(),
            )  # fmt: skip
    except DomainError as refused:
        return _show(_own(gathering_id), slot_id, refusal=sentence(refused), status=refused.status)
    return done(gettext("Noted."), url_for(".show", gathering_id=gathering_id, tijd=slot_id))


@bp.post("/<int:loan_id>")
@door_keepers_only
@private
def note(gathering_id: int, loan_id: int) -> ResponseReturnValue:
    """One tap on a reader: lent, back, or not there."""
    library_id, said = _own(gathering_id).library_id, request.form.get("act", "")
    loan = loan_queries.get_loan(session(), library_id, gathering_id, loan_id)
    if said not in set(Act):
        abort(400)
    slot_id = loan.slot_id
    try:
        with transaction() as tx:
            borrowing.note(tx, library_id, gathering_id, loan_id, Act(said), now=clock.now())
    except DomainError as refused:
        return _show(_own(gathering_id), slot_id, refusal=sentence(refused), status=refused.status)
    return done(gettext("Noted."), url_for(".show", gathering_id=gathering_id, tijd=slot_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "living_books.desk.acts", _act)
    slots.fill(app, "gathering.desk", _at_the_table, order=25)


def _act(gathering: Gathering, **_about: object) -> str:
    return render_template("living_books/_table_link.html", gathering=gathering)


def _at_the_table(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering, from the day itself on; a host has no other way in."""
    begun = clock.local_day(clock.now()) >= clock.local_day(gathering.starts_at)
    is_on = gathering.status is GatheringStatus.PUBLISHED and begun
    day = queries.find_day(session(), gathering.library_id, gathering.id) if is_on else None
    if day is None:
        return None
    return render_template("living_books/_at_the_table.html", gathering=gathering)


def _own(gathering_id: int) -> Gathering:
    """A living library at whose door or desk this person may stand."""
    library_id = this_library().id
    if not works_here() and not keeps_the_door(session(), library_id, gathering_id, me().id):
        raise NotFound
    queries.get_day(session(), library_id, gathering_id)
    return hosting_queries.get(session(), library_id, gathering_id)


def _show(
    gathering: Gathering,
    slot_id: int | None = None,
    *,
    wrong: tuple[int, ReaderForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    library_id, now = gathering.library_id, clock.now()
    times = queries.list_slots(session(), library_id, gathering.id)
    asked = request.args.get("tijd", "")
    chosen = table.chosen(
        times, gathering, slot_id or (int(asked) if asked.isdecimal() else 0), now
    )
    loans = loan_queries.list_loans(session(), library_id, gathering.id)
    books = queries.list_catalogue(session(), library_id, gathering.id)
    return render(
        "living_books/table.html",
        status=status,
        gathering=gathering,
        times=times,
        chosen=chosen,
        shelf=table.at(chosen, books, loans, gathering, now) if chosen else (),
        overdue=table.overdue(loans, gathering, now),
        form_of=_form_of(wrong),
        wrong=wrong[0] if wrong else None,
        press=PressForm(),
        refusal=refusal,
        may_leave=may_work_here() or hosting_queries.is_host(session(), gathering.id, me().id),
        now=now,
    )


def _form_of(wrong: tuple[int, ReaderForm] | None) -> Callable[[int], ReaderForm]:
    """A form for each book, with ids of its own; what was typed wrong stays where it was."""

    def form(book_id: int) -> ReaderForm:
        if wrong and wrong[0] == book_id:
            return wrong[1]
        return ReaderForm(formdata=None, prefix=_prefix(book_id))

    return form


def _prefix(book_id: int) -> str:
    return f"b{book_id}"
