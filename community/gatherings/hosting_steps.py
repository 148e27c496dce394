"""What each verb of `hosting` makes of a gathering itself: of one, or of each of many.

No session: what it names was looked up, and who writes it, at once or with a thousand others, is
the caller's business. So one row and many rows obey the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from community.activity.services import Facts
from community.gatherings import drafts
from community.gatherings.drafts import Appointment, DraftRefused, GatheringDraft, appointment_of
from community.gatherings.finding import search_text
from community.gatherings.hosting_rules import Hand, reason_of
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.naming import Named


def begun(library_id: int, draft: GatheringDraft, named: Named, hand: Hand) -> Gathering:
    """A new gathering, as its completed draft says."""
    gathering = Gathering(
        library_id=library_id,
        uid=f"{uuid4()}@{urlsplit(hand.base_url).hostname}",
        created_by_id=hand.by.id if hand.by else None,
        created_at=hand.now,
    )
    fill_in(gathering, draft, named)
    sign(gathering, hand)
    return gathering


def fill_in(gathering: Gathering, draft: GatheringDraft, named: Named) -> None:
    for name in drafts.SHARED:
        setattr(gathering, name, getattr(draft, name))
    gathering.themes = list(named.themes)
    gathering.hosts = list(named.hosts)
    gathering.search_text = search_text(
        draft.title, draft.summary, draft.address, named.branch, named.room, named.themes
    )


def sign(gathering: Gathering, hand: Hand) -> None:
    """Every change has a moment and somebody who made it."""
    gathering.revised_at = hand.now
    gathering.revised_by_id = hand.by.id if hand.by else None


def refuse_for_agenda(gathering: Gathering, hand: Hand) -> None:
    """A draft may lack what the agenda may not."""
    if found := list(drafts.problems_before_publishing(gathering, now=hand.now)):
        raise DraftRefused(found)


def put_in_agenda(gathering: Gathering, hand: Hand) -> None:
    gathering.status = GatheringStatus.PUBLISHED
    gathering.published_at = hand.now
    sign(gathering, hand)


@dataclass(frozen=True, slots=True)
class Moved:
    """That it has another time or place; `began`: when it would have begun, if that changed."""

    began: datetime | None


def moved(gathering: Gathering, was: Appointment) -> Moved | None:
    """A change of time or place after publishing is a move: the SEQUENCE rises."""
    if gathering.status is not GatheringStatus.PUBLISHED or appointment_of(gathering) == was:
        return None
    gathering.raise_sequence()
    if gathering.starts_at == was.starts_at:
        return Moved(None)
    gathering.moved_from = was.starts_at
    return Moved(was.starts_at)


def call_off(gathering: Gathering, reason: str, hand: Hand) -> None:
    gathering.status = GatheringStatus.CANCELLED
    gathering.cancel_reason = reason_of(reason)
    gathering.cancelled_at = hand.now
    gathering.raise_sequence()
    sign(gathering, hand)


def facts(gathering: Gathering, hand: Hand) -> Facts:
    """What the log tells of it, whatever became of it."""
    return {
        "library_id": gathering.library_id,
        "branch_id": gathering.branch_id,
        "gathering_id": gathering.id,
        "details": what_it_is(gathering),
        "now": hand.now,
    }


def what_it_is(gathering: Gathering) -> dict[str, object]:
    """What every row of the log about a gathering carries, as it is at that moment."""
    return {
        "kind": gathering.kind,
        "conversational": gathering.conversational,
        "core_function": gathering.core_function,
        "mode": gathering.mode,
        "audience": gathering.audience,
        "initiator": gathering.initiator,
    }
