"""A living library at the desk: its times, who is asked, and the covers."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.living_books import hosting, labels, loan_queries, queries
from community.living_books.forms import CoverForm, DayForm, SpokenForm
from community.living_books.models import LivingBook, Means, Way
from community.register.seeing import Viewer
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint(
    "living_books_desk", __name__, "/beheer/activiteiten/<int:gathering_id>/levende-boeken"
)


@bp.get("")
@librarians_only
@reads(Reading.LIVING_BOOKS)
@private
def index(gathering_id: int) -> ResponseReturnValue:
    """The day: its times, and everybody who was asked. Or the question to make it one."""
    return _index(_own(gathering_id))


@bp.post("/tijden")
@librarians_only
@private
def lay_out(gathering_id: int) -> ResponseReturnValue:
    gathering, form = _own(gathering_id), DayForm()
    if not form.validate_on_submit():
        return _index(gathering, form, status=422)
    try:
        with transaction() as tx:
            hosting.lay_out(
                tx, this_library().id, gathering_id, form.cut, Way(form.way.data), now=clock.now()
            )
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _index(_own(gathering_id), form, status=refused.status)
    return done(gettext("The times are set."), url_for(".index", gathering_id=gathering_id))


@bp.get("/aanbod")
@librarians_only
@reads(Reading.LIVING_BOOKS)
@private
def offers(gathering_id: int) -> ResponseReturnValue:
    """Who offered to be a living book, and was not asked for this day yet."""
    gathering = _own(gathering_id)
    queries.get_day(session(), this_library().id, gathering_id)
    return render(
        "living_books/desk_offers.html",
        gathering=gathering,
        offers=queries.list_offers(
            session(), this_library().id, gathering_id, _librarian(), now=clock.now()
        ),
        press=PressForm(),
    )


@bp.post("/aanbod/<int:entry_id>/vraag")
@librarians_only
def ask(gathering_id: int, entry_id: int) -> ResponseReturnValue:
    library_id, viewer, now = this_library().id, _librarian(), clock.now()
    _own(gathering_id)
    with transaction() as tx:
        entry = queries.get_offer(tx, library_id, entry_id, viewer, now=now)
        book = hosting.ask(tx, library_id, gathering_id, entry, now=now)
        by_mail, name = book.person.gets_mail, book.person.first_name
    if by_mail:
        said = gettext("%(name)s gets an e-mail with the question.", name=name)
    else:
        said = gettext("%(name)s has no e-mail address: call, and note the answer.", name=name)
    return done(said, url_for(".index", gathering_id=gathering_id))


@bp.route("/<int:book_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.LIVING_BOOKS)
@private
def edit(gathering_id: int, book_id: int) -> ResponseReturnValue:
    """The cover, and at which times this book is there. Keeping it is also: I have read it."""
    library_id, gathering = this_library().id, _own(gathering_id)
    book = queries.get_book(session(), library_id, gathering_id, book_id)
    form = CoverForm()
    form.offer_slots(queries.list_slots(session(), library_id, gathering_id), gathering)
    if not form.is_submitted():
        form.show(book)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                hosting.change_cover(
                    tx, library_id, gathering_id, book_id, form.cover,
                    by_librarian=True, now=clock.now(),
                )  # fmt: skip
            return done(gettext("Saved."), url_for(".index", gathering_id=gathering_id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            status = refused.status
    elif form.errors:
        status = 422
    return _edit(gathering_id, book_id, form, status=status)


@bp.post("/<int:book_id>/antwoord")
@librarians_only
@private
def note_answer(gathering_id: int, book_id: int) -> ResponseReturnValue:
    """What the person said at the desk or by telephone."""
    library_id, form = this_library().id, SpokenForm()
    queries.get_book(session(), library_id, _own(gathering_id).id, book_id)
    if not form.validate_on_submit():
        return _edit(gathering_id, book_id, spoken=form, status=422)
    with transaction() as tx:
        hosting.answer(
            tx, library_id, gathering_id, book_id,
            yes=form.answer.data == "yes", by=Means(form.by.data), now=clock.now(),
        )  # fmt: skip
    return done(gettext("Noted."), url_for(".index", gathering_id=gathering_id))


@bp.route("/<int:book_id>/haal-weg", methods=["GET", "POST"])
@librarians_only
@reads(Reading.LIVING_BOOKS)
@private
def take_off(gathering_id: int, book_id: int) -> ResponseReturnValue:
    """Asks once: readers lose their place."""
    library_id, gathering, form = this_library().id, _own(gathering_id), PressForm()
    book = queries.get_book(session(), library_id, gathering_id, book_id)
    if not form.validate_on_submit():
        loans = loan_queries.list_loans_of_book(session(), book_id)
        return render(
            "living_books/desk_take_off.html",
            gathering=gathering,
            book=book,
            readers=sum(loan.people for loan in loans),
            form=form,
        )
    with transaction() as tx:
        hosting.take_off(tx, library_id, gathering_id, book_id, now=clock.now())
    return done(gettext("The book is off the list."), url_for(".index", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["living_labels"] = labels
    slots.fill(app, "gathering.desk.acts", _link, order=55)
    waiting.waits(
        app,
        lambda library_id, now: [
            queries.how_many_wait(library_id, now),
            queries.first_that_waits(library_id, now),
        ],
        lambda number, gathering_id: render_template(
            "living_books/_desk_todo.html", number=number, gathering_id=gathering_id
        ),
    )


def _link(gathering: Gathering) -> str | None:
    if gathering.is_cancelled or gathering.is_sensitive:
        return None
    return render_template("living_books/_desk_link.html", gathering=gathering)


def _own(gathering_id: int) -> Gathering:
    return hosting_queries.get(session(), this_library().id, gathering_id)


def _librarian() -> Viewer:
    return Viewer(person_id=me().id, is_librarian=True)


def _index(
    gathering: Gathering, form: DayForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    library_id = this_library().id
    day = queries.find_day(session(), library_id, gathering.id)
    if form is None:
        form = DayForm(formdata=None)
        if day is not None:
            form.show(day)
    board = ""
    if day is not None:
        token = queries.board_token(day, key=house_key())
        board = f"{base_url()}/{this_library().slug}/levende-boeken/{token}/bord"
    return render(
        "living_books/desk_index.html" if day else "living_books/desk_begin.html",
        status=status,
        gathering=gathering,
        day=day,
        form=form,
        board=board,
        books=queries.list_books(session(), library_id, gathering.id) if day else (),
        times=queries.list_slots(session(), library_id, gathering.id) if day else (),
        now=clock.now(),
    )


def _edit(
    gathering_id: int,
    book_id: int,
    form: CoverForm | None = None,
    *,
    spoken: SpokenForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    library_id, gathering = this_library().id, _own(gathering_id)
    book: LivingBook = queries.get_book(session(), library_id, gathering_id, book_id)
    if form is None:
        form = CoverForm(formdata=None)
        form.offer_slots(queries.list_slots(session(), library_id, gathering_id), gathering)
        form.show(book)
    return render(
        "living_books/desk_book.html",
        status=status,
        gathering=gathering,
        book=book,
        form=form,
        spoken=spoken or SpokenForm(formdata=None),
    )
