"""The exit pulse: three statements for who has a code, and counts for who types paper over."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts import doors
from community.db import session, transaction
from community.gatherings import closing
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.lots import queries as lots
from community.lots.models import Asked, Instrument
from community.pulse import codes, labels, queries, services
from community.pulse.forms import AnswerForm, PaperForm
from community.pulse.outcome import nothing
from community.pulse.services import CodeIsSpent, NothingSaid
from community.web import slots
from community.web.access import hosts_only, open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.qr import qr_svg

bp = tenant_blueprint("pulse", __name__, "/beheer/activiteiten/<int:gathering_id>/peiling")
open_bp = tenant_blueprint("pulse_answer", __name__, "/peiling")


# ─── who answers ───


@open_bp.get("")
@open_to_all
@private
def find() -> ResponseReturnValue:
    """For who types the code of a slip."""
    typed = request.args.get("code", "")[:40]
    code = codes.tidy(typed)
    if code:
        return go(url_for(".answer", code=code))
    return render("pulse/find.html", status=422 if typed else 200, typed=typed)


@open_bp.get("/bedankt")
@open_to_all
@private
def thanks() -> ResponseReturnValue:
    return render("pulse/thanks.html")


@open_bp.route("/<code>", methods=["GET", "POST"])
@open_to_all
@private
def answer(code: str) -> ResponseReturnValue:
    """Three statements, each of which may be skipped. A wrong code counts as a knock."""
    library_id, key, now = this_library().id, house_key(), clock.now()
    known, form = codes.tidy(code), AnswerForm()
    gathering = queries.find_gathering(session(), library_id, known, key=key) if known else None
    if known is None or gathering is None or not queries.is_open(gathering, now):
        doors.enter(doors.PULSE)
        return _spent()
    if request.method == "POST":
        doors.enter(doors.PULSE)
        if form.validate():
            try:
                with transaction() as tx:
                    services.answer(tx, library_id, known, form.answers(), key=key, now=now)
                return go(url_for(".thanks"))
            except CodeIsSpent:  # Somebody with the same slip was a moment earlier.
                return _spent()
            except NothingSaid as nothing_said:
                form.form_errors.append(sentence(nothing_said))
    return render(
        "pulse/answer.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        code=known,
    )


def _spent() -> ResponseReturnValue:
    return render("pulse/spent.html", status=CodeIsSpent.status)


# ─── the desk ───


@bp.route("", methods=["GET", "POST"])
@hosts_only
@private
def count(gathering_id: int) -> ResponseReturnValue:
    """How many answered, what they said as far as it may be shown, and the paper slips."""
    gathering, form, now = own(gathering_id), PaperForm(), clock.now()
    if request.method == "GET":
        paper = queries.find_paper(session(), gathering.library_id, gathering.id)
        form.show(paper.details["answers"] if paper else nothing())
    elif form.validate():
        with transaction() as tx:
            services.count_paper(
                tx, this_library().id, gathering_id, form.answers(), now=clock.now()
            )
        here = url_for(".count", gathering_id=gathering_id)
        return done(gettext("The slips are noted."), here)
    return render(
        "pulse/count.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        outcome=queries.outcome(session(), gathering, now=now),
        shown_from=gathering.ends_at + queries.AFTER,
        is_open=queries.is_open(gathering, now),
    )


@bp.post("/scherm")
@hosts_only
@private
def screen(gathering_id: int) -> ResponseReturnValue:
    """One fresh code, large on a screen at the door; the button makes the next."""
    gathering, key = own(gathering_id), house_key()
    with transaction() as tx:
        (code,) = services.make_codes(
            tx, this_library().id, gathering_id, 1, key=key, now=clock.now()
        )
    return render("pulse/screen.html", gathering=gathering, slip=slip(code))


def slip(code: str) -> dict[str, object]:
    """What stands on one slip: the code, and the address in words and as a QR."""
    path = url_for("pulse_answer.answer", library=this_library().slug, code=code)
    url = f"{base_url()}{path}"
    return {
        "code": codes.in_halves(code),
        "url": url,
        "qr": qr_svg(url),
    }


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(open_bp)
    app.jinja_env.globals.update(pulse_labels=labels)
    closing.also_carries("pulse", _is_asked)
    slots.fill(app, "gathering.asked", _asked, order=20)


def _is_asked(tx: Session, gathering: Gathering) -> Asked:
    return lots.is_asked(tx, gathering, Instrument.PULSE)


def _asked(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering, where a pulse is asked or was answered."""
    asked, now = _is_asked(session(), gathering), clock.now()
    outcome = queries.outcome(session(), gathering, now=now)
    if asked is Asked.NONE and not outcome.by_code + outcome.on_paper:
        return None
    return render_template(
        "pulse/_asked.html",
        gathering=gathering,
        asked=asked,
        outcome=outcome,
    )
