"""Things for tests to be about. Each function saves what it makes and says only what matters.

What a test leaves out is filled in: `a_gathering(capacity=1)` has a library, a branch and a day a
week from now. They write rows, not verbs: nothing lands in the log or the outbox.
"""

from __future__ import annotations

import itertools
import os
from datetime import datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import select

from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.bookings.models import Booking, Purpose
from community.clock import from_local, local_day, now
from community.db import Base, session, transaction
from community.gatherings import patterns
from community.gatherings.drafts import draft_of
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.models import (
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.gatherings.template_models import GatheringTemplate
from community.libraries.models import Branch, Library, LibraryVersion, Network, Room
from community.outbox.models import MailState, OutboxMail
from community.pictures.models import Picture
from community.topics.models import Theme

Row = TypeVar("Row", bound=Base)

#: Each worker has numbers of its own: what one put in the demo town, the others find there.
_numbers = itertools.count(1 + 1_000_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))


def saved(row: Row) -> Row:
    with transaction() as tx:
        tx.add(row)
    return row


def next_week(hour: int = 14, minute: int = 0) -> datetime:
    """That time on the clock, a week from today."""
    return from_local(local_day(now()) + timedelta(days=7), time(hour, minute))


def a_network(slug: str = "overijssel", **fields: object) -> Network:
    return saved(Network(slug=slug, **{"name": slug.title(), **fields}))


def a_library(slug: str = "vechtdal", **fields: object) -> Library:
    """A library with a branch, so that something can happen there."""
    given = {"name": f"Bibliotheek {slug.title()}", "created_at": now(), **fields}
    library = Library(slug=slug, **given)
    with transaction() as tx:  # One commit, as nearly every test begins with this.
        tx.add(library)
        tx.flush()
        tx.add(LibraryVersion(library_id=library.id, agenda_changed_at=now()))
        tx.add(_branch(library.id))
    return library


def the_library() -> Library:
    """The first library; made when there is none."""
    first = session().scalars(select(Library).order_by(Library.id)).first()
    return first or a_library()


def a_branch(library: Library | None = None, place: str = "Ommen", **fields: object) -> Branch:
    return saved(_branch((library or the_library()).id, place, **fields))


def _branch(library_id: int, place: str = "Ommen", **fields: object) -> Branch:
    given = {"slug": place.lower(), "name": f"Bibliotheek {place}", "place": place, **fields}
    return Branch(library_id=library_id, **given)


def a_room(branch: Branch, name: str = "Leeszaal", **fields: object) -> Room:
    return saved(Room(library_id=branch.library_id, branch_id=branch.id, name=name, **fields))


def a_booking(room: Room, starts_at: datetime | None = None, **fields: object) -> Booking:
    """An hour of a room for a team meeting, next week; as a row, so nobody looks what is there."""
    begins, made = starts_at or next_week(), now()
    given = {"purpose": Purpose.OWN, "what": "Teamoverleg", **fields}
    booking = Booking(library_id=room.library_id, created_at=made, revised_at=made, **given)
    booking.occupy(room.id, begins, begins + timedelta(hours=1), 15, 15)
    return saved(booking)


def a_person(name: str = "Noor", **fields: object) -> Person:
    """Somebody with an address that nobody else has; `email=None` for who has none."""
    return saved(_person(name, **fields))


def _person(name: str, **fields: object) -> Person:
    number = next(_numbers)
    given = {"email": f"{name.lower()}{number}@example.org", "created_at": now(), **fields}
    return Person(first_name=name, **given)


def a_member(
    role: Role = Role.RESIDENT, library: Library | None = None, name: str = "Noor", **fields: object
) -> Person:
    """Somebody with a role in a library."""
    of, person = library or the_library(), _person(name, **fields)
    with transaction() as tx:
        tx.add(person)
        tx.flush()
        tx.add(Membership(library_id=of.id, person_id=person.id, role=role, created_at=now()))
    return person


def a_librarian(library: Library | None = None, name: str = "Bas", **fields: object) -> Person:
    return a_member(Role.LIBRARIAN, library, name, **fields)


def an_adviser(network: Network, name: str = "Ada", **fields: object) -> Person:
    person = a_person(name, **fields)
    saved(NetworkAdviser(network_id=network.id, person_id=person.id))
    return person


def an_operator(name: str = "Otto", **fields: object) -> Person:
    return a_person(name, is_operator=True, **fields)


def a_theme(slug: str) -> Theme:
    """One of the public themes, which the migrations bring."""
    return session().scalars(select(Theme).where(Theme.slug == slug)).one()


def a_picture(library: Library | None = None, **fields: object) -> Picture:
    given = {"digest": "0" * 64, "alt": "Een tafel vol boeken", "width": 1600, "height": 900}
    given |= {"created_at": now(), **fields}
    return saved(Picture(library_id=(library or the_library()).id, **given))


def a_gathering(
    title: str = "Repair Café",
    *,
    library: Library | None = None,
    starts_at: datetime | None = None,
    **fields: object,
) -> Gathering:
    """A published conversation for twenty, a week from now, unless the test says otherwise."""
    of = library or the_library()
    kind = fields.get("kind", Kind.CONVERSATION)
    assert isinstance(kind, Kind)
    facts = KIND_FACTS[kind]
    begins = starts_at or next_week()
    made = now()
    given: dict[str, object] = {
        "status": GatheringStatus.PUBLISHED,
        "kind": kind,
        "capacity": 20,
        "ends_at": begins + timedelta(minutes=facts.minutes),
        "sign_up_mode": facts.sign_up_mode,
        "core_function": facts.core_function,
        "audience": facts.audience,
        "uid": f"gathering-{next(_numbers)}@example.org",
        "search_text": title.lower(),
        "created_at": made,
        "revised_at": made,
        "published_at": made,
    }
    if "branch_id" not in fields and "address" not in fields:
        first_branch = select(Branch.id).where(Branch.library_id == of.id).order_by(Branch.id)
        given["branch_id"] = session().scalars(first_branch).first()
    return saved(Gathering(library_id=of.id, title=title, starts_at=begins, **{**given, **fields}))


def a_host_of(gathering: Gathering, name: str = "Hanna", **fields: object) -> Person:
    person = a_person(name, **fields)
    saved(GatheringHost(gathering_id=gathering.id, person_id=person.id))
    return person


def a_sign_up(
    gathering: Gathering,
    person: Person | None = None,
    status: SignUpStatus = SignUpStatus.CONFIRMED,
    **fields: object,
) -> SignUp:
    """A sign-up as it stands after the fact, with the gathering's counters in step."""
    who = person or a_person()
    made = now()
    pending = status is SignUpStatus.PENDING
    given: dict[str, object] = {
        "party_size": 1,
        "has_seat": status in {SignUpStatus.CONFIRMED, SignUpStatus.PENDING},
        "held_until": made + timedelta(hours=1) if pending else None,
        "confirmed_at": None if pending else made,
        "cancelled_at": made if status is SignUpStatus.CANCELLED else None,
        "created_at": made,
    }
    given |= fields
    with transaction() as tx:
        stands = tx.get_one(Gathering, gathering.id)
        sign_up = SignUp(
            library_id=stands.library_id,
            gathering_id=stands.id,
            person_id=who.id,
            status=status,
            queue_no=stands.next_queue_no,
            **given,
        )
        stands.next_queue_no += 1
        stands.taken += sign_up.party_size if sign_up.has_seat else 0
        stands.waiting += 1 if status is SignUpStatus.WAITING else 0
        tx.add(sign_up)
    return sign_up


def full(title: str, **fields: object) -> Gathering:
    """One seat, which is taken, and somebody who waits."""
    gathering = a_gathering(title, capacity=1, **fields)
    for status in (SignUpStatus.CONFIRMED, SignUpStatus.WAITING):
        a_sign_up(gathering, status=status)
    return gathering


def a_template(gathering: Gathering, name: str = "Zoals altijd") -> GatheringTemplate:
    with transaction() as tx:
        draft = draft_of(tx.get_one(Gathering, gathering.id))
    content = patterns.kept(patterns.pattern_of(draft))
    return saved(
        GatheringTemplate(
            library_id=gathering.library_id, name=name, content=content, saved_at=now()
        )
    )


def a_mail(
    sign_up: SignUp, news: str = "you_are_in", sequence: int = 0, **fields: object
) -> OutboxMail:
    """A mail owed about a sign-up, whatever became of it."""
    given = {"state": MailState.OWED, "queued_at": now(), "message_id": f"mail-{next(_numbers)}"}
    given |= fields
    return saved(
        OutboxMail(
            key=f"sign_up:{sign_up.id}:{news}:{sequence}",
            library_id=sign_up.library_id,
            template=f"gatherings/{news}",
            person_id=sign_up.person_id,
            gathering_id=sign_up.gathering_id,
            context={"sign_up_id": sign_up.id},
            **{"due_at": given["queued_at"], **given},
        )
    )
