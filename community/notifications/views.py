"""Which mails I get: by a link from a mail, or signed in. One click stops a stream of them."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.models import Role
from community.consents.models import Channel
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.notifications import labels, queries, wishes
from community.notifications.forms import WishForm
from community.notifications.models import MailWish, Stream
from community.topics import queries as topics
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("notifications", __name__, "/berichten")

#: What a mail program posts, and no browser does (RFC 8058).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


@bp.route("", methods=["GET", "POST"])
@signed_in
@private
def mine() -> ResponseReturnValue:
    """What I get from this library, with an account."""
    person_id = me().id
    wish = queries.find_wish(session(), this_library().id, person_id)
    form = _form(wish)
    if form.validate_on_submit():
        _keep(person_id, form, Channel.SCREEN)
        return done(gettext("Saved."), url_for("mine.index", _anchor="berichten"))
    return _page(form, to=url_for(".mine"))


@bp.route("/<token>", methods=["GET", "POST"])
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """The same for who follows the link in a mail, with or without an account."""
    wish = _wish(token)
    form = _form(wish)
    if form.validate_on_submit():
        _keep(wish.person_id, form, Channel.MAIL)
        return done(gettext("Saved."), url_for(".show", token=token))
    return _page(form, to=url_for(".show", token=token))


@bp.route("/<token>/uit/<any(herinneringen,weekbericht):stream>", methods=["GET", "POST"])
@open_to_all
@private
def stop(token: str, stream: str) -> ResponseReturnValue:
    """A page with a button; a mail program may post here at once, and is answered in one word."""
    wish, of = _wish(token), Stream(stream)
    if request.method == "GET":
        return render(
            "notifications/stop.html",
            stream=of,
            token=token,
            gets=wish.gets(of),
            heading=(labels.STOP if wish.gets(of) else labels.STOPPED)[of],
            form=PressForm(),
        )
    _switch(wish.id, of, on=False)
    if request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        return "OK", 200
    said = gettext("Good. You will not get them any more.")
    return done(said, url_for(".stop", token=token, stream=stream))


@bp.post("/<token>/aan/<any(herinneringen,weekbericht):stream>")
@open_to_all
def resume(token: str, stream: str) -> ResponseReturnValue:
    """I pressed too soon: as it was."""
    _switch(_wish(token).id, Stream(stream), on=True)
    said = gettext("Good. You will get them again, as before.")
    return done(said, url_for(".stop", token=token, stream=stream))


def register(app: Flask) -> None:
    # The token in the address is what makes the request somebody's own; there is no session.
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(stop)
    slots.fill(app, "mine.below", _mine, order=5)


def _mine() -> str | None:
    """On my page: what I get from each library that knows me."""
    person = me()
    libraries = accounts.list_libraries_of(session(), person, tuple(Role))
    if not libraries or not person.email:
        return None
    wishes_of = {wish.library_id: wish for wish in queries.list_mine(session(), person.id)}
    rhythms = queries.list_rhythms(session(), [library.id for library in libraries])
    return render_template(
        "notifications/_mine.html",
        rows=[
            (
                library,
                labels.reminders_in_words(wishes_of.get(library.id), rhythms[library.id]),
                labels.digest_in_words(wishes_of.get(library.id), rhythms[library.id]),
            )
            for library in libraries
        ],
    )


def _wish(token: str) -> MailWish:
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _form(wish: MailWish | None) -> WishForm:
    library, form = this_library(), WishForm()
    form.offer(
        queries.rhythm_of(session(), library.id),
        topics.list_themes(session()),
        queries.list_branches(session(), library.id),
        language(),
    )
    if request.method == "GET":
        form.show(wish)
    return form


def _page(form: WishForm, *, to: str) -> ResponseReturnValue:
    return render(
        "notifications/preferences.html",
        status=422 if form.errors else 200,
        form=form,
        to=to,
        rhythm=queries.rhythm_of(session(), this_library().id),
        weekdays=labels.WEEKDAYS,
    )


def _keep(person_id: int, form: WishForm, channel: Channel) -> None:
    library_id, wanted = this_library().id, form.wanted()
    with transaction() as tx:
        wishes.choose(tx, library_id, person_id, wanted, channel=channel, now=clock.now())


def _switch(wish_id: int, stream: Stream, *, on: bool) -> None:
    with transaction() as tx:
        wishes.switch(tx, wish_id, stream, on=on, now=clock.now())
