"""The desk: writing to the people of one gathering. Also for who receives them there."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries.mails import sender_of
from community.libraries.tenancy import tenant_blueprint, this_library
from community.messages import mails, queries, services
from community.messages.forms import MessageForm
from community.messages.labels import AUDIENCES
from community.messages.models import Message
from community.outbox import queries as outbox
from community.web import slots, waiting
from community.web.access import hosts_only, librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render

bp = tenant_blueprint("messages", __name__, "/beheer/activiteiten/<int:gathering_id>/berichten")


@bp.get("")
@hosts_only
@private
def index(gathering_id: int) -> ResponseReturnValue:
    """What was written to the people of this gathering, and what still lies ready."""
    gathering = own(gathering_id)
    return render(
        "messages/index.html",
        gathering=gathering,
        messages=queries.list_of(session(), gathering),
        audiences=AUDIENCES,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@hosts_only
@reads(Reading.MESSAGES, Whose.GATHERING)
@private
def new(gathering_id: int) -> ResponseReturnValue:
    gathering = own(gathering_id)
    form = _form(gathering)

    def keep(tx: Session) -> Message:
        return services.write(tx, gathering, me(), form.draft(), now=clock.now())

    if request.method == "GET":
        form.audience.data = form.audience.choices[0].value
    return _written(gathering, form, keep)


@bp.route("/<int:message_id>/wijzigen", methods=["GET", "POST"])
@hosts_only
@reads(Reading.MESSAGES, Whose.GATHERING)
@private
def edit(gathering_id: int, message_id: int) -> ResponseReturnValue:
    gathering = own(gathering_id)
    library_id, form = this_library().id, _form(gathering)
    message = queries.get(session(), library_id, gathering_id, message_id)

    def keep(tx: Session) -> Message:
        return services.rewrite(
            tx, library_id, gathering_id, message_id, form.draft(), now=clock.now()
        )

    if request.method == "GET":
        form.show(message, queries.chosen_ids(session(), message_id))
    return _written(gathering, form, keep, message)


@bp.get("/<int:message_id>")
@hosts_only
@reads(Reading.MESSAGES, Whose.GATHERING)
@private
def show(gathering_id: int, message_id: int) -> ResponseReturnValue:
    """A draft: the mail as it will look, and who gets it. Sent: what became of it."""
    gathering = own(gathering_id)
    message = queries.get(session(), this_library().id, gathering_id, message_id)
    if not message.is_draft:
        return render(
            "messages/sent.html",
            gathering=gathering,
            message=message,
            audiences=AUDIENCES,
            calls=queries.list_calls_of(session(), message),
            states=outbox.count_states(session(), gathering_id, services.key_of(message)),
        )
    reached = queries.list_addressees(session(), gathering, message.audience, message.id)
    by_mail = [entry for entry in reached if entry.person.gets_mail]
    return render(
        "messages/preview.html",
        gathering=gathering,
        message=message,
        audiences=AUDIENCES,
        by_mail=by_mail,
        to_call=[entry for entry in reached if not entry.person.gets_mail],
        note=mails.to_try(message, by_mail[0] if by_mail else None, me()),
        sender=sender_of(this_library()),
    )


@bp.post("/<int:message_id>/versturen")
@hosts_only
def send(gathering_id: int, message_id: int) -> ResponseReturnValue:
    """Pressing twice sends once."""
    own(gathering_id)
    library_id, by = this_library().id, me()
    with transaction() as tx:
        services.send(tx, library_id, gathering_id, message_id, by, now=clock.now())
    return done(
        gettext("Sent. The e-mails go out within a minute."),
        url_for(".show", gathering_id=gathering_id, message_id=message_id),
    )


@bp.post("/<int:message_id>/weg")
@hosts_only
def discard(gathering_id: int, message_id: int) -> ResponseReturnValue:
    own(gathering_id)
    with transaction() as tx:
        services.discard(tx, this_library().id, gathering_id, message_id)
    return done(
        gettext("The draft has been deleted."), url_for(".index", gathering_id=gathering_id)
    )


@bp.post("/<int:message_id>/gebeld/<int:sign_up_id>")
@librarians_only
def called(gathering_id: int, message_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Ticked off: from the message itself, or from the list of everybody to call."""
    library_id = this_library().id
    with transaction() as tx:
        message = queries.get(tx, library_id, gathering_id, message_id)
        told = services.called(tx, message, sign_up_id, now=clock.now())
        name = told.sign_up.person.full_name
    here = url_for(".show", gathering_id=gathering_id, message_id=message_id)
    return done(
        gettext("%(name)s has been told.", name=name),
        url_for("calls.index") if request.args.get("bellijst") else here,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk.door", _link, order=60)
    slots.fill(app, "desk.calls", _calls)
    waiting.waits(
        app,
        lambda library_id, _now: (queries.how_many_calls(library_id),),
        lambda number: render_template("messages/_todo.html", number=number),
    )


def _link(gathering: Gathering) -> str | None:
    """Where people sign up there is somebody to write to."""
    if gathering.status is GatheringStatus.DRAFT or not gathering.takes_sign_ups:
        return None
    return render_template("messages/_link.html", gathering=gathering)


def _calls() -> str | None:
    """Below the list of who must be called: whom a message could not reach."""
    calls = queries.list_calls(session(), this_library().id)
    return render_template("messages/_calls.html", calls=calls) if calls else None


def _form(gathering: Gathering) -> MessageForm:
    form = MessageForm()
    form.offer(
        gathering,
        queries.list_part_of_it(session(), gathering),
        queries.count_audiences(session(), gathering),
        full_names=may_work_here(),
        now=clock.now(),
    )
    return form


def _written(
    gathering: Gathering,
    form: MessageForm,
    keep: Callable[[Session], Message],
    message: Message | None = None,
) -> ResponseReturnValue:
    """Kept and on to the preview, or the form again."""
    if form.validate_on_submit():
        with transaction() as tx:
            message_id = keep(tx).id
        return go(url_for(".show", gathering_id=gathering.id, message_id=message_id))
    return render(
        "messages/form.html",
        status=422 if form.errors else 200,
        gathering=gathering,
        form=form,
        message=message,
    )
