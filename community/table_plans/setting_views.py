"""Setting a table plan up: how it goes, who is who, and who wants what."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.table_plans import naming, proposing, queries, setting_up
from community.table_plans.forms import GuestForm, PressForm, SetUpForm, WishForm
from community.table_plans.models import TablePlan
from community.table_plans.rules import Hand
from community.web.access import hosts_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint("table_setting", __name__, "/beheer/activiteiten/<int:gathering_id>/tafels")


@bp.route("/opzet", methods=["GET", "POST"])
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def set_up(gathering_id: int) -> ResponseReturnValue:
    """How many rounds, how large the tables, what to mix by."""
    gathering, form = own(gathering_id), SetUpForm()
    plan = queries.find(session(), this_library().id, gathering_id)
    form.offer_questions([question.label for question in gathering.questions])
    if request.method == "GET":
        form.show(plan or setting_up.usual(session(), gathering))
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                setting_up.set_up(
                    tx, this_library().id, gathering_id, form.set_up, _hand(form.seen.data)
                )
            return done(gettext("Saved."), url_for("table_plans.show", gathering_id=gathering_id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            gathering = own(gathering_id)
            plan = queries.find(session(), this_library().id, gathering_id)
    return render(
        "table_plans/set_up.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        plan=plan,
        people=len(queries.list_seats(session(), gathering)),
    )


@bp.route("/wensen", methods=["GET", "POST"])
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def wish(gathering_id: int) -> ResponseReturnValue:
    """All wishes, and one more."""
    gathering, plan, form = own(gathering_id), _plan(gathering_id), WishForm()
    table = proposing.table_of(session(), plan)
    names = _names(plan, gathering)
    form.offer(
        sorted(
            ((guest.id, names[guest.key]) for guest in table.guests),
            key=lambda each: each[1].casefold(),
        )
    )
    if form.validate_on_submit():
        with transaction() as tx:
            setting_up.wish(tx, this_library().id, gathering_id, form.wanted, now=clock.now())
        return done(gettext("Noted."), url_for(".wish", gathering_id=gathering_id))
    return render(
        "table_plans/wishes.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        plan=plan,
        wishes=table.wishes,
        names=names,
    )


@bp.post("/wensen/<int:wish_id>/weg")
@hosts_only
@private
def drop_wish(gathering_id: int, wish_id: int) -> ResponseReturnValue:
    library_id = own(gathering_id).library_id
    with transaction() as tx:
        setting_up.drop_wish(tx, library_id, gathering_id, wish_id, now=clock.now())
    return done(gettext("Removed."), url_for(".wish", gathering_id=gathering_id))


@bp.post("/wensen/<int:wish_id>/loslaten")
@hosts_only
@private
def give_up(gathering_id: int, wish_id: int) -> ResponseReturnValue:
    """Let a wish go that cannot be, or want it again."""
    library_id, again = own(gathering_id).library_id, request.form.get("toch") == "1"
    with transaction() as tx:
        setting_up.give_up(tx, library_id, gathering_id, wish_id, again=again, now=clock.now())
    said = (
        gettext("It counts again.") if again else gettext("Let go. Divide again to see the result.")
    )
    return done(said, url_for("table_plans.show", gathering_id=gathering_id))


@bp.route("/mensen", methods=["GET", "POST"])
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def people(gathering_id: int) -> ResponseReturnValue:
    """Who comes, who leads a table, who speaks what."""
    gathering, plan, form, refused = own(gathering_id), _plan(gathering_id), PressForm(), ""
    if form.validate_on_submit():
        chosen = set(request.form.getlist("host", type=int))
        try:
            with transaction() as tx:
                hand = _hand(str(form.seen.data or 0))
                setting_up.choose_hosts(tx, this_library().id, gathering_id, chosen, hand)
            return done(gettext("Saved."), url_for(".people", gathering_id=gathering_id))
        except DomainError as no:
            refused, gathering, plan = sentence(no), own(gathering_id), _plan(gathering_id)
    return render(
        "table_plans/people.html",
        status=409 if refused else 200,
        gathering=gathering,
        plan=plan,
        table=proposing.table_of(session(), plan),
        names=_names(plan, gathering),
        refused=refused,
    )


@bp.route("/mensen/<int:guest_id>", methods=["GET", "POST"])
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def guest(gathering_id: int, guest_id: int) -> ResponseReturnValue:
    """What is known of one guest."""
    gathering, plan, form = own(gathering_id), _plan(gathering_id), GuestForm()
    table = proposing.table_of(session(), plan)
    about = next((each for each in table.guests if each.id == guest_id), None)
    if about is None:
        raise NotFound
    if request.method == "GET":
        form.show(about, table.tongues_of(about), plan.version)
    name = _names(plan, gathering)[about.key]
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                setting_up.know(
                    tx, this_library().id, gathering_id, {guest_id: form.about},
                    _hand(form.seen.data),
                )  # fmt: skip
            return done(gettext("Saved."), url_for(".people", gathering_id=gathering_id))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            gathering, plan = own(gathering_id), _plan(gathering_id)
    return render(
        "table_plans/guest.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        plan=plan,
        name=name,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _plan(gathering_id: int) -> TablePlan:
    return queries.get(session(), this_library().id, gathering_id)


def _names(plan: TablePlan, gathering: Gathering) -> dict[str, str]:
    return naming.names_of(
        queries.list_guests(session(), plan),
        queries.list_children(session(), plan),
        sensitive=gathering.is_sensitive,
    )


def _hand(seen: str | None) -> Hand:
    return Hand(row_id(seen) or 0, me().id, clock.now())
