"""Metingen at the desk: all of them, one with the look-back on the plan, two beside each other."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.meetlat import frozen, labels, metingen, metingen_queries
from community.meetlat.engine.standard import LATEST
from community.meetlat.engine.stored import unpack
from community.meetlat.page_queries import Stand
from community.meetlat.reading import read
from community.plans import queries as plans
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.press import PressForm

bp = tenant_blueprint("metingen", __name__, "/beheer/meetlat/metingen")

#: Of the plan, so many lines on the page of the meetlat.
MOST_OF_THE_PLAN = 5


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """What was frozen, the latest first; and what can be frozen now."""
    now, library = clock.now(), this_library()
    until, found = metingen.latest_end(now), metingen_queries.list_all(session(), library.id)
    return render(
        "meetlat/metingen.html",
        metingen=[(each, frozen.as_read(each)) for each in found],
        words=labels.words_of(LATEST),
        until=until,
        can_freeze=until not in {each.until for each in found},
        next_end=metingen.next_end(now),
        filled_in=until + metingen.FILLED_IN,
        today=clock.local_day(now),
    )


@bp.route("/vastleggen", methods=["GET", "POST"])
@librarians_only
@private
def freeze() -> ResponseReturnValue:
    """Look at what would be frozen, as it cannot be undone; then freeze it."""
    now, library_id = clock.now(), this_library().id
    until = metingen.latest_end(now)
    stands = metingen_queries.find_of(session(), library_id, until)
    if stands is not None:
        return done(gettext("This measurement is already frozen."), _address(stands.id))
    drawn, form = metingen.draw_up(session(), library_id, until), PressForm()
    if form.validate_on_submit():
        person_id = me().id
        with transaction() as tx:
            meting = metingen.freeze(tx, drawn, by_id=person_id, now=now)
        return done(
            gettext("The measurement is frozen. It will not change any more."), _address(meting.id)
        )
    before = metingen_queries.list_all(session(), library_id)
    result = frozen.result_of(drawn.result)
    words = labels.words_of(drawn.version)
    return render(
        "meetlat/freeze.html",
        form=form,
        words=words,
        reading=read(Stand(now, result), frozen.oldest_first(before), words.standard),
        blocks=frozen.blocks_of(drawn.assessment, result, words.standard),
        activities=drawn.activities,
        filled_in=until + metingen.FILLED_IN,
        today=clock.local_day(now),
    )


@bp.get("/<int:meting_id>")
@librarians_only
@private
def show(meting_id: int) -> ResponseReturnValue:
    """One meting, held against the one before it, with what became of the plan meanwhile."""
    library_id = this_library().id
    meting = metingen_queries.get(session(), library_id, meting_id)
    every = metingen_queries.list_all(session(), library_id)
    words = labels.words_of(meting.version)
    reading = frozen.reading_of(meting, every, words.standard)
    after = reading.against.until if reading.against else None
    plan = plans.list_to_look_back_on(session(), library_id, after=after, until=meting.until)
    return render(
        "meetlat/meting.html",
        meting=meting,
        reading=reading,
        blocks=frozen.blocks_of(meting.assessment, reading.stand.result, words.standard),
        words=words,
        is_late=metingen.is_late(meting),
        others=[each for each in every if each.id != meting.id],
        plan=[(action, action.state_on(meting.until)) for action in plan],
        after=after,
    )


@bp.get("/<int:meting_id>/naast/<int:other_id>")
@librarians_only
@private
def beside(meting_id: int, other_id: int) -> ResponseReturnValue:
    """Two metingen: the later one held against the earlier, by one and the same meetlat."""
    library_id = this_library().id
    meting = metingen_queries.get(session(), library_id, meting_id)
    other = metingen_queries.get(session(), library_id, other_id)
    if meting.id == other.id:
        raise NotFound
    if meting.until < other.until:
        return go(url_for(".beside", meting_id=other.id, other_id=meting.id))
    words, this = labels.words_of(meting.version), frozen.as_read(meting)
    earlier, converted = frozen.by_meetlat_of(other, meting)
    return render(
        "meetlat/beside.html",
        meting=meting,
        other=other,
        converted=converted,
        reading=read(Stand(this.frozen_at, this.result), [earlier], words.standard),
        words=words,
    )


@bp.get("/<int:meting_id>/nareken")
@librarians_only
@private
def reckon(meting_id: int) -> ResponseReturnValue:
    """Work it out again from its own inputs, and say whether the same comes out."""
    meting = metingen_queries.get(session(), this_library().id, meting_id)
    return render(
        "meetlat/reckon.html",
        meting=meting,
        counts=unpack(meting.inputs),
        reckoned=metingen.reckon(meting),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "meetlat.below", _plan, order=40)
    slots.fill(app, "meetlat.actions", "meetlat/_acts.html")
    slots.fill(app, "plans.above", "meetlat/_crumb.html")


def _plan() -> str:
    """What stands on the plan, under how the library stands."""
    still_open = plans.list_open(session(), this_library().id)
    return render_template(
        "meetlat/_plan.html",
        actions=still_open[:MOST_OF_THE_PLAN],
        more=len(still_open) - MOST_OF_THE_PLAN,
        today=clock.local_day(clock.now()),
    )


def _address(meting_id: int) -> str:
    return url_for(".show", meting_id=meting_id)
