"""Placing all readers at once: how much each book is wished, the plan, and making it known."""

from __future__ import annotations

from collections import Counter

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import hosting_queries, sign_up_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import loan_queries, queries, wishing
from community.living_books.forms import WishForm
from community.living_books.models import LivingDay, Way
from community.living_books.views import list_shown
from community.solves import queries as solve_queries
from community.solves import services as solves
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.press import PressForm

bp = tenant_blueprint(
    "living_round", __name__, "/beheer/activiteiten/<int:gathering_id>/levende-boeken/indelen"
)


@bp.get("")
@librarians_only
@reads(Reading.LIVING_BOOKS, Whose.GATHERING)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    return _show(_own(gathering_id))


@bp.route("/wensen/<int:sign_up_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.LIVING_BOOKS)
@private
def note(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    """What somebody says at the counter or by phone."""
    gathering = _own(gathering_id)
    library_id = gathering.library_id
    reader = sign_up_queries.get(session(), library_id, gathering_id, sign_up_id)
    back = url_for(".show", gathering_id=gathering_id, _anchor="mensen")
    if not _can_wish(gathering):
        return go(back)
    form, status, name = WishForm(), 200, reader.person.full_name
    form.offer_books(books := list_shown(gathering))
    if not form.is_submitted():
        form.show(each.book_id for each in loan_queries.list_wishes_of(session(), sign_up_id))
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                wishing.wish(tx, library_id, sign_up_id, form.book_ids, now=clock.now())
            return done(gettext("The wishes of %(name)s are noted.", name=name), back)
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            status, gathering = refused.status, _own(gathering_id)
            reader = sign_up_queries.get(session(), library_id, gathering_id, sign_up_id)
            books = list_shown(gathering)
    return render(
        "living_books/round_wishes.html",
        status=422 if form.errors and status == 200 else status,
        form=form,
        gathering=gathering,
        reader=reader,
        books=books,
    )


@bp.post("/reken")
@librarians_only
@private
def solve(gathering_id: int) -> ResponseReturnValue:
    """Ask the engine; the page says how far it is, and may be left."""
    library_id, by_id = _own(gathering_id).library_id, me().id
    try:
        with transaction() as tx:
            wishing.ask(tx, library_id, gathering_id, by_id=by_id, now=clock.now())
    except DomainError as refused:
        return _show(_own(gathering_id), sentence(refused), status=refused.status)
    return go(url_for(".show", gathering_id=gathering_id))


@bp.post("/stop")
@librarians_only
@private
def stop(gathering_id: int) -> ResponseReturnValue:
    library_id = _own(gathering_id).library_id
    found = solve_queries.find_latest(
        session(), library_id, kind=wishing.KIND, subject_id=gathering_id
    )
    number = found.id if found else 0
    with transaction() as tx:
        solves.cancel(tx, library_id, number, now=clock.now())
    return done(gettext("Stopped."), url_for(".show", gathering_id=gathering_id))


@bp.post("/bekend")
@librarians_only
@private
def publish(gathering_id: int) -> ResponseReturnValue:
    """Everybody gets a mail with their times; what is left can be reserved from now on."""
    library_id = _own(gathering_id).library_id
    try:
        with transaction() as tx:
            made = wishing.publish(tx, library_id, gathering_id, now=clock.now())
    except DomainError as refused:
        return _show(_own(gathering_id), sentence(refused), status=refused.status)
    said = ngettext("%(num)d talk is reserved.", "%(num)d talks are reserved.", made.talks)
    if made.refused:
        said += " " + ngettext(
            "%(num)d talk was no longer possible: somebody left, or a book did.",
            "%(num)d talks were no longer possible: somebody left, or a book did.",
            made.refused,
        )
    return done(said, url_for("living_books_desk.index", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "living_books.desk.acts", _act, order=40)


def _act(gathering: Gathering, day: LivingDay) -> str | None:
    if day.way is not Way.ROUND:
        return None
    return render_template("living_books/_round_link.html", gathering=gathering)


def _own(gathering_id: int) -> Gathering:
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    queries.get_day(session(), gathering.library_id, gathering_id)
    return gathering


def _can_wish(gathering: Gathering) -> bool:
    """Until the times are divided, or it is over or off; of a sensitive one nothing is shown."""
    day = queries.get_day(session(), gathering.library_id, gathering.id)
    goes_on = not gathering.is_cancelled and not gathering.is_over(clock.now())
    return goes_on and day.way is Way.ROUND and not gathering.is_sensitive


def _show(gathering: Gathering, refusal: str = "", *, status: int = 200) -> ResponseReturnValue:
    library_id = gathering.library_id
    found = solve_queries.find_latest(
        session(), library_id, kind=wishing.KIND, subject_id=gathering.id
    )
    wishes = loan_queries.list_wishes(session(), library_id, gathering.id)
    wished = {each.sign_up_id for each in wishes}
    can_wish = _can_wish(gathering)
    coming = sign_up_queries.list_guests(session(), gathering).coming if can_wish else ()
    return render(
        "living_books/round.html",
        fragment="living_books/_round.html",
        status=status,
        gathering=gathering,
        day=queries.get_day(session(), library_id, gathering.id),
        books=queries.list_catalogue(session(), library_id, gathering.id),
        wishes=Counter(each.book_id for each in wishes),
        readers=len(wished),
        wished=wished,
        coming=[guest.sign_up for guest in coming],
        solve=found,
        is_busy=found is not None and found.ended_at is None,
        plan=wishing.plan_of(session(), found) if found else None,
        press=PressForm(),
        refusal=refusal,
    )
