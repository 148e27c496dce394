"""Changing gatherings for a program: by the very verbs of the desk, and once per key.

What a key was answered is kept in the transaction of the act itself: either both stand or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from community.api import queries
from community.api.models import ApiToken, GivenAnswer
from community.api.refusals import KeyWasUsed, NotThisRevision, NotUnderstood
from community.db import insert_once
from community.gatherings import drafts, hosting, seats
from community.gatherings.drafts import Appointment, GatheringDraft, Problem
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, GatheringStatus
from community.tokens import fingerprint
from community.words import N_


@dataclass(frozen=True, slots=True)
class Asked:
    """Which program asks what; without a key nothing is remembered."""

    token: ApiToken
    question: bytes
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered: how it stands now, as JSON."""

    status: int
    revision: str
    body: str


Act = Callable[[Session], Gathering]
Tell = Callable[[Gathering], tuple[str, str]]


def once(session: Session, asked: Asked, act: Act, tell: Tell, *, status: int, hand: Hand) -> Said:
    """Do it, or say what was said when the same key asked the same before."""
    library_id, token_id = asked.token.library_id, asked.token.id
    if not asked.key:
        return _done(session, library_id, act, tell, status)
    key_hash = fingerprint(asked.key)
    asked_hash = fingerprint(asked.question.hex())
    is_new = insert_once(
        session, GivenAnswer,
        library_id=library_id, token_id=token_id, key_hash=key_hash, asked_hash=asked_hash,
        given_at=hand.now,
    )  # fmt: skip
    given = queries.find_given(session, library_id, token_id, key_hash)
    assert given is not None  # noqa: S101  (it stands, whoever put it there)
    if is_new:
        said = _done(session, library_id, act, tell, status)
        given.status, given.revision, given.body = said.status, said.revision, said.body
        return said
    if given.asked_hash != asked_hash:
        raise KeyWasUsed
    return Said(given.status, given.revision, given.body)


def create(session: Session, library_id: int, given: dict[str, Any], hand: Hand) -> Gathering:
    """A draft, or at once in the agenda."""
    wanted = given.pop("status", GatheringStatus.DRAFT)
    draft = GatheringDraft(**_in_our_words(session, given))
    gathering = hosting.create(session, library_id, draft, hand)
    if wanted is GatheringStatus.PUBLISHED:
        return hosting.publish(session, library_id, gathering.id, hand)
    return gathering


def change(session: Session, gathering: Gathering, given: dict[str, Any], hand: Hand) -> Gathering:
    """What is given becomes so, the rest stays as it is."""
    draft = replace(drafts.draft_of(gathering), **_in_our_words(session, given))
    changed, _told = hosting.edit(session, gathering.library_id, gathering.id, draft, hand)
    return changed


def move(session: Session, gathering: Gathering, given: dict[str, Any], hand: Hand) -> Gathering:
    """Another time or place; everybody who counts on it is told."""
    stands = drafts.appointment_of(gathering)
    lasted = stands.ends_at - stands.starts_at
    ends_at = {} if "ends_at" in given else {"ends_at": given["starts_at"] + lasted}
    new: Appointment = replace(stands, **given, **ends_at)
    moved, _told = hosting.move(session, gathering.library_id, gathering.id, new, hand)
    return moved


def take(session: Session, library_id: int, gathering_id: int, revision: str | None,
         revision_of: Callable[[Gathering], str]) -> Gathering:  # fmt: skip
    """The gathering with its row locked, if it still is what the program saw."""
    gathering = seats.lock(session, gathering_id, library_id)
    if revision is not None and revision != revision_of(gathering):
        raise NotThisRevision
    return gathering


def _done(session: Session, library_id: int, act: Act, tell: Tell, status: int) -> Said:
    gathering = act(session)
    session.flush()
    body, revision = tell(queries.get_gathering(session, library_id, gathering.id))
    return Said(status, revision, body)


def _in_our_words(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """Themes by their slugs; all else is called the same."""
    if "themes" not in given:
        return given
    slugs = set(given["themes"])
    known = queries.theme_ids_by_slug(session, slugs)
    if slugs - known.keys():
        raise NotUnderstood([Problem("themes", N_("There is a theme in it that we do not know."))],
                            status=422)  # fmt: skip
    rest = {name: value for name, value in given.items() if name != "themes"}
    return rest | {"theme_ids": frozenset(known.values())}
