"""Saying yes or no, once: by whom it does not concern, with a rule and a reason for a no."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import DomainError, NotAllowed, NotFound
from community.moderation import queries, subjects, telling
from community.moderation.cases import opened
from community.moderation.models import FIRST_VERSION, Case, HouseRule, Verdict, Why
from community.words import N_

REFUSED = "refused"  #: As the row of the thing says why it is hidden.

OWN_THING = N_("This is about something of your own. A colleague decides.")
OWN_REPORT = N_("You reported this yourself. A colleague decides.")
OWN_DECISION = N_("You decided the first time. A colleague decides about the appeal.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a librarian says; a no has a rule of the house and a reason as its author reads it."""

    verdict: Verdict
    rule: HouseRule | None = None
    reason: str = ""
    version: str = FIRST_VERSION  #: Of the rules, as the librarian had them before them.


YES = Ruling(Verdict.ALLOWED)


class NoReason(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Say which rule it is about and why."))


class AlreadyAllowed(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(N_("%(name)s was just ahead of you, and allowed it."), name=name)


class AlreadyRefused(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(N_("%(name)s was just ahead of you, and refused it."), name=name)


class TakenAway(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("It is no longer there, so there is nothing to decide."))


class StillOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("It is already being looked at."))


def why_not(case: Case, viewer_id: int, colleagues: Collection[int]) -> str:
    """Why this person cannot decide about it, as an English msgid; empty when they can.

    `colleagues` decide in this library. An appeal is for another than who decided, if there is one.
    """
    if case.author_id == viewer_id:
        return OWN_THING
    if any(report.reporter_id == viewer_id for report in case.all_reports):
        return OWN_REPORT
    if case.why is Why.APPEAL and case.appealed and case.appealed.decided_by_id == viewer_id:
        others = set(colleagues) - {viewer_id, case.author_id}
        return OWN_DECISION if others else ""
    return ""


def decide(
    session: Session,
    library_id: int,
    case_id: int,
    ruling: Ruling,
    *,
    by: Person,
    now: datetime,
) -> Case:
    """Decide in one act, and owe everybody concerned the news.

    Who says the same twice changes nothing; who comes second hears who decided.
    """
    if ruling.verdict is Verdict.REFUSED and not (ruling.rule and ruling.reason):
        raise NoReason
    case = _held(session, library_id, case_id)
    if refusal := why_not(case, by.id, queries.list_colleagues(session, library_id)):
        raise NotAllowed(refusal)
    if case.is_open:
        _close(session, case, ruling, by=by, now=now)
    elif (case.decided_by_id, case.verdict) != (by.id, ruling.verdict):
        raise _second(case)
    return case


def look_again(
    session: Session, library_id: int, case_id: int, *, by: Person, now: datetime
) -> Case:
    """A librarian looks once more at what was decided: the new case, open until they say."""
    case = _held(session, library_id, case_id)
    if refusal := why_not(case, by.id, ()):
        raise NotAllowed(refusal)
    if again := queries.find_again(session, library_id, case_id):
        return again
    if case.is_open:
        raise StillOpen
    return once_more(session, case, Why.LOOK, now=now)


def take_back(
    session: Session, library_id: int, case_id: int, *, by: Person, now: datetime
) -> Case:
    """A no becomes a yes after all, in one act."""
    again = look_again(session, library_id, case_id, by=by, now=now)
    return decide(session, library_id, again.id, YES, by=by, now=now)


def look(
    session: Session, library_id: int, kind: str, subject_id: int, *, by: Person, now: datetime
) -> Case:
    """A librarian saw something for themselves: its case, opened when there is none."""
    shown = subjects.show_one(session, library_id, kind, subject_id)
    if shown is None or subjects.get(kind).is_private:
        raise NotFound
    if shown.author_id == by.id:
        raise NotAllowed(OWN_THING)
    subjects.hold(session, library_id, kind, subject_id)
    return opened(
        session, library_id, kind, subject_id, author_id=shown.author_id, why=Why.LOOK, now=now
    )


def once_more(session: Session, case: Case, why: Why, *, now: datetime) -> Case:
    """A new case about the same thing, tied to the decision that it looks at again."""
    again = opened(
        session,
        case.library_id,
        case.subject_kind,
        case.subject_id,
        author_id=case.author_id,
        why=why,
        now=now,
    )
    if again.why is not why or again.appeals_id is not None:
        raise StillOpen
    again.appeals_id = case.id
    session.flush()
    session.refresh(again)
    return again


def _held(session: Session, library_id: int, case_id: int) -> Case:
    """The case, locked; the thing itself before it."""
    case = queries.get(session, library_id, case_id)
    subjects.hold(session, library_id, case.subject_kind, case.subject_id)
    return queries.lock(session, library_id, case_id)


def _close(session: Session, case: Case, ruling: Ruling, *, by: Person, now: datetime) -> None:
    """Write it down, do it, and tell it."""
    thing = (session, case.library_id, case.subject_kind, case.subject_id)
    if subjects.show_one(*thing) is None:
        ruling = Ruling(Verdict.WITHDRAWN)
    case.verdict, case.rule, case.reason = ruling.verdict, ruling.rule, ruling.reason
    case.rules_version = ruling.version
    case.decided_at, case.decided_by_id = now, by.id
    session.flush()
    if ruling.verdict is Verdict.ALLOWED:
        subject = subjects.get(case.subject_kind)
        subject.allow(session, case.library_id, case.subject_id, now=now)
    elif ruling.verdict is Verdict.REFUSED and case.why is not Why.APPEAL:
        # What is appealed against is hidden already.
        subject = subjects.get(case.subject_kind)
        subject.hide(session, case.library_id, case.subject_id, why=REFUSED, now=now)
    telling.tell(session, case, now=now)


def _second(case: Case) -> DomainError:
    name = case.decided_by.full_name if case.decided_by else "?"
    if case.verdict is Verdict.WITHDRAWN:
        return TakenAway()
    return AlreadyAllowed(name) if case.verdict is Verdict.ALLOWED else AlreadyRefused(name)
