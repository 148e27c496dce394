"""Samen met: the partners of one gathering, on its page at the desk."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.gatherings import closing, hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners import joining, queries
from community.partners.forms import BroughtForm, JoinForm
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.press import PressForm

bp = tenant_blueprint("partnerships", __name__, "/beheer/activiteiten/<int:gathering_id>/samen")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@private
def add(gathering_id: int) -> ResponseReturnValue:
    """Another partner, and what it brings."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = _join_form(gathering)
    if form.validate_on_submit():
        with transaction() as tx:
            joining.join(
                tx, this_library().id, gathering_id, form.partner.data, form.brought(),
                now=clock.now(),
            )  # fmt: skip
        name = queries.get(session(), this_library().id, form.partner.data).name
        return done(gettext("%(name)s is now a partner in this.", name=name), _at(gathering_id))
    return render(
        "partners/join.html",
        status=form_status(),
        form=form,
        gathering=gathering,
    )


@bp.post("/weer")
@librarians_only
def again(gathering_id: int) -> ResponseReturnValue:
    """The same partners as last time."""
    with transaction() as tx:
        joined = joining.join_again(tx, this_library().id, gathering_id, now=clock.now())
    said = ngettext(
        "%(num)d partner is taking part again.",
        "%(num)d partners are taking part again.",
        len(joined),
    )
    return done(said, _at(gathering_id))


@bp.route("/<int:partner_id>", methods=["GET", "POST"])
@librarians_only
@private
def change(gathering_id: int, partner_id: int) -> ResponseReturnValue:
    """What this partner brings, after all."""
    stands = queries.get_at(session(), this_library().id, gathering_id, partner_id)
    form = BroughtForm()
    if request.method == "GET":
        form.show(stands)
    elif form.validate():
        with transaction() as tx:
            joining.join(
                tx, this_library().id, gathering_id, partner_id, form.brought(), now=clock.now()
            )
        return done(gettext("Saved."), _at(gathering_id))
    return render(
        "partners/brought.html",
        status=form_status(),
        form=form,
        press=PressForm(),
        stands=stands,
    )


@bp.post("/<int:partner_id>/weg")
@librarians_only
def remove(gathering_id: int, partner_id: int) -> ResponseReturnValue:
    stands = queries.get_at(session(), this_library().id, gathering_id, partner_id)
    name = stands.partner.name
    with transaction() as tx:
        joining.leave(tx, this_library().id, gathering_id, partner_id, now=clock.now())
    return done(gettext("%(name)s is off the list of this activity.", name=name), _at(gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    closing.also_carries("partners", joining.as_closing_says)
    slots.fill(app, "gathering.desk", _together, order=40)


def _together(*, gathering: Gathering) -> str:
    """On the page of a gathering: with whom, and for librarians what they bring."""
    joined = queries.list_at(session(), gathering.id)
    if not may_work_here():
        return render_template("partners/_together.html", gathering=gathering, joined=joined)
    earlier = None if joined else queries.find_earlier(session(), gathering)
    return render_template(
        "partners/_together.html",
        gathering=gathering,
        joined=joined,
        last_time=queries.list_at(session(), earlier.id) if earlier else [],
        form=_join_form(gathering),
    )


def _join_form(gathering: Gathering) -> JoinForm:
    """Its fields have names of their own: the page of a gathering has several forms."""
    form = JoinForm(prefix="samen-")
    form.offer(queries.list_possible(session(), gathering.library_id, gathering.id))
    return form


def _at(gathering_id: int) -> str:
    return url_for("gatherings_desk.show", gathering_id=gathering_id)
