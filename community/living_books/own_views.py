"""Choosing talks: a page of one's own sign-up, behind the link that only its person has."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import my_place, sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.living_books import lending, loan_queries, queries, wishing
from community.living_books.forms import WishForm
from community.living_books.lending import Place
from community.living_books.models import Sitting
from community.living_books.rules import InTheWay
from community.living_books.views import list_shown
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("own_living_books", __name__, "/aanmelding/<token>/levende-boeken")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """My talks, and the covers with the times that are free."""
    return _page(_entry(token))


@bp.post("/kies/<int:book_id>/<int:slot_id>")
@open_to_all
@private
def reserve(token: str, book_id: int, slot_id: int) -> ResponseReturnValue:
    """One tap; what stands in the way is said, with the button to change it for this."""
    entry, place = _own(token), Place(book_id, slot_id)
    library_id, entry_id = entry.library_id, entry.id
    wanted = loan_queries.get_sitting(session(), library_id, entry.gathering_id, book_id, slot_id)
    try:
        with transaction() as tx:
            lending.reserve(
                tx, library_id, entry_id, place,
                instead=bool(request.form.get("in_plaats_van")), now=clock.now(),
            )  # fmt: skip
    except InTheWay as refused:
        return _page(_own(token), refused, wanted=wanted)
    except DomainError as refused:
        return _page(_own(token), refused)
    return done(gettext("Reserved for you."), url_for(".show", token=token))


@bp.post("/wensen")
@open_to_all
@private
def wish(token: str) -> ResponseReturnValue:
    """Up to three books; the library places everybody at once."""
    entry = _own(token)
    form = WishForm()
    form.offer_books(list_shown(entry.gathering))
    if not form.validate_on_submit():
        return _page(entry, wishes=form)
    library_id, entry_id = entry.library_id, entry.id
    try:
        with transaction() as tx:
            wishing.wish(tx, library_id, entry_id, form.book_ids, now=clock.now())
    except DomainError as refused:
        return _page(_own(token), refused)
    said = gettext("Saved. We will let you know when the times have been divided.")
    return done(said, url_for(".show", token=token))


@bp.post("/<int:loan_id>/geef-terug")
@open_to_all
@private
def give_back(token: str, loan_id: int) -> ResponseReturnValue:
    entry = _own(token)
    library_id, entry_id = entry.library_id, entry.id
    loan_queries.get_loan_of(session(), entry_id, loan_id)
    try:
        with transaction() as tx:
            lending.give_back(tx, library_id, entry_id, loan_id, now=clock.now())
    except DomainError as refused:
        return _page(_own(token), refused)
    return done(
        gettext("Given back. Somebody else can read it now."), url_for(".show", token=token)
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_up.own", _mine, order=40)


def _entry(token: str) -> SignUp:
    return sign_up_queries.get_by_token(session(), this_library().id, token, key=house_key())


def _own(token: str) -> SignUp:
    """A sign-up at a living library; any other has no such page."""
    entry = _entry(token)
    if queries.find_day(session(), entry.library_id, entry.gathering_id) is None:
        raise NotFound
    return entry


def _mine(entry: SignUp, token: str) -> str | None:
    """On the page of the sign-up: what I am going to read, or that I can choose."""
    if entry.status is not SignUpStatus.CONFIRMED:
        return None
    day = queries.find_day(session(), entry.library_id, entry.gathering_id)
    if day is None or entry.gathering.is_sensitive:
        return None
    return render_template(
        "living_books/_mine.html",
        gathering=entry.gathering,
        loans=loan_queries.list_loans_of(session(), entry.id),
        shown=queries.ids_on_the_list(session(), entry.library_id, entry.gathering_id),
        token=token,
        now=clock.now(),
    )


def _page(
    entry: SignUp,
    refused: DomainError | None = None,
    *,
    wanted: Sitting | None = None,
    wishes: WishForm | None = None,
) -> ResponseReturnValue:
    books = list_shown(entry.gathering)
    loans = loan_queries.list_loans_of(session(), entry.id)
    if wishes is None:
        wishes = WishForm(formdata=None)
        wishes.offer_books(books)
        wishes.show(each.book_id for each in loan_queries.list_wishes_of(session(), entry.id))
    status = refused.status if refused else 422 if wishes.errors else 200
    return render(
        "living_books/own.html",
        status=status,
        entry=entry,
        gathering=entry.gathering,
        day=queries.get_day(session(), entry.library_id, entry.gathering_id),
        loans=loans,
        mine={(loan.book_id, loan.slot_id) for loan in loans},
        shown=queries.ids_on_the_list(session(), entry.library_id, entry.gathering_id),
        books=books,
        wishes=wishes,
        refusal=sentence(refused) if refused else "",
        wanted=wanted,
        token=my_place.own_token(entry),
        press=PressForm(),
        now=clock.now(),
    )
