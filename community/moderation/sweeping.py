"""Everything of one person hidden in one act, and the way back.

It is a case about the person, decided at once: so it has a rule, a reason, an appeal and an undo
as every other. What they make from then on waits (`cases.must_wait`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import queries as accounts
from community.accounts.models import Person
from community.accounts.roles import DESK, reaches
from community.db import insert_once
from community.errors import NotAllowed
from community.moderation import queries, subjects, telling
from community.moderation.cases import opened
from community.moderation.deciding import OWN_THING, NoReason, Ruling
from community.moderation.models import Case, Swept, Verdict, Why
from community.moderation.queries import PERSON
from community.moderation.subjects import Shown, Subject
from community.words import N_

EVERYTHING = "everything"  #: As the row of a thing says why it is hidden.


def preview(session: Session, library_id: int, person_id: int) -> Mapping[str, Mapping[int, Shown]]:
    """All that this person has here that others see or will, by kind."""
    ids: dict[str, list[int]] = {}
    for kind, number in _seen(session, library_id, person_id):
        ids.setdefault(kind, []).append(number)
    return {
        kind: shown
        for kind, numbers in ids.items()
        if (shown := subjects.get(kind).show(session, library_id, numbers))
    }


def hide_everything(
    session: Session,
    library_id: int,
    person_id: int,
    ruling: Ruling,
    *,
    by: Person,
    now: datetime,
) -> Case:
    """Hide it all, and decide with the same words what of it waited. Twice is as once."""
    if not (ruling.rule and ruling.reason):
        raise NoReason
    person = queries.lock_person(session, library_id, person_id)
    if person.id == by.id:
        raise NotAllowed(OWN_THING)
    if reaches(accounts.find_role(session, library_id, person_id), DESK):
        raise NotAllowed(N_("A colleague’s items are looked at one by one."))
    if (standing := queries.find_sweep(session, library_id, person_id)) is not None:
        return standing
    case = opened(
        session, library_id, PERSON, person_id, author_id=person_id, why=Why.EVERYTHING, now=now
    )
    for waiting in queries.list_open_of(session, library_id, person_id):
        _refuse_along(session, waiting, ruling, by=by, now=now)
    _decide(case, ruling, by=by, now=now)
    subjects.get(PERSON).hide(session, library_id, person_id, why=EVERYTHING, now=now)
    session.flush()
    telling.tell(session, case, now=now)
    return case


def _show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    """Who it is, with the titles of what is hidden."""
    shown = {}
    for person_id in ids:
        member = accounts.find_membership(session, library_id, person_id)
        if member is None:
            continue
        titles = [
            each.title
            for row in queries.list_swept(session, library_id, person_id)
            if (each := subjects.show_one(session, library_id, row.subject_kind, row.subject_id))
        ]
        shown[person_id] = Shown(
            title=member.person.full_name, text="\n".join(titles), author_id=person_id, url=""
        )
    return shown


def _hide(session: Session, library_id: int, person_id: int, *, why: str, now: datetime) -> None:
    waiting = {
        (case.subject_kind, case.subject_id): case.why
        for case in queries.list_open_of(session, library_id, person_id)
    }
    for kind, subject_id in _seen(session, library_id, person_id):
        thing = (kind, subject_id)
        if _note(session, library_id, person_id, thing, waiting.get(thing), now=now):
            subjects.get(kind).hide(session, library_id, subject_id, why=why, now=now)


def _allow(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    """As it was: what waited for a librarian then, waits again."""
    for row in queries.list_swept(session, library_id, person_id):
        thing = (session, library_id, row.subject_kind, row.subject_id)
        if subjects.show_one(*thing) is not None:
            if row.waited is None:
                subjects.get(row.subject_kind).allow(session, library_id, row.subject_id, now=now)
            else:
                again = opened(*thing, author_id=person_id, why=row.waited, now=now)
                again.hidden_at = now
        session.delete(row)


def _refuse_along(
    session: Session, waiting: Case, ruling: Ruling, *, by: Person, now: datetime
) -> None:
    """One that waited is decided with the rest; the one mail about it all tells its author."""
    library_id, kind, subject_id = waiting.library_id, waiting.subject_kind, waiting.subject_id
    person_id = waiting.author_id
    subject = subjects.find(kind)
    if subject is None or person_id is None:
        return
    _note(session, library_id, person_id, (kind, subject_id), waiting.why, now=now)
    subject.hide(session, library_id, subject_id, why=EVERYTHING, now=now)
    _decide(waiting, ruling, by=by, now=now)
    session.flush()
    telling.tell_reporters(session, waiting, now=now)
    waiting.told_at = now


def _decide(case: Case, ruling: Ruling, *, by: Person, now: datetime) -> None:
    case.verdict, case.rule, case.reason = Verdict.REFUSED, ruling.rule, ruling.reason
    case.rules_version = ruling.version
    case.decided_at, case.decided_by_id = now, by.id


def _note(
    session: Session,
    library_id: int,
    person_id: int,
    thing: tuple[str, int],
    waited: Why | None,
    *,
    now: datetime,
) -> bool:
    """Remember how to undo it; whether that is new."""
    kind, subject_id = thing
    return insert_once(
        session,
        Swept,
        library_id=library_id,
        subject_kind=kind,
        subject_id=subject_id,
        person_id=person_id,
        waited=waited,
        swept_at=now,
    )


def _seen(session: Session, library_id: int, person_id: int) -> Sequence[tuple[str, int]]:
    """What others see or will, in one order; not what was refused by itself, which stays so."""
    refused = queries.list_refused(session, library_id, person_id)
    return [
        (kind, number)
        for kind, subject in sorted(subjects.kinds().items())
        if kind != PERSON
        for number in sorted(subject.of_person(session, library_id, person_id))
        if (kind, number) not in refused
    ]


AS_SUBJECT = Subject(
    name=N_("everything from one person"),
    show=_show,
    hide=_hide,
    allow=_allow,
    of_person=lambda _session, _library_id, _person_id: (),
)
