"""What every way in to a conversation shows and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.conversations import queries, said_queries, sources, writing
from community.conversations.forms import ArrangeForm, EditForm, ReplyForm, SayForm
from community.conversations.models import Contribution, Nod, SeenBy
from community.conversations.said_queries import Said
from community.conversations.ways import Talk
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.web.addresses import row_id
from community.web.htmx import done, go, render
from community.web.i18n import sentence

Asked = TypeVar("Asked", SayForm, ReplyForm, SayForm | ReplyForm)


def show(
    talk: Talk, *, form: SayForm | ReplyForm | None = None, status: int = 422
) -> ResponseReturnValue:
    """The newest page, or another by `?bladzijde=`."""
    said, pages = _page(talk, row_id(request.args.get("bladzijde")))
    fresh = _asking(talk, SayForm(formdata=None))
    return render(
        "conversations/show.html",
        status=200 if form is None else status,
        talk=talk,
        said=said,
        pages=pages,
        sources=_sources(talk) if pages.names_sources else [],
        last=pages.last,
        mark=_mark(talk, pages.last),
        form=form if isinstance(form, SayForm) else fresh,
        reply=form if isinstance(form, ReplyForm) else None,
        fresh_reply=_fresh_reply(fresh),
        arranging=ArrangeForm.of(talk.anchor, talk.seen_by, is_closed=talk.is_closed),
    )


def news(talk: Talk) -> ResponseReturnValue:
    """What was said after `?na=`, to add to what stands; 304 or 204 when that is nothing."""
    after = row_id(request.args.get("na")) or 0
    last = said_queries.last_seen(session(), talk.conversation, talk.viewer)
    mark = _mark(talk, last)
    if request.if_none_match.contains(mark):
        return _marked(Response(status=304), mark)
    if last <= after and not talk.is_closed:
        return _marked(Response(status=204), mark)
    said, below = [], None
    if talk.conversation is not None:
        said = said_queries.list_said(session(), talk.conversation, talk.viewer, after=after)
        if talk.anchor.has_phases:
            below = said_queries.last_phase(session(), talk.conversation, talk.viewer, until=after)
    answer = render(
        "conversations/_news.html",
        talk=talk,
        said=said,
        below=below,
        last=max(last, after),
        mark=mark,
        fresh_reply=_fresh_reply(_asking(talk, SayForm(formdata=None))),
    )
    return _marked(answer, mark)


def say(talk: Talk, again: Callable[[], Talk]) -> ResponseReturnValue:
    """A contribution, or with `reply_to` an answer to one. `again`: how it stands after a no."""
    form = _asking(talk, ReplyForm() if "reply_to" in request.form else SayForm())
    if not form.validate_on_submit():
        return show(talk, form=form)
    try:
        with transaction() as tx:
            form.agree(tx, talk.anchor.library_id, talk.viewer.person_id, now=clock.now())
            said = writing.say(
                tx, talk.anchor, talk.viewer, form.words, once=form.once_only, now=clock.now()
            )
            number, waits = said.id, said.seen_from is None
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return show(again(), form=form, status=refused.status)
    told = (
        gettext("Thank you. Your first message waits until a librarian has read it.")
        if waits
        else gettext("Thank you, it is in the conversation.")
    )
    return done(told, talk.way.contribution(number))


def contribution(talk: Talk, contribution_id: int) -> ResponseReturnValue:
    """To the page that it stands on."""
    said = queries.get(session(), talk.anchor.library_id, contribution_id, talk.viewer)
    _said, page = _page(talk, None)
    number = page.at(said.reply_to_id or said.id)
    return go(talk.way.page(number if number < page.pages else None, said.id))


def edit(talk: Talk, contribution_id: int) -> ResponseReturnValue:
    """The author's own words once more; of others there is nothing here."""
    said = queries.get(session(), talk.anchor.library_id, contribution_id, talk.viewer)
    if said.person_id != talk.viewer.person_id or said.withdrawn_at is not None:
        raise NotFound
    form = EditForm()
    if request.method == "GET":
        form.text.data = said.text
    elif form.validate():
        return _act(
            talk, contribution_id, gettext("Changed."),
            lambda tx: writing.edit(
                tx, talk.anchor.library_id, contribution_id, talk.viewer, form.text.data,
                now=clock.now(),
            ),
        )  # fmt: skip
    return render(
        "conversations/edit.html",
        status=422 if form.errors else 200,
        form=form,
        talk=talk,
        said=said,
    )


def withdraw(talk: Talk, contribution_id: int) -> ResponseReturnValue:
    return _act(
        talk, contribution_id, gettext("Withdrawn. Its words are gone."),
        lambda tx: writing.withdraw(
            tx, talk.anchor.library_id, contribution_id, talk.viewer, now=clock.now()
        ),
    )  # fmt: skip


def nod(talk: Talk, contribution_id: int, nod: str) -> ResponseReturnValue:
    """I recognise this, or I want to join in; once more takes it back."""
    if nod not in set(Nod):
        raise NotFound
    with transaction() as tx:
        writing.nod(
            tx, talk.anchor.library_id, contribution_id, talk.viewer, Nod(nod), now=clock.now()
        )
    return go(talk.way.contribution(contribution_id))


def mute(talk: Talk) -> ResponseReturnValue:
    """No mails about it with `uit`; without it, again."""
    off, person_id = bool(request.form.get("uit")), talk.viewer.person_id
    if person_id is None:
        raise NotFound
    with transaction() as tx:
        writing.mute(tx, talk.anchor, person_id, muted=off, now=clock.now())
    said = (
        gettext("You will get no e-mails about this conversation.")
        if off
        else gettext("You will get an e-mail when there is something new, once a day at most.")
    )
    return done(said, talk.way.page())


def arrange(talk: Talk) -> ResponseReturnValue:
    """Who reads it, and whether it goes on: for who leads it."""
    if not talk.viewer.leads:
        raise NotFound
    form = ArrangeForm.of(talk.anchor)
    if form.validate_on_submit():
        with transaction() as tx:
            writing.arrange(
                tx, talk.anchor, seen_by=SeenBy(form.seen_by.data), is_closed=form.is_closed.data,
                now=clock.now(),
            )  # fmt: skip
        return done(gettext("Saved."), talk.way.page())
    return go(talk.way.page())


def _page(talk: Talk, number: int | None) -> tuple[list[Said], said_queries.Pages]:
    if talk.conversation is None:
        return [], said_queries.Pages()
    page = said_queries.pages(session(), talk.conversation, talk.viewer, number=number)
    return said_queries.list_page(session(), talk.conversation, talk.viewer, page), page


def _asking(talk: Talk, form: Asked) -> Asked:
    """With the rules of the house beside the button, for who can speak here."""
    if talk.may_speak:
        form.ask(talk.anchor.library_id, talk.viewer.person_id, talk.rules)
    return form


def _fresh_reply(form: SayForm) -> ReplyForm:
    """An empty one, that asks what the other one asks."""
    reply = ReplyForm(formdata=None)
    reply.asks = form.asks
    return reply


def _sources(talk: Talk) -> list[Contribution]:
    if talk.conversation is None:
        return []
    return sources.each_once(said_queries.list_sources(session(), talk.conversation, talk.viewer))


def _mark(talk: Talk, last: int) -> str:
    return f"{last}{'-closed' if talk.is_closed else ''}"


def _marked(answer: Response, mark: str) -> Response:
    answer.set_etag(mark)
    return answer


def _act(
    talk: Talk, contribution_id: int, told: str, act: Callable[[Session], Any]
) -> ResponseReturnValue:
    with transaction() as tx:
        act(tx)
    return done(told, talk.way.contribution(contribution_id))
