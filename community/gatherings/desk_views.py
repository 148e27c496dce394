"""Gatherings at the desk: the lists, one gathering with what can be done to it, and those acts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flask import Flask, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.bookings import owners, taking
from community.bookings.models import Booking
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import (
    closing_queries,
    drafts,
    hosting,
    hosting_queries,
    invitations,
    labels,
    room_keeping,
)
from community.gatherings.appointment_forms import MoveForm
from community.gatherings.desk_room import look_at_room
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import CancelForm, put_beside
from community.gatherings.hosting_queries import Reach, Shelf
from community.gatherings.hosting_rules import Hand, Overtaken
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.views import address
from community.libraries.queries import list_branches_with_rooms
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.web import slots
from community.web.access import hosts_only, librarians_only
from community.web.asked import page_number
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.keys import house_key
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("gatherings_desk", __name__, "/beheer/activiteiten")


@bp.get("")
@hosts_only
@private
def index() -> ResponseReturnValue:
    """What comes, what is not ready and what has been; a host sees what is theirs."""
    host_id = None if may_work_here() else me().id
    library, now, words = this_library(), clock.now(), request.args.get("q", "")[:80]
    shelf = _shelf(request.args.get("lijst", ""))
    listed = hosting_queries.list_shelf(
        session(), library.id, shelf,
        words=words, host_id=host_id, page=page_number(request.args.get("pagina", "")), now=now,
    )  # fmt: skip
    if host_id and not hosting_queries.receives_somebody(session(), library.id, host_id):
        raise NotFound
    return render(
        "gatherings/desk_index.html",
        fragment="gatherings/_desk_list.html",
        listed=listed,
        shelf=shelf,
        shelves=Shelf,
        words=words,
        now=now,
        drafts=hosting_queries.count_shelf(
            session(), library.id, Shelf.DRAFTS, host_id=host_id, now=now
        ),
    )


@bp.get("/<int:gathering_id>")
@hosts_only
@reads(Reading.SIGN_UPS)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """One gathering: how it stands, and what can be done."""
    gathering, now = own(gathering_id), clock.now()
    return render(
        "gatherings/desk_show.html",
        gathering=gathering,
        now=now,
        lacking=list(drafts.problems_before_publishing(gathering, now=now)),
        reach=hosting_queries.reach(session(), gathering),
        clashes=_clashes(gathering, now),
        invitation=_invitation(gathering),
        revised_by=hosting_queries.find_reviser(session(), gathering),
        look_back=closing_queries.find_look_back(session(), gathering.library_id, gathering_id),
    )


@bp.post("/<int:gathering_id>/publiceren")
@librarians_only
def publish(gathering_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        gathering = hosting.publish(tx, this_library().id, gathering_id, hand())
    return done(gettext("Published. It is in the agenda now."), at(gathering))


@bp.post("/<int:gathering_id>/terughalen")
@librarians_only
def unpublish(gathering_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        gathering = hosting.unpublish(tx, this_library().id, gathering_id, hand())
    return done(gettext("It is a draft again. Nobody sees it now."), at(gathering))


@bp.post("/<int:gathering_id>/weggooien")
@librarians_only
def discard(gathering_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        hosting.discard(tx, this_library().id, gathering_id)
    return done(gettext("The draft has been deleted."), url_for(".index", lijst=Shelf.DRAFTS))


@bp.route("/<int:gathering_id>/verplaatsen", methods=["GET", "POST"])
@librarians_only
@private
def move(gathering_id: int) -> ResponseReturnValue:
    """Another day, time or place, after seeing how many people will be told."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = MoveForm()
    form.offer_places(list_branches_with_rooms(session(), this_library()))
    if request.method == "GET":
        form.show_appointment(drafts.appointment_of(gathering))
        form.seen.data = gathering.revised_at.isoformat()
        return _show_move(form, gathering)
    if taking.take(form):
        return _show_move(form, gathering)
    if not form.validate() or not form.times_exist():
        return _show_move(form, gathering, 422)
    lasts = round((gathering.ends_at - gathering.starts_at).total_seconds() / 60)
    try:
        with transaction() as tx:
            moved, told = hosting.move(
                tx, this_library().id, gathering_id, form.appointment(lasts), hand(),
                seen=seen(form.seen.data),
            )  # fmt: skip
    except DraftRefused as refused:
        put_beside(form, refused.problems)
        return _show_move(form, own(gathering_id), 422)
    except Overtaken as overtaken:
        gathering = own(gathering_id)
        form.seen.data = gathering.revised_at.isoformat()
        form.form_errors.append(gettext(overtaken.message))
        return _show_move(form, gathering, 409)
    return done(and_said_to(gettext("Moved."), told), at(moved))


@bp.route("/<int:gathering_id>/annuleren", methods=["GET", "POST"])
@librarians_only
@private
def cancel(gathering_id: int) -> ResponseReturnValue:
    """Call it off, with a reason that people will read."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                gathering, told = hosting.cancel(
                    tx, this_library().id, gathering_id, form.reason.data, hand()
                )
            return done(and_said_to(gettext("Cancelled."), told), at(gathering))
        except DraftRefused as refused:
            put_beside(form, refused.problems)
            gathering = own(gathering_id)
    return render(
        "gatherings/desk_cancel.html",
        status=form_status(),
        form=form,
        gathering=gathering,
        reach=hosting_queries.reach(session(), gathering),
        now=clock.now(),
    )


def own(gathering_id: int) -> Gathering:
    """A gathering that this person works on: a librarian any, a host their own."""
    if not may_work_here() and not hosting_queries.is_host(session(), gathering_id, me().id):
        raise NotFound
    return hosting_queries.get(session(), this_library().id, gathering_id)


def at(gathering: Gathering) -> str:
    return url_for("gatherings_desk.show", gathering_id=gathering.id)


def hand() -> Hand:
    """Who acts now."""
    return Hand(me(), base_url(), clock.now())


def seen(revision: str) -> datetime:
    """The revision that a form says it was made from."""
    try:
        moment = datetime.fromisoformat(revision or "")
    except ValueError:
        abort(400)
    return moment if moment.tzinfo else abort(400)


def and_said_to(done: str, told: Reach) -> str:
    """What was done, and who hears of it."""
    return f"{done} {said_to(told)}".strip()


def said_to(told: Reach) -> str:
    """How many people hear of it, and who has to be called."""
    words = []
    if told.mails:
        words.append(
            ngettext("%(num)d person gets an e-mail.", "%(num)d people get an e-mail.", told.mails)
        )
    if told.calls:
        words.append(
            ngettext(
                "%(num)d person gets no e-mail: call them.",
                "%(num)d people get no e-mail: call them.",
                told.calls,
            )
        )
    return " ".join(words)


def pages_by_booking(
    session: Session, library_id: int, booking_ids: Collection[int]
) -> dict[int, str]:
    """Where the gatherings of these bookings are looked after, by booking."""
    desk, found = (
        url_for("gatherings_desk.index"),
        hosting_queries.list_booked(session, library_id, booking_ids),
    )
    return {
        booking_id: f"{desk}/{gathering_id}" for booking_id, gathering_id in found if booking_id
    }


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    owners.register(pages_by_booking)
    app.jinja_env.globals.update(gathering_labels=labels, said_to=said_to)
    slots.add_to_menu(
        app,
        Menu.DESK,
        MenuItem("gatherings_desk.index", N_("Activities"), order=20, shown=may_work_here),
    )


def _shelf(word: str) -> Shelf:
    return Shelf(word) if word in set(Shelf) else Shelf.COMING


def _invitation(gathering: Gathering) -> str | None:
    """The link to give out, when one is needed to see it or to take part."""
    by_link = (
        gathering.visibility is Visibility.LINK or gathering.sign_up_mode is SignUpMode.INVITATION
    )
    if not by_link or gathering.status is GatheringStatus.DRAFT:
        return None
    token = invitations.token_for(gathering, key=house_key())
    return address(gathering, absolute=True, **{invitations.PARAMETER: token})


def _clashes(gathering: Gathering, now: datetime) -> Sequence[Booking]:
    """What has its room then, as long as something can be done about it."""
    if gathering.is_cancelled or gathering.is_over(now):
        return []
    return room_keeping.list_in_its_way(session(), gathering)


def _show_move(form: MoveForm, gathering: Gathering, status: int = 200) -> ResponseReturnValue:
    return render(
        "gatherings/desk_move.html",
        status=status,
        form=form,
        gathering=gathering,
        look=look_at_room(form, gathering),
        reach=hosting_queries.reach(session(), gathering),
        now=clock.now(),
    )
