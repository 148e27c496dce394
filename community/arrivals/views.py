"""The door of a gathering, on a tablet: who is expected, who is here, who walks in."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me, works_here
from community.arrivals import forms, links, queries, services
from community.arrivals.forms import HeadsForm, UnreadableAct, WalkInForm
from community.arrivals.queries import Door
from community.arrivals.services import Act, Result
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import hosting_queries, sign_up_queries
from community.gatherings.attendance import Note, Outcome, Via
from community.gatherings.attendance_queries import count_present
from community.gatherings.door_keepers import keeps_the_door
from community.gatherings.models import Gathering, GatheringStatus, SignUp
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.search.folding import fold
from community.web import slots
from community.web.access import door_keepers_only
from community.web.headers import SAFETY, private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key

bp = tenant_blueprint("arrivals", __name__, "/beheer/activiteiten/<int:gathering_id>/deur")

#: As many of those without a name as a tablet can take back one by one.
LATEST_NAMELESS = 40
NOBODY_COMES = {GatheringStatus.DRAFT, GatheringStatus.CANCELLED}


@bp.get("")
@door_keepers_only
@reads(Reading.DOOR, Whose.GATHERING)
@private
def door(gathering_id: int) -> ResponseReturnValue:
    """Who is expected and who is here; `q` looks for a name or a code."""
    after_this_request(_may_scan)
    return _door(_own(gathering_id))


@bp.post("")
@door_keepers_only
@private
def note(gathering_id: int) -> ResponseReturnValue:
    """One tap: somebody is here. The same tap again: not after all."""
    gathering = _own(gathering_id)
    try:
        act = forms.pressed(request.form.get("note", ""), request.form.get("via", ""), clock.now())
    except UnreadableAct:
        abort(400)
    with transaction() as tx:
        outcome = services.note(tx, gathering.library_id, gathering_id, act, now=clock.now())
    return done(_said(outcome), url_for(".door", gathering_id=gathering_id))


@bp.post("/binnenlopen")
@door_keepers_only
@private
def walk_in(gathering_id: int) -> ResponseReturnValue:
    """Somebody who did not sign up, with or without a first name."""
    gathering, form = _own(gathering_id), WalkInForm()
    if not form.validate_on_submit():
        return _door(gathering, walk_in=form, status=422)
    name = "" if form.nameless.data else form.name.data
    act = Act(form.key.data, Note(1, clock.now(), Via.WALK_IN, name))
    with transaction() as tx:
        outcome = services.note(tx, gathering.library_id, gathering_id, act, now=clock.now())
    return done(_said(outcome), url_for(".door", gathering_id=gathering_id))


@bp.post("/aantal")
@door_keepers_only
@private
def count(gathering_id: int) -> ResponseReturnValue:
    """How many people there are without a name; of a sensitive gathering, how many there are."""
    gathering, form = _own(gathering_id), HeadsForm()
    if not form.validate_on_submit():
        return _door(gathering, heads=form, status=422)
    number = form.number.data
    with transaction() as tx:
        services.count_heads(
            tx, gathering.library_id, gathering_id, number, once=form.once.data, now=clock.now()
        )
    said = ngettext("%(num)d person without a name.", "%(num)d people without a name.", number)
    return done(said, url_for(".door", gathering_id=gathering_id))


@bp.post("/<int:sign_up_id>/foto")
@door_keepers_only
@private
def photo(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    """At the desk: somebody says that they are rather not in a photo, or after all."""
    library_id = _own(gathering_id).library_id
    sign_up_queries.get(session(), library_id, gathering_id, sign_up_id)
    wish = bool(request.form.get("no_photo"))
    with transaction() as tx:
        services.say_photo(tx, library_id, sign_up_id, no_photo=wish)
    to = "sign_ups_desk.index" if _may_see_list(gathering_id) else ".door"
    return done(gettext("Noted."), url_for(to, gathering_id=gathering_id))


@bp.get("/stand")
@door_keepers_only
@reads(Reading.DOOR, Whose.GATHERING)
@private
def standing(gathering_id: int) -> ResponseReturnValue:
    """Who is here now, for a tablet that shows the list already."""
    return jsonify(_standing(_own(gathering_id)))


@bp.post("/stand")
@door_keepers_only
@private
def catch_up(gathering_id: int) -> ResponseReturnValue:
    """What a tablet noted, now or while it was offline; answers per act, and how it stands then."""
    gathering = _own(gathering_id)
    try:
        sent = forms.batch(request.get_json(silent=True))
    except UnreadableAct:
        abort(400)
    acts = [act for _id, act in sent if act]
    with transaction() as tx:
        results = iter(
            services.catch_up(tx, gathering.library_id, gathering_id, acts, now=clock.now())
        )
    said = [{"id": key, **_answer(next(results) if act else None)} for key, act in sent]
    return jsonify({"results": said, **_standing(_own(gathering_id))})


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk", _at_the_door, order=20)
    slots.fill(app, "gathering.desk.door", _to_the_door, order=10)
    slots.fill(app, "gathering.desk.sign_ups", _at_the_door)
    slots.fill(app, "sign_up.desk", _photo_wish)


def _is_there_a_door(gathering: Gathering) -> bool:
    """From the day itself on."""
    begun = clock.local_day(clock.now()) >= clock.local_day(gathering.starts_at)
    return begun and gathering.status not in NOBODY_COMES


def _to_the_door(gathering: Gathering) -> str | None:
    """The first thing to do until it is over: at ten to eight nobody looks for it further down."""
    if not _is_there_a_door(gathering) or gathering.is_over(clock.now()):
        return None
    return render_template("arrivals/_to_the_door.html", gathering=gathering)


def _at_the_door(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering."""
    if not _is_there_a_door(gathering):
        return None
    present = count_present(session(), gathering.library_id, gathering.id)
    return render_template("arrivals/_at_the_door.html", gathering=gathering, present=present)


def _may_scan(response: Response) -> Response:
    """This page alone may ask for the camera."""
    policy = SAFETY["Permissions-Policy"].replace("camera=()", "camera=(self)")
    response.headers["Permissions-Policy"] = policy
    return response


def _own(gathering_id: int) -> Gathering:
    """A gathering at whose door this person may stand, and to which somebody can come."""
    library_id = this_library().id
    if not works_here() and not keeps_the_door(session(), library_id, gathering_id, me().id):
        raise NotFound
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    if gathering.status in NOBODY_COMES:
        raise NotFound
    return gathering


def _door(
    gathering: Gathering,
    *,
    walk_in: WalkInForm | None = None,
    heads: HeadsForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:80]
    there = _there(gathering)
    return render(
        "arrivals/door.html",
        status=status,
        gathering=gathering,
        door=there,
        standing=_in_figures(gathering, there),
        shown=there.found(words) if words else there,
        somebody=queries.SOMEBODY,
        fold=fold,
        words=words,
        by_code=queries.is_code(words, there),
        walk_in_form=walk_in or WalkInForm(),
        heads_form=heads or HeadsForm(number=there.heads),
        may_leave=_may_see_list(gathering.id),
        own_url=f"{base_url()}{url_for('arriving.check_in', token=_own_token(gathering))}",
        opens_at=links.opens_at(gathering),
    )


def _may_see_list(gathering_id: int) -> bool:
    return may_work_here() or hosting_queries.is_host(session(), gathering_id, me().id)


def _own_token(gathering: Gathering) -> str:
    return links.token_of(gathering, key=house_key())


def _photo_wish(entry: SignUp) -> str:
    return render_template("arrivals/_desk_photo.html", entry=entry)


def _there(gathering: Gathering) -> Door:
    return queries.door_of(session(), gathering, key=house_key())


def _standing(gathering: Gathering) -> dict[str, object]:
    return _in_figures(gathering, _there(gathering))


def _in_figures(gathering: Gathering, there: Door) -> dict[str, object]:
    """How it stands, as the tablet counts on: nothing in it but keys and numbers."""
    until = gathering.ends_at + services.LATEST
    return {
        "now": round(clock.now().timestamp() * 1000),
        "until": round(until.timestamp() * 1000),
        "edition": there.edition,
        "present": there.present,
        "here": there.here,
        "heads": there.heads,
        "nameless": [(row.whom, row.here) for row in there.nameless[-LATEST_NAMELESS:]],
    }


def _answer(result: Result | None) -> dict[str, str]:
    """What became of an act: in one word, or why not in a sentence."""
    if result is None:
        return {"refused": gettext("This could not be read. Note it once more.")}
    if result.refused:
        return {"refused": sentence(result.refused)}
    return {"outcome": str(result.outcome)}


def _said(outcome: Outcome) -> str:
    if outcome is Outcome.GONE:
        return str(gettext("Taken back."))
    return str(gettext("Noted."))
