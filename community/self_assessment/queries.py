"""Every select of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from community.clock import local_day
from community.errors import NotFound
from community.outbox.models import MailState, OutboxMail
from community.self_assessment import keys, questionnaire
from community.self_assessment.drafts import Draft, from_data
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import (
    MAY_REOPEN,
    AssessmentEvidence,
    AssessmentGroup,
    AssessmentInvitee,
    AssessmentKey,
    AssessmentRound,
    AssessmentSheet,
)
from community.self_assessment.outcome import Outcome, Sheet, outcome

#: Fewer than this many answers say too much about who has given one.
CELL = 5


def get(session: Session, library_id: int, round_id: int) -> AssessmentRound:
    return _one(session, _round(library_id, round_id))


def lock(session: Session, library_id: int, round_id: int) -> AssessmentRound:
    """The round, for nobody else to change in the meantime."""
    found = _round(library_id, round_id).with_for_update()
    return _one(session, found.execution_options(populate_existing=True))


def find_open(session: Session, library_id: int) -> AssessmentRound | None:
    return session.scalars(
        select(AssessmentRound).where(
            AssessmentRound.library_id == library_id, AssessmentRound.closed_at.is_(None)
        )
    ).one_or_none()


def list_rounds(session: Session, library_id: int) -> Sequence[AssessmentRound]:
    """Newest first."""
    return session.scalars(
        select(AssessmentRound)
        .where(AssessmentRound.library_id == library_id)
        .order_by(AssessmentRound.id.desc())
    ).all()


def list_to_close(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """Library and round of those whose last day is over."""
    return _ids(session, AssessmentRound.closed_at.is_(None), AssessmentRound.closes_on < today)


def list_open(session: Session) -> Sequence[tuple[int, int]]:
    """Library and round of everything that people can answer now."""
    return _ids(session, AssessmentRound.closed_at.is_(None))


def list_to_reveal(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Of those that closed so long ago that nobody opens them again."""
    return _ids(
        session,
        AssessmentRound.revealed_at.is_(None),
        AssessmentRound.closed_at <= now - MAY_REOPEN,
    )


def waiting(library_id: int, now: datetime) -> Sequence[Select[int] | Select[str]]:
    """For Today: rounds that have closed and that nobody has looked at; the first of them."""
    unseen = (
        AssessmentRound.library_id == library_id,
        AssessmentRound.revealed_at.is_(None),
        AssessmentRound.closed_at.is_not(None),
    )
    latest = select(AssessmentRound.id).where(*unseen).order_by(AssessmentRound.id.desc()).limit(1)
    return [select(func.count(AssessmentRound.id)).where(*unseen), latest]


# ─── who was asked ───


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one function group: mails and slips that went out."""

    group: FunctionGroup
    invited: int
    slips: int


def list_asked(session: Session, round_id: int) -> list[Asked]:
    """Every function group, also where nobody was asked yet."""
    rows = session.scalars(select(AssessmentGroup).where(AssessmentGroup.round_id == round_id))
    found = {row.function_group: row for row in rows}
    return [
        Asked(group, found[group].invited, found[group].slips)
        if group in found
        else Asked(group, 0, 0)
        for group in FunctionGroup
    ]


def marks(session: Session, round_id: int) -> set[str]:
    return set(
        session.scalars(
            select(AssessmentInvitee.mark).where(AssessmentInvitee.round_id == round_id)
        )
    )


def find_invitee(session: Session, invitee_id: int) -> AssessmentInvitee | None:
    """As long as the address is there: until the round closes."""
    invitee = session.get(AssessmentInvitee, invitee_id)
    return invitee if invitee and invitee.email else None


def list_invitees(session: Session, round_id: int) -> Sequence[AssessmentInvitee]:
    return session.scalars(
        select(AssessmentInvitee)
        .where(AssessmentInvitee.round_id == round_id, AssessmentInvitee.email.is_not(None))
        .order_by(AssessmentInvitee.email)
    ).all()


def mail_key(invitee: AssessmentInvitee, what: str) -> str:
    """What is owed to whom, once."""
    return f"self_assessment:{invitee.round_id}:{invitee.id}:{what}"


def list_unused(session: Session, asked: AssessmentRound, *, key: str) -> list[AssessmentInvitee]:
    """Whose links still open the questions."""
    left = set(
        session.scalars(select(AssessmentKey.code_hash).where(AssessmentKey.round_id == asked.id))
    )
    return [
        each
        for each in list_invitees(session, asked.id)
        if keys.stored(keys.link_of(each, key=key), asked.library_id, key=key) in left
    ]


def invited_after(session: Session, round_id: int, moment: datetime) -> set[int]:
    """Invitees by the mail that they were owed since."""
    owed = select(OutboxMail.key).where(
        OutboxMail.key.startswith(f"self_assessment:{round_id}:", autoescape=True),
        OutboxMail.template == "self_assessment/invitation",
        OutboxMail.queued_at > moment,
    )
    return {_invitee_of(each) for each in session.scalars(owed)}


def _invitee_of(mail_key: str) -> int:
    return int(mail_key.split(":")[2])


def list_not_reached(session: Session, round_id: int) -> Sequence[str]:
    """Addresses to which the invitation could not be delivered."""
    begins = f"self_assessment:{round_id}:"
    lost = select(OutboxMail.key).where(
        OutboxMail.key.startswith(begins, autoescape=True),
        OutboxMail.template == "self_assessment/invitation",
        OutboxMail.state.in_((MailState.FAILED, MailState.BOUNCED)),
    )
    ids = {_invitee_of(each) for each in session.scalars(lost)}
    return [each.email or "" for each in list_invitees(session, round_id) if each.id in ids]


# ─── who answers ───


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link or a slip opens, as long as it was not used."""

    round: AssessmentRound
    group: FunctionGroup
    draft: Draft


def find_opened(session: Session, library_id: int, secret: str, *, key: str) -> Opened | None:
    found = session.execute(
        select(AssessmentRound, AssessmentKey.function_group, AssessmentKey.draft)
        .join(AssessmentKey, AssessmentKey.round_id == AssessmentRound.id)
        .where(
            AssessmentKey.library_id == library_id,
            AssessmentKey.code_hash == keys.stored(secret, library_id, key=key),
        )
    ).one_or_none()
    return Opened(found[0], found[1], from_data(found[2])) if found else None


def is_unused(session: Session, invitee: AssessmentInvitee, *, key: str) -> bool:
    """Whether this person's link still opens the questions."""
    link = keys.link_of(invitee, key=key)
    at = (invitee.library_id, keys.stored(link, invitee.library_id, key=key))
    return session.get(AssessmentKey, at) is not None


def answered(session: Session, rounds: Sequence[AssessmentRound]) -> Mapping[int, int | None]:
    """How many answered each round; None where that are fewer than five, and it goes on."""
    counted = session.execute(
        select(AssessmentSheet.round_id, func.count())
        .where(AssessmentSheet.round_id.in_([each.id for each in rounds]))
        .group_by(AssessmentSheet.round_id)
    )
    found = {row[0]: row[1] for row in counted}
    numbers = {each.id: found.get(each.id, 0) for each in rounds}
    return {
        each.id: number if (number := numbers[each.id]) >= CELL or each.revealed_at else None
        for each in rounds
    }


# ─── what came of it ───


def latest_outcome(
    session: Session, library_id: int, *, closed_before: datetime | None = None
) -> Outcome | None:
    """Of the round that closed last and whose outcome was looked at; None when there is none.

    It holds nothing that may not be shown. `stored.dump` makes bytes of it.
    """
    such = [AssessmentRound.library_id == library_id, AssessmentRound.revealed_at.is_not(None)]
    if closed_before is not None:
        such.append(AssessmentRound.closed_at < closed_before)
    latest = session.scalars(
        select(AssessmentRound)
        .where(*such)
        .order_by(AssessmentRound.closed_at.desc(), AssessmentRound.id.desc())
        .limit(1)
    ).one_or_none()
    return outcome_of(session, latest) if latest else None


def outcome_of(session: Session, asked: AssessmentRound) -> Outcome:
    """What a round comes to. Whether it may be seen already is for who asks to know."""
    sheets = session.execute(
        select(AssessmentSheet.function_group, AssessmentSheet.answers).where(
            AssessmentSheet.round_id == asked.id
        )
    )
    shown = session.execute(
        select(AssessmentEvidence.statement, func.count())
        .where(AssessmentEvidence.round_id == asked.id)
        .group_by(AssessmentEvidence.statement)
    )
    closed_on = local_day(asked.closed_at) if asked.closed_at else asked.closes_on
    return outcome(
        [Sheet(group, answers) for group, answers in sheets],
        questionnaire.of(asked.version),
        closed_on=closed_on,
        evidence={row[0]: row[1] for row in shown},
    )


def list_evidence(session: Session, round_id: int) -> Sequence[AssessmentEvidence]:
    """In the order of the alphabet, which is nobody's."""
    return session.scalars(
        select(AssessmentEvidence)
        .where(AssessmentEvidence.round_id == round_id)
        .order_by(AssessmentEvidence.statement, AssessmentEvidence.words, AssessmentEvidence.id)
    ).all()


def _round(library_id: int, round_id: int) -> Select[AssessmentRound]:
    return select(AssessmentRound).where(
        AssessmentRound.library_id == library_id, AssessmentRound.id == round_id
    )


def _one(session: Session, found: Select[AssessmentRound]) -> AssessmentRound:
    row = session.scalars(found).one_or_none()
    if row is None:
        raise NotFound
    return row


def _ids(session: Session, *such: ColumnElement[bool]) -> Sequence[tuple[int, int]]:
    found = select(AssessmentRound.library_id, AssessmentRound.id).where(*such)
    return [(row[0], row[1]) for row in session.execute(found.order_by(AssessmentRound.id))]
