"""Reading the log by day; every select of it begins as its index does: library, verb, moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import end_of_day, local_day, start_of_day
from community.gatherings.models import Gathering, gathering_theme
from community.groups.models import Group
from community.logbook.happenings import COUNTED, Part, Told
from community.partners.models import Partner
from community.teams.models import Team
from community.topics.models import Theme

#: So far back is looked for a day on which something happened.
LOOK_BACK = timedelta(days=366)


def find_latest(session: Session, library_id: int, part: Part, *, until: date) -> date | None:
    """The last day, up to and including `until`, on which something of this part happened.

    A look into the index per verb: the largest of all would read every row of a year.
    """
    earliest = max(part.first, until - LOOK_BACK) if part.first else until - LOOK_BACK
    each = [
        select(Activity.happened_at)
        .where(
            Activity.library_id == library_id,
            Activity.verb == verb,
            Activity.happened_at >= start_of_day(earliest),
            Activity.happened_at < end_of_day(until),
            *_narrowed(part),
        )
        .order_by(Activity.happened_at.desc())
        .limit(1)
        .scalar_subquery()
        for verb in part.verbs
        if part.corrections or verb is not Verb.ATTENDANCE_UNDONE
    ]
    found = [moment for moment in session.execute(select(*each)).one() if moment] if each else []
    return local_day(max(found)) if found else None


def list_told(session: Session, library_id: int, part: Part, first: date, last: date) -> list[Told]:
    """What happened on these days, from the first on; who did it is not read."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        *_counted(session, library_id, part, days),
        *_one_by_one(session, library_id, part, days),
    ]


def _counted(session: Session, library_id: int, part: Part, days: Sequence[date]) -> Iterable[Told]:
    verbs = [verb for verb in part.verbs if verb in COUNTED]
    if not part.corrections:
        verbs = [verb for verb in verbs if verb is not Verb.ATTENDANCE_UNDONE]
    if not verbs:
        return
    first_time = Activity.details["first_time"].as_boolean()
    day = _number_of_day(days)
    rows = session.execute(
        select(
            day,
            Activity.verb,
            Activity.gathering_id,
            func.max(Activity.branch_id),
            func.max(Activity.recorded_at),
            func.sum(Activity.quantity),
            func.sum(case((first_time.is_(True), 1), else_=0)),
            func.sum(case((first_time.is_(False), 1), else_=0)),
        )
        .where(
            *_on(library_id, verbs, days),
            *_narrowed(part),
            ~_is_superseded(),
            # A party that became larger is no sign-up more; what it was is taken back first.
            Activity.details["resized"].as_string().is_(None),
        )
        .group_by(day, Activity.verb, Activity.gathering_id)
    )
    for number, verb, gathering_id, branch_id, at, people, first, not_first in rows:
        yield Told(
            day=days[number],
            verb=Verb(verb),
            gathering_id=gathering_id,
            branch_id=branch_id,
            recorded_at=at,
            quantity=int(people),
            first=int(first),
            not_first=int(not_first),
        )


def _one_by_one(
    session: Session, library_id: int, part: Part, days: Sequence[date]
) -> Iterable[Told]:
    verbs = [verb for verb in part.verbs if verb not in COUNTED]
    if not verbs:
        return
    wanted = [*_on(library_id, verbs, days), *_narrowed(part)]
    if not part.corrections:
        wanted += [~_is_superseded(), or_(Activity.quantity > 0, Activity.corrects_id.is_(None))]
    rows = session.execute(
        select(
            Activity.verb,
            Activity.happened_at,
            Activity.recorded_at,
            Activity.gathering_id,
            Activity.partner_id,
            Activity.branch_id,
            Activity.quantity,
            Activity.corrects_id,
            Activity.details,
            _is_superseded() if part.corrections else false(),
        )
        .where(*wanted)
        .order_by(Activity.happened_at, Activity.id)
    )
    for row in rows:
        verb, happened_at, at, gathering, partner, branch, quantity, corrects, details, gone = row
        yield Told(
            day=local_day(happened_at),
            verb=Verb(verb),
            gathering_id=gathering,
            partner_id=partner,
            branch_id=branch,
            recorded_at=at,
            quantity=quantity,
            details=details,
            corrects=corrects is not None,
            superseded=bool(gone),
        )


def count_rows(session: Session, library_id: int, part: Part, first: date, last: date) -> int:
    """Of how many rows that part of the log is made."""
    return session.scalars(
        select(func.count(Activity.id)).where(
            *_on(library_id, part.verbs, [first, last]), *_narrowed(part)
        )
    ).one()


def _on(library_id: int, verbs: Sequence[Verb], days: Sequence[date]) -> list[ColumnElement[bool]]:
    return [
        Activity.library_id == library_id,
        Activity.verb.in_(verbs),
        Activity.happened_at >= start_of_day(days[0]),
        Activity.happened_at < end_of_day(days[-1]),
    ]


def _number_of_day(days: Sequence[date]) -> ColumnElement[int]:
    """Days change at our midnight, of which no database knows: the ends are told to it."""
    return case(
        *((Activity.happened_at < end_of_day(day), number) for number, day in enumerate(days))
    )


def _is_superseded() -> ColumnElement[bool]:
    better = aliased(Activity)
    return exists().where(better.corrects_id == Activity.id, better.corrects_id.is_not(None))


def _narrowed(part: Part) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if part.branch_id is not None:
        wanted.append(Activity.branch_id == part.branch_id)
    if part.gathering_id is not None:
        wanted.append(Activity.gathering_id == part.gathering_id)
    if part.partner_id is not None:
        wanted.append(Activity.partner_id == part.partner_id)
    if part.theme:
        about = select(gathering_theme.c.gathering_id).join(Theme).where(Theme.slug == part.theme)
        noted = and_(
            Activity.verb == Verb.OUTSIDE_NOTED,
            Activity.details["theme"].as_string() == part.theme,
        )
        wanted.append(or_(Activity.gathering_id.in_(about), noted))
    return wanted


# ─── names, which the log does not know ───


def list_titles(
    session: Session, library_id: int, ids: Iterable[int]
) -> dict[int, tuple[str, bool]]:
    """Title of each gathering, and whether it is sensitive."""
    rows = session.execute(
        select(Gathering.id, Gathering.title, Gathering.is_sensitive).where(
            Gathering.library_id == library_id, Gathering.id.in_(set(ids))
        )
    )
    return {number: (title, sensitive) for number, title, sensitive in rows}


def list_names(
    session: Session,
    table: type[Group] | type[Partner] | type[Team],
    library_id: int,
    ids: Iterable[int],
) -> dict[int, str]:
    rows = session.execute(
        select(table.id, table.name).where(table.library_id == library_id, table.id.in_(set(ids)))
    )
    return {number: name for number, name in rows}  # noqa: C416 (rows are no pairs)
