"""What waits for somebody, and what is new, read over several rooms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from community.gatherings.drafts import WITH_PLACE
from community.gatherings.hosting_queries import received_by
from community.gatherings.kinds import SIGN_UP_MODES
from community.gatherings.models import (
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.libraries.models import Room
from community.outbox.letters import looked_after_elsewhere
from community.outbox.models import MailState, OutboxMail

#: What begins later than this can wait.
SOON = timedelta(days=14)
#: "Since yesterday."
RECENTLY = timedelta(hours=24)
#: More than this is not read through in one day.
MOST_LOOSE_ENDS = 200


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A gathering that begins soon and lacks something."""

    gathering_id: int
    title: str
    starts_at: datetime
    is_draft: bool
    without_host: bool
    without_room: bool
    clashes: bool
    unconfirmed: int  #: Sign-ups whose hour ran out before anybody confirmed them.


@dataclass(frozen=True, slots=True)
class Apart:
    """The same by what each lacks, the first to begin first; one may lack several things."""

    clashing: list[LooseEnd]
    unconfirmed: list[LooseEnd]
    without_room: list[LooseEnd]
    without_host: list[LooseEnd]
    drafts: list[LooseEnd]

    @property
    def people_unconfirmed(self) -> int:
        return sum(each.unconfirmed for each in self.unconfirmed)


def apart(loose_ends: Sequence[LooseEnd]) -> Apart:
    """A draft is to be finished first; what room or host it gets is asked there."""
    planned = [each for each in loose_ends if not each.is_draft]
    return Apart(
        clashing=[each for each in loose_ends if each.clashes],
        unconfirmed=[each for each in loose_ends if each.unconfirmed],
        without_room=[each for each in planned if each.without_room],
        without_host=[each for each in planned if each.without_host],
        drafts=[each for each in loose_ends if each.is_draft],
    )


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What is over and was not counted: how many, and the latest of them."""

    count: int
    gathering_id: int
    title: str
    starts_at: datetime


def counts(library_id: int) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Mails that will not be tried again, and drafts of any date."""
    failed = select(func.count(OutboxMail.id)).where(
        OutboxMail.library_id == library_id,
        or_(
            OutboxMail.state == MailState.RESTORED,
            and_(
                OutboxMail.state == MailState.FAILED,
                OutboxMail.template.not_in(looked_after_elsewhere()),
            ),
        ),
    )
    drafts = select(func.count(Gathering.id)).where(
        Gathering.library_id == library_id, Gathering.status == GatheringStatus.DRAFT
    )
    return failed.scalar_subquery(), drafts.scalar_subquery()


def find_uncounted(
    session: Session, library_id: int, *, host_id: int | None = None, now: datetime
) -> Uncounted | None:
    """What is over, and of which nobody has said how many came; of one host, or of everybody."""
    wanted = [
        Gathering.library_id == library_id,
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.ends_at <= now,
    ]
    if host_id is not None:
        wanted.append(received_by(host_id))
    row = session.execute(
        select(func.count().over(), Gathering.id, Gathering.title, Gathering.starts_at)
        .where(*wanted)
        .order_by(Gathering.ends_at.desc(), Gathering.id.desc())
        .limit(1)
    ).one_or_none()
    return Uncounted(*row) if row else None


def list_loose_ends(session: Session, library_id: int, *, now: datetime) -> Sequence[LooseEnd]:
    """What begins within two weeks and lacks something, the first to begin first."""
    other = aliased(Gathering)
    clash = exists().where(
        other.library_id == library_id,
        other.room_id == Gathering.room_id,
        other.id != Gathering.id,
        other.status.in_((GatheringStatus.DRAFT, GatheringStatus.PUBLISHED)),
        other.starts_at < Gathering.ends_at,
        other.ends_at > Gathering.starts_at,
    )
    unconfirmed = (
        select(func.count(SignUp.id))
        .where(
            SignUp.gathering_id == Gathering.id,
            SignUp.status == SignUpStatus.PENDING,
            or_(SignUp.held_until.is_(None), SignUp.held_until <= now),
        )
        .scalar_subquery()
    )
    found = (
        select(
            Gathering.id,
            Gathering.title,
            Gathering.starts_at,
            (Gathering.status == GatheringStatus.DRAFT).label("is_draft"),
            and_(
                Gathering.sign_up_mode.in_(SIGN_UP_MODES),
                ~exists().where(GatheringHost.gathering_id == Gathering.id),
            ).label("without_host"),
            and_(
                Gathering.room_id.is_(None),
                Gathering.mode.in_(WITH_PLACE),
                # A branch without rooms has none to choose.
                exists().where(Room.branch_id == Gathering.branch_id),
            ).label("without_room"),
            clash.label("clashes"),
            unconfirmed.label("unconfirmed"),
        )
        .where(
            Gathering.library_id == library_id,
            Gathering.status.in_((GatheringStatus.DRAFT, GatheringStatus.PUBLISHED)),
            Gathering.starts_at > now,
            Gathering.starts_at <= now + SOON,
        )
        .subquery()
    )
    lacks = found.c
    rows = session.execute(
        select(found)
        .where(
            or_(
                lacks.is_draft,
                lacks.without_host,
                lacks.without_room,
                lacks.clashes,
                lacks.unconfirmed > 0,
            )
        )
        .order_by(lacks.starts_at, lacks.id)
        .limit(MOST_LOOSE_ENDS)
    )
    return [LooseEnd(*row) for row in rows]


def count_newcomers(
    session: Session, gathering_ids: Collection[int], *, now: datetime
) -> Mapping[int, int]:
    """How many people got a seat since this time yesterday, by gathering."""
    rows = session.execute(
        select(SignUp.gathering_id, func.sum(SignUp.party_size))
        .where(
            SignUp.gathering_id.in_(gathering_ids),
            SignUp.status == SignUpStatus.CONFIRMED,
            SignUp.confirmed_at > now - RECENTLY,
        )
        .group_by(SignUp.gathering_id)
    )
    return {gathering_id: int(people) for gathering_id, people in rows}
