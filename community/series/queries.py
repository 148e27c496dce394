"""Every select of the series room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.hosting_queries import COUNTING_ON_IT, Reach
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.queries import Viewer, in_lists
from community.series.models import ClosedPeriod, Series, SeriesDate

#: Longer than anybody reads on; the whole year of a daily series.
MOST_DATES = 400


def get(session: Session, library_id: int, series_id: int) -> Series:
    found = session.scalars(
        select(Series).where(Series.id == series_id, Series.library_id == library_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, series_id: int) -> Series:
    """The series with its row locked until the transaction ends; before any gathering's."""
    found = session.scalars(
        select(Series)
        .where(Series.id == series_id, Series.library_id == library_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_of(session: Session, library_id: int, gathering_id: int) -> SeriesDate | None:
    """The date of a series that a gathering is, with the series."""
    return session.scalars(
        select(SeriesDate)
        .where(SeriesDate.library_id == library_id, SeriesDate.gathering_id == gathering_id)
        .options(joinedload(SeriesDate.series))
    ).one_or_none()


def find_series_id(session: Session, gathering_id: int) -> int | None:
    return session.scalar(
        select(SeriesDate.series_id).where(SeriesDate.gathering_id == gathering_id)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A series in the desk's list: its next date, and how many there are to come."""

    series: Series
    next_at: datetime | None
    coming: int
    trouble: int


def list_series(session: Session, library_id: int, *, now: datetime) -> list[Listed]:
    """What goes on or still has dates, the next one first."""
    coming = (Gathering.starts_at > now) & (Gathering.status == GatheringStatus.PUBLISHED)
    rows = session.execute(
        select(
            Series,
            func.min(Gathering.starts_at).filter(coming),
            func.count(Gathering.id).filter(coming),
        )
        .outerjoin(SeriesDate, SeriesDate.series_id == Series.id)
        .outerjoin(Gathering, Gathering.id == SeriesDate.gathering_id)
        .where(Series.library_id == library_id)
        .group_by(Series.id)
    ).all()
    troubled = _count_troubled(session, library_id, now=now)
    found = [
        Listed(series, next_at, number, troubled.get(series.id, 0))
        for series, next_at, number in rows
        if number or series.until is None or series.until >= now.date()
    ]
    return sorted(found, key=lambda one: (one.next_at is None, one.next_at, one.series.id))


def _count_troubled(session: Session, library_id: int, *, now: datetime) -> dict[int, int]:
    by_series = trouble(library_id, now).add_columns(SeriesDate.series_id)
    rows = session.execute(by_series.group_by(SeriesDate.series_id))
    return {series_id: number for number, series_id in rows}


def trouble(library_id: int, now: datetime) -> Select[int]:
    """How many dates to come could not be done as planned; for the librarian's Today."""
    return select(func.count(SeriesDate.id)).where(
        SeriesDate.library_id == library_id,
        SeriesDate.on_date >= now.date(),
        # An empty list reads the same on both engines.
        cast(SeriesDate.trouble, String) != "[]",
    )


def list_dates(session: Session, series: Series, *, since: date) -> Sequence[SeriesDate]:
    """The dates of a series with all that its page shows of their gatherings."""
    gathering = joinedload(SeriesDate.gathering)
    return session.scalars(
        select(SeriesDate)
        .where(SeriesDate.series_id == series.id, SeriesDate.on_date >= since)
        .order_by(SeriesDate.on_date)
        .limit(MOST_DATES)
        .options(
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
            gathering.selectinload(Gathering.themes),
            gathering.selectinload(Gathering.hosts),
        )
    ).all()


def list_days(session: Session, series: Series) -> set[date]:
    """Every day that has been planned once, whatever became of it."""
    days = select(SeriesDate.on_date).where(SeriesDate.series_id == series.id)
    return set(session.scalars(days))


def list_since(session: Session, series: Series, since: date | None) -> Sequence[SeriesDate]:
    """Every date from that day on, whatever became of it."""
    found = select(SeriesDate).where(SeriesDate.series_id == series.id)
    if since is not None:
        found = found.where(SeriesDate.on_date >= since)
    return session.scalars(found.order_by(SeriesDate.on_date)).all()


def list_changeable(
    session: Session, series: Series, *, since: date | None, now: datetime
) -> Sequence[SeriesDate]:
    """The dates that can still be changed, in the order in which their gatherings are locked."""
    gathering = contains_eager(SeriesDate.gathering)
    wanted = select(SeriesDate).join(SeriesDate.gathering).where(
        SeriesDate.series_id == series.id,
        Gathering.starts_at > now,
        Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.DRAFT)),
    )  # fmt: skip
    if since is not None:
        wanted = wanted.where(SeriesDate.on_date >= since)
    return session.scalars(
        wanted.order_by(Gathering.id).options(
            gathering.selectinload(Gathering.themes), gathering.selectinload(Gathering.hosts)
        ),
        execution_options={"populate_existing": True},
    ).all()


def find_latest(session: Session, series: Series) -> Gathering | None:
    """The last gathering of a series that is planned or was held."""
    return session.scalars(
        select(Gathering)
        .join(SeriesDate, SeriesDate.gathering_id == Gathering.id)
        .where(SeriesDate.series_id == series.id, Gathering.status != GatheringStatus.CANCELLED)
        .order_by(SeriesDate.on_date.desc())
        .limit(1)
    ).first()


def find_date(session: Session, series: Series, day: date) -> SeriesDate | None:
    return session.scalars(
        select(SeriesDate).where(SeriesDate.series_id == series.id, SeriesDate.on_date == day)
    ).one_or_none()


def list_troubled(session: Session, series: Series) -> list[SeriesDate]:
    rows = session.scalars(select(SeriesDate).where(SeriesDate.series_id == series.id))
    return [each for each in rows if each.trouble]


def is_first(session: Session, series: Series, day: date) -> bool:
    """Whether a series has no date before this day."""
    earlier = select(SeriesDate.id).where(
        SeriesDate.series_id == series.id, SeriesDate.on_date < day
    )
    return session.scalars(earlier.limit(1)).first() is None


def reach(session: Session, gathering_ids: Collection[int]) -> Reach:
    """How many people would be told of a change to these; who is at two of them counts once."""
    signed_up, with_address = session.execute(
        select(
            func.count(SignUp.person_id.distinct()),
            func.count(SignUp.person_id.distinct()).filter(Person.gets_mail),
        )
        .join(SignUp.person)
        .where(SignUp.gathering_id.in_(gathering_ids), SignUp.status.in_(COUNTING_ON_IT))
    ).one()
    return Reach(mails=with_address, calls=signed_up - with_address)


def list_open_ended(session: Session, today: date) -> Sequence[tuple[int, int]]:
    """Library and id of every series that may want dates."""
    rows = session.execute(
        select(Series.library_id, Series.id)
        .where(or_(Series.until.is_(None), Series.until >= today))
        .order_by(Series.library_id, Series.id)
    )
    return [(library_id, series_id) for library_id, series_id in rows]


# ─── what residents see ───


def list_coming(
    session: Session, series: Series, viewer: Viewer, *, now: datetime, most: int = MOST_DATES
) -> Sequence[Gathering]:
    """The gatherings to come that stand in the agenda, also of what it was split into."""
    return session.scalars(
        select(Gathering)
        .join(SeriesDate, SeriesDate.gathering_id == Gathering.id)
        .where(
            SeriesDate.series_id.in_(of_thread(series.library_id, series.first_id)),
            *in_lists(series.library_id, viewer),
            Gathering.starts_at > now,
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(most)
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            joinedload(Gathering.library),
        )
    ).all()


def of_thread(library_id: int, first_id: int) -> Select[int]:
    """The ids of a series and of all that it was split into, as a subquery."""
    return select(Series.id).where(
        Series.library_id == library_id, or_(Series.id == first_id, Series.root_id == first_id)
    )


def in_series(library_id: int, first_id: int) -> ColumnElement[bool]:
    """Which gatherings are dates of a series, for the agenda and its feeds."""
    dates = select(SeriesDate.gathering_id).where(
        SeriesDate.series_id.in_(of_thread(library_id, first_id))
    )
    return Gathering.id.in_(dates)


def find_public_title(session: Session, library_id: int, first_id: int) -> str:
    """What a series is called in the agenda, as long as anybody sees a date of it there."""
    titles = (
        select(Gathering.title)
        .where(in_series(library_id, first_id), *in_lists(library_id))
        .order_by(Gathering.starts_at.desc())
    )
    return session.scalars(titles.limit(1)).first() or ""


def ids_of_thread(session: Session, series: Series, ids: Sequence[int]) -> list[int]:
    """Those of these gatherings that are dates of the series, in the order of their ids."""
    found = session.scalars(
        select(SeriesDate.gathering_id)
        .where(
            SeriesDate.gathering_id.in_(ids),
            SeriesDate.series_id.in_(of_thread(series.library_id, series.first_id)),
        )
        .order_by(SeriesDate.gathering_id)
    )
    return [each for each in found if each is not None]


def list_own(
    session: Session, series: Series, person_id: int, *, now: datetime
) -> Sequence[SignUp]:
    """What somebody signed up for in a series and is still to come, first things first."""
    gathering = contains_eager(SignUp.gathering)
    return session.scalars(
        select(SignUp)
        .join(SignUp.gathering)
        .join(SeriesDate, SeriesDate.gathering_id == Gathering.id)
        .where(
            SeriesDate.series_id.in_(of_thread(series.library_id, series.first_id)),
            SignUp.person_id == person_id,
            SignUp.status.in_(COUNTING_ON_IT),
            Gathering.starts_at > now,
            Gathering.status == GatheringStatus.PUBLISHED,
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .options(
            joinedload(SignUp.person),
            gathering.joinedload(Gathering.library),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
    ).all()


def list_pending(
    session: Session, series: Series, person_id: int, *, now: datetime
) -> list[SignUp]:
    """What waits for a click in a mail, in the order in which gatherings are locked."""
    own = list_own(session, series, person_id, now=now)
    pending = [each for each in own if each.status is SignUpStatus.PENDING]
    return sorted(pending, key=lambda each: each.gathering_id)


def list_told(
    session: Session, person_id: int, moves: Sequence[Sequence[Any]], *, now: datetime
) -> list[tuple[SignUp, datetime | None]]:
    """Of the sign-ups that a mail about moves names, those that it still tells the truth of.

    Each is an id, how often it had changed, and when it would have begun.
    """
    told = {sign_up_id: (sequence, was) for sign_up_id, sequence, was in moves}
    gathering = contains_eager(SignUp.gathering)
    found = session.scalars(
        select(SignUp)
        .join(SignUp.gathering)
        .join(SignUp.person)
        .where(
            SignUp.id.in_(told),
            SignUp.person_id == person_id,
            SignUp.status.in_(COUNTING_ON_IT),
            Person.email.is_not(None),
            Gathering.starts_at > now,
            Gathering.status == GatheringStatus.PUBLISHED,
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .options(
            contains_eager(SignUp.person),
            gathering.joinedload(Gathering.library),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
        .execution_options(populate_existing=True)
    )
    return [
        (each, datetime.fromisoformat(was) if was else None)
        for each in found
        for sequence, was in [told[each.id]]
        if each.gathering.sequence + each.sequence == sequence
    ]


def sequences_of(session: Session, sign_up_ids: Sequence[int]) -> list[tuple[int, int]]:
    """How often each of these sign-ups has changed."""
    rows = session.execute(
        select(SignUp.id, SignUp.sequence).where(SignUp.id.in_(sign_up_ids)).order_by(SignUp.id)
    )
    return [(sign_up_id, sequence) for sign_up_id, sequence in rows]


# ─── closed days ───


def list_periods(
    session: Session, library_id: int, *, since: date | None = None
) -> Sequence[ClosedPeriod]:
    found = select(ClosedPeriod).where(ClosedPeriod.library_id == library_id)
    if since is not None:
        found = found.where(ClosedPeriod.last_day >= since)
    return session.scalars(found.order_by(ClosedPeriod.first_day, ClosedPeriod.id)).all()


def get_period(session: Session, library_id: int, period_id: int) -> ClosedPeriod:
    found = session.scalars(
        select(ClosedPeriod).where(
            ClosedPeriod.id == period_id, ClosedPeriod.library_id == library_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
