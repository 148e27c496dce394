"""Tally cards: the desk's counts, and the tablet at the door, on which nobody is signed in."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts import doors
from community.db import session, transaction
from community.gatherings import closing
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.lots import queries as lots
from community.lots.models import Asked, Instrument
from community.tally import labels, queries, services
from community.tally.counts import Counts, Question, answered, cards, together
from community.tally.forms import CardForm, PaperForm
from community.web import slots
from community.web.access import hosts_only, open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("tally", __name__, "/beheer/activiteiten/<int:gathering_id>/telkaart")
door = tenant_blueprint("tally_door", __name__, "/telkaart")

#: One more row of postcodes, without saving yet.
MORE_ROWS = "rijen"


@bp.route("", methods=["GET", "POST"])
@hosts_only
@private
def enter(gathering_id: int) -> ResponseReturnValue:
    """The paper cards as counts, beside what came in at the door."""
    gathering, form = own(gathering_id), PaperForm()
    tally = queries.find(session(), gathering.library_id, gathering.id)
    if request.method == "GET":
        form.show(tally.paper if tally else {})
    elif request.form.get("act") == MORE_ROWS:
        form.add_rows()
    elif form.validate():
        with transaction() as tx:
            services.enter(tx, this_library().id, gathering_id, form.counts(), now=clock.now())
        here = url_for(".enter", gathering_id=gathering_id)
        return done(gettext("The tally cards are noted."), here)
    total = together(tally.door, tally.paper) if tally else {}
    return render(
        "tally/enter.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        door_cards=cards(tally.door) if tally and tally.door else 0,
        doubts=list(doubts(total, gathering.head_count)) if total else [],
        door_url=door_url(gathering),
        door_is_open=services.is_open(gathering, clock.now()),
    )


@bp.route("/wissen", methods=["GET", "POST"])
@hosts_only
@private
def wipe(gathering_id: int) -> ResponseReturnValue:
    """Asks once: a card that is gone cannot be asked again."""
    gathering, form = own(gathering_id), PressForm()
    if form.validate_on_submit():
        with transaction() as tx:
            services.wipe_the_door(tx, this_library().id, gathering_id, now=clock.now())
        here = url_for(".enter", gathering_id=gathering_id)
        return done(gettext("The cards from the door have been deleted."), here)
    tally = queries.find(session(), gathering.library_id, gathering.id)
    return render(
        "tally/wipe.html",
        gathering=gathering,
        form=form,
        cards=cards(tally.door) if tally and tally.door else 0,
    )


@door.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def card(token: str) -> ResponseReturnValue:
    """Three questions, a thank-you, and the next."""
    key, form = house_key(), CardForm()
    gathering = queries.get_by_door(session(), this_library().id, token, key=key)
    if request.method == "POST":
        doors.enter(doors.TALLY)
        if form.validate():
            with transaction() as tx:
                services.put_in(
                    tx, this_library().id, gathering.id, form.card(),
                    once=form.once.data or "", now=clock.now(),
                )  # fmt: skip
            return go(url_for(".card", token=token, klaar=1))
    thanks = bool(request.args.get("klaar")) and not form.errors
    return render(
        "tally/thanks.html" if thanks else "tally/card.html",
        status=422 if form.errors else 200,
        form=form,
        is_open=services.is_open(gathering, clock.now()),
        token=token,
    )


def door_url(gathering: Gathering) -> str:
    """Where the tablet goes; whoever holds it can fill in cards and nothing else."""
    token = queries.door_token(gathering, key=house_key())
    path = url_for("tally_door.card", library=this_library().slug, token=token)
    return f"{base_url()}{path}"


def doubts(total: Counts, head_count: int | None) -> list[str]:
    """What does not add up. Said, not refused: paper gets lost, and people skip questions."""
    found = []
    numbers = {question: answered(total, question) for question in Question}
    if len(set(numbers.values())) > 1:
        found.append(
            gettext(
                "The totals of the three questions differ: first time %(first)d, age %(age)d, "
                "postcode %(postcode)d.",
                first=numbers[Question.FIRST_TIME],
                age=numbers[Question.AGE_CLASS],
                postcode=numbers[Question.PC4],
            )
        )
    if head_count is not None and cards(total) > head_count:
        found.append(
            ngettext(
                "There are more cards (%(cards)d) than people: you counted %(num)d person.",
                "There are more cards (%(cards)d) than people: you counted %(num)d people.",
                head_count,
                cards=cards(total),
            )
        )
    return found


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(door)
    app.jinja_env.globals.update(tally_labels=labels)
    closing.also_carries("tally", _is_asked)
    slots.fill(app, "gathering.asked", _asked, order=10)


def _is_asked(tx: Session, gathering: Gathering) -> Asked:
    return lots.is_asked(tx, gathering, Instrument.TALLY)


def _asked(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering, where a card is asked or was filled in."""
    asked = _is_asked(session(), gathering)
    tally = queries.find(session(), gathering.library_id, gathering.id)
    if asked is Asked.NONE and tally is None:
        return None
    total = together(tally.door, tally.paper) if tally else {}
    return render_template(
        "tally/_asked.html",
        gathering=gathering,
        asked=asked,
        cards=cards(total) if total else 0,
        doubts=doubts(total, gathering.head_count) if total else [],
    )
