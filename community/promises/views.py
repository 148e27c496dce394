"""Whose promise it is: is this right, and how does it stand. Behind the link of a mail."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.conversations import seeing
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.promises import keeping, labels, queries
from community.promises.forms import AgreeForm, AnswerForm, OwnWordsForm
from community.promises.models import Promise, State
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("promises", __name__, "/afspraak/<token>")

#: A token cannot be guessed; this keeps who tries from being a burden.
DOOR = doors.of_links("promise")


@bp.get("")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(_mine(token), token)


@bp.route("/klopt", methods=["GET", "POST"])
@open_to_all
@private
def agree(token: str) -> ResponseReturnValue:
    """Yes, that is right. The link leads to a page with a button: mail programs look at links."""
    mine, form = _mine(token), AgreeForm()
    if not form.validate_on_submit():
        return _page(mine, token, agreeing=form)
    library_id, number, named = mine.library_id, mine.id, bool(form.named.data)
    with transaction() as tx:
        keeping.agree(tx, library_id, number, named=named, now=clock.now())
    return done(gettext("Thank you. Good luck with it!"), url_for(".show", token=token))


@bp.route("/niet", methods=["GET", "POST"])
@open_to_all
@private
def deny(token: str) -> ResponseReturnValue:
    mine, form = _mine(token), PressForm()
    if not form.validate_on_submit():
        return render("promises/deny.html", promise=mine, token=token, form=form)
    library_id, number = mine.library_id, mine.id
    with transaction() as tx:
        keeping.deny(tx, library_id, number, now=clock.now())
    return done(
        gettext("Thank you for saying so. It is off the list."), url_for(".show", token=token)
    )


@bp.route("/wijzig", methods=["GET", "POST"])
@open_to_all
@private
def reword(token: str) -> ResponseReturnValue:
    """Their own words for it."""
    mine, form = _mine(token), OwnWordsForm()
    if request.method == "GET":
        form.show(mine)
        form.named.data = mine.is_named
    elif form.validate():
        library_id, number = mine.library_id, mine.id
        try:
            with transaction() as tx:
                keeping.reword_own(
                    tx, library_id, number, what=form.what.data, by_when=form.by_when.data,
                    named=bool(form.named.data), now=clock.now(),
                )  # fmt: skip
        except DomainError as refused:
            return done(sentence(refused), url_for(".show", token=token))
        return done(gettext("Thank you. This is how it stands now."), url_for(".show", token=token))
    return render(
        "promises/reword.html",
        status=422 if form.errors else 200,
        promise=mine,
        token=token,
        form=form,
    )


@bp.route("/<any(gedaan,bezig,'lukt-niet'):stand>", methods=["GET", "POST"])
@open_to_all
@private
def answer(token: str, stand: str) -> ResponseReturnValue:
    """How it stands. Each link of the mail leads to the same page, with its own button first."""
    mine, form, said = _mine(token), AnswerForm(), labels.ANSWERS[stand]
    if not form.validate_on_submit():
        return _page(mine, token, answering=form, said=said)
    library_id, number, words = mine.library_id, mine.id, form.words.data
    with transaction() as tx:
        keeping.answer(tx, library_id, number, said, words=words, now=clock.now())
    return done(str(labels.THANKS[said]), url_for(".show", token=token))


def own_token(promise: Promise) -> str:
    """What opens the page of a promise; a secret between whose it is and us."""
    return queries.token_of(promise, key=house_key())


def own_address(promise: Promise) -> str:
    return url_for("promises.show", token=own_token(promise), library=promise.library)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        promise_labels=labels, promise_address=own_address, promise_token=own_token
    )


def _mine(token: str) -> Promise:
    """Of what became sensitive there is nothing left to see."""
    doors.enter(DOOR)
    found = queries.get_by_token(session(), this_library().id, token, key=house_key())
    if not seeing.has_one(found.gathering):
        raise NotFound
    return found


def _page(
    mine: Promise,
    token: str,
    *,
    agreeing: AgreeForm | None = None,
    answering: AnswerForm | None = None,
    said: State | None = None,
) -> ResponseReturnValue:
    form = answering or AnswerForm(formdata=None)
    first = said or (State.BUSY if mine.settled_at else State.DONE)
    return render(
        "promises/show.html",
        status=422 if form.errors else 200,
        promise=mine,
        token=token,
        agreeing=agreeing or AgreeForm(formdata=None),
        form=form,
        said=said,
        answers=[first, *(each for each in labels.SAYS if each is not first)],
        words={state: word for word, state in labels.ANSWERS.items()},
    )
