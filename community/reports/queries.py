"""Every select of the reports: the log, counted by the database.

What counts of an activity is the latest row about its closing. What the log does not carry (the
themes, and whether one has to be a member) the gathering says as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from community.accounts.models import Role
from community.activity.models import Activity
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.clock import local_day
from community.gatherings.kinds import Audience, CoreFunction, Initiator, Kind, Mode
from community.gatherings.models import Gathering, gathering_theme
from community.libraries.models import Branch
from community.partners.models import Sector
from community.reports.years import Year
from community.tally.counts import NO, YES, Question
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Counted:
    """Activities that have the same in every column of the national statistics."""

    branch_id: int | None
    core_function: CoreFunction
    theme_id: int | None
    kind: Kind
    mode: Mode
    audience: Audience
    open_to_non_members: bool
    activities: int
    people: int
    estimated: int  #: Of those people, by an estimate.


@dataclass(frozen=True, slots=True)
class Held:
    """Activities of a year at one place that are alike."""

    year: int
    branch_id: int | None
    address: str  #: Where they have no branch.
    mode: Mode
    core_function: CoreFunction
    initiator: Initiator
    joint: bool  #: At least one partner made it with us.
    activities: int
    people: int
    estimated: int


@dataclass(frozen=True, slots=True)
class Together:
    """What one organisation did with us in a year."""

    sector: Sector
    organisation: str
    activities: int


@dataclass(frozen=True, slots=True)
class Told:
    """What visitors of one place said of themselves."""

    branch_id: int | None
    address: str
    mode: Mode
    first_time: int
    been_before: int
    ages: tuple[int, ...]  #: In the order of `AgeClass`.


def first_year(session: Session, library_id: int) -> int | None:
    """Of the first activity that was closed."""
    first = session.scalar(select(func.min(Activity.happened_at)).where(*_closed(library_id)))
    return local_day(first).year if first else None


def list_counted(session: Session, library_id: int, year: Year) -> list[Counted]:
    """The year, grouped as the national statistics want it."""
    theme = (
        select(Theme.id)
        .join(gathering_theme, gathering_theme.c.theme_id == Theme.id)
        .where(gathering_theme.c.gathering_id == Activity.gathering_id)
        .order_by(Theme.position)
        .limit(1)
        .correlate(Activity)
        .scalar_subquery()
    )
    row = (
        select(
            Activity.branch_id,
            _said("core_function"),
            theme.label("theme_id"),
            _said("kind"),
            _said("mode"),
            _said("audience"),
            func.coalesce(Gathering.open_to_non_members, literal(True)).label("open"),
            Activity.quantity,
            _estimated(),
        )
        .outerjoin(Gathering, Gathering.id == Activity.gathering_id)
        .where(*_standing(library_id, year, year))
        .subquery()
    )
    return [
        Counted(
            branch_id, CoreFunction(function), theme_id, Kind(kind), Mode(mode), Audience(audience),
            bool(open_to), *figures,
        )
        for branch_id, function, theme_id, kind, mode, audience, open_to, *figures
        in session.execute(_grouped(row))
    ]  # fmt: skip


def list_held(session: Session, library_id: int, first: Year, last: Year) -> list[Held]:
    """These years, grouped by place and by what the annual report tells of it."""
    years = range(first.number + 1, last.number + 1)
    other = aliased(Activity)
    joint = select(other.gathering_id).where(*_joined(library_id, other))
    elsewhere = and_(Activity.branch_id.is_(None), Gathering.address.is_not(None))
    row = (
        select(
            case(
                *((Activity.happened_at < Year(each).begins, each - 1) for each in years),
                else_=last.number,
            ).label("year"),
            Activity.branch_id,
            case((elsewhere, Gathering.address), else_="").label("address"),
            _said("mode"),
            _said("core_function"),
            _said("initiator"),
            case((Activity.gathering_id.in_(joint), 1), else_=0).label("joint"),
            Activity.quantity,
            _estimated(),
        )
        .outerjoin(Gathering, Gathering.id == Activity.gathering_id)
        .where(*_standing(library_id, first, last))
        .subquery()
    )
    return [
        Held(
            year, branch_id, address, Mode(mode), CoreFunction(function), Initiator(initiator),
            bool(joint), *figures,
        )
        for year, branch_id, address, mode, function, initiator, joint, *figures
        in session.execute(_grouped(row))
    ]  # fmt: skip


def list_together(session: Session, library_id: int, year: Year) -> list[Together]:
    """With whom the activities of the year were made; sector and organisation as they were then."""
    joined = (
        select(
            Activity.details["sector"].as_string().label("sector"),
            Activity.details["organisation"].as_string().label("organisation"),
            Activity.gathering_id,
        )
        .where(
            *_joined(library_id, Activity),
            Activity.gathering_id.in_(
                select(Activity.gathering_id).where(*_standing(library_id, year, year))
            ),
        )
        .subquery()
    )
    activities = func.count(joined.c.gathering_id.distinct())
    rows = session.execute(
        select(joined.c.sector, joined.c.organisation, activities)
        .group_by(joined.c.sector, joined.c.organisation)
        .order_by(joined.c.sector, joined.c.organisation)
    )
    return [Together(Sector(sector), organisation, number) for sector, organisation, number in rows]


def list_told(session: Session, library_id: int, year: Year) -> list[Told]:
    """What visitors said of themselves: on tally cards, and where there were none at check-in."""
    within = (Activity.happened_at >= year.begins, Activity.happened_at < year.ends)
    tallied = (
        Activity.library_id == library_id,
        Activity.verb == Verb.TALLY_ENTERED,
        *within,
        Activity.id.not_in(_put_right(library_id, Verb.TALLY_ENTERED)),
        Activity.quantity > 0,
    )
    came = (
        Activity.library_id == library_id,
        Activity.verb == Verb.ATTENDANCE_CHECKED_IN,
        *within,
        Activity.counted_as == Role.RESIDENT,
        Activity.id.not_in(_put_right(library_id, Verb.ATTENDANCE_UNDONE)),
        Activity.gathering_id.not_in(select(Activity.gathering_id).where(*tallied)),
    )
    return [*_on_cards(session, tallied), *_at_check_in(session, came)]


def _on_cards(session: Session, such: Sequence[ColumnElement[bool]]) -> Iterator[Told]:
    asked = [(Question.FIRST_TIME, answer) for answer in (YES, NO)]
    asked += [(Question.AGE_CLASS, age) for age in AgeClass]
    row = _at_a_place(
        *(
            func.coalesce(Activity.details[question, answer].as_integer(), 0).label(answer)
            for question, answer in asked
        ),
        such=such,
    )
    where, said = list(row.c)[: -len(asked)], list(row.c)[-len(asked) :]
    sums = map(func.sum, said)
    answers: Select[*tuple[Any, ...]] = select(*where, *sums).group_by(*where)
    for branch_id, address, mode, yes, no, *ages in session.execute(answers):
        yield Told(branch_id, address, Mode(mode or Mode.PHYSICAL), yes, no, tuple(ages))


def _at_check_in(session: Session, such: Sequence[ColumnElement[bool]]) -> Iterator[Told]:
    """Grouped by the answers themselves: each is taken out of the log's row only once."""
    row = _at_a_place(
        Activity.details["first_time"].as_boolean().label("first"),
        Activity.details["age_class"].as_string().label("age"),
        such=such,
    )
    answers: Select[*tuple[Any, ...]] = select(*row.c, func.count()).group_by(*row.c)
    for branch_id, address, mode, first, age, people in session.execute(answers):
        yield Told(
            branch_id,
            address,
            Mode(mode or Mode.PHYSICAL),
            people if first is True else 0,
            people if first is False else 0,
            tuple(people if age == each else 0 for each in AgeClass),
        )


def _at_a_place(*said: ColumnElement[Any], such: Sequence[ColumnElement[bool]]) -> Subquery:
    """The rows with their place: the branch, or where there is none the address."""
    elsewhere = Activity.branch_id.is_(None)
    of_it = Gathering.id == Activity.gathering_id
    address, mode = (
        select(column).where(of_it).correlate(Activity).scalar_subquery()
        for column in (Gathering.address, Gathering.mode)
    )
    return (
        select(
            Activity.branch_id,
            case((elsewhere, func.coalesce(address, "")), else_="").label("address"),
            case((elsewhere, mode), else_=None).label("mode"),
            *said,
        )
        .where(*such)
        .subquery()
    )


def themes(session: Session) -> dict[int, Theme]:
    return {theme.id: theme for theme in session.scalars(select(Theme))}


def list_branches(session: Session, library_id: int) -> Sequence[Branch]:
    return session.scalars(
        select(Branch).where(Branch.library_id == library_id).order_by(Branch.name)
    ).all()


def _closed(library_id: int) -> tuple[ColumnElement[bool], ...]:
    return Activity.library_id == library_id, Activity.verb == Verb.GATHERING_CLOSED


def _standing(library_id: int, first: Year, last: Year) -> tuple[ColumnElement[bool], ...]:
    """The latest row of every activity that ended in these years."""
    return (
        *_closed(library_id),
        Activity.happened_at >= first.begins,
        Activity.happened_at < last.ends,
        Activity.id.not_in(_put_right(library_id, Verb.GATHERING_CLOSED)),
    )


def _joined(library_id: int, row: type[Activity]) -> tuple[ColumnElement[bool], ...]:
    """The latest row of every partner at every activity, where it was not taken off again."""
    return (
        row.library_id == library_id,
        row.verb == Verb.PARTNER_JOINED,
        row.quantity > 0,
        row.id.not_in(_put_right(library_id, Verb.PARTNER_JOINED)),
    )


def _put_right(library_id: int, verb: Verb) -> Select[int | None]:
    """The rows in whose place a later one stands."""
    return select(Activity.corrects_id).where(
        Activity.library_id == library_id,
        Activity.verb == verb,
        Activity.corrects_id.is_not(None),
    )


def _said(name: str) -> ColumnElement[str]:
    """What the row itself says, as it was then."""
    said: ColumnElement[str] = Activity.details[name].as_string()
    return said.label(name)


def _estimated() -> ColumnElement[int]:
    return case((Activity.details["estimated"].as_boolean(), Activity.quantity), else_=0).label(
        "estimated"
    )


def _grouped(row: Subquery) -> Select[*tuple[Any, ...]]:
    """Every column but the last two as it is; of those the number of rows, and the sums."""
    *alike, people, estimated = row.c
    figures = (func.count(), func.sum(people), func.sum(estimated))
    return select(*alike, *figures).group_by(*alike)
