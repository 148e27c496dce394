"""The page of who was asked to be a book; the link from the mail is enough."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import hosting, queries
from community.living_books.forms import CoverForm
from community.living_books.models import LivingBook, Means
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("living_book", __name__, "/levend-boek/<token>")

LINKS = doors.of_links("living book: link")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(_mine(token), token)


@bp.post("/ja")
@open_to_all
@private
def say_yes(token: str) -> ResponseReturnValue:
    """Yes, with the cover as it is filled in."""
    return _keep(token, agrees=True)


@bp.post("/kaft")
@open_to_all
@private
def change(token: str) -> ResponseReturnValue:
    """Other words, numbers or times after the yes."""
    return _keep(token, agrees=False)


@bp.post("/nee")
@open_to_all
@private
def say_no(token: str) -> ResponseReturnValue:
    """A no, which needs no reason; after a yes readers hear of it."""
    book = _mine(token)
    library_id, gathering_id, book_id = book.library_id, book.gathering_id, book.id
    with transaction() as tx:
        hosting.answer(
            tx, library_id, gathering_id, book_id, yes=False, by=Means.PAGE, now=clock.now()
        )
    return done(gettext("Good. Thank you for letting us know."), url_for(".show", token=token))


def address(book: LivingBook) -> str:
    token = queries.token_of(book, key=house_key())
    return url_for("living_book.show", token=token, library=book.day.gathering.library)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["living_book_address"] = address
    slots.fill(app, "mine.below", _mine_below, order=35)


def _mine_below(**_about: object) -> str | None:
    """On my page: a question that waits, before any mail is read; and where I am a book."""
    books = queries.list_mine(session(), me().id, now=clock.now())
    return render_template("living_books/_mine_below.html", books=books) if books else None


def _mine(token: str) -> LivingBook:
    doors.enter(LINKS)
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _keep(token: str, *, agrees: bool) -> ResponseReturnValue:
    book = _mine(token)
    form = _form(book, filled=False)
    if not form.validate_on_submit():
        return _page(book, token, form, status=422)
    library_id, gathering_id, book_id = book.library_id, book.gathering_id, book.id
    try:
        with transaction() as tx:
            hosting.change_cover(
                tx, library_id, gathering_id, book_id, form.cover,
                by_librarian=False, now=clock.now(),
            )  # fmt: skip
            if agrees:
                hosting.answer(
                    tx, library_id, gathering_id, book_id,
                    yes=True, by=Means.PAGE, now=clock.now(),
                )  # fmt: skip
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(_mine(token), token, form, status=refused.status)
    said = gettext("Wonderful. You are on the list.") if agrees else gettext("Saved.")
    return done(said, url_for(".show", token=token))


def _form(book: LivingBook, *, filled: bool) -> CoverForm:
    form = CoverForm(formdata=None) if filled else CoverForm()
    times = queries.list_slots(session(), book.library_id, book.gathering_id)
    form.offer_slots(times, book.day.gathering)
    if filled:
        form.show(book)
    return form


def _page(
    book: LivingBook, token: str, form: CoverForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    return render(
        "living_books/book.html",
        status=status,
        book=book,
        gathering=book.day.gathering,
        form=form or _form(book, filled=True),
        press=PressForm(),
        token=token,
        now=clock.now(),
    )
