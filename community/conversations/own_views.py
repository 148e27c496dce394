"""A conversation behind the link of a sign-up: reading and writing without an account.

Whoever has the link is that person at that gathering, and nothing more: nobody leads from here.
"""

from __future__ import annotations

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.conversations import anchors, pages, queries
from community.conversations.anchors import Who
from community.conversations.models import On
from community.conversations.seeing import Viewer
from community.conversations.ways import Talk, Way
from community.db import session
from community.errors import NotFound
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.keys import house_key

bp = tenant_blueprint("own_conversation", __name__, "/aanmelding/<token>/gesprek")

_SAID = "/bijdrage/<int:contribution_id>"


@bp.get("")
@open_to_all
@private
def on(token: str) -> ResponseReturnValue:
    return pages.show(_talk(token))


@bp.get("/nieuw")
@open_to_all
@private
def news(token: str) -> ResponseReturnValue:
    return pages.news(_talk(token))


@bp.post("")
@open_to_all
@private
def say(token: str) -> ResponseReturnValue:
    return pages.say(_talk(token), lambda: _talk(token))


@bp.post("/meldingen")
@open_to_all
@private
def mute(token: str) -> ResponseReturnValue:
    return pages.mute(_talk(token))


@bp.get(_SAID)
@open_to_all
@private
def contribution(token: str, contribution_id: int) -> ResponseReturnValue:
    return pages.contribution(_of(token, contribution_id), contribution_id)


@bp.route(f"{_SAID}/wijzig", methods=["GET", "POST"])
@open_to_all
@private
def edit(token: str, contribution_id: int) -> ResponseReturnValue:
    return pages.edit(_of(token, contribution_id), contribution_id)


@bp.post(f"{_SAID}/terug")
@open_to_all
@private
def withdraw(token: str, contribution_id: int) -> ResponseReturnValue:
    return pages.withdraw(_of(token, contribution_id), contribution_id)


@bp.post(f"{_SAID}/knik/<nod>")
@open_to_all
@private
def nod(token: str, contribution_id: int, nod: str) -> ResponseReturnValue:
    return pages.nod(_of(token, contribution_id), contribution_id, nod)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "sign_up.own", _way_in, order=30)


def _talk(token: str) -> Talk:
    """For who has a place: who waits, or has left, has no conversation here."""
    entry = sign_up_queries.get_by_token(session(), this_library().id, token, key=house_key())
    talk = _of_sign_up(entry, token)
    if talk is None:
        raise NotFound
    return talk


def _of_sign_up(entry: SignUp, token: str) -> Talk | None:
    if entry.status is not SignUpStatus.CONFIRMED:
        return None
    who, now = Who(entry.person_id), clock.now()
    library_id, gathering_id = entry.library_id, entry.gathering_id
    anchor = anchors.find_seen(session(), library_id, On.GATHERING, gathering_id, who, now=now)
    if anchor is None:
        return None
    standing = queries.standing(session(), anchor, entry.person_id)
    viewer = Viewer(entry.person_id, takes_part=True, is_muted=standing.is_muted)
    way = Way(
        "own_conversation",
        {"token": token},
        {"token": token},
        back=url_for("own_sign_up.show", token=token),
    )
    return Talk(anchor, queries.find_on(session(), anchor), viewer, way)


def _of(token: str, contribution_id: int) -> Talk:
    """What was said elsewhere is not there."""
    talk = _talk(token)
    said = queries.get(session(), this_library().id, contribution_id, talk.viewer)
    if talk.conversation is None or said.conversation_id != talk.conversation.id:
        raise NotFound
    return talk


def _way_in(entry: SignUp, token: str, **_context: object) -> str | None:
    talk = _of_sign_up(entry, token)
    return render_template("conversations/_own.html", talk=talk) if talk else None
