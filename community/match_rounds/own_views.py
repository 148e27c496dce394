"""The page on which somebody chooses; the link from the mail is enough."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.match_rounds import choosing, fitting, queries
from community.match_rounds.forms import SurpriseForm, choose_form, name_of, said_in
from community.match_rounds.models import MOST_WISHES, Participant
from community.preferences.labels import needs_in_words
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key

bp = tenant_blueprint("own_wishes", __name__, "/kies/<token>")

LINKS = doors.of_links("match round: link")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """What there is, and what one chose; afterwards, where one has a place."""
    return _page(_mine(token), token)


@bp.post("")
@open_to_all
@private
def choose(token: str) -> ResponseReturnValue:
    participant = _mine(token)
    gatherings = queries.list_gatherings(session(), participant.library_id, participant.round_id)
    form = choose_form(gatherings, participant, filled=True)
    if not form.validate_on_submit():
        return _page(participant, token, form, status=422)
    library_id, round_id, number = participant.library_id, participant.round_id, participant.id
    try:
        with transaction() as tx:
            choosing.choose(
                tx, library_id, round_id, number, said_in(form, gatherings),
                surprise=form.surprise.data, now=clock.now(),
            )  # fmt: skip
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(_mine(token), token, form, status=refused.status)
    return done(
        gettext("We know what you would like. We will let you know when everyone has chosen."),
        url_for(".show", token=token),
    )


@bp.post("/niet")
@open_to_all
@private
def decline(token: str) -> ResponseReturnValue:
    participant = _mine(token)
    library_id, round_id, number = participant.library_id, participant.round_id, participant.id
    with transaction() as tx:
        choosing.decline(tx, library_id, round_id, number, now=clock.now())
    return done(gettext("Good. Until another time."), url_for(".show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _mine(token: str) -> Participant:
    doors.enter(LINKS)
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _page(
    participant: Participant, token: str, form: SurpriseForm | None = None, *, status: int = 200
) -> ResponseReturnValue:
    gatherings = queries.list_gatherings(session(), participant.library_id, participant.round_id)
    who = participant.person_id
    lacks = fitting.lacks(session(), participant.library_id, [who], gatherings)
    return render(
        "match_rounds/own.html",
        lacks={number: needs_in_words(missing) for (_who, number), missing in lacks.items()},
        status=status,
        participant=participant,
        round=participant.round,
        gatherings=gatherings,
        most_wishes=MOST_WISHES,
        form=form or choose_form(gatherings, participant, filled=False),
        name_of=name_of,
        token=token,
        now=clock.now(),
    )
