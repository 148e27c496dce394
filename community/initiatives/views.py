"""Whose idea it was, on the page of a gathering at the desk."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.gatherings import hosting_queries
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.groups import queries as groups
from community.initiatives import labels, queries, services
from community.initiatives.forms import NamedWhoForm, SpokenYesForm, WhoForm
from community.initiatives.models import Initiation, Proof
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners import besides
from community.partners import queries as partners
from community.partners.models import QuarterLine, QuarterList
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render

bp = tenant_blueprint("initiatives", __name__, "/beheer/activiteiten/<int:gathering_id>/idee")


@bp.route("", methods=["GET", "POST"])
@librarians_only
@reads(Reading.BEGUN)
@private
def name(gathering_id: int) -> ResponseReturnValue:
    """Whose idea it was; they are asked, where they can be."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = _form(gathering)
    if form.validate_on_submit():
        with transaction() as tx:
            named = services.name_initiator(
                tx, this_library().id, gathering_id, form.who(), by_id=me().id, now=clock.now()
            )
        return done(_said(named), _at(gathering_id))
    return render(
        "initiatives/name.html",
        status=form_status(),
        form=form,
        gathering=gathering,
    )


@bp.route("/ja", methods=["GET", "POST"])
@librarians_only
@reads(Reading.BEGUN)
@private
def spoken(gathering_id: int) -> ResponseReturnValue:
    """They said yes aloud."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = SpokenYesForm()
    if form.validate_on_submit():
        with transaction() as tx:
            services.note_yes(
                tx, this_library().id, gathering_id, Proof(form.proof.data), form.wording.data,
                by_id=me().id, now=clock.now(),
            )  # fmt: skip
        return done(gettext("Noted, with their words."), _at(gathering_id))
    return render(
        "initiatives/spoken.html",
        status=form_status(),
        form=form,
        gathering=gathering,
        initiation=_that_holds(gathering),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk", _whose_idea, order=45)
    besides.also("initiatives", _their_ideas, _confirmed_with_the_list)


def _their_ideas(asking: Session, asked: QuarterList) -> dict[int, str]:
    """On the list of the quarter: which of it was the partner's own idea."""
    lines = {line.gathering_id: line.id for line in asked.lines if line.gathering_id is not None}
    begun = queries.list_begun_by(asking, asked.library_id, asked.partner_id, lines.keys())
    return {lines[each]: gettext("It was your idea.") for each in begun}


def _confirmed_with_the_list(
    tx: Session, asked: QuarterList, line: QuarterLine, now: datetime
) -> None:
    if line.gathering_id is not None:
        services.confirm_by_list(tx, asked.library_id, line.gathering_id, asked.partner_id, now=now)


def _whose_idea(*, gathering: Gathering) -> str | None:
    """For librarians: who began it, and whether they have said so."""
    if not may_work_here():
        return None
    return render_template(
        "initiatives/_whose_idea.html",
        gathering=gathering,
        initiation=_that_holds(gathering),
        proofs=labels.PROOFS,
    )


def _that_holds(gathering: Gathering) -> Initiation | None:
    """Who was named, unless the form of the gathering has said something else since."""
    found = queries.find(session(), gathering.library_id, gathering.id)
    return found if found is not None and found.kind is gathering.initiator else None


def _form(gathering: Gathering) -> WhoForm:
    stands = _that_holds(gathering)
    given = {
        "kind": gathering.initiator.value,
        "name": stands.name if stands and stands.kind is Initiator.RESIDENT else "",
        "email": stands.mailed_to if stands and stands.kind is Initiator.RESIDENT else "",
        "group": stands.group_id or 0 if stands else _its_group(gathering),
        "partner": stands.partner_id or 0 if stands else 0,
    }
    form = (WhoForm if gathering.is_sensitive else NamedWhoForm)(data=given)
    library_id = gathering.library_id
    form.offer(
        ((group.id, group.name) for group in groups.list_for_choice(session(), library_id)),
        partners.list_possible(session(), library_id, 0),
    )
    return form


def _its_group(gathering: Gathering) -> int:
    """The group that it is of, to begin with; 0 when there is none, or more than one."""
    links = groups.list_links(session(), gathering.library_id, gathering.id)
    return links[0].group_id if len(links) == 1 else 0


def _said(named: Initiation | None) -> str:
    if named is None:
        said = gettext("Noted: the library’s own idea.")
    elif named.mailed_to:
        said = gettext("Noted. %(name)s is asked by e-mail to confirm it.", name=named.name)
    else:
        said = gettext("Noted. Ask them, and write down what they say.")
    return str(said)


def _at(gathering_id: int) -> str:
    return url_for("gatherings_desk.show", gathering_id=gathering_id)
