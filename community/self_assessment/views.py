"""Rounds at the desk: opened, people invited, closed, and looked at."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import may_work_here, me
from community.accounts.models import Membership, Role
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.self_assessment import inviting, keys, labels, queries, rounds
from community.self_assessment.forms import DayForm, InviteForm, RoundForm, SlipsForm
from community.self_assessment.models import AssessmentRound
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm
from community.web.qr import qr_svg
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("self_assessment", __name__, "/beheer/zelfmeting")

#: So long a round stands open when nobody says otherwise.
USUAL = timedelta(days=21)
ON_A_SHEET = 8
#: Whom the list of who works here offers. Hosts are residents.
COLLEAGUES = {Role.VOLUNTEER, Role.STAFF, Role.LIBRARIAN, Role.MANAGER}


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    found = queries.list_rounds(session(), this_library().id)
    return render(
        "self_assessment/index.html",
        rounds=found,
        answered=queries.answered(session(), found),
        now=clock.now(),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    form, now = RoundForm(), clock.now()
    if not form.is_submitted():
        form.closes_on.data = clock.local_day(now) + USUAL
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                opened = rounds.open_round(
                    tx, this_library().id, form.plan(), by_id=me().id, now=now
                )
            return done(gettext("The round is open. Now invite people."), _at(opened.id))
        except rounds.WrongDay as wrong:
            form.closes_on.errors = [sentence(wrong)]
        except rounds.AnotherIsOpen as refused:
            form.form_errors.append(sentence(refused))
    status = 422 if form.errors else 200
    return render("self_assessment/new.html", status=status, form=form)


@bp.get("/<int:round_id>")
@librarians_only
@private
def show(round_id: int) -> ResponseReturnValue:
    return _show(round_id)


@bp.route("/<int:round_id>/uitnodigen", methods=["GET", "POST"])
@librarians_only
@private
def invite(round_id: int) -> ResponseReturnValue:
    """One function group at a time: pasted addresses, and ticks on who works here."""
    asked, form = _round(round_id), InviteForm()
    if request.method == "GET" and not asked.is_open(clock.now()):
        return go(_at(round_id))
    form.offer(_colleagues(asked))
    if form.validate_on_submit():
        with transaction() as tx:
            invited = inviting.invite(
                tx, this_library().id, round_id, form.function_group(), form.emails(),
                key=house_key(), now=clock.now(),
            )  # fmt: skip
        return done(_how_many(invited), _at(round_id))
    status = 422 if form.errors else 200
    return render("self_assessment/invite.html", status=status, form=form, asked=asked)


@bp.route("/<int:round_id>/briefjes", methods=["GET", "POST"])
@librarians_only
@private
def slips(round_id: int) -> ResponseReturnValue:
    """Asks how many, makes that many codes, and shows them this once: printing is now."""
    asked, form, made, group = _round(round_id), SlipsForm(), [], None
    if request.method == "GET" and not asked.is_open(clock.now()):
        return go(_at(round_id))
    if form.validate_on_submit():
        group = form.function_group()
        with transaction() as tx:
            made = inviting.make_slips(
                tx, this_library().id, round_id, group, form.number.data,
                key=house_key(), now=clock.now(),
            )  # fmt: skip
    codes = [_slip(code) for code in made]
    return render(
        "self_assessment/slips.html",
        status=422 if form.errors else 200,
        form=form,
        asked=asked,
        group=group,
        sheets=[codes[at : at + ON_A_SHEET] for at in range(0, len(codes), ON_A_SHEET)],
        site=f"{base_url()}{url_for('self_assessment_answer.find')}".partition("//")[2],
    )


@bp.post("/<int:round_id>/dag")
@librarians_only
@private
def change_day(round_id: int) -> ResponseReturnValue:
    form = DayForm()
    if form.validate():
        try:
            with transaction() as tx:
                rounds.change_day(
                    tx, this_library().id, round_id, form.closes_on.data, now=clock.now()
                )
            return done(gettext("The last day is changed."), _at(round_id))
        except rounds.WrongDay as wrong:
            form.closes_on.errors = [sentence(wrong)]
    return _show(round_id, form=form)


@bp.post("/<int:round_id>/sluiten")
@librarians_only
def close(round_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        rounds.close(tx, this_library().id, round_id, now=clock.now())
    return done(gettext("The round is closed."), _at(round_id))


@bp.post("/<int:round_id>/heropenen")
@librarians_only
@private
def reopen(round_id: int) -> ResponseReturnValue:
    form = DayForm()
    if form.validate():
        try:
            with transaction() as tx:
                rounds.reopen(tx, this_library().id, round_id, form.closes_on.data, now=clock.now())
            return done(gettext("The round is open again."), _at(round_id))
        except DomainError as refused:
            form.closes_on.errors = [sentence(refused)]
    return _show(round_id, form=form)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(assessment_labels=labels)
    item = MenuItem("self_assessment.index", N_("Self-assessment"), order=60, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)
    waiting.waits(app, queries.waiting, _waits, order=60)


def _waits(number: int, round_id: int) -> str:
    """On the librarian's Today: a round has closed, and nobody has looked at it."""
    return render_template("self_assessment/_waits.html", number=number, round_id=round_id)


def _show(round_id: int, *, form: DayForm | None = None) -> ResponseReturnValue:
    asked, now = _round(round_id), clock.now()
    if form is None:
        form = DayForm(formdata=None)
        usual = clock.local_day(now) + timedelta(days=7)
        form.closes_on.data = usual if asked.closed_at else asked.closes_on
    return render(
        "self_assessment/show.html",
        status=422 if form.errors else 200,
        asked=asked,
        form=form,
        press=PressForm(formdata=None),
        groups=queries.list_asked(session(), asked.id),
        answered=queries.answered(session(), [asked])[asked.id],
        not_reached=queries.list_not_reached(session(), asked.id),
        now=now,
    )


def _round(round_id: int) -> AssessmentRound:
    return queries.get(session(), this_library().id, round_id)


def _colleagues(asked: AssessmentRound) -> list[Membership]:
    """Who works here and has no link yet."""
    invited = {each.email for each in queries.list_invitees(session(), asked.id)}
    at_work = accounts.list_people_at_work(session(), this_library().id)
    return [
        each for each in at_work if each.role in COLLEAGUES and each.person.email not in invited
    ]


def _how_many(invited: inviting.Invited) -> str:
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", invited.new)
    if invited.before:
        more = ngettext(
            "%(num)d had already been invited.", "%(num)d had already been invited.", invited.before
        )
        said = f"{said} {more}"
    return str(said)


def _slip(code: str) -> dict[str, object]:
    """What stands on one slip: the code, and the address as a QR."""
    url = f"{base_url()}{url_for('self_assessment_answer.start', token=code)}"
    return {"code": keys.in_halves(code), "qr": qr_svg(url)}


def _at(round_id: int) -> str:
    return url_for(".show", round_id=round_id)
