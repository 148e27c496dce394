"""Who answers: behind a link or a code, on a phone, a block of statements at a time."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts import doors
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.self_assessment import answering, keys, queries, questionnaire
from community.self_assessment.answering import KeyIsSpent, NothingSaid
from community.self_assessment.forms import PageForm, page_form
from community.self_assessment.queries import Opened
from community.self_assessment.questionnaire import Questionnaire
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import go, render, wants_fragment
from community.web.i18n import language, sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("self_assessment_answer", __name__, "/zelfmeting")

#: Tries of codes and links that open nothing. Everybody in a building has one address.
NO_KEY = Door(
    "self-assessment: no key",
    everybody=Limit(6_000, timedelta(minutes=15)),
    network=Limit(300, timedelta(minutes=15)),
)


@bp.get("")
@open_to_all
@private
def find() -> ResponseReturnValue:
    """For who types the code of a slip."""
    typed = request.args.get("code", "")[:40]
    if code := keys.tidy(typed):
        return go(url_for(".start", token=code))
    return render("self_assessment/find.html", status=422 if typed else 200, typed=typed)


@bp.get("/bedankt")
@open_to_all
@private
def thanks() -> ResponseReturnValue:
    asked = queries.find_open(session(), this_library().id)
    return render("self_assessment/thanks.html", asked=asked)


@bp.get("/<token>")
@open_to_all
@private
def start(token: str) -> ResponseReturnValue:
    """What is asked, by whom, and what becomes of it. A scanner of mails changes nothing here."""
    opened = _opened(token)
    return render("self_assessment/start.html", opened=opened, asks=_asks(opened), token=token)


@bp.route("/<token>/<int:page>", methods=["GET", "POST"])
@open_to_all
@private
def answer(token: str, page: int) -> ResponseReturnValue:
    """One block of statements. All may stay open; what is filled in is kept at every step."""
    opened = _opened(token)
    blocks = list(_asks(opened).numbered())
    if not 1 <= page <= len(blocks):
        raise NotFound
    form = page_form(*blocks[page - 1], opened.draft)
    if form.validate_on_submit():
        _keep(token, form)
        if wants_fragment():
            return "", 204  # Kept while somebody fills it in: nothing on the page changes.
        return go(_next(token, page, len(blocks)))
    return render(
        "self_assessment/answer.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        block=blocks[page - 1][0],
        number=page,
        pages=len(blocks),
        token=token,
    )


@bp.route("/<token>/inleveren", methods=["GET", "POST"])
@open_to_all
@private
def hand_in(token: str) -> ResponseReturnValue:
    """What was left open, and the button that makes an answer of it."""
    opened, form = _opened(token), PressForm()
    if form.validate_on_submit():
        try:
            _hand_in(token)
            return go(url_for(".thanks"))
        except NothingSaid as nothing_said:
            form.form_errors.append(sentence(nothing_said))
            opened = _opened(token)
    return render(
        "self_assessment/hand_in.html",
        status=422 if form.errors else 200,
        form=form,
        opened=opened,
        left_open=_left_open(opened),
        pages=len(_asks(opened).blocks),
        token=token,
    )


@bp.errorhandler(KeyIsSpent)
def spent(_spent: KeyIsSpent) -> ResponseReturnValue:
    """Used by who holds it, or by somebody a moment earlier; the page is the same."""
    return render("self_assessment/spent.html", status=KeyIsSpent.status)


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _opened(token: str) -> Opened:
    """What this link or code opens; one that opens nothing counts as a knock."""
    found = queries.find_opened(session(), this_library().id, _secret(token), key=house_key())
    if found is None or not found.round.is_open(clock.now()):
        doors.enter(NO_KEY)
        raise KeyIsSpent
    return found


def _asks(opened: Opened) -> Questionnaire:
    return questionnaire.of(opened.round.version, language())


def _keep(token: str, form: PageForm) -> None:
    with transaction() as tx:
        answering.keep(
            tx, this_library().id, _secret(token), form.said(), key=house_key(), now=clock.now()
        )


def _hand_in(token: str) -> None:
    with transaction() as tx:
        answering.hand_in(tx, this_library().id, _secret(token), key=house_key(), now=clock.now())


def _next(token: str, page: int, pages: int) -> str:
    if request.form.get("act") == "back":
        back = url_for(".start", token=token)
        return url_for(".answer", token=token, page=page - 1) if page > 1 else back
    if page < pages:
        return url_for(".answer", token=token, page=page + 1)
    return url_for(".hand_in", token=token)


def _left_open(opened: Opened) -> list[tuple[int, str, int]]:
    """Page, name of the block, and how many of its statements are open."""
    found = []
    for page, (block, numbers) in enumerate(_asks(opened).numbered(), start=1):
        if number := len(opened.draft.left_open(numbers)):
            found.append((page, block.name, number))
    return found


def _secret(token: str) -> str:
    """A code is known however it is written; a link is as it stands."""
    return keys.tidy(token) or token
