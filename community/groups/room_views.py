"""A group asks for a room or begins a gathering; the desk answers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.bookings.services import Clash
from community.db import session, transaction
from community.gatherings.desk_views import hand
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.groups import room_queries, room_requests
from community.groups.models import Group, RoomRequest
from community.groups.own_views import led
from community.groups.room_forms import AskRoomForm, BeginForm, DeclineForm, GrantForm
from community.groups.room_requests import WrongTime
from community.libraries.queries import list_branches_with_rooms
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import waiting
from community.web.access import librarians_only, signed_in
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence

bp = tenant_blueprint("room_requests", __name__)


@bp.route("/groepen/<int:group_id>/zaal", methods=["GET", "POST"])
@signed_in
@private
def ask(group_id: int) -> ResponseReturnValue:
    """The contact person asks for a room."""
    own, form = led(group_id), AskRoomForm()
    form.offer_places(list_branches_with_rooms(session(), this_library()))
    if form.validate_on_submit() and form.times_exist():
        person_id = own.person_id
        try:
            with transaction() as tx:
                room_requests.ask(
                    tx, this_library().id, group_id, person_id, form.asked(), now=clock.now()
                )
            said = gettext("Asked. The library will answer by e-mail, and here.")
            return done(said, url_for("own_group.show", group_id=group_id))
        except WrongTime as wrong:
            form.day.errors = [sentence(wrong)]
            own = led(group_id)
    return render("groups/ask_room.html", status=form_status(), form=form, group=own.group)


@bp.post("/groepen/<int:group_id>/zaal/<int:request_id>/intrekken")
@signed_in
def withdraw(group_id: int, request_id: int) -> ResponseReturnValue:
    """Not needed after all; a room that was given is given back."""
    led(group_id)
    with transaction() as tx:
        room_requests.withdraw(tx, this_library().id, group_id, request_id, now=clock.now())
    said = gettext("Good. Somebody else can have the room.")
    return done(said, url_for("own_group.show", group_id=group_id))


@bp.route("/groepen/<int:group_id>/samenkomst", methods=["GET", "POST"])
@signed_in
@private
def begin(group_id: int) -> ResponseReturnValue:
    """The contact person begins a gathering: a draft, which the library looks at."""
    own, form = led(group_id), BeginForm()
    form.offer_places(list_branches_with_rooms(session(), this_library()))
    if form.validate_on_submit() and form.times_exist():
        draft = form.draft(own.group, room_requests.usual_kind(session(), own.group))
        try:
            room_requests.check_time(draft.starts_at, form.span[1], now=clock.now())
            with transaction() as tx:
                room_requests.start(tx, this_library().id, group_id, draft, hand())
            said = gettext("Good. The library will look at it, and put it in the agenda.")
            return done(said, url_for("own_group.show", group_id=group_id))
        except WrongTime as wrong:
            form.day.errors = [sentence(wrong)]
        except DraftRefused as refused:
            put_beside(form, refused.problems)
        own = led(group_id)
    return render("groups/begin.html", status=form_status(), form=form, group=own.group)


@bp.get("/beheer/groepen/zaalvragen")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """What waits for an answer."""
    now = clock.now()
    found = room_queries.list_open(session(), this_library().id, now=now)
    return render("groups/desk_requests.html", requests=found)


@bp.get("/beheer/groepen/zaalvragen/<int:request_id>")
@librarians_only
@reads(Reading.GROUPS)
@private
def show(request_id: int) -> ResponseReturnValue:
    return _show(_request(request_id))


@bp.post("/beheer/groepen/zaalvragen/<int:request_id>/ja")
@librarians_only
@private
def grant(request_id: int) -> ResponseReturnValue:
    asked, form = _request(request_id), GrantForm()
    form.offer(room_queries.list_possible(session(), asked))
    if not form.validate():
        return _show(asked, grant_form=form)
    try:
        with transaction() as tx:
            granted = room_requests.grant(
                tx, this_library().id, request_id, form.room.data, form.answer.data, hand()
            )
            gathering_id = granted.gathering_id
    except (Clash, DraftRefused) as refused:
        form.room.errors = [sentence(refused)]
        asked = _request(request_id)
        form.offer(room_queries.list_possible(session(), asked))
        return _show(asked, grant_form=form)
    if gathering_id is not None:
        said = gettext("The room is theirs. Finish the activity and publish it.")
        return done(said, url_for("gatherings_desk.show", gathering_id=gathering_id))
    return done(gettext("The room is theirs."), url_for(".index"))


@bp.post("/beheer/groepen/zaalvragen/<int:request_id>/nee")
@librarians_only
@private
def decline(request_id: int) -> ResponseReturnValue:
    asked, form = _request(request_id), DeclineForm(prefix="nee-")
    if not form.validate():
        return _show(asked, decline_form=form)
    with transaction() as tx:
        room_requests.decline(tx, this_library().id, request_id, form.answer.data, hand())
    return done(gettext("Answered."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["room_requests_of"] = _requests_of
    waiting.waits(
        app,
        lambda library_id, now: (room_queries.still_open(library_id, now),),
        lambda number: render_template("groups/_desk_requests_todo.html", number=number),
    )


def _requests_of(group: Group) -> Sequence[RoomRequest]:
    """What this group asked, for its own page and the desk's."""
    return room_queries.list_of_group(session(), group.library_id, group.id)


def _show(
    asked: RoomRequest,
    *,
    grant_form: GrantForm | None = None,
    decline_form: DeclineForm | None = None,
) -> ResponseReturnValue:
    possible = room_queries.list_possible(session(), asked)
    if grant_form is None:
        fitting = room_queries.find_fitting(possible, asked)
        grant_form = GrantForm(formdata=None, data={"room": fitting.id if fitting else None})
        grant_form.offer(possible)
    return render(
        "groups/desk_request.html",
        status=form_status(),
        asked=asked,
        any_room=bool(possible),
        grant_form=grant_form,
        decline_form=decline_form or DeclineForm(formdata=None, prefix="nee-"),
        now=clock.now(),
    )


def _request(request_id: int) -> RoomRequest:
    return room_queries.get(session(), this_library().id, request_id)
