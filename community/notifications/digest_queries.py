"""Every select about the weekly digest: who gets it, and what there is to come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session, selectinload

from community.accounts.models import Person
from community.gatherings.closing_queries import hears_nothing_more
from community.gatherings.kinds import Kind, SignUpMode
from community.gatherings.models import (
    Absent,
    Gathering,
    GatheringStatus,
    LookBack,
    SignUp,
    gathering_theme,
)
from community.gatherings.queries import in_lists
from community.gatherings.sign_up_queries import ACTIVE
from community.notifications.models import MailWish
from community.outbox.models import OutboxMail


@dataclass(frozen=True, slots=True)
class Offer:
    """A public gathering, with no more than what decides whether somebody is told of it."""

    id: int
    title: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime
    published_at: datetime
    branch_id: int | None
    theme_ids: frozenset[int]


def key_of(library_id: int, person_id: int | str, week: str) -> str:
    return f"digest:{library_id}:{person_id}:{week}"


def list_readers(
    session: Session, library_id: int, week: str, *, before: datetime
) -> Sequence[MailWish]:
    """Who asked for the digest before that moment, and is not owed this week's yet."""
    key = literal(f"digest:{library_id}:") + cast(MailWish.person_id, String) + f":{week}"
    return session.scalars(
        select(MailWish)
        .join(Person, Person.id == MailWish.person_id)
        .where(
            MailWish.library_id == library_id,
            MailWish.digest_since <= before,
            Person.email.is_not(None),
            ~exists().where(OutboxMail.key == key),
        )
        .options(selectinload(MailWish.themes), selectinload(MailWish.branches))
        .order_by(MailWish.id)
        .execution_options(populate_existing=True)
    ).all()


def list_offers(
    session: Session, library_id: int, *, now: datetime, until: datetime, published_by: datetime
) -> list[Offer]:
    """What anybody may know of and can still come to. Of a sensitive gathering nobody is told."""
    open_now = (
        *in_lists(library_id),
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.starts_at > now,
        Gathering.starts_at <= until,
        Gathering.published_at <= published_by,
        Gathering.is_sensitive.is_(False),
        Gathering.sign_up_mode != SignUpMode.INVITATION,
    )
    rows = session.execute(
        select(
            Gathering.id,
            Gathering.title,
            Gathering.kind,
            Gathering.starts_at,
            Gathering.ends_at,
            Gathering.published_at,
            Gathering.branch_id,
            Gathering.sign_up_mode,
            Gathering.sign_up_closes_at,
            Gathering.capacity,
            Gathering.taken,
            Gathering.has_waiting_list,
        )
        .where(*open_now)
        .order_by(Gathering.starts_at, Gathering.id)
    ).all()
    themes: dict[int, set[int]] = defaultdict(set)
    for gathering_id, theme_id in session.execute(
        select(gathering_theme.c.gathering_id, gathering_theme.c.theme_id).where(
            gathering_theme.c.gathering_id.in_(select(Gathering.id).where(*open_now))
        )
    ):
        themes[gathering_id].add(theme_id)
    return [
        Offer(
            row.id,
            row.title,
            row.kind,
            row.starts_at,
            row.ends_at,
            row.published_at,
            row.branch_id,
            frozenset(themes[row.id]),
        )
        for row in rows
        if row.sign_up_mode is not SignUpMode.HERE
        or (
            (row.sign_up_closes_at is None or row.sign_up_closes_at > now)
            and (row.capacity is None or row.taken < row.capacity or row.has_waiting_list)
        )
    ]


def list_taken(
    session: Session,
    library_id: int,
    *,
    after: datetime,
    until: datetime,
    person_ids: Collection[int] | None = None,
) -> dict[int, set[int]]:
    """By person, the gatherings in that time that she is in, or waits for."""
    wanted = [
        Gathering.library_id == library_id,
        SignUp.status.in_(ACTIVE),
        Gathering.starts_at > after,
        Gathering.starts_at <= until,
    ]
    if person_ids is None:
        asked = select(MailWish.person_id).where(
            MailWish.library_id == library_id, MailWish.digest_since.is_not(None)
        )
        wanted.append(SignUp.person_id.in_(asked))
    else:
        wanted.append(SignUp.person_id.in_(person_ids))
    taken: dict[int, set[int]] = defaultdict(set)
    for person_id, gathering_id in session.execute(
        select(SignUp.person_id, SignUp.gathering_id).join(SignUp.gathering).where(*wanted)
    ):
        taken[person_id].add(gathering_id)
    return taken


def list_left_out(
    session: Session,
    library_id: int,
    *,
    after: datetime,
    until: datetime,
    person_ids: Collection[int] | None = None,
) -> dict[int, set[int]]:
    """By person, the gatherings in that time of which the desk says: they hear nothing more."""
    earlier = (
        select(Gathering.title)
        .join(LookBack, LookBack.gathering_id == Gathering.id)
        .where(LookBack.library_id == library_id, LookBack.absent == Absent.LEFT_OUT)
    )
    readers = (
        MailWish.digest_since.is_not(None)
        if person_ids is None
        else MailWish.person_id.in_(person_ids)
    )
    rows = session.execute(
        select(MailWish.person_id, Gathering.id)
        .join(Gathering, Gathering.library_id == MailWish.library_id)
        .where(
            MailWish.library_id == library_id,
            readers,
            Gathering.starts_at > after,
            Gathering.starts_at <= until,
            # Of most titles nobody is left out: only of the others each reader is looked at.
            Gathering.title.in_(earlier),
            hears_nothing_more(MailWish.person_id, Gathering.id),
        )
    )
    left_out: dict[int, set[int]] = defaultdict(set)
    for person_id, gathering_id in rows:
        left_out[person_id].add(gathering_id)
    return left_out


def list_shown(session: Session, library_id: int, ids: Collection[int]) -> dict[int, Gathering]:
    """The gatherings that stand in a digest, with their place."""
    found = session.scalars(
        select(Gathering)
        .where(Gathering.library_id == library_id, Gathering.id.in_(ids))
        .options(selectinload(Gathering.branch))
    )
    return {gathering.id: gathering for gathering in found}
