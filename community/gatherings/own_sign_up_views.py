"""The page of one's own sign-up, behind a link that only a mail or a signed-in person has."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.db import session as reading
from community.db import transaction
from community.gatherings import (
    my_place,
    replies,
    reply_queries,
    sign_up_changes,
    sign_up_queries,
    sign_ups,
)
from community.gatherings.models import SignUp, SignUpStatus
from community.gatherings.my_place import said
from community.gatherings.reply_forms import asking
from community.gatherings.reply_queries import Said
from community.gatherings.sign_up_forms import FamilyForm, PartyForm, ReplyForm
from community.gatherings.sign_up_rules import PartyDoesNotFit
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("own_sign_up", __name__, "/aanmelding")


@bp.get("/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """How it stands. A scanner that follows the link of a mail changes nothing here."""
    return _own_page(_own(token))


@bp.post("/<token>/bevestigen")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    entry_id = _own(token).id
    with transaction() as tx:
        entry = sign_ups.confirm(tx, entry_id, now=clock.now())
    return done(said(entry), url_for(".show", token=token))


@bp.post("/<token>/aantal")
@open_to_all
@private
def change_party(token: str) -> ResponseReturnValue:
    entry = _own(token)
    form = FamilyForm() if entry.gathering.names_children else PartyForm()
    if not form.validate_on_submit():
        return _own_page(entry, form, status=422)
    entry_id = entry.id
    try:
        with transaction() as tx:
            sign_up_changes.change_party(tx, entry_id, form.size, now=clock.now())
            if form.children is not None:
                replies.name_children(tx, entry_id, form.children, now=clock.now())
    except PartyDoesNotFit as refused:
        form.beside.errors = [sentence(refused)]
        return _own_page(_own(token), form, status=422)
    return done(
        gettext("Changed. We know how many of you are coming."), url_for(".show", token=token)
    )


@bp.post("/<token>/antwoorden")
@open_to_all
@private
def answer(token: str) -> ResponseReturnValue:
    """Other answers, or another need; until it begins."""
    entry = _own(token)
    form = asking(ReplyForm, entry.gathering, who_comes=False)()
    if not form.validate_on_submit():
        return _own_page(entry, reply_form=form, status=422)
    entry_id = entry.id
    with transaction() as tx:
        replies.change(tx, entry_id, form.replies(), now=clock.now())
    return done(gettext("Changed. Thank you."), url_for(".show", token=token))


@bp.route("/<token>/afmelden", methods=["GET", "POST"])
@open_to_all
@private
def leave(token: str) -> ResponseReturnValue:
    """Asks once, because a seat that is given back may be somebody else's a moment later."""
    entry, form = _own(token), PressForm()
    if not form.validate_on_submit():
        if entry.status is SignUpStatus.CANCELLED:
            return go(url_for(".show", token=token))
        return render("gatherings/sign_up_leave.html", entry=entry, token=token, form=form)
    entry_id = entry.id
    with transaction() as tx:
        sign_up_changes.leave(tx, entry_id, now=clock.now())
    return done(
        gettext("You are no longer signed up. Thank you for letting us know."),
        url_for(".show", token=token),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _own(token: str) -> SignUp:
    return sign_up_queries.get_by_token(reading(), this_library().id, token, key=house_key())


def _own_page(
    entry: SignUp,
    form: PartyForm | FamilyForm | None = None,
    *,
    reply_form: ReplyForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    said = reply_queries.said_by(reading(), entry.id)
    if reply_form is None:
        reply_form = asking(ReplyForm, entry.gathering, who_comes=False)(formdata=None)
        reply_form.show_replies(said)
    return render(
        "gatherings/sign_up_show.html",
        status=status,
        entry=entry,
        gathering=entry.gathering,
        places=my_place.place_of(entry.gathering, entry),
        token=my_place.own_token(entry),
        form=form or _who_comes(entry, said),
        reply_form=reply_form,
        said=said,
        press=PressForm(),
        now=clock.now(),
    )


def _who_comes(entry: SignUp, said: Said) -> PartyForm | FamilyForm:
    """The form about how many come, filled in with how it stands."""
    if not entry.gathering.names_children:
        return PartyForm(formdata=None, party_size=str(entry.party_size))
    adults = max(0, entry.party_size - len(said.children))
    return FamilyForm(formdata=None, names="\n".join(said.children), adults=str(adults))
