"""Setting a plan up: how the conversation goes, who comes, and who wants what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_once
from community.formats import queries as formats
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.table_plans import queries, steps
from community.table_plans.models import (
    MOST_GUESTS,
    MOST_ROUNDS,
    MOST_SEATS_AT_TABLE,
    MOST_WISHES,
    Mix,
    State,
    TableGuest,
    TablePlan,
    TableWish,
    WishKind,
)
from community.table_plans.queries import Seat
from community.table_plans.rules import (
    Hand,
    NotThere,
    PlanIsFixed,
    TooManyGuests,
    TooManyWishes,
)
from community.tongues import Tongue


@dataclass(frozen=True, slots=True)
class SetUp:
    """How the conversation goes, as the librarian sets it."""

    rounds: int = 3
    least: int = 4
    most: int = 8
    tables: int | None = None
    hosts_per_table: int = 0
    hosts_stay: bool = True
    first_round: int | None = None
    round_minutes: int | None = None
    topics: str = ""
    mixes: frozenset[Mix] = frozenset()
    own_label: str = ""
    own_question: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish as somebody notes it."""

    kind: WishKind
    first_id: int
    second_id: int | None = None
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True)
class AboutGuest:
    """What a librarian knows of a guest, for the tables alone."""

    is_host: bool
    tongues: frozenset[Tongue]
    own_value: str


def usual(session: Session, gathering: Gathering) -> SetUp:
    """What the format of a gathering asks for; without one, three rounds at middling tables."""
    taken = formats.find_of(session, gathering.library_id, gathering.id)
    if taken is None:
        return SetUp(least=5, most=8)
    said = taken.content
    most = max(2, min(said.most, MOST_SEATS_AT_TABLE))
    rounds = said.rounds[: min(said.seatings, MOST_ROUNDS)]
    return SetUp(
        rounds=max(1, len(rounds)),
        least=min(said.least, most),
        most=most,
        hosts_per_table=int(said.has_hosts),
        hosts_stay=said.hosts_stay,
        first_round=said.opening,
        round_minutes=max((each.minutes for each in rounds), default=None),
        topics="\n".join(each.question.replace("\n", " ") for each in rounds)[:1200],
    )


def set_up(
    session: Session, library_id: int, gathering_id: int, chosen: SetUp, hand: Hand
) -> TablePlan:
    """Begin a plan, or let it go otherwise; who sits keeps sitting until it is divided anew."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    steps.refuse_cancelled(gathering)
    is_new = insert_once(
        session, TablePlan,
        library_id=library_id, gathering_id=gathering_id, state=State.PROPOSED, version=1,
        rounds=3, least=4, most=8, hosts_per_table=0, hosts_stay=True, topics="",
        mixes=frozenset(), own_label="", own_question="", step_no=0, clashes=[], asked=0,
        created_at=hand.now, revised_at=hand.now,
    )  # fmt: skip
    plan = queries.lock(session, library_id, gathering_id)
    if not is_new:
        steps.take_turn(plan, hand)
    if plan.state is not State.PROPOSED:
        raise PlanIsFixed
    for each in fields(SetUp):
        setattr(plan, each.name, getattr(chosen, each.name))
    gather(session, plan)
    return plan


def gather(session: Session, plan: TablePlan) -> None:
    """Bring the guests in line with who comes: whoever is new has a seat to get, whoever left
    has none. Who was taken out on the day stays out until they turn up."""
    gathering = hosting_queries.get(session, plan.library_id, plan.gathering_id)
    seats = {seat.key: seat for seat in queries.list_seats(session, gathering)}
    if len(seats) > MOST_GUESTS:
        raise TooManyGuests
    known = {guest.key: guest for guest in queries.list_guests(session, plan)}
    for key, guest in known.items():
        seat = seats.pop(key, None)
        guest.away = seat is None or (guest.away and not seat.here and bool(plan.step_no))
    session.add_all(guest_of(plan, seat) for seat in seats.values())
    session.flush()


def know(
    session: Session,
    library_id: int,
    gathering_id: int,
    known: Mapping[int, AboutGuest],
    hand: Hand,
) -> TablePlan:
    """Who is host, what somebody speaks, and the word they are mixed by."""
    plan = steps.turn(session, library_id, gathering_id, hand)
    for guest in queries.list_guests(session, plan):
        about = known.get(guest.id)
        if about is not None:
            guest.is_host, guest.tongues = about.is_host, about.tongues
            guest.own_value = about.own_value
    return plan


def choose_hosts(
    session: Session, library_id: int, gathering_id: int, host_ids: Collection[int], hand: Hand
) -> TablePlan:
    """Let these lead a table, and nobody else."""
    plan = steps.turn(session, library_id, gathering_id, hand)
    for guest in queries.list_guests(session, plan):
        guest.is_host = guest.id in host_ids
    return plan


def wish(
    session: Session, library_id: int, gathering_id: int, wanted: Wanted, *, now: datetime
) -> TablePlan:
    """Note a wish. The same wish again changes nothing."""
    plan = queries.lock(session, library_id, gathering_id)
    people = {wanted.first_id, wanted.second_id}
    if not people - {None} <= {guest.id for guest in queries.list_guests(session, plan)}:
        raise NotThere
    noted = queries.list_wishes(session, plan)
    if any(
        (each.kind, each.tongue) == (wanted.kind, wanted.tongue)
        and {each.first_id, each.second_id} == people
        for each in noted
    ):
        return plan
    if len(noted) >= MOST_WISHES:
        raise TooManyWishes
    session.add(
        TableWish(
            library_id=library_id,
            plan_id=plan.id,
            kind=wanted.kind,
            first_id=wanted.first_id,
            second_id=wanted.second_id,
            tongue=wanted.tongue,
            noted_at=now,
        )
    )
    steps.changed(plan, now)
    return plan


def drop_wish(
    session: Session, library_id: int, gathering_id: int, wish_id: int, *, now: datetime
) -> TablePlan:
    plan = queries.lock(session, library_id, gathering_id)
    session.delete(queries.get_wish(session, plan, wish_id))
    steps.changed(plan, now)
    return plan


def give_up(
    session: Session, library_id: int, gathering_id: int, wish_id: int, *, again: bool,
    now: datetime,
) -> TablePlan:  # fmt: skip
    """Let a wish go because it clashes, or want it again after all."""
    plan = queries.lock(session, library_id, gathering_id)
    found = queries.get_wish(session, plan, wish_id)
    if (found.given_up_at is not None) is not again:
        return plan
    found.given_up_at = None if again else now
    steps.changed(plan, now)
    return plan


def guest_of(plan: TablePlan, seat: Seat) -> TableGuest:
    return TableGuest(
        library_id=plan.library_id,
        plan_id=plan.id,
        key=seat.key,
        sign_up=seat.sign_up,
        attendance=seat.attendance,
        person=seat.person,
        seat=seat.seat,
        is_host=seat.is_host,
    )
