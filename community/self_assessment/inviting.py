"""Inviting colleagues: a link by mail, or a slip with a code. Each is good for one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import DomainError
from community.outbox.services import owe
from community.self_assessment import keys, queries
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import (
    AssessmentGroup,
    AssessmentInvitee,
    AssessmentKey,
    AssessmentRound,
)
from community.self_assessment.rounds import RoundIsOver
from community.words import N_

INVITATION, REMINDER = "self_assessment/invitation", "self_assessment/reminder"
#: As many slips as are printed in one go, and as many links and slips as one round has.
MOST_SLIPS, MOST = 200, 1_000
#: These mails name no person: the outbox is read at the desk, and would say who was reminded.
NOBODY = 0


class TooMany(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("A round has room for %(most)s links and slips. That would be more."), most=MOST
        )


@dataclass(frozen=True, slots=True)
class Invited:
    new: int
    before: int  #: Had been invited already: nobody gets two links.


def invite(
    session: Session,
    library_id: int,
    round_id: int,
    group: FunctionGroup,
    addresses: Iterable[str],
    *,
    key: str,
    now: datetime,
) -> Invited:
    """Owe everybody at these (folded) addresses a link of their own."""
    asked = _lock_open(session, library_id, round_id, now)
    wanted = {keys.mark(email, round_id, key=key): email for email in addresses}
    known = queries.marks(session, round_id)
    fresh = {mark: email for mark, email in wanted.items() if mark not in known}
    _refuse_too_many(session, asked, len(fresh))
    # By their marks, which is an order of chance.
    invitees = [
        AssessmentInvitee(library_id=library_id, round_id=round_id, email=fresh[mark], mark=mark)
        for mark in sorted(fresh)
    ]
    session.add_all(invitees)
    session.flush()
    _make_keys(session, asked, group, [keys.link_of(each, key=key) for each in invitees], key=key)
    for each in invitees:
        owe(
            session,
            INVITATION,
            to=NOBODY,
            key=queries.mail_key(each, "invitation"),
            now=now,
            invitee_id=each.id,
        )
    _counted(session, asked, group).invited += len(invitees)
    return Invited(len(invitees), len(wanted) - len(invitees))


def make_slips(
    session: Session,
    library_id: int,
    round_id: int,
    group: FunctionGroup,
    number: int,
    *,
    key: str,
    now: datetime,
) -> list[str]:
    """Codes to hang up or hand out. They are told this once: only what they come to is kept."""
    asked = _lock_open(session, library_id, round_id, now)
    if not 1 <= number <= MOST_SLIPS:
        raise ValueError(f"{number} slips")
    _refuse_too_many(session, asked, number)
    codes = keys.new_codes(number)
    _make_keys(session, asked, group, codes, key=key)
    _counted(session, asked, group).slips += number
    return codes


def _make_keys(
    session: Session,
    asked: AssessmentRound,
    group: FunctionGroup,
    secrets: Sequence[str],
    *,
    key: str,
) -> None:
    if not secrets:
        return
    kept = sorted(keys.stored(each, asked.library_id, key=key) for each in secrets)
    session.execute(
        insert(AssessmentKey),
        [
            {"library_id": asked.library_id, "code_hash": each, "round_id": asked.id,
             "function_group": group, "draft": None}
            for each in kept
        ],
    )  # fmt: skip


def _lock_open(session: Session, library_id: int, round_id: int, now: datetime) -> AssessmentRound:
    asked = queries.lock(session, library_id, round_id)
    if not asked.is_open(now):
        raise RoundIsOver
    return asked


def _refuse_too_many(session: Session, asked: AssessmentRound, more: int) -> None:
    out = sum(each.invited + each.slips for each in queries.list_asked(session, asked.id))
    if out + more > MOST:
        raise TooMany


def _counted(session: Session, asked: AssessmentRound, group: FunctionGroup) -> AssessmentGroup:
    """The row that counts a group; the round is locked, so nobody else makes it."""
    insert_once(
        session,
        AssessmentGroup,
        round_id=asked.id,
        function_group=group,
        library_id=asked.library_id,
    )
    return session.get_one(AssessmentGroup, (asked.id, group))
