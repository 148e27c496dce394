"""Partners at the desk: the list, one partner with what we do together, and its facts."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here
from community.clock import local_day, start_of_day
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners import dossier, labels, queries
from community.partners.depth import depth_of
from community.partners.forms import (
    ContactForm,
    GoalForm,
    KnownPartnerForm,
    MomentForm,
    PartnerForm,
)
from community.partners.models import Partner, Sector
from community.partners.periods import a_year_before
from community.web import slots
from community.web.access import librarians_only
from community.web.asked import page_number
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("partners", __name__, "/beheer/partners")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    now = clock.now()
    words, sector = request.args.get("q", "")[:80], _sector(request.args.get("sector", ""))
    listed = queries.list_partners(
        session(), this_library().id,
        words=words, sector=sector, page=page_number(request.args.get("pagina", "")),
        since=_a_year_ago(now), now=now,
    )  # fmt: skip
    return render(
        "partners/index.html",
        fragment="partners/_list.html",
        listed=listed,
        words=words,
        sector=sector,
    )


@bp.get("/<int:partner_id>")
@librarians_only
@private
def show(partner_id: int) -> ResponseReturnValue:
    return _show(queries.get(session(), this_library().id, partner_id))


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    form = PartnerForm()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                partner = dossier.add(tx, this_library().id, form.draft(), now=clock.now())
            return done(gettext("Saved. Who do you speak to there?"), _at(partner.id))
        except dossier.NameIsTaken as taken:
            form.name.errors = [sentence(taken)]
    return render("partners/edit.html", status=form_status(), form=form, partner=None)


@bp.route("/<int:partner_id>/bewerken", methods=["GET", "POST"])
@librarians_only
@private
def edit(partner_id: int) -> ResponseReturnValue:
    partner, form = queries.get(session(), this_library().id, partner_id), KnownPartnerForm()
    if request.method == "GET":
        form.show(partner)
    elif form.validate():
        try:
            with transaction() as tx:
                dossier.change(tx, this_library().id, partner_id, form.draft())
            return done(gettext("Saved."), _at(partner_id))
        except dossier.NameIsTaken as taken:
            form.name.errors = [sentence(taken)]
            partner = queries.get(session(), this_library().id, partner_id)
    return render("partners/edit.html", status=form_status(), form=form, partner=partner)


@bp.route("/<int:partner_id>/contactpersonen/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new_contact(partner_id: int) -> ResponseReturnValue:
    partner, form = queries.get(session(), this_library().id, partner_id), ContactForm()
    if form.validate_on_submit():
        with transaction() as tx:
            dossier.add_contact(tx, this_library().id, partner_id, form.draft())
        return done(gettext("Saved."), _at(partner_id))
    return render(
        "partners/contact.html", status=form_status(), form=form, partner=partner, contact=None
    )


@bp.route("/<int:partner_id>/contactpersonen/<int:contact_id>", methods=["GET", "POST"])
@librarians_only
@private
def contact(partner_id: int, contact_id: int) -> ResponseReturnValue:
    partner, form = queries.get(session(), this_library().id, partner_id), ContactForm()
    stands = queries.get_contact(session(), this_library().id, partner_id, contact_id)
    if request.method == "GET":
        form.show(stands)
    elif form.validate():
        with transaction() as tx:
            dossier.change_contact(tx, this_library().id, partner_id, contact_id, form.draft())
        return done(gettext("Saved."), _at(partner_id))
    return render(
        "partners/contact.html", status=form_status(), form=form, partner=partner, contact=stands
    )


@bp.post("/<int:partner_id>/contactpersonen/<int:contact_id>/weg")
@librarians_only
def remove_contact(partner_id: int, contact_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        dossier.remove_contact(tx, this_library().id, partner_id, contact_id)
    return done(gettext("Removed: we keep nothing about this person."), _at(partner_id))


@bp.post("/<int:partner_id>/contact")
@librarians_only
@private
def spoke(partner_id: int) -> ResponseReturnValue:
    """We spoke: when, how, and about what."""
    partner, form = queries.get(session(), this_library().id, partner_id), MomentForm()
    if form.validate():
        try:
            with transaction() as tx:
                dossier.note_contact(
                    tx, this_library().id, partner_id,
                    on=form.on.data, kind=form.chosen, about=form.about.data, now=clock.now(),
                )  # fmt: skip
            return done(gettext("Noted."), _at(partner_id))
        except dossier.NotADayOfOurs as wrong:
            form.on.errors = [sentence(wrong)]
            partner = queries.get(session(), this_library().id, partner_id)
    return _show(partner, moment=form, status=422)


@bp.route("/<int:partner_id>/doel", methods=["GET", "POST"])
@librarians_only
@private
def goal(partner_id: int) -> ResponseReturnValue:
    """What we want to achieve together."""
    partner, form = queries.get(session(), this_library().id, partner_id), _goal_form()
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                dossier.agree_goal(
                    tx, this_library().id, partner_id,
                    text=form.text.data, on=form.on.data, now=clock.now(),
                )  # fmt: skip
            return done(
                gettext("Written down. The partner is asked to confirm it."), _at(partner_id)
            )
        except dossier.NotADayOfOurs as wrong:
            partner = _refused(form, wrong, partner_id)
    return render("partners/goal.html", status=form_status(), form=form, partner=partner, goal=None)


@bp.route("/<int:partner_id>/doel/<int:goal_id>/terugblik", methods=["GET", "POST"])
@librarians_only
@private
def look_back(partner_id: int, goal_id: int) -> ResponseReturnValue:
    """What became of it."""
    partner, form = queries.get(session(), this_library().id, partner_id), _goal_form()
    agreed = queries.get_goal(session(), this_library().id, partner_id, goal_id)
    if request.method == "GET" and agreed.looked_back_on:
        form.text.data, form.on.data = agreed.look_back, agreed.looked_back_on
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                dossier.look_back(
                    tx, this_library().id, partner_id, goal_id,
                    text=form.text.data, on=form.on.data, now=clock.now(),
                )  # fmt: skip
            return done(
                gettext("Written down. The partner is asked to confirm it."), _at(partner_id)
            )
        except dossier.NotADayOfOurs as wrong:
            partner = _refused(form, wrong, partner_id)
            agreed = queries.get_goal(session(), this_library().id, partner_id, goal_id)
    return render(
        "partners/goal.html", status=form_status(), form=form, partner=partner, goal=agreed
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["partner_labels"] = labels
    slots.add_to_menu(
        app,
        Menu.DESK,
        MenuItem("partners.index", N_("Partners"), order=40, shown=may_work_here),
    )


def _show(
    partner: Partner, *, moment: MomentForm | None = None, status: int = 200
) -> ResponseReturnValue:
    now = clock.now()
    since = a_year_before(local_day(now))
    joint = queries.list_joint(
        session(), partner.id, since=start_of_day(since), until=_far_ahead(now)
    )
    goals = queries.list_goals(session(), partner.id)
    last = queries.last_contact(session(), partner.id, since)
    return render(
        "partners/show.html",
        status=status,
        partner=partner,
        coming=[one for one in reversed(joint) if not one.gathering.is_over(now)],
        held=[one for one in joint if one.gathering.is_over(now)],
        goals=goals,
        moments=queries.list_moments(session(), partner.id),
        depth=depth_of(joint, goals, last, since=since, now=now),
        moment=moment or MomentForm(formdata=None, on=local_day(now)),
        now=now,
    )


def _refused(form: GoalForm, wrong: DomainError, partner_id: int) -> Partner:
    """Beside the field, on a page that is read anew: what was refused has been rolled back."""
    form.on.errors = [sentence(wrong)]
    return queries.get(session(), this_library().id, partner_id)


def _goal_form() -> GoalForm:
    return GoalForm(on=local_day(clock.now()))


def _sector(word: str) -> Sector | None:
    return Sector(word) if word in set(Sector) else None


def _a_year_ago(now: datetime) -> datetime:
    return start_of_day(a_year_before(local_day(now)))


def _far_ahead(now: datetime) -> datetime:
    return now.replace(year=now.year + 10, month=1, day=1)


def _at(partner_id: int) -> str:
    return url_for("partners.show", partner_id=partner_id)
