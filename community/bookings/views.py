"""Rooms at the desk: the calendar of a branch, and what is booked that is no gathering."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.access import may_work_here, works_here
from community.bookings import calendar, free, owners, queries, services, taking
from community.bookings.calendar import Shown, Stretch
from community.bookings.forms import BookingForm
from community.bookings.labels import PURPOSES
from community.bookings.models import Booking, Purpose
from community.bookings.queries import Booked
from community.bookings.services import Clash, Clashes, Wish
from community.db import session, transaction
from community.libraries.labels import EQUIPMENT
from community.libraries.models import Branch, Equipment
from community.libraries.queries import list_branches_with_rooms
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import formats, slots
from community.web.access import staff_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("rooms", __name__, "/beheer/ruimtes")


@bp.get("")
@staff_only
@private
def index() -> ResponseReturnValue:
    """A week, or a month, of the rooms of one branch."""
    library, today = this_library(), clock.local_day(clock.now())
    branches = [each for each in list_branches_with_rooms(session(), library) if each.rooms]
    branch = _chosen(branches, request.args.get("vestiging", ""))
    asked = request.args.get("week", ""), request.args.get("maand", "")
    stretch = calendar.asked_for(*asked, today)
    bookings = _bookings(branch, stretch)
    return render(
        "bookings/index.html",
        branches=branches,
        branch=branch,
        stretch=stretch,
        this_week=calendar.week_of(today),
        this_month=calendar.month_of(stretch.first),
        week_in_it=calendar.week_of(today if _holds(stretch, today) else stretch.first),
        today=today,
        grids=calendar.grids(branch.rooms, bookings, stretch, _in_words(bookings))
        if branch
        else [],
        count=len(bookings),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@staff_only
@private
def new() -> ResponseReturnValue:
    """A room for what is no gathering."""
    form = _form()
    if request.method == "GET":
        form.place.data = request.args.get("ruimte", form.place.data)
        return _show(form, None)

    def keep(tx: Session, wish: Wish) -> Booking:
        library_id, now = this_library().id, clock.now()
        purpose, what = Purpose(form.purpose.data), form.what.data
        if until := form.every_week_until.data:
            return services.book_every_week(
                tx, library_id, wish, until,
                skip_taken=form.skip_taken.data, purpose=purpose, what=what, now=now,
            )[0]  # fmt: skip
        return services.book(tx, library_id, wish, purpose=purpose, what=what, now=now)

    return _keep(form, keep, None)


@bp.route("/<int:booking_id>", methods=["GET", "POST"])
@staff_only
@private
def edit(booking_id: int) -> ResponseReturnValue:
    """Another time or room, or other words; a gathering's booking moves with the gathering."""
    stands, form = queries.get(session(), this_library().id, booking_id), _form()
    services.refuse_a_gatherings(stands)
    if request.method == "GET":
        form.show(stands)
        return _show(form, stands)

    def keep(tx: Session, wish: Wish) -> Booking:
        purpose = Purpose(form.purpose.data)
        return services.change_by_hand(
            tx, this_library().id, booking_id, wish,
            purpose=purpose, what=form.what.data, now=clock.now(),
        )  # fmt: skip

    return _keep(form, keep, stands)


@bp.post("/<int:booking_id>/vrijgeven")
@staff_only
def release(booking_id: int) -> ResponseReturnValue:
    stands = queries.get(session(), this_library().id, booking_id)
    back, and_later = _at(stands), "ook_later" in request.form
    with transaction() as tx:
        services.release_by_hand(tx, this_library().id, booking_id, and_later=and_later)
    return done(gettext("The room is free again."), back)


@bp.get("/kijk")
@staff_only
@private
def look() -> ResponseReturnValue:
    """How it stands with a room, while day, time and room are being chosen."""
    number = row_id(request.args.get("boeking"))
    stands = queries.get(session(), this_library().id, number) if number else None
    form = _form(asked=True)
    return render("bookings/_look.html", look=_look(form, stands))


def equipment_names(words: Collection[Equipment]) -> list[str]:
    """In the order of the list, whatever order they come in."""
    return [str(said) for word, said in EQUIPMENT.items() if word in words]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(equipment_names=equipment_names)
    item = MenuItem("rooms.index", N_("Rooms"), order=25, shown=works_here)
    slots.add_to_menu(app, Menu.DESK, item)


def _in_words(bookings: Collection[Booked]) -> Callable[[Booked], Shown]:
    """How each of these is said; a moment that comes back is said once."""
    say = cache(formats.clock)
    kept = cache(lambda first, last: gettext("booked %(span)s", span=f"{say(first)}–{say(last)}"))
    whose = {word: str(said) for word, said in PURPOSES.items()}
    by_hand, theirs = url_for(".index"), _pages_of_others(bookings)

    def words(booked: Booked) -> Shown:
        is_gathering = booked.purpose is Purpose.GATHERING
        meets = (booked.starts_at, booked.ends_at)
        blocked = (booked.blocked_from, booked.blocked_until)
        return Shown(
            when=f"{say(meets[0])}–{say(meets[1])}",
            what=booked.what or whose[booked.purpose],
            page=theirs.get(booked.id) if is_gathering else f"{by_hand}/{booked.id}",
            whose="" if is_gathering else whose[booked.purpose],
            around="" if meets == blocked else kept(*blocked),
        )

    return words


def _pages_of_others(bookings: Collection[Booked]) -> dict[int, str]:
    """Where gatherings are looked after, for who may go there."""
    if not may_work_here():
        return {}
    theirs = [each.id for each in bookings if each.purpose is Purpose.GATHERING]
    return owners.pages_of(session(), this_library().id, theirs)


def _bookings(branch: Branch | None, stretch: Stretch) -> list[Booked]:
    if branch is None:
        return []
    return queries.list_of_branch(
        session(), branch.library_id, branch.id, stretch.begins, stretch.ends
    )


def _chosen(branches: Collection[Branch], slug: str) -> Branch | None:
    """The branch that is asked for, or the first that has rooms."""
    return next((each for each in branches if each.slug == slug), next(iter(branches), None))


def _holds(stretch: Stretch, day: object) -> bool:
    return day in set(stretch)


def _form(*, asked: bool = False) -> BookingForm:
    form = BookingForm(formdata=request.args) if asked else BookingForm()
    form.offer_rooms(list_branches_with_rooms(session(), this_library()))
    return form


def _keep(
    form: BookingForm, keep: Callable[[Session, Wish], Booking], stands: Booking | None
) -> ResponseReturnValue:
    if taking.take(form):
        return _show(form, stands)
    wish = form.wish() if form.validate() else None
    if wish is None:
        return _show(form, stands, 422)
    try:
        with transaction() as tx:
            booking = keep(tx, wish)
    except Clash as clash:
        form.place.errors = [*form.place.errors, sentence(clash)]
        return _show(form, stands, 422)
    except Clashes as clashes:
        form.every_week_until.errors = [*form.every_week_until.errors, sentence(clashes)]
        return _show(form, stands, 422, [sentence(each) for each in clashes.clashes])
    return done(_kept(booking, wish), _at(booking))


def _kept(booking: Booking, wish: Wish) -> str:
    said: str = gettext("The room is booked.")
    if free.only_open(booking.room, wish) is not None:
        said += " " + gettext("Outside the opening hours of the branch: check who opens the door.")
    return said


def _look(form: BookingForm, stands: Booking | None) -> free.Look | None:
    wish = form.wish()
    if wish is None:
        return None
    but = stands.id if stands else None
    return free.look(session(), this_library().id, wish, but=but, now=clock.now())


def _at(booking: Booking) -> str:
    """The week of the calendar that it is in."""
    week = calendar.week_of(clock.local_day(booking.starts_at))
    branch = queries.get(session(), booking.library_id, booking.id).room.branch
    return url_for(".index", vestiging=branch.slug, **week.query)


def _show(
    form: BookingForm,
    stands: Booking | None,
    status: int = 200,
    clashes: Sequence[str] = (),
) -> ResponseReturnValue:
    if stands is not None:
        stands = queries.get(session(), this_library().id, stands.id)
    return render(
        "bookings/form.html",
        status=status,
        form=form,
        booking=stands,
        look=_look(form, stands),
        clashes=clashes,
        later=len(queries.list_later(session(), stands)) - 1 if stands else 0,
    )
