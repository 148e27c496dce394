"""The conversation of a gathering: reading it, speaking in it, and keeping it in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me, visitor
from community.conversations import labels, queries, seeing, writing
from community.conversations.forms import ArrangeForm, EditForm, ReplyForm, SayForm
from community.conversations.models import Conversation, Nod, SeenBy
from community.conversations.queries import Said
from community.conversations.seeing import Viewer
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import queries as gatherings
from community.gatherings.models import Gathering
from community.gatherings.views import viewer as gathering_viewer
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence

bp = tenant_blueprint("conversations", __name__, "/gesprekken/<int:gathering_id>")

#: What one sees of it on the page of the gathering.
LATEST = 2


@bp.get("")
@open_to_all
@private
def show(gathering_id: int) -> ResponseReturnValue:
    gathering, conversation, viewer = _found(gathering_id)
    return _page(gathering, conversation, viewer)


@bp.get("/nieuw")
@open_to_all
@private
def news(gathering_id: int) -> ResponseReturnValue:
    """What was said after `?na=`, to add to what stands; 204 when that is nothing."""
    gathering, conversation, viewer = _found(gathering_id)
    after = row_id(request.args.get("na")) or 0
    said = queries.list_said(session(), conversation, viewer, after=after) if conversation else []
    if not said:
        return "", 204
    return render(
        "conversations/_news.html",
        said=said,
        viewer=viewer,
        may_speak=seeing.may_speak(conversation, _seen_by(gathering, conversation), viewer),
        fresh_reply=ReplyForm(formdata=None),
        gathering=gathering,
        last=_last(said),
    )


@bp.post("")
@signed_in
@private
def say(gathering_id: int) -> ResponseReturnValue:
    """A contribution, or with `reply_to` an answer to one."""
    gathering, conversation, viewer = _found(gathering_id)
    is_reply = "reply_to" in request.form
    form: SayForm | ReplyForm = ReplyForm() if is_reply else SayForm()
    if not form.validate_on_submit():
        return _page(gathering, conversation, viewer, form=form)
    try:
        with transaction() as tx:
            of = tx.get_one(Gathering, gathering.id)
            said = writing.say(tx, of, viewer, form.words, once=form.once_only, now=clock.now())
            number, waits = said.id, said.seen_from is None
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(*_found(gathering_id), form=form, status=refused.status)
    told = (
        gettext("Thank you. Your first words wait until a librarian has read them.")
        if waits
        else gettext("Thank you, it stands in the conversation.")
    )
    return done(told, f"{_at(gathering_id)}#bijdrage-{number}")


@bp.route("/<int:contribution_id>/wijzig", methods=["GET", "POST"])
@signed_in
@private
def edit(gathering_id: int, contribution_id: int) -> ResponseReturnValue:
    gathering, _conversation, viewer = _found(gathering_id)
    said = queries.get(session(), this_library().id, contribution_id, viewer)
    if said.person_id != me().id or said.withdrawn_at is not None:
        raise NotFound
    form = EditForm()
    if request.method == "GET":
        form.text.data = said.text
    elif form.validate():
        return _act(
            gathering_id, contribution_id, gettext("Changed."),
            lambda tx: writing.edit(
                tx, this_library().id, contribution_id, viewer, form.text.data, now=clock.now()
            ),
        )  # fmt: skip
    return render(
        "conversations/edit.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        said=said,
    )


@bp.post("/<int:contribution_id>/terug")
@signed_in
def withdraw(gathering_id: int, contribution_id: int) -> ResponseReturnValue:
    _gathering, _conversation, viewer = _found(gathering_id)
    return _act(
        gathering_id, contribution_id, gettext("Taken back. Its words are gone."),
        lambda tx: writing.withdraw(
            tx, this_library().id, contribution_id, viewer, now=clock.now()
        ),
    )  # fmt: skip


@bp.post("/<int:contribution_id>/knik/<nod>")
@signed_in
def nod(gathering_id: int, contribution_id: int, nod: str) -> ResponseReturnValue:
    """I recognise this, or I want to join in; once more takes it back."""
    _gathering, _conversation, viewer = _found(gathering_id)
    if nod not in set(Nod):
        raise NotFound
    with transaction() as tx:
        writing.nod(tx, this_library().id, contribution_id, viewer, Nod(nod), now=clock.now())
    return go(f"{_at(gathering_id)}#bijdrage-{contribution_id}")


@bp.post("/meldingen")
@signed_in
def mute(gathering_id: int) -> ResponseReturnValue:
    """No mails about it with `uit`; without it, again."""
    gathering, _conversation, _viewer = _found(gathering_id)
    off = bool(request.form.get("uit"))
    person_id = me().id
    with transaction() as tx:
        of = tx.get_one(Gathering, gathering.id)
        writing.mute(tx, of, person_id, muted=off, now=clock.now())
    said = (
        gettext("You get no mails about this conversation.")
        if off
        else gettext("You get a mail when something is said, once a day at most.")
    )
    return done(said, _at(gathering_id))


@bp.post("/regel")
@signed_in
def arrange(gathering_id: int) -> ResponseReturnValue:
    """Who reads it, and whether it goes on: for who leads it."""
    gathering, _conversation, viewer = _found(gathering_id)
    if not viewer.leads:
        raise NotFound
    form = ArrangeForm()
    if not form.validate_on_submit():
        return go(_at(gathering_id))
    with transaction() as tx:
        of = tx.get_one(Gathering, gathering.id)
        writing.arrange(
            tx, of, seen_by=SeenBy(form.seen_by.data), is_closed=form.is_closed.data,
            now=clock.now(),
        )  # fmt: skip
    return done(gettext("Saved."), _at(gathering_id))


def viewer_of(gathering: Gathering) -> Viewer:
    person = visitor()
    if person is None:
        return Viewer()
    standing = queries.standing(session(), gathering.id, person.id)
    return Viewer(
        person.id,
        is_librarian=may_work_here(),
        is_host=standing.is_host,
        takes_part=standing.takes_part,
        is_muted=standing.is_muted,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(conversation_labels=labels)
    slots.fill(app, "gathering.below", _below, order=40)
    slots.fill(app, "gathering.desk", _panel, order=70)


def _found(gathering_id: int) -> tuple[Gathering, Conversation | None, Viewer]:
    """Whoever may not read it finds nothing."""
    gathering = gatherings.get_visible(
        session(), this_library().id, gathering_id, gathering_viewer()
    )
    if not seeing.has_one(gathering):
        raise NotFound
    conversation = queries.find_of(session(), gathering.library_id, gathering.id)
    viewer = viewer_of(gathering)
    if not seeing.may_read(_seen_by(gathering, conversation), viewer):
        raise NotFound
    return gathering, conversation, viewer


def _seen_by(gathering: Gathering, conversation: Conversation | None) -> SeenBy:
    return conversation.seen_by if conversation else seeing.usual(gathering)


def _page(
    gathering: Gathering,
    conversation: Conversation | None,
    viewer: Viewer,
    *,
    form: SayForm | ReplyForm | None = None,
    status: int = 422,
) -> ResponseReturnValue:
    said = queries.list_said(session(), conversation, viewer) if conversation else []
    seen_by = _seen_by(gathering, conversation)
    arranging = ArrangeForm(formdata=None)
    arranging.seen_by.data = seen_by.value
    arranging.is_closed.data = conversation is not None and conversation.closed_at is not None
    return render(
        "conversations/show.html",
        status=200 if form is None else status,
        gathering=gathering,
        conversation=conversation,
        viewer=viewer,
        said=said,
        last=_last(said),
        seen_by=seen_by,
        may_speak=seeing.may_speak(conversation, seen_by, viewer),
        form=form if isinstance(form, SayForm) else SayForm(formdata=None),
        reply=form if isinstance(form, ReplyForm) else None,
        fresh_reply=ReplyForm(formdata=None),
        arranging=arranging,
    )


def _last(said: list[Said]) -> int:
    return max((one.contribution.id for top in said for one in (top, *top.replies)), default=0)


def _act(
    gathering_id: int, contribution_id: int, told: str, act: Callable[[Any], object]
) -> ResponseReturnValue:
    with transaction() as tx:
        act(tx)
    return done(told, f"{_at(gathering_id)}#bijdrage-{contribution_id}")


def _at(gathering_id: int) -> str:
    return url_for("conversations.show", gathering_id=gathering_id)


def _below(gathering: Gathering) -> str | None:
    """On the page of a gathering: that there is a conversation, for who may read it."""
    if not seeing.has_one(gathering):
        return None
    conversation = queries.find_of(session(), gathering.library_id, gathering.id)
    seen_by = _seen_by(gathering, conversation)
    viewer = viewer_of(gathering)
    if not seeing.may_read(seen_by, viewer):
        return None
    said = queries.list_said(session(), conversation, viewer) if conversation else []
    if not said and not seeing.may_speak(conversation, seen_by, viewer):
        return None
    return render_template(
        "conversations/_below.html",
        gathering=gathering,
        said=[one for one in said if one.contribution.withdrawn_at is None][-LATEST:],
        number=sum(1 + len(one.replies) for one in said),
        seen_by=seen_by,
    )


def _panel(gathering: Gathering) -> str | None:
    if not seeing.has_one(gathering):
        return None
    return render_template("conversations/_panel.html", gathering=gathering)
