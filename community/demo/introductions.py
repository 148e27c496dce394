"""People who met through the register, or are about to: a few of each state, always the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.services import record
from community.activity.verbs import Verb
from community.demo.rows import add, add_returning_ids, secret
from community.introductions.models import (
    Ending,
    Introduction,
    IntroductionMessage,
    Means,
    Outcome,
    Party,
    Share,
    Side,
    State,
)
from community.introductions.queries import pair
from community.register.models import Direction, Entry, EntryState

_BOTH = frozenset(Share)


@dataclass(frozen=True, slots=True)
class _Story:
    """How far two people came, how many days ago it began, and what they wrote."""

    state: State
    days: int
    said: tuple[tuple[Side, str], ...] = ()
    ending: Ending | None = None
    outcome: Outcome | None = None
    by_a_librarian: bool = False

    @property
    def agreed(self) -> bool:
        return self.state in (State.AGREED, State.MET) or self.ending is Ending.DONE


_STORIES = (
    _Story(State.INTRODUCED, 2, (
        (Side.ASKER, "Dag! Zou het op een dinsdag kunnen? Ik ben er dan al vanaf twee uur."),
    )),
    _Story(State.INTRODUCED, 9, by_a_librarian=True),
    _Story(State.AGREED, 6, (
        (Side.ASKER, "Ik wil het graag leren, ik ben nog nooit begonnen."),
        (Side.GIVER, "Dan beginnen we gewoon. Donderdag om half elf, bij de grote tafel?"),
        (Side.ASKER, "Ja, tot donderdag!"),
    )),
    _Story(State.MET, 25, ((Side.ASKER, "Dank je wel voor vanmiddag."),), by_a_librarian=True),
    _Story(State.ENDED, 60, ending=Ending.DONE, outcome=Outcome.HELPED),
    _Story(State.ENDED, 30, ending=Ending.NO),
)  # fmt: skip


def add_introductions(
    session: Session, library_id: int, slug: str, librarian: int | None, *, now: datetime
) -> None:
    """One for each story, between an offer and a question of two people."""
    offers = _open(session, library_id, Direction.OFFER)
    requests = _open(session, library_id, Direction.REQUEST)
    couples = [
        (offer, request)
        for offer, request in zip(offers, requests, strict=False)
        if offer.person_id != request.person_id
    ]
    told = list(zip(_STORIES, couples, strict=False))
    if not told:
        return
    chance = Random(f"introductions:{slug}")  # noqa: S311 (a demo town)
    numbers = add_returning_ids(session, Introduction, [
        {
            "library_id": library_id,
            "pair": pair(offer.person_id, request.person_id, request),
            "offer_id": offer.id,
            "request_id": request.id,
            "reasons": [],
            "introduced_by_id": librarian if story.by_a_librarian else None,
            "is_sensitive": False,
            "state": story.state,
            "introduced_at": now - timedelta(days=story.days),
            "agreed_at": now - timedelta(days=story.days - 2) if story.agreed else None,
            "met_at": _met(story, now),
            "ended_at": now - timedelta(days=story.days - 8) if story.ending else None,
            "ending": story.ending,
        }
        for story, (offer, request) in told
    ])  # fmt: skip
    add(session, Party, [
        _party(story, side, number, library_id, entry.person_id, secret(chance), now)
        for number, (story, (offer, request)) in zip(numbers, told, strict=True)
        for side, entry in ((Side.ASKER, request), (Side.GIVER, offer))
    ])  # fmt: skip
    add(session, IntroductionMessage, [
        {
            "library_id": library_id,
            "introduction_id": number,
            "side": side,
            "person_id": (request if side is Side.ASKER else offer).person_id,
            "text": text,
            "once": secret(chance),
            "written_at": now - timedelta(days=story.days, hours=-3 * place),
            "hidden_at": None,
        }
        for number, (story, (offer, request)) in zip(numbers, told, strict=True)
        for place, (side, text) in enumerate(story.said)
    ])  # fmt: skip
    for story, (offer, request) in told:
        if met := _met(story, now):
            themes = sorted({theme.slug for entry in (offer, request) for theme in entry.themes})
            record(session, Verb.INTRODUCTION_MET, library_id=library_id, now=met,
                   details={"themes": themes})  # fmt: skip


def _party(
    story: _Story, side: Side, number: int, library_id: int, person_id: int, salt: str,
    now: datetime,
) -> dict[str, object]:  # fmt: skip
    began = side is Side.ASKER and not story.by_a_librarian
    said_yes = began or story.agreed
    return {
        "introduction_id": number,
        "side": side,
        "library_id": library_id,
        "person_id": person_id,
        "salt": salt,
        "began_it": began,
        "yes_at": now - timedelta(days=story.days - (0 if began else 2)) if said_yes else None,
        "yes_by": Means.PAGE if said_yes else None,
        "shares": _BOTH if said_yes else frozenset(),
        "outcome": story.outcome,
        "told_at": now - timedelta(days=story.days - 8) if story.outcome else None,
    }


def _met(story: _Story, now: datetime) -> datetime | None:
    has_met = story.state is State.MET or story.outcome is Outcome.HELPED
    return now - timedelta(days=story.days - 5) if has_met else None


def _open(session: Session, library_id: int, direction: Direction) -> list[Entry]:
    """One of each person, nothing sensitive: the first that stand open."""
    found = session.scalars(
        select(Entry)
        .where(
            Entry.library_id == library_id,
            Entry.direction == direction,
            Entry.state == EntryState.OPEN,
            Entry.hidden_at.is_(None),
        )
        .order_by(Entry.id)
        .limit(40)
    )
    firsts: dict[int, Entry] = {}
    for entry in found:
        if not entry.is_sensitive:
            firsts.setdefault(entry.person_id, entry)
    return list(firsts.values())
