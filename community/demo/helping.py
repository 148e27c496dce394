"""Who of the library took part, and who helps: four teams, a list of last quarter, and a rota
with gaps in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Role
from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.demo.people import Townspeople
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Gathering, GatheringHost, GatheringStatus
from community.rota.models import Shift, ShiftPerson
from community.teams.models import Team, TeamList, TeamPart
from community.teams.quarters import quarter_before

#: Name, and whether it meets the public every day.
TEAMS = (("Balie", True), ("Educatie", False), ("Programma", False), ("Bus en wijk", True))
#: What is asked for, and how many hands it takes.
TASKS = (("Ontvangst", 2), ("Koffie en thee", 1), ("Techniek", 1))
WEEKS = timedelta(weeks=5)


def add_helpers(session: Session, library_id: int, folk: Townspeople, *, now: datetime) -> None:
    chance = Random(f"wie helpt mee in {library_id}")  # noqa: S311  (a town, not a secret)
    gatherings = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)),
            Gathering.starts_at < now + WEEKS,
        )
        .order_by(Gathering.starts_at, Gathering.id)
    ).all()
    _add_teams(session, library_id, gatherings, folk.librarian, chance, now)
    _add_rota(session, library_id, gatherings, chance, now)
    _ask_residents(session, gatherings, folk, chance, now)


def _add_teams(
    session: Session,
    library_id: int,
    gatherings: Sequence[Gathering],
    lead: int,
    chance: Random,
    now: datetime,
) -> None:
    """The first team has a lead and so got its list; nobody answered yet."""
    teams = add_returning_ids(session, Team, [
        {"library_id": library_id, "name": name, "front_line": front_line, "is_resting": False,
         "lead_id": None if number else lead}
        for number, (name, front_line) in enumerate(TEAMS)
    ])  # fmt: skip
    parts = [
        (gathering, number)
        for gathering in gatherings
        for number in sorted(chance.sample(range(len(TEAMS)), chance.choice((0, 1, 1, 2, 3))))
    ]
    over = [(gathering, number) for gathering, number in parts if gathering.is_over(now)]
    log = add_returning_ids(session, Activity, [
        complete(
            Verb.TEAM_TOOK_PART, library_id=library_id, branch_id=gathering.branch_id,
            gathering_id=gathering.id, now=gathering.ends_at,
            details={"team": teams[number], "front_line": TEAMS[number][1]},
        )
        for gathering, number in over
    ])  # fmt: skip
    logged = {
        (gathering.id, number): row for (gathering, number), row in zip(over, log, strict=True)
    }
    add(session, TeamPart, [
        {"library_id": library_id, "gathering_id": gathering.id, "team_id": teams[number],
         "added_at": gathering.created_at, "added_by_id": lead, "dispute_reason": "",
         "activity_id": logged.get((gathering.id, number))}
        for gathering, number in parts
    ])  # fmt: skip
    add(session, TeamList, [
        {"library_id": library_id, "team_id": teams[0], "quarter": quarter_before(now),
         "salt": secret(chance), "made_at": now - timedelta(days=2)}
    ])  # fmt: skip


def _add_rota(
    session: Session,
    library_id: int,
    gatherings: Sequence[Gathering],
    chance: Random,
    now: datetime,
) -> None:
    """What comes with seats needs hands; for half of it they are found."""
    helpers = session.scalars(
        select(Membership.person_id)
        .where(
            Membership.library_id == library_id,
            Membership.role.in_((Role.HOST, Role.VOLUNTEER)),
        )
        .order_by(Membership.person_id)
    ).all()
    shifts: list[Row] = []
    people: list[list[int]] = []
    for gathering in gatherings:
        if gathering.starts_at < now or not gathering.capacity:
            continue
        free = chance.sample(helpers, len(helpers))
        for task, needed in TASKS[: chance.randrange(1, len(TASKS) + 1)]:
            doing = [free.pop() for _ in range(chance.randrange(needed + 1)) if free]
            shifts.append(
                {"library_id": library_id, "gathering_id": gathering.id, "task": task,
                 "needed": needed, "taken": len(doing)}
            )  # fmt: skip
            people.append(doing)
    ids = add_returning_ids(session, Shift, shifts)
    add(session, ShiftPerson, [
        {"library_id": library_id, "gathering_id": shift["gathering_id"], "shift_id": shift_id,
         "person_id": person, "taken_at": now - timedelta(days=3)}
        for shift, shift_id, doing in zip(shifts, ids, people, strict=True)
        for person in doing
    ])  # fmt: skip


def _ask_residents(
    session: Session,
    gatherings: Sequence[Gathering],
    folk: Townspeople,
    chance: Random,
    now: datetime,
) -> None:
    """At a few of what comes a resident receives the people beside the steady host."""
    coming = [one for one in gatherings if one.starts_at > now and one.capacity]
    residents = [person for person in folk.residents if person not in folk.hosts]
    asked = [
        {"gathering_id": one.id, "person_id": person}
        for one, person in zip(coming[::4], chance.sample(residents, 12), strict=False)
    ]
    add(session, GatheringHost, asked)
