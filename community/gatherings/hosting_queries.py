"""What the desk reads of gatherings: lists with their states, and who must be told of a change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.accounts.models import Membership, Person, Role
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.errors import NotFound
from community.gatherings.models import (
    CalendarItem,
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.libraries.models import Branch, Room
from community.pages import Page, how_many
from community.pictures.models import Picture
from community.search.matching import has_every_word

PAGE_SIZE = 25

#: So long a host finds what is over and not counted yet on her own page.
UNCOUNTED_FOR = timedelta(days=14)

#: Who counts on a gathering: also who waits, and who has yet to confirm.
COUNTING_ON_IT = (SignUpStatus.CONFIRMED, SignUpStatus.PENDING, SignUpStatus.WAITING)


class Shelf(StrEnum):
    """The lists of the desk."""

    COMING = "komend"
    DRAFTS = "concepten"
    PAST = "geweest"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people hear of a change: by mail, and by telephone for lack of an address."""

    mails: int = 0
    calls: int = 0

    @property
    def people(self) -> int:
        return self.mails + self.calls


NOBODY = Reach()


@dataclass(frozen=True, slots=True)
class Stand:
    """What of a gathering says whether a change to it that was worked out still holds."""

    id: int
    revised_at: datetime
    sequence: int
    status: GatheringStatus
    booking_id: int | None
    taken: int
    waiting: int

    @property
    def version(self) -> tuple[object, ...]:
        """Of which nobody changed anything as long as this is the same; but for the seats."""
        return self.revised_at, self.sequence, self.status, self.booking_id


_STAND = [getattr(Gathering, each.name) for each in fields(Stand)]


def list_shelf(
    session: Session,
    library_id: int,
    shelf: Shelf,
    *,
    words: str = "",
    host_id: int | None = None,
    page: int = 1,
    now: datetime,
) -> Page[Gathering]:
    """A page of the desk's list; with `host_id` only what that person receives."""
    wanted = [*_on(shelf, library_id, now), *has_every_word(Gathering.search_text, words)]
    if host_id is not None:
        wanted.append(received_by(host_id))
    total = session.scalars(select(func.count()).select_from(Gathering).where(*wanted)).one()
    number = min(max(1, page), how_many(total, PAGE_SIZE))
    rows = _for_a_list().where(*wanted).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    order = (
        (Gathering.starts_at.desc(), Gathering.id.desc())
        if shelf is Shelf.PAST
        else (Gathering.starts_at, Gathering.id)
    )
    return Page(session.scalars(rows.order_by(*order)).all(), total, number, PAGE_SIZE)


def list_between(
    session: Session,
    library_id: int,
    first: datetime,
    last: datetime,
    *,
    host_id: int | None = None,
) -> Sequence[Gathering]:
    """What goes on, or was called off, between two moments; of one host, or everything."""
    wanted = [
        Gathering.library_id == library_id,
        Gathering.status != GatheringStatus.DRAFT,
        Gathering.starts_at < last,
        Gathering.ends_at > first,
    ]
    if host_id is not None:
        wanted.append(received_by(host_id))
    return session.scalars(
        _for_a_list().where(*wanted).order_by(Gathering.starts_at, Gathering.id)
    ).all()


def received_by(person_id: int) -> ColumnElement[bool]:
    """The gatherings at which this person is a host."""
    hosted = select(GatheringHost.gathering_id).where(GatheringHost.person_id == person_id)
    return Gathering.id.in_(hosted)


def count_shelf(
    session: Session, library_id: int, shelf: Shelf, *, host_id: int | None = None, now: datetime
) -> int:
    wanted = _on(shelf, library_id, now)
    if host_id is not None:
        wanted.append(received_by(host_id))
    return session.scalars(select(func.count()).select_from(Gathering).where(*wanted)).one()


def receives_somebody(session: Session, library_id: int, person_id: int) -> bool:
    """Whether this person is a host of anything in this library."""
    hosted = (
        select(Gathering.id)
        .join(GatheringHost)
        .where(Gathering.library_id == library_id, GatheringHost.person_id == person_id)
    )
    return session.scalars(hosted.limit(1)).first() is not None


def list_received(session: Session, person_id: int, *, now: datetime) -> Sequence[Gathering]:
    """At what this person receives the people, in whatever library; also what waits for a number.

    The evening that has just ended stays so long: afterwards somebody looks for it here.
    """
    return session.scalars(
        _for_a_list()
        .options(joinedload(Gathering.library))
        .where(
            received_by(person_id),
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.ends_at > now - UNCOUNTED_FOR,
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(PAGE_SIZE)
    ).all()


def is_host(session: Session, gathering_id: int, person_id: int) -> bool:
    return session.get(GatheringHost, (gathering_id, person_id)) is not None


def list_host_ids(session: Session, gathering_id: int) -> Sequence[int]:
    hosts = select(GatheringHost.person_id).where(GatheringHost.gathering_id == gathering_id)
    return session.scalars(hosts).all()


def get(session: Session, library_id: int, gathering_id: int) -> Gathering:
    """One gathering with all that its desk page shows."""
    found = session.scalars(
        select(Gathering)
        .where(Gathering.library_id == library_id, Gathering.id == gathering_id)
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            joinedload(Gathering.picture),
            selectinload(Gathering.themes),
            selectinload(Gathering.hosts),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_reviser(session: Session, gathering: Gathering) -> Person | None:
    """Whose the last change is, as far as we know."""
    return session.scalars(select(Person).where(Person.id == gathering.revised_by_id)).one_or_none()


def list_counting_on(session: Session, gathering: Gathering) -> Sequence[SignUp]:
    """Everybody who must hear of a move or a cancellation, with the person."""
    return session.scalars(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(SignUp.gathering_id == gathering.id, SignUp.status.in_(COUNTING_ON_IT))
        .order_by(SignUp.queue_no)
    ).all()


def list_counting_on_any(session: Session, gathering_ids: Collection[int]) -> Sequence[SignUp]:
    """The same of many gatherings, with the gathering too: read anew, it has just changed."""
    return session.scalars(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person), joinedload(SignUp.gathering))
        .where(SignUp.gathering_id.in_(gathering_ids), SignUp.status.in_(COUNTING_ON_IT))
        .order_by(SignUp.gathering_id, SignUp.queue_no),
        execution_options={"populate_existing": True},
    ).all()


def list_signed_up(session: Session, gathering_ids: Collection[int]) -> set[int]:
    """At which of these somebody signed up, ever."""
    return set(
        session.scalars(
            select(SignUp.gathering_id).where(SignUp.gathering_id.in_(gathering_ids)).distinct()
        )
    )


def lock_many(session: Session, library_id: int, gathering_ids: Collection[int]) -> Sequence[Stand]:
    """How these gatherings stand, with their rows locked, in the order of their numbers."""
    rows = session.execute(
        select(*_STAND)
        .where(Gathering.library_id == library_id, Gathering.id.in_(gathering_ids))
        .order_by(Gathering.id)
        .with_for_update(key_share=True)
    )
    return [Stand(*row) for row in rows]


def list_waited_for(session: Session, gathering_ids: Collection[int]) -> set[int]:
    """For which of these people wait."""
    if not gathering_ids:
        return set()
    wanted = select(Gathering.id).where(Gathering.id.in_(gathering_ids), Gathering.waiting > 0)
    return set(session.scalars(wanted))


def list_item_hashes(session: Session, gathering_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Of these gatherings' calendar items: the inputs hash by language."""
    found: dict[int, dict[str, str]] = {}
    rows = session.execute(
        select(CalendarItem.gathering_id, CalendarItem.language, CalendarItem.inputs_hash).where(
            CalendarItem.gathering_id.in_(gathering_ids)
        )
    )
    for number, language, inputs_hash in rows:
        found.setdefault(number, {})[language] = inputs_hash
    return found


def reach(session: Session, gathering: Gathering) -> Reach:
    """How many people a move or a cancellation would be told to."""
    signed_up, with_address = session.execute(
        select(func.count(SignUp.id), func.count(SignUp.id).filter(Person.gets_mail))
        .join(SignUp.person)
        .where(SignUp.gathering_id == gathering.id, SignUp.status.in_(COUNTING_ON_IT))
    ).one()
    return Reach(mails=with_address, calls=signed_up - with_address)


def has_sign_ups(session: Session, gathering: Gathering, *, ever: bool = False) -> bool:
    """Whether anybody counts on it; `ever`: also who left again."""
    found = select(SignUp.id).where(SignUp.gathering_id == gathering.id)
    if not ever:
        found = found.where(SignUp.status.in_(COUNTING_ON_IT))
    return session.scalars(found.limit(1)).first() is not None


def list_booked(
    session: Session, library_id: int, booking_ids: Collection[int]
) -> Sequence[Row[int | None, int]]:
    """Which gatherings these bookings are for: ids of both."""
    return session.execute(
        select(Gathering.booking_id, Gathering.id).where(
            Gathering.library_id == library_id, Gathering.booking_id.in_(booking_ids)
        )
    ).all()


def find_branch(session: Session, library_id: int, branch_id: int | None) -> Branch | None:
    if branch_id is None:
        return None
    return session.scalars(
        select(Branch).where(Branch.library_id == library_id, Branch.id == branch_id)
    ).one_or_none()


def find_room(session: Session, library_id: int, room_id: int | None) -> Room | None:
    if room_id is None:
        return None
    return session.scalars(
        select(Room).where(Room.library_id == library_id, Room.id == room_id)
    ).one_or_none()


def find_picture(session: Session, library_id: int, picture_id: int | None) -> Picture | None:
    if picture_id is None:
        return None
    return session.scalars(
        select(Picture).where(Picture.library_id == library_id, Picture.id == picture_id)
    ).one_or_none()


def list_possible_hosts(
    session: Session, library_id: int, gathering: Gathering | None
) -> Sequence[Person]:
    """Who can receive people: whoever works here, and who receives them at this one already."""
    at_work = select(Membership.person_id).where(
        Membership.library_id == library_id, Membership.role != Role.RESIDENT
    )
    already = select(GatheringHost.person_id).where(
        GatheringHost.gathering_id == (gathering.id if gathering else None)
    )
    return session.scalars(
        select(Person)
        .where(or_(Person.id.in_(at_work), Person.id.in_(already)))
        .order_by(func.lower(Person.first_name), Person.surname, Person.id)
    ).all()


def find_last_closed(session: Session, library_id: int, gathering_id: int) -> int | None:
    """The log's latest row that says how many were there."""
    return session.scalar(
        select(Activity.id)
        .where(
            Activity.library_id == library_id,
            Activity.gathering_id == gathering_id,
            Activity.verb == Verb.GATHERING_CLOSED,
        )
        .order_by(Activity.id.desc())
        .limit(1)
    )


def _on(shelf: Shelf, library_id: int, now: datetime) -> list[ColumnElement[bool]]:
    here = Gathering.library_id == library_id
    if shelf is Shelf.DRAFTS:
        return [here, Gathering.status == GatheringStatus.DRAFT]
    on = Gathering.status != GatheringStatus.DRAFT
    if shelf is Shelf.COMING:
        return [here, on, Gathering.ends_at > now]
    return [here, on, Gathering.ends_at <= now]


def _for_a_list() -> Select[Gathering]:
    return select(Gathering).options(
        joinedload(Gathering.branch), joinedload(Gathering.room), selectinload(Gathering.hosts)
    )
