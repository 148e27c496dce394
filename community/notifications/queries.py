"""Every select about what goes out by the clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer as Number
from sqlalchemy import String, and_, cast, column, exists, func, literal, select, values
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.closing_queries import hears_nothing_more
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.libraries.models import Branch, Library
from community.notifications.models import (
    BOTH,
    USUAL_WEEKDAY,
    LibraryRhythm,
    MailWish,
    Reminder,
)
from community.outbox.models import OutboxMail

#: What a token in the mails of this room is made for.
PURPOSE = "notifications"


# ─── what is wanted ───


def list_library_ids(session: Session) -> Sequence[int]:
    return session.scalars(select(Library.id).order_by(Library.id)).all()


def rhythm_of(session: Session, library_id: int) -> LibraryRhythm:
    """What the library sends; what is usual when it never said so, as a row that is not kept."""
    return list_rhythms(session, [library_id])[library_id]


def sends_digest(session: Session, library_id: int) -> bool:
    """Whether there is a weekly mail at all."""
    return rhythm_of(session, library_id).has_digest


def list_rhythms(session: Session, library_ids: Collection[int]) -> dict[int, LibraryRhythm]:
    """What each of these libraries sends."""
    said = session.scalars(
        select(LibraryRhythm).where(LibraryRhythm.library_id.in_(library_ids)),
        execution_options={"populate_existing": True},
    )
    usual = {
        library_id: LibraryRhythm(
            library_id=library_id, reminders=BOTH, has_digest=True, digest_weekday=USUAL_WEEKDAY
        )
        for library_id in library_ids
    }
    return usual | {rhythm.library_id: rhythm for rhythm in said}


def find_wish(session: Session, library_id: int, person_id: int) -> MailWish | None:
    return session.scalars(
        select(MailWish)
        .where(MailWish.library_id == library_id, MailWish.person_id == person_id)
        .options(joinedload(MailWish.person), joinedload(MailWish.library))
        .execution_options(populate_existing=True)
    ).one_or_none()


def lock_wish(session: Session, library_id: int, person_id: int) -> MailWish:
    """What somebody wants, for nobody else to change in the meantime."""
    return session.scalars(
        select(MailWish)
        .where(MailWish.library_id == library_id, MailWish.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def list_branches(
    session: Session, library_id: int, ids: Collection[int] | None = None
) -> Sequence[Branch]:
    """The library's branches, or those of them; another library's are not among them."""
    branches = select(Branch).where(Branch.library_id == library_id).order_by(Branch.place)
    return session.scalars(branches if ids is None else branches.where(Branch.id.in_(ids))).all()


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> MailWish:
    """Whose mails a link is about; NotFound for one that we did not make."""
    number = tokens.row_id(token)
    found = (
        session.scalars(
            select(MailWish)
            .where(MailWish.id == number, MailWish.library_id == library_id)
            .options(joinedload(MailWish.person), joinedload(MailWish.library))
        ).one_or_none()
        if number is not None
        else None
    )
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(wish: MailWish, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, wish.id, wish.salt)


def list_mine(session: Session, person_id: int) -> Sequence[MailWish]:
    """What I said to each library."""
    return session.scalars(
        select(MailWish)
        .where(MailWish.person_id == person_id)
        .options(joinedload(MailWish.library))
        .order_by(MailWish.library_id)
    ).all()


def count_readers(session: Session, library_id: int) -> int:
    """How many people asked this library for its digest."""
    readers = select(func.count(MailWish.id)).where(
        MailWish.library_id == library_id, MailWish.digest_since.is_not(None)
    )
    return session.scalars(readers).one()


# ─── reminders ───


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder of a gathering that has fallen due, whoever it may be for."""

    gathering_id: int
    reminder: Reminder
    starts_at: datetime

    @property
    def occasion(self) -> str:
        """A gathering that moves is an occasion anew."""
        return f"{self.reminder}:{self.starts_at:%Y%m%dT%H%MZ}"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody who takes part, and what she knows already."""

    due: Due
    sign_up_id: int
    person_id: int
    wanted: frozenset[Reminder]
    #: When she last heard of it: as she signed up, or by a later mail.
    heard_at: datetime


def list_coming(
    session: Session, library_id: int, *, after: datetime, until: datetime
) -> Sequence[tuple[int, datetime]]:
    """What goes on and begins between two moments: its id, and when."""
    rows = session.execute(
        select(Gathering.id, Gathering.starts_at).where(
            Gathering.library_id == library_id,
            Gathering.starts_at > after,
            Gathering.starts_at <= until,
            Gathering.status == GatheringStatus.PUBLISHED,
        )
    )
    return [(row.id, row.starts_at) for row in rows]


def list_not_reminded(session: Session, due: Sequence[Due]) -> list[Reminded]:
    """Who takes part, has an address, and is not owed that reminder yet: in one statement."""
    if not due:
        return []
    asked = values(
        column("gathering_id", Number), column("occasion", String), name="due"
    ).data([(each.gathering_id, each.occasion) for each in due]).cte("due")  # fmt: skip
    key = literal("reminder:") + cast(SignUp.id, String) + ":" + asked.c.occasion
    heard = (
        select(func.max(OutboxMail.queued_at))
        .where(
            OutboxMail.person_id == SignUp.person_id,
            OutboxMail.gathering_id == SignUp.gathering_id,
            OutboxMail.key.startswith("sign_up:"),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            SignUp.id,
            SignUp.gathering_id,
            SignUp.person_id,
            SignUp.confirmed_at,
            SignUp.created_at,
            asked.c.occasion,
            MailWish.is_reminded,
            MailWish.reminders,
            heard.label("heard_at"),
        )
        .join(asked, asked.c.gathering_id == SignUp.gathering_id)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(
            MailWish,
            and_(MailWish.library_id == SignUp.library_id, MailWish.person_id == SignUp.person_id),
        )
        .where(
            # Whose they are follows from the gathering. Said again, SQLite reads them all.
            SignUp.status == SignUpStatus.CONFIRMED,
            Person.email.is_not(None),
            ~exists().where(OutboxMail.key == key),
            ~hears_nothing_more(SignUp.person_id, SignUp.gathering_id),
        )
        .order_by(SignUp.id)
    )
    known = {(each.gathering_id, each.occasion): each for each in due}
    return [
        Reminded(
            due=known[row.gathering_id, row.occasion],
            sign_up_id=row.id,
            person_id=row.person_id,
            wanted=_wanted(row.is_reminded, row.reminders),
            heard_at=max(
                moment
                for moment in (row.created_at, row.confirmed_at, row.heard_at)
                if moment is not None
            ),
        )
        for row in rows
    ]


def _wanted(is_reminded: bool | None, reminders: frozenset[Reminder] | None) -> frozenset[Reminder]:
    """Who never said anything wants what the library sends."""
    if is_reminded is None or reminders is None:
        return BOTH
    return reminders if is_reminded else frozenset()
