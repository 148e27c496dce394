"""Every select about table plans."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from community import tokens
from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings import attendance_queries, forgetting, sign_up_queries
from community.gatherings.models import Attendance, Gathering, SignUp
from community.gatherings.reply_models import SignUpAnswer, SignUpChild
from community.preferences.models import Preference
from community.table_plans.models import (
    State,
    TableCompany,
    TableGuest,
    TablePlan,
    TableStep,
    TableWish,
)

#: What a token on a telephone is made for.
PURPOSE = "table-place"
#: How long a plan is kept after its gathering; of a sensitive one as long as its sign-ups.
KEPT = timedelta(days=30)
#: How long company is remembered, for who wants that.
REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who comes, as one seat: what a guest of the plan is made of."""

    key: str
    sign_up: SignUp | None = None
    attendance: Attendance | None = None
    person: Person | None = None  #: Of a party who signed up.
    seat: int = 1
    is_host: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What a person lets tables be mixed by, and speaks."""

    preference: Preference | None
    has_come: bool


def find(session: Session, library_id: int, gathering_id: int) -> TablePlan | None:
    return session.scalars(_plans(library_id, gathering_id)).one_or_none()


def get(session: Session, library_id: int, gathering_id: int) -> TablePlan:
    found = find(session, library_id, gathering_id)
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, gathering_id: int) -> TablePlan:
    """The plan with its row locked until the transaction ends."""
    found = session.scalars(
        _plans(library_id, gathering_id).with_for_update(of=TablePlan),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_by_id(session: Session, library_id: int, plan_id: int) -> TablePlan | None:
    return session.scalars(
        select(TablePlan)
        .where(TablePlan.library_id == library_id, TablePlan.id == plan_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()


def list_guests(session: Session, plan: TablePlan) -> Sequence[TableGuest]:
    """Everybody in the plan, hosts first, with what their names are made of."""
    return session.scalars(
        select(TableGuest)
        .where(TableGuest.library_id == plan.library_id, TableGuest.plan_id == plan.id)
        .options(
            joinedload(TableGuest.sign_up).joinedload(SignUp.person),
            joinedload(TableGuest.attendance),
            joinedload(TableGuest.person),
        )
        .order_by(TableGuest.is_host.desc(), TableGuest.id)
    ).all()


def list_away(session: Session, plan: TablePlan) -> set[str]:
    """Keys of who was taken out."""
    return set(
        session.scalars(
            select(TableGuest.key).where(
                TableGuest.library_id == plan.library_id,
                TableGuest.plan_id == plan.id,
                TableGuest.away,
            )
        )
    )


def list_wishes(session: Session, plan: TablePlan) -> Sequence[TableWish]:
    return session.scalars(
        select(TableWish)
        .where(TableWish.library_id == plan.library_id, TableWish.plan_id == plan.id)
        .order_by(TableWish.id)
    ).all()


def get_wish(session: Session, plan: TablePlan, wish_id: int) -> TableWish:
    found = session.scalars(
        select(TableWish).where(
            TableWish.library_id == plan.library_id,
            TableWish.plan_id == plan.id,
            TableWish.id == wish_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_step(session: Session, plan: TablePlan) -> TableStep | None:
    """The step that stands; None as long as nobody has a seat."""
    return session.get(TableStep, (plan.id, plan.step_no)) if plan.step_no else None


def list_steps(session: Session, plan: TablePlan) -> Sequence[TableStep]:
    """Up to the one that stands, the latest first."""
    return session.scalars(
        select(TableStep)
        .where(
            TableStep.library_id == plan.library_id,
            TableStep.plan_id == plan.id,
            TableStep.number <= plan.step_no,
        )
        .order_by(TableStep.number.desc())
    ).all()


def list_seats(session: Session, gathering: Gathering) -> list[Seat]:
    """Everybody who comes now, seat by seat: hosts, parties with a seat, and who walked in."""
    coming = sign_up_queries.list_guests(session, gathering).coming
    hosts = {host.id for host in gathering.hosts}
    signed_up = {guest.sign_up.person_id for guest in coming}
    seats = [
        Seat(f"h{host.id}", person=host, is_host=True, here=True)
        for host in gathering.hosts
        if host.id not in signed_up
    ]
    for guest in coming:
        entry = guest.sign_up
        seats += [
            Seat(
                f"s{entry.id}.{number}",
                sign_up=entry,
                person=entry.person if number == 1 else None,
                seat=number,
                is_host=number == 1 and entry.person_id in hosts,
                here=number <= guest.present,
            )
            for number in range(1, entry.party_size + 1)
        ]
    for row in attendance_queries.list_walk_ins(session, gathering.library_id, gathering.id):
        seats += [
            Seat(f"w{row.id}.{number}", attendance=row, seat=number, here=True)
            for number in range(1, row.people + 1)
        ]
    return seats


def list_children(session: Session, plan: TablePlan) -> Mapping[int, list[str]]:
    """First names of the children that parties bring, by sign-up."""
    found: dict[int, list[str]] = {}
    rows = session.execute(
        select(SignUpChild.sign_up_id, SignUpChild.first_name)
        .join(SignUp, SignUp.id == SignUpChild.sign_up_id)
        .where(SignUp.gathering_id == plan.gathering_id, SignUp.library_id == plan.library_id)
        .order_by(SignUpChild.position)
    )
    for sign_up_id, name in rows:
        found.setdefault(sign_up_id, []).append(name)
    return found


def list_opened(
    session: Session, library_id: int, person_ids: Collection[int], *, but: int
) -> Mapping[int, Opened]:
    """Of these people what they chose to say, and whether they were here before, `but` for one
    gathering: yes or no, never how often."""
    seen = exists().where(
        Attendance.library_id == library_id,
        Attendance.sign_up_id == SignUp.id,
        SignUp.person_id == Person.id,
        Attendance.gathering_id != but,
        Attendance.undone_at.is_(None),
    )
    rows = session.execute(
        select(Person.id, Preference, seen)
        .outerjoin(
            Preference, (Preference.person_id == Person.id) & (Preference.library_id == library_id)
        )
        .where(Person.id.in_(person_ids))
    )
    return {person_id: Opened(preference, has) for person_id, preference, has in rows}


def list_answers(session: Session, plan: TablePlan, question: str) -> Mapping[int, str]:
    """What was answered to one question at sign-up, by sign-up."""
    rows = session.execute(
        select(SignUpAnswer.sign_up_id, SignUpAnswer.value)
        .join(SignUp, SignUp.id == SignUpAnswer.sign_up_id)
        .where(
            SignUp.gathering_id == plan.gathering_id,
            SignUpAnswer.library_id == plan.library_id,
            SignUpAnswer.question == question,
        )
    )
    return {sign_up_id: value for sign_up_id, value in rows}  # noqa: C416 (rows are no pairs)


# ─── on a telephone ───


def token_of(guest: TableGuest, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, guest.id, guest.salt)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> TableGuest:
    """Whose place a link shows; of a plan that was taken back as well, which the page says."""
    number = tokens.row_id(token)
    found = session.scalars(
        select(TableGuest)
        .where(TableGuest.id == number, TableGuest.library_id == library_id)
        .options(
            joinedload(TableGuest.plan).joinedload(TablePlan.gathering),
            joinedload(TableGuest.sign_up).joinedload(SignUp.person),
            joinedload(TableGuest.attendance),
            joinedload(TableGuest.person),
        )
    ).one_or_none()
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def get_guest(session: Session, library_id: int, guest_id: int) -> TableGuest | None:
    return session.scalars(
        select(TableGuest)
        .where(TableGuest.library_id == library_id, TableGuest.id == guest_id)
        .options(
            joinedload(TableGuest.plan).joinedload(TablePlan.gathering),
            joinedload(TableGuest.person),
        )
    ).one_or_none()


def find_place(session: Session, library_id: int, sign_up_id: int) -> TableGuest | None:
    """The guest that somebody's own sign-up became, when the plan is out."""
    return session.scalars(
        select(TableGuest)
        .join(TableGuest.plan)
        .where(
            TableGuest.library_id == library_id,
            TableGuest.sign_up_id == sign_up_id,
            TableGuest.seat == 1,
            TableGuest.away.is_(False),
            TablePlan.state == State.RELEASED,
        )
    ).one_or_none()


# ─── what is remembered ───


def list_company(
    session: Session, library_id: int, person_ids: Collection[int], *, now: datetime
) -> list[tuple[int, int]]:
    """Which of these sat together not long ago, as far as both still want that remembered."""
    one, other = aliased(Preference), aliased(Preference)
    rows = session.execute(
        select(TableCompany.first_id, TableCompany.second_id)
        .join(one, (one.person_id == TableCompany.first_id) & (one.library_id == library_id))
        .join(other, (other.person_id == TableCompany.second_id) & (other.library_id == library_id))
        .where(
            TableCompany.library_id == library_id,
            TableCompany.first_id.in_(person_ids),
            TableCompany.second_id.in_(person_ids),
            TableCompany.met_at > now - REMEMBERED,
            one.remembered_since <= TableCompany.met_at,
            other.remembered_since <= TableCompany.met_at,
        )
        .order_by(TableCompany.first_id, TableCompany.second_id)
    )
    return [(first, second) for first, second in rows]


def list_who_want_it_remembered(
    session: Session, library_id: int, person_ids: Collection[int], *, since: datetime
) -> set[int]:
    """Who of these said so before the gathering was over."""
    return set(
        session.scalars(
            select(Preference.person_id).where(
                Preference.library_id == library_id,
                Preference.person_id.in_(person_ids),
                Preference.remembered_since <= since,
            )
        )
    )


def list_to_remember(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Library and gathering of every plan that was out, is over, and was not looked at yet."""
    rows = session.execute(
        select(TablePlan.library_id, TablePlan.gathering_id)
        .join(TablePlan.gathering)
        .where(
            TablePlan.state == State.RELEASED,
            TablePlan.remembered_at.is_(None),
            Gathering.ends_at <= now,
        )
        .order_by(TablePlan.id)
    )
    return [(library_id, gathering_id) for library_id, gathering_id in rows]


def past(now: datetime) -> Select[int]:
    """Plans that are kept no longer."""
    return select(TablePlan.id).join(TablePlan.gathering).where(forgetting.past(now, KEPT))


def wanted_no_longer(now: datetime) -> Select[*tuple[int, int, int]]:
    """Company that is too long ago, or of whom one took the yes back."""
    willing = (
        select(func.count())
        .select_from(Preference)
        .where(
            Preference.library_id == TableCompany.library_id,
            Preference.person_id.in_((TableCompany.first_id, TableCompany.second_id)),
            Preference.remembered_since.is_not(None),
        )
        .scalar_subquery()
    )
    return select(TableCompany.library_id, TableCompany.first_id, TableCompany.second_id).where(
        (TableCompany.met_at <= now - REMEMBERED) | (willing < 2)
    )


def _plans(library_id: int, gathering_id: int) -> Select[TablePlan]:
    return (
        select(TablePlan)
        .where(TablePlan.library_id == library_id, TablePlan.gathering_id == gathering_id)
        .options(joinedload(TablePlan.gathering))
    )
