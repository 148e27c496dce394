"""What waits for one librarian, put together: the thing itself, whose it is, and who may decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.moderation import list_queries, queries, subjects
from community.moderation.deciding import why_not
from community.moderation.list_queries import Before
from community.moderation.models import Case
from community.moderation.subjects import Shown

_NOTHING = Before()


@dataclass(frozen=True, slots=True)
class Waiting:
    case: Case
    shown: Shown | None  #: None: it is no longer there.
    name: str  #: What kind of thing it is, as an English msgid.
    before: Before
    #: Why who looks cannot decide, as an English msgid; empty when they can.
    refusal: str


def waiting_for(session: Session, library_id: int, viewer_id: int) -> Sequence[Waiting]:
    """All that is open, the oldest first; what is of who looks is not in it."""
    return together(
        session, library_id, list_queries.list_waiting(session, library_id, viewer_id), viewer_id
    )


def together(
    session: Session, library_id: int, cases: Sequence[Case], viewer_id: int
) -> Sequence[Waiting]:
    """Each case with its thing, by one question a kind."""
    things = things_of(session, library_id, cases)
    before = list_queries.list_before(
        session, library_id, {case.author_id for case in cases if case.author_id}
    )
    colleagues = queries.list_colleagues(session, library_id)
    return [
        Waiting(
            case=case,
            shown=things.get((case.subject_kind, case.subject_id)),
            name=name_of(case.subject_kind),
            before=before.get(case.author_id or 0, _NOTHING),
            refusal=why_not(case, viewer_id, colleagues),
        )
        for case in cases
    ]


def things_of(
    session: Session, library_id: int, cases: Sequence[Case]
) -> Mapping[tuple[str, int], Shown]:
    ids: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        ids[case.subject_kind].append(case.subject_id)
    return {
        (kind, number): shown
        for kind, numbers in ids.items()
        if (subject := subjects.find(kind))
        for number, shown in subject.show(session, library_id, numbers).items()
    }


def name_of(kind: str) -> str:
    subject = subjects.find(kind)
    return subject.name if subject else kind
