"""Promises where people find them: on the page of the gathering, of a sign-up, and on my page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, render_template

from community import clock
from community.accounts.access import may_work_here, me, visitor
from community.conversations import seeing
from community.conversations.models import Kind
from community.conversations.views import viewer_of
from community.db import session
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.harvests import queries as harvests
from community.harvests.models import Harvest
from community.promises import labels, making, queries
from community.promises.models import Promise, State
from community.web import slots


def register(app: Flask) -> None:
    slots.fill(app, "gathering.below", _below, order=45)
    slots.fill(app, "sign_up.own", _own, order=20)
    slots.fill(app, "mine.work", _mine, order=30)
    slots.fill(app, "harvest.below", _of_harvest, order=30)
    slots.fill(app, "harvest.desk", _at_desk, order=30)


def _below(gathering: Gathering) -> str | None:
    """With first names to who was there; to everybody once the harvest is public, without."""
    if not seeing.has_one(gathering) or not gathering.has_begun(clock.now()):
        return None
    found = queries.list_standing(session(), gathering.library_id, gathering.id)
    if not found:
        return None
    was_there = visitor() is not None and viewer_of(gathering).is_there
    harvest = harvests.find_of(session(), gathering.library_id, gathering.id)
    if not was_there and not (harvest is not None and harvest.is_public):
        return None
    return _list(found, labels.among_us if was_there else labels.in_public)


def _of_harvest(harvest: Harvest) -> str | None:
    """On a page for everybody, the same for whoever looks."""
    if not harvest.is_public or not seeing.has_one(harvest.gathering):
        return None
    found = queries.list_standing(session(), harvest.library_id, harvest.gathering_id)
    return _list(found, labels.in_public) if found else None


def _own(entry: SignUp, **_context: object) -> str | None:
    """To who had a place, with first names; one's own with the way to say how it stands."""
    gathering = entry.gathering
    if entry.status is not SignUpStatus.CONFIRMED or not seeing.has_one(gathering):
        return None
    if not gathering.has_begun(clock.now()):
        return None
    found = [
        each
        for each in queries.list_of(session(), entry.library_id, gathering.id)
        if _is_read_by(entry.person_id, each)
    ]
    if not found:
        return None
    return render_template(
        "promises/_own.html", found=found, person_id=entry.person_id, who=labels.among_us
    )


def _is_read_by(person_id: int, promise: Promise) -> bool:
    """One's own until one said no to it; others' as they stand."""
    if promise.person_id == person_id:
        return promise.denied_at is None
    return promise.stands and promise.state is not State.LET_GO


def _mine() -> str | None:
    found = queries.list_mine(session(), me().id)
    if not found:
        return None
    return render_template("promises/_mine.html", found=found, today=clock.local_day(clock.now()))


def _at_desk(harvest: Harvest) -> str | None:
    """On the librarian's page of a harvest: of every agreement, the way to make a promise of it."""
    gathering = harvest.gathering
    if not may_work_here() or not making.can_be_made(gathering, clock.now()):
        return None
    found = queries.list_of(session(), harvest.library_id, harvest.gathering_id)
    made = {each.harvest_item_id for each in found}
    return render_template(
        "promises/_of_harvest.html",
        gathering=gathering,
        found=found,
        agreements=[
            item
            for item in harvests.list_items(session(), harvest.library_id, harvest.id)
            if item.kind is Kind.AGREEMENT and item.id not in made
        ],
        today=clock.local_day(clock.now()),
    )


def _list(found: Sequence[Promise], who: Callable[[Promise], str]) -> str:
    return render_template("promises/_below.html", found=found, who=who)
