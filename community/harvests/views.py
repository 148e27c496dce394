"""The pages behind the mails: is this right, and may your name stand there. Without an account."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.db import session, transaction
from community.harvests import (
    asking_again,
    hearing,
    links,
    quoting,
    reader_queries,
    showing,
)
from community.harvests.forms import CorrectForm
from community.harvests.models import HarvestReader, QuoteConsent
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("harvest_readers", __name__, "/oogst/klopt/<token>")
quotes = tenant_blueprint("harvest_quotes", __name__, "/oogst/citaat/<token>")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(token)


@bp.post("")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """One tap for everything that stands there."""
    return _confirm(token, None)


@bp.post("/<int:item_id>/ja")
@open_to_all
@private
def confirm_one(token: str, item_id: int) -> ResponseReturnValue:
    return _confirm(token, item_id)


@bp.post("/anders")
@open_to_all
@private
def correct(token: str) -> ResponseReturnValue:
    reader, form = _mine(token), CorrectForm()
    if not form.validate_on_submit():
        return _page(token, form=form)
    library_id, harvest_id, sign_up_id = _ids(reader)
    with transaction() as tx:
        hearing.correct(
            tx, library_id, harvest_id, sign_up_id, row_id(form.item.data), form.text.data,
            now=clock.now(),
        )  # fmt: skip
    said = gettext(
        "Thank you. The librarian will read it, and you will hear what is done about it."
    )
    return done(said, url_for(".show", token=token, _anchor="gezegd"))


@bp.post("/<int:item_id>/weg")
@open_to_all
@private
def take_back(token: str, item_id: int) -> ResponseReturnValue:
    library_id, harvest_id, sign_up_id = _ids(_mine(token))
    with transaction() as tx:
        gone = hearing.take_back(tx, library_id, harvest_id, sign_up_id, item_id, now=clock.now())
    said = (
        gettext("Removed: the words, and your name with them.")
        if gone
        else gettext(
            "The librarian will look at it. We do not know who said it, so we cannot do this "
            "automatically."
        )
    )
    return done(said, url_for(".show", token=token, _anchor="gezegd"))


@quotes.get("")
@open_to_all
@private
def asked(token: str) -> ResponseReturnValue:
    consent = _consent(token)
    return render(
        "harvests/quote.html",
        consent=consent,
        gathering=consent.item.harvest.gathering,
        is_about_these=quoting.is_about_these(consent),
        token=token,
        press=PressForm(),
    )


@quotes.post("/<any(ja,nee):answer>")
@open_to_all
@private
def answer(token: str, answer: str) -> ResponseReturnValue:
    consent, yes = _consent(token), answer == "ja"
    library_id, consent_id = consent.library_id, consent.id
    with transaction() as tx:
        quoting.answer(
            tx, library_id, consent_id, says_yes=yes, how=gettext("By e-mail"), now=clock.now()
        )
    said = (
        gettext("Thank you. Your name is under it.")
        if yes
        else gettext("Good. Your name is not under it.")
    )
    return done(said, url_for(".asked", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(quotes)


def _mine(token: str) -> HarvestReader:
    return links.get_reader(session(), this_library().id, token, key=house_key())


def _consent(token: str) -> QuoteConsent:
    return links.get_quote(session(), this_library().id, token, key=house_key())


def _ids(reader: HarvestReader) -> tuple[int, int, int]:
    return reader.library_id, reader.harvest_id, reader.sign_up_id


def _confirm(token: str, item_id: int | None) -> ResponseReturnValue:
    library_id, harvest_id, sign_up_id = _ids(_mine(token))
    of = None if item_id is None else [item_id]
    with transaction() as tx:
        new = hearing.confirm_all(tx, library_id, harvest_id, sign_up_id, of, now=clock.now())
    said = ngettext(
        "Thank you. You confirmed that this is right.",
        "Thank you. You confirmed that %(num)d of them are right.",
        max(new, 1),
    )
    at = f"kaart-{item_id}" if item_id else None
    return done(said, url_for(".show", token=token, _anchor=at))


def _page(token: str, *, form: CorrectForm | None = None) -> ResponseReturnValue:
    reader = _mine(token)
    library_id, harvest_id, sign_up_id = _ids(reader)
    shown = [] if reader.harvest.withdrawn_at else showing.items(session(), reader.harvest)
    return render(
        "harvests/told.html",
        status=422 if form and form.errors else 200,
        harvest=reader.harvest,
        gathering=reader.harvest.gathering,
        sign_up=reader.sign_up,
        token=token,
        shown=shown,
        changed=asking_again.changed_for(session(), reader.harvest, sign_up_id),
        until=reader.until if reader.asked_again_at else None,
        mine=reader_queries.confirmed_by(session(), library_id, harvest_id, sign_up_id),
        corrections=reader_queries.list_corrections(
            session(), library_id, harvest_id, sign_up_id=sign_up_id
        ),
        form=form or CorrectForm(formdata=None),
        typed=form,
        press=PressForm(),
        now=clock.now(),
    )
