"""Saying that something is against a rule, and when that hides it until a librarian looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.accounts.throttle import Limit, knock
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.moderation import queries, subjects
from community.moderation.cases import is_ours, opened
from community.moderation.models import ENOUGH, FIRST_VERSION, Case, HouseRule, Report, Why
from community.moderation.subjects import Shown, Subject
from community.words import N_

REPORTED = "reported"  #: As the row of the thing says why it is hidden.

_DAY = timedelta(days=1)
#: Whom we know less than a week can have made themselves up for this.
NEW = timedelta(days=7)
OF_ANYBODY = Limit(10, _DAY)
OF_A_NEW_PERSON = Limit(3, _DAY)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reporter says."""

    rule: HouseRule
    words: str = ""
    version: str = FIRST_VERSION  #: Of the rules, as the reporter read them.


class YourOwn(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This is something of your own. You can change or remove it yourself."))


def look_at(session: Session, library_id: int, kind: str, subject_id: int, *, by: Person) -> Shown:
    """What somebody is about to report, for who can see it or has reported it just now."""
    subject, shown = _there(session, library_id, kind, subject_id)
    if shown.author_id == by.id:
        raise YourOwn
    if subject.may_see is None:
        raise NotFound
    if not subject.may_see(session, library_id, subject_id, by.id):
        case = queries.find_open_case(session, library_id, kind, subject_id)
        if case is None or not queries.has_reported(session, case, by.id):
            raise NotFound
    return shown


def report(
    session: Session,
    library_id: int,
    kind: str,
    subject_id: int,
    said: Said,
    *,
    by: Person,
    now: datetime,
) -> Case:
    """Note it, once a person, and hide the thing when there is enough to.

    One who was there is enough, or two others; of who works here nothing is hidden by this.
    """
    subjects.hold(session, library_id, kind, subject_id)
    shown = look_at(session, library_id, kind, subject_id, by=by)
    case = queries.lock_open(session, library_id, kind, subject_id)
    if case is not None and queries.has_reported(session, case, by.id):
        return case
    limit = OF_A_NEW_PERSON if now - by.created_at < NEW else OF_ANYBODY
    knock(session, "report", f"{by.id}", most=limit.most, within=limit.within, now=now)
    if case is None:
        case = opened(
            session,
            library_id,
            kind,
            subject_id,
            author_id=shown.author_id,
            why=Why.REPORT,
            now=now,
        )
    subject = subjects.get(kind)
    was_there = subject.was_there is not None and subject.was_there(
        session, library_id, subject_id, by.id
    )
    insert_once(
        session,
        Report,
        library_id=library_id,
        case_id=case.id,
        reporter_id=by.id,
        rule=said.rule,
        rules_version=said.version,
        words=said.words,
        was_there=was_there,
        reported_at=now,
    )
    _hide_if_enough(session, case, subject, now=now)
    return case


def _hide_if_enough(session: Session, case: Case, subject: Subject, *, now: datetime) -> None:
    """What waits already is seen by nobody, and a colleague's stays until another has looked."""
    if case.hidden_at is not None or case.why is Why.FIRST:
        return
    if is_ours(session, case.library_id, case.author_id):
        return
    counting = queries.list_counting(session, case)
    if len(counting) >= ENOUGH or any(each.was_there for each in counting):
        case.hidden_at = now
        subject.hide(session, case.library_id, case.subject_id, why=REPORTED, now=now)


def _there(session: Session, library_id: int, kind: str, subject_id: int) -> tuple[Subject, Shown]:
    subject = subjects.find(kind)
    shown = subjects.show_one(session, library_id, kind, subject_id)
    if subject is None or shown is None:
        raise NotFound
    return subject, shown
