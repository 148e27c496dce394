"""Who fits a gathering, inviting them in one go, and what they answered."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.invitations import answering, inviting, labels, queries
from community.invitations.forms import InviteForm
from community.invitations.inviting import Invited
from community.invitations.models import ANSWERS
from community.libraries.tenancy import tenant_blueprint, this_library
from community.suggestions import fitting
from community.suggestions.labels import reasons_of
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.press import PressForm

bp = tenant_blueprint(
    "invitations_desk", __name__, "/beheer/activiteiten/<int:gathering_id>/wie-past"
)

#: So many at a time: a librarian reads them, and chooses.
SHOWN = 40


@bp.get("")
@librarians_only
@reads(Reading.INVITATIONS)
@private
def index(gathering_id: int) -> ResponseReturnValue:
    of = hosting_queries.get(session(), this_library().id, gathering_id)
    return _page(of, InviteForm())


@bp.post("/uitnodigen")
@librarians_only
def invite(gathering_id: int) -> ResponseReturnValue:
    library_id, form, by = this_library().id, InviteForm(), me().id
    if not form.validate_on_submit():
        return _page(hosting_queries.get(session(), library_id, gathering_id), form)
    with transaction() as tx:
        told = inviting.invite(
            tx, library_id, gathering_id, form.people.data, by=by, now=clock.now()
        )
    return done(_told(told), url_for(".index", gathering_id=gathering_id, _anchor="uitgenodigd"))


@bp.post("/groep/<int:group_id>")
@librarians_only
def invite_group(gathering_id: int, group_id: int) -> ResponseReturnValue:
    library_id, by = this_library().id, me().id
    with transaction() as tx:
        told = inviting.invite_group(tx, library_id, gathering_id, group_id, by=by, now=clock.now())
    return done(_told(told), url_for(".index", gathering_id=gathering_id, _anchor="uitgenodigd"))


@bp.post("/<int:invitation_id>/<any(ja,nee,'nu-niet'):answer>")
@librarians_only
def note_answer(gathering_id: int, invitation_id: int, answer: str) -> ResponseReturnValue:
    """Somebody said it on the telephone, or at the counter."""
    library_id = this_library().id
    invited = queries.get_of(session(), library_id, gathering_id, invitation_id)
    name = invited.person.full_name
    with transaction() as tx:
        answering.answer(
            tx, library_id, invitation_id, ANSWERS[answer], at_desk=True, now=clock.now()
        )
    back = (
        url_for("calls.index", _anchor="uitnodigingen")
        if request.args.get("bellijst")
        else url_for(".index", gathering_id=gathering_id, _anchor="uitgenodigd")
    )
    return done(gettext("Noted what %(name)s said.", name=name), back)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk.acts", _link)
    slots.fill(app, "desk.calls", _calls)
    waiting.waits(
        app,
        lambda library_id, now: (queries.how_many_calls(library_id, now),),
        lambda number: render_template("invitations/_todo.html", number=number),
    )


def _page(of: Gathering, form: InviteForm) -> ResponseReturnValue:
    now = clock.now()
    why = labels.WHY.get(request.args.get("waarom", ""))
    may = inviting.may_be_invited(of, now=now)
    open_now = inviting.can_invite(of, now)
    found, in_all = (
        fitting.suitable(
            session(), of, may, with_invited=session().scalars(queries.hoped_for(of)),
            only=why[0] if why else None, most=SHOWN, now=now,
        )
        if open_now
        else ([], 0)
    )  # fmt: skip
    return render(
        "invitations/desk.html",
        status=422 if form.errors else 200,
        gathering=of,
        form=form,
        press=PressForm(),
        found=found,
        in_all=in_all,
        open_now=open_now,
        invited=queries.list_of(session(), this_library().id, of.id),
        groups=queries.list_groups(session(), this_library().id, may) if open_now else [],
        labels=labels,
        most_a_month=inviting.MOST_A_MONTH,
        chosen=set(form.people.data or ()),
        reasons=lambda each: reasons_of(each, of.themes, language()),
        why=request.args.get("waarom", "") if why else "",
        now=now,
    )


def _told(told: Invited) -> str:
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", told.invited)
    if told.passed_over:
        said += " " + ngettext(
            "%(num)d person is not: they are in it or invited already, may not be invited, or were"
            " asked often enough this month.",
            "%(num)d people are not: they are in it or invited already, may not be invited, or were"
            " asked often enough this month.",
            told.passed_over,
        )
    return str(said)


def _link(gathering: Gathering) -> str | None:
    if not may_work_here() or not inviting.can_invite(gathering, clock.now()):
        return None
    return render_template("invitations/_link.html", gathering=gathering)


def _calls() -> str | None:
    """Below the list of who must be called: who was invited and gets no mail."""
    calls = queries.list_calls(session(), this_library().id, now=clock.now())
    return render_template("invitations/_calls.html", calls=calls) if calls else None
