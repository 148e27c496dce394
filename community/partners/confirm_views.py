"""A partner confirms, behind a link that only the mail has: no account, one button."""

from __future__ import annotations

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.clock import local_day
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.partners import besides, confirming, judging, list_queries
from community.partners.confirm_forms import ConfirmForm, CorrectionForm, RemarkForm
from community.partners.models import LineKind, QuarterList
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.keys import house_key

bp = tenant_blueprint("confirming", __name__, "/bevestigen")

#: A token cannot be guessed; this keeps who tries from being a burden.
CONFIRMATION = doors.of_links("partner: confirmation")


@bp.get("/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """What is asked. A scanner that follows the link of a mail changes nothing here."""
    return _page(_asked(token), token, ConfirmForm(formdata=None))


@bp.post("/<token>")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """All that has no answer yet is right; and what they think of us, if they want to say so."""
    asked, form = _asked(token), ConfirmForm()
    if not form.validate():
        return _page(asked, token, form, status=422)
    if asked.has_expired(clock.now()):
        return _page(asked, token, form)
    with transaction() as tx:
        confirmed = confirming.confirm_all(tx, this_library().id, asked.id, now=clock.now())
        judging.judge(tx, confirmed, form.opinion(), now=clock.now())
    return done(gettext("Thank you. We have noted it."), url_for(".show", token=token))


@bp.route("/<token>/<int:line_id>", methods=["GET", "POST"])
@open_to_all
@private
def correct(token: str, line_id: int) -> ResponseReturnValue:
    """One line is not right: how was it?"""
    asked = _asked(token)
    line = list_queries.line_of(asked, line_id)
    if line.answer is not None or asked.has_expired(clock.now()):
        return go(url_for(".show", token=token))
    form = CorrectionForm() if line.kind is LineKind.GATHERING else RemarkForm()
    if form.validate_on_submit():
        with transaction() as tx:
            confirming.correct(
                tx, this_library().id, asked.id, line_id, form.correction(), now=clock.now()
            )
        return done(gettext("Passed on. Is the rest right?"), url_for(".show", token=token))
    if not form.is_submitted():
        form.show(line)
    return render(
        "partners/correct.html",
        status=422 if form.is_submitted() else 200,
        asked=asked,
        line=line,
        form=form,
        token=token,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _asked(token: str) -> QuarterList:
    doors.enter(CONFIRMATION)
    return list_queries.get_by_token(session(), this_library().id, token, key=house_key())


def _page(
    asked: QuarterList, token: str, form: ConfirmForm, *, status: int = 200
) -> ResponseReturnValue:
    now = clock.now()
    expired = asked.has_expired(now) and bool(asked.open_lines or not asked.lines)
    judged = list_queries.has_judged(session(), asked.partner_id, local_day(now).year)
    return render(
        "partners/confirm.html",
        status=410 if expired else status,
        asked=asked,
        token=token,
        form=form,
        expired=expired,
        besides=besides.said(session(), asked),
        asks_opinion=not judged and not asked.has_expired(now),
    )
