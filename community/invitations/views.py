"""The page behind the link in an invitation: yes, no or not now, without an account."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session, transaction
from community.gatherings import sign_up_queries
from community.gatherings.my_place import own_address
from community.invitations import answering, labels, queries
from community.invitations.models import ANSWERS, Answer, Invitation
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("invitations", __name__, "/uitnodiging/<token>")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(_mine(token), token)


@bp.route("/<any(ja,nee,'nu-niet'):answer>", methods=["GET", "POST"])
@open_to_all
@private
def answer(token: str, answer: str) -> ResponseReturnValue:
    """The link leads to a page with one button, because mail programs look at every link."""
    mine, form, said = _mine(token), PressForm(), ANSWERS[answer]
    if not form.validate_on_submit():
        return _page(mine, token, said)
    library_id, number, gathering_id, person_id = _ids(mine)
    with transaction() as tx:
        answering.answer(tx, library_id, number, said, now=clock.now())
    if said is not Answer.YES:
        return done(gettext("Thank you for letting us know."), url_for(".show", token=token))
    entry = sign_up_queries.find_own(session(), gathering_id, person_id)
    here = own_address(entry) if entry else url_for(".show", token=token)
    return done(gettext("Thank you for letting us know."), here)


@bp.route("/niet-meer", methods=["GET", "POST"])
@open_to_all
@private
def no_more(token: str) -> ResponseReturnValue:
    mine, form = _mine(token), PressForm()
    if not form.validate_on_submit():
        return render("invitations/no_more.html", token=token, form=form)
    library_id, number, _gathering_id, _person_id = _ids(mine)
    with transaction() as tx:
        answering.no_more(tx, library_id, number, now=clock.now())
    return done(gettext("Good. We will not invite you any more."), url_for(".show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _mine(token: str) -> Invitation:
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _ids(mine: Invitation) -> tuple[int, int, int, int]:
    return mine.library_id, mine.id, mine.gathering_id, mine.person_id


def _page(mine: Invitation, token: str, said: Answer | None = None) -> ResponseReturnValue:
    gathering, now = mine.gathering, clock.now()
    first = said or (Answer.YES if gathering.sign_up_is_open(now) else Answer.NO)
    return render(
        "invitations/show.html",
        mine=mine,
        token=token,
        first=first,
        offered=answering.on_offer(mine, first, now),
        saying=labels.SAYING,
        words={value: word for word, value in ANSWERS.items()},
        gathering=gathering,
        own=sign_up_queries.find_own(session(), gathering.id, mine.person_id),
        reasons=labels.reasons_to(mine, language()),
        form=PressForm(),
        now=now,
    )
