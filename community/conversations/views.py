"""Conversations: which there are, reading one, speaking in it, and keeping it in order."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here, visitor
from community.conversations import anchors, labels, list_queries, own_anchors, pages, queries
from community.conversations.anchors import Anchor, Who
from community.conversations.models import Conversation, On
from community.conversations.queries import Standing
from community.conversations.seeing import Viewer
from community.conversations.ways import Talk, Way
from community.db import session
from community.errors import NotFound
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.topics import queries as topics
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import render
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("conversations", __name__, "/gesprekken")

_ON = "/bij/<anchor>/<int:anchor_id>"
_SAID = "/bijdrage/<int:contribution_id>"


@bp.get("")
@open_to_all
@private
def index() -> ResponseReturnValue:
    """What is talked about, the latest word first; by what it hangs on, or by theme."""
    themes = [theme for theme in topics.list_themes(session()) if not theme.is_sensitive]
    theme = next((each for each in themes if each.slug == request.args.get("thema")), None)
    words = {kind.word: kind.on for kind in anchors.kinds().values()}
    word = request.args.get("over", "")
    found = list_queries.list_readable(
        session(),
        this_library().id,
        who(),
        now=clock.now(),
        on=words.get(word),
        theme=theme,
        page=row_id(request.args.get("bladzijde")) or 1,
    )
    return render(
        "conversations/index.html",
        found=found,
        themes=themes,
        theme=theme,
        words=words,
        word=word if word in words else "",
        may_begin=visitor() is not None,
        on_page=lambda number: url_for(
            ".index", over=word or None, thema=theme.slug if theme else None, bladzijde=number
        ),
    )


@bp.get("/<int:conversation_id>-<slug>")
@bp.get("/<int:conversation_id>", endpoint="show_by_number")
@open_to_all
@private
def show(conversation_id: int, slug: str = "") -> ResponseReturnValue:
    """An old title in the address leads to the present one."""
    person = visitor()
    found = queries.find(
        session(), this_library().id, conversation_id, person.id if person else None
    )
    if found is None:
        raise NotFound
    conversation, standing = found
    talk = _talk(*conversation.hangs_on, conversation, standing)
    if slug != talk.anchor.slug:
        return redirect(address(conversation, talk.anchor), 301)
    return pages.show(talk)


@bp.get(_ON)
@open_to_all
@private
def on(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """The conversation on something; where nobody spoke yet, the page to begin it."""
    talk = _on(anchor, anchor_id)
    if talk.conversation is not None:
        return redirect(talk.way.page())
    return pages.show(talk)


@bp.get(f"{_ON}/nieuw")
@open_to_all
@private
def news(anchor: str, anchor_id: int) -> ResponseReturnValue:
    return pages.news(_on(anchor, anchor_id))


@bp.post(_ON)
@signed_in
@private
def say(anchor: str, anchor_id: int) -> ResponseReturnValue:
    return pages.say(_on(anchor, anchor_id), lambda: _on(anchor, anchor_id))


@bp.post(f"{_ON}/meldingen")
@signed_in
def mute(anchor: str, anchor_id: int) -> ResponseReturnValue:
    return pages.mute(_on(anchor, anchor_id))


@bp.post(f"{_ON}/regel")
@signed_in
def arrange(anchor: str, anchor_id: int) -> ResponseReturnValue:
    return pages.arrange(_on(anchor, anchor_id))


@bp.get(_SAID)
@open_to_all
@private
def contribution(contribution_id: int) -> ResponseReturnValue:
    """The address of one contribution, for good."""
    return pages.contribution(_of(contribution_id), contribution_id)


@bp.route(f"{_SAID}/wijzig", methods=["GET", "POST"])
@signed_in
@private
def edit(contribution_id: int) -> ResponseReturnValue:
    return pages.edit(_of(contribution_id), contribution_id)


@bp.post(f"{_SAID}/terug")
@signed_in
def withdraw(contribution_id: int) -> ResponseReturnValue:
    return pages.withdraw(_of(contribution_id), contribution_id)


@bp.post(f"{_SAID}/knik/<nod>")
@signed_in
def nod(contribution_id: int, nod: str) -> ResponseReturnValue:
    return pages.nod(_of(contribution_id), contribution_id, nod)


def who() -> Who:
    person = visitor()
    return Who(person.id, is_librarian=may_work_here()) if person else Who()


def address(conversation: Conversation, anchor: Anchor) -> str:
    return url_for(".show", conversation_id=conversation.id, slug=anchor.slug)


def talk_on(
    anchor: Anchor,
    conversation: Conversation | None = None,
    standing: Standing | None = None,
) -> Talk:
    """For whoever looks, on something that they may see."""
    if conversation is None:
        conversation = queries.find_on(session(), anchor)
    word = anchors.kinds()[anchor.on].word
    front = (
        url_for("conversations.show", conversation_id=conversation.id, slug=anchor.slug)
        if conversation
        else ""
    )
    way = Way("conversations", {"anchor": word, "anchor_id": anchor.id}, front=front)
    rules = standing.rules if standing else None
    return Talk(anchor, conversation, _viewer(anchor, standing), way, rules)


def _viewer(anchor: Anchor, standing: Standing | None) -> Viewer:
    person = visitor()
    if person is None:
        return Viewer()
    standing = standing or queries.standing(session(), anchor, person.id)
    return Viewer(
        person.id,
        is_librarian=may_work_here(),
        is_host=standing.leads,
        takes_part=standing.takes_part,
        is_muted=standing.is_muted,
    )


def viewer_of(gathering: Gathering) -> Viewer:
    """What whoever looks is at a gathering and in its conversation."""
    return _viewer(own_anchors.of_gathering(gathering, this_library().slug), None)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(conversation_labels=labels)
    item = MenuItem(
        "conversations.index", N_("Conversations"), order=17, shown=lambda: visitor() is not None
    )
    slots.add_to_menu(app, Menu.MAIN, item)


def _on(word: str, anchor_id: int) -> Talk:
    return _talk(anchors.get_kind(word).on, anchor_id)


def _of(contribution_id: int) -> Talk:
    """The conversation that a contribution stands in."""
    conversation = queries.get_to_place(session(), this_library().id, contribution_id).conversation
    return _talk(*conversation.hangs_on, conversation)


def _talk(
    on: On,
    number: int,
    conversation: Conversation | None = None,
    standing: Standing | None = None,
) -> Talk:
    """Whoever may not read it finds nothing."""
    anchor = anchors.find_seen(session(), this_library().id, on, number, who(), now=clock.now())
    talk = talk_on(anchor, conversation, standing) if anchor else None
    if talk is None or not talk.may_read:
        raise NotFound
    return talk
