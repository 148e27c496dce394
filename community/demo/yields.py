"""What meeting and working together yielded in the town, as far as no other part tells it: regulars
at the door, what conversations brought up, and what partners said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person, Role
from community.activity.models import Activity, PersonKey
from community.activity.services import complete
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.clock import local_day, start_of_day
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.attendance import Via
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Attendance, Gathering, GatheringStatus
from community.harvests.models import Harvest
from community.partners import joining
from community.partners.models import (
    JudgementGiven,
    LineKind,
    Partner,
    PartnerGoal,
    Partnership,
)
from community.partners.periods import quarter_of

#: Residents who come to the same thing again and again: so many per title, so many titles.
CIRCLE, CIRCLES = 12, 4
PLACES = ("7731", "7731", "7721", "7711")
KINDS = ("question", "experience", "idea", "insight", "source", "agreement")
#: The opinions of last year: the same goal, keeps its word, more together.
OPINIONS = ((4, 5, 4), (5, 4, 4), (4, 3, None), (3, 4, 5), (5, 5, 4))

NOTHING_BROUGHT = joining.Brought()

#: Id, first name, and the key under which the log knows them.
Regular = tuple[int, str, str]


def add_yields(session: Session, library_id: int, town: str) -> None:
    chance = Random(f"opbrengst van {town}")  # noqa: S311  (a town, not a secret)
    closed = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.CLOSED,
            Gathering.is_sensitive.is_(False),
        )
        .order_by(Gathering.starts_at, Gathering.id)
    ).all()
    _add_regulars(session, library_id, closed, chance)
    talks = [one for one in closed if one.conversational and chance.random() < 0.4]
    # Those whose harvest was really made tell it themselves.
    made = set(
        session.scalars(select(Harvest.gathering_id).where(Harvest.library_id == library_id))
    )
    told = [(one, list(_harvest(one, chance))) for one in talks]
    add(session, Activity, [row for one, rows in told if one.id not in made for row in rows])


def add_opinions(session: Session, library_id: int, *, now: datetime) -> None:
    """What partners confirmed in earlier quarters, and what they thought of us a year ago."""
    add(session, Activity, list(_confirmed(session, library_id)))
    day = start_of_day(local_day(now) - timedelta(days=330))
    partners = session.scalars(
        select(Partner.id).where(Partner.library_id == library_id).order_by(Partner.id)
    ).all()
    given = set(
        session.scalars(
            select(JudgementGiven.partner_id).where(
                JudgementGiven.library_id == library_id, JudgementGiven.year == day.year
            )
        )
    )
    judged = [one for one in partners if one not in given][: len(OPINIONS)]
    add(session, JudgementGiven, [
        {"partner_id": one, "library_id": library_id, "year": day.year} for one in judged
    ])  # fmt: skip
    add(session, Activity, [
        complete(
            Verb.PARTNER_JUDGED, library_id=library_id, now=day,
            details={"year": day.year, "answers": list(opinion)},
        )
        for opinion in OPINIONS
    ])  # fmt: skip


# ─── regulars ───


def _add_regulars(
    session: Session, library_id: int, closed: Sequence[Gathering], chance: Random
) -> None:
    """Where one just walks in, regulars check in themselves with the code at the door."""
    taken = set(
        session.scalars(select(Attendance.gathering_id).where(Attendance.library_id == library_id))
    )
    open_doors = [
        one for one in closed if one.sign_up_mode is SignUpMode.NONE and one.id not in taken
    ]
    titles = list(dict.fromkeys(one.title for one in open_doors))[:CIRCLES]
    people = _residents(session, library_id)
    circles = {
        title: people[number * CIRCLE : (number + 1) * CIRCLE]
        for number, title in enumerate(titles)
    }
    came = [
        (one, person, chance.randrange(-15, 10))
        for one in open_doors
        for person in _of_the_circle(one, circles, chance)
    ]
    seen: set[int] = set()
    log = [_check_in(one, person, minutes, seen) for one, person, minutes in came]
    ids = add_returning_ids(session, Activity, log)
    add(session, Attendance, [
        {
            "library_id": library_id, "gathering_id": one.id, "sign_up_id": None,
            "key": secret(chance), "name": name, "people": 1, "activity_id": activity_id,
            "checked_in_at": row["happened_at"], "undone_at": None,
            "noted_at": row["happened_at"],
        }
        for (one, (_id, name, _key), _minutes), row, activity_id in zip(
            came, log, ids, strict=True
        )
    ])  # fmt: skip


def _of_the_circle(
    one: Gathering, circles: Mapping[str, Sequence[Regular]], chance: Random
) -> list[Regular]:
    circle = circles.get(one.title, ())
    most = min(len(circle), one.head_count or 0)
    return chance.sample(circle, chance.randrange(most // 2, most + 1)) if most else []


def _residents(session: Session, library_id: int) -> list[Regular]:
    """The last who came to live here: the first are known for other things."""
    rows = session.execute(
        select(Person.id, Person.first_name, PersonKey.key)
        .join(Membership, Membership.person_id == Person.id)
        .join(
            PersonKey,
            (PersonKey.person_id == Person.id) & (PersonKey.library_id == library_id),
        )
        .where(Membership.library_id == library_id, Membership.role == Role.RESIDENT)
        .order_by(Person.id.desc())
        .limit(CIRCLE * CIRCLES)
    )
    return [(number, name, key) for number, name, key in rows]


def _check_in(one: Gathering, person: Regular, minutes: int, seen: set[int]) -> Row:
    """One in five tells nothing of themselves."""
    number, _name, key = person
    tells = number % 5 > 0
    first = number not in seen
    seen.add(number)
    at = one.starts_at + timedelta(minutes=minutes)
    return complete(
        Verb.ATTENDANCE_CHECKED_IN,
        library_id=one.library_id,
        branch_id=one.branch_id,
        gathering_id=one.id,
        person_key=key,
        counted_as="resident",
        details={
            "minutes_from_start": minutes,
            "duration": (one.ends_at - one.starts_at) // timedelta(minutes=1),
            "via": Via.DOOR.value,
            "first_time": first if tells else None,
            "age_class": tuple(AgeClass)[2 + number % 4].value if tells else None,
            "pc4": PLACES[number % len(PLACES)] if tells else None,
        },
        now=at,
    )


# ─── what came of it ───


def _harvest(one: Gathering, chance: Random) -> Iterator[Row]:
    for _text in range(chance.choice((1, 1, 2, 3))):
        yield complete(
            Verb.HARVEST_CONFIRMED,
            library_id=one.library_id,
            branch_id=one.branch_id,
            gathering_id=one.id,
            details={
                "kind": chance.choice(KINDS),
                "provenance": "table",
                "fingerprint": secret(chance),
            },
            now=one.ends_at + timedelta(hours=3),
        )


def _confirmed(session: Session, library_id: int) -> Iterator[Row]:
    """Of what was confirmed before the last lists, which tell it themselves."""
    told = {
        (partner_id, gathering_id)
        for partner_id, gathering_id in session.execute(
            select(Activity.partner_id, Activity.gathering_id).where(
                Activity.library_id == library_id, Activity.verb == Verb.PARTNER_CONFIRMED
            )
        )
    }
    partnerships = session.scalars(
        select(Partnership)
        .where(Partnership.library_id == library_id, Partnership.confirmed_at.is_not(None))
        .order_by(Partnership.confirmed_at, Partnership.id)
    )
    for one in partnerships:
        if one.confirmed_at and (one.partner_id, one.gathering_id) not in told:
            yield _line(one, LineKind.GATHERING, one.confirmed_at, joining.brought_by(one))
    goals = session.scalars(
        select(PartnerGoal)
        .where(PartnerGoal.library_id == library_id, PartnerGoal.confirmed_at.is_not(None))
        .order_by(PartnerGoal.id)
    )
    for goal in goals:
        if goal.confirmed_at:
            yield _line(goal, LineKind.GOAL, goal.confirmed_at)


def _line(
    of: Partnership | PartnerGoal,
    what: LineKind,
    at: datetime,
    brought: joining.Brought = NOTHING_BROUGHT,
) -> Row:
    return complete(
        Verb.PARTNER_CONFIRMED,
        library_id=of.library_id,
        partner_id=of.partner_id,
        gathering_id=of.gathering_id if isinstance(of, Partnership) else None,
        details={
            "what": what,
            "goal_id": of.id if isinstance(of, PartnerGoal) else None,
            "was_there": True,
            **joining.in_the_log(brought),
            "quarter": str(quarter_of(at).previous),
            "proof": "own address",
        },
        now=at,
    )
