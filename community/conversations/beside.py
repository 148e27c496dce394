"""A conversation on the page of what it hangs on: the last that was said, and the way in."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template

from community import clock
from community.conversations import anchors, own_anchors, said_queries
from community.conversations.anchors import Anchor
from community.conversations.models import On
from community.conversations.views import talk_on, who
from community.db import session
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.libraries.tenancy import this_library
from community.web import slots

#: So much of it one sees there.
LATEST = 2


def below(anchor: Anchor) -> str | None:
    """That there is a conversation, for who may read it; or that one can begin it."""
    if not anchor.can_be_talked_about:
        return None
    talk = talk_on(anchor)
    if not talk.may_read:
        return None
    conversation = talk.conversation
    said, number = (
        said_queries.latest(session(), conversation, talk.viewer, most=LATEST)
        if conversation
        else ((), 0)
    )
    if not said and not talk.may_speak:
        return None
    return render_template("conversations/_below.html", talk=talk, said=said, number=number)


def register(app: Flask) -> None:
    slots.fill(app, "gathering.below", _below_gathering, order=40)
    slots.fill(app, "gathering.desk", _panel, order=70)
    slots.fill(app, "group.below", _below_group, order=40)
    slots.fill(app, "entry.below", _below_entry, order=60)


def _below_gathering(gathering: Gathering) -> str | None:
    if gathering.id is None:  # A preview of what is not kept yet.
        return None
    return below(own_anchors.of_gathering(gathering, this_library().slug))


def _below_group(group: Group) -> str | None:
    return below(own_anchors.of_group(group, this_library().slug))


def _below_entry(entry: Any) -> str | None:
    found = anchors.find_seen(
        session(), this_library().id, On.ENTRY, entry.id, who(), now=clock.now()
    )
    return below(found) if found else None


def _panel(gathering: Gathering) -> str | None:
    anchor = own_anchors.of_gathering(gathering, this_library().slug)
    if not anchor.can_be_talked_about:
        return None
    return render_template("conversations/_panel.html", way=talk_on(anchor).way)
