"""Who fits a gathering among five thousand, and what fits one person among all that is coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

import flask_migrate
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person, Role
from community.clock import now
from community.db import db, session, transaction
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Gathering, SignUp, SignUpStatus, gathering_theme
from community.invitations import inviting
from community.moments import Moment
from community.preferences.models import Preference, preference_theme
from community.skills.models import Skill, SkillKind, SkillState, Source, skill_theme
from community.suggestions import fitting, queries
from community.topics.models import Theme
from tests.conftest import make_app
from tests.factories import a_branch, a_gathering, a_library
from tools.bench.load import heading, row
from tools.bench.pages import counted, took

PEOPLE, COMING, PAST, SEATS_EACH, ROUNDS = 5000, 300, 300, 5, 15


def run(name: str, database_url: str, folder: Path) -> None:
    """Including the database, in a session that has read nothing before."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        library_id, gathering_ids, people = _fill()
        if db.engine.name == "postgresql":  # As its autovacuum does, within a minute.
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
                alone.exec_driver_sql("ANALYZE")
    heading(f"What suits whom, on {name} ({PEOPLE} people, {COMING} gatherings that are coming)")
    chance = Random(2)  # noqa: S311 (a measurement)

    def for_one(tx: Session) -> None:
        fitting.outlook(tx, library_id, chance.choice(people), now=now())

    def for_many(tx: Session) -> None:
        of = queries.list_shown(tx, [gathering_ids[chance.randrange(COMING)]]).popitem()[1]
        found, in_all = fitting.suitable(
            tx, of, inviting.may_be_invited(of, now=now()), most=40, now=now()
        )
        if not found or in_all < PEOPLE // 2:
            raise SystemExit("hardly anybody fits")

    for what, measured in (
        ("all that is coming, for one person", for_one),
        ("everybody who may be invited, for one gathering", for_many),
    ):
        with app.app_context():
            _fresh(measured)  # The first time in a process reads what it is written in.
        with counted(app) as statements, app.app_context():
            _fresh(measured)
        with app.app_context():
            spent = median(took(partial(_fresh, measured)) for _ in range(ROUNDS))
        row(what, f"{spent:.0f} ms", "≤ 150 ms")
        asked = [each for each in statements if each.startswith("SELECT")]
        row("… queries", str(len(asked)), "≤ 8")
    with app.app_context():
        db.engine.dispose()


def _fresh(measured: Callable[[Session], None]) -> None:
    measured(session())
    session().rollback()
    session().expunge_all()


def _fill() -> tuple[int, list[int], list[int]]:
    chance, at = Random(1), now()  # noqa: S311 (a measurement)
    library = a_library()
    library_id = library.id
    places = [a_branch(library, place, latitude=52.4 + number / 20, longitude=6.4).id
              for number, place in enumerate(("Dalfsen", "Hardenberg", "Lemele"))]  # fmt: skip
    themes = list(session().scalars(select(Theme.id).where(Theme.is_sensitive.is_(False))))
    one = a_gathering(library=library)
    usual = {column.key: getattr(one, column.key) for column in Gathering.__table__.columns}
    made: list[Row] = []
    for number in range(COMING + PAST):
        begins = at + timedelta(hours=7 * (number + 20) if number < COMING else -9 * number)
        made.append(
            {**usual, "title": f"Activiteit {number}", "starts_at": begins, "capacity": 400,
             "ends_at": begins + timedelta(hours=2), "uid": f"bench-{number}",
             "branch_id": chance.choice(places), "invitation_salt": secret(chance)}
        )  # fmt: skip
        del made[-1]["id"]
    with transaction() as tx:
        gathering_ids = add_returning_ids(tx, Gathering, made)
        tx.execute(gathering_theme.insert(), [
            {"gathering_id": each, "theme_id": theme}
            for each in gathering_ids for theme in chance.sample(themes, k=2)
        ])  # fmt: skip
        people = add_returning_ids(tx, Person, [
            {"first_name": f"Noor{number}", "email": f"noor{number}@example.org", "created_at": at,
             "calendar_salt": secret(chance)}
            for number in range(PEOPLE)
        ])  # fmt: skip
        _add_people(tx, library_id, people, themes, gathering_ids[COMING:], chance)
    return library_id, gathering_ids, people


def _add_people(
    tx: Session, library_id: int, people: list[int], themes: list[int], past: list[int],
    chance: Random,
) -> None:  # fmt: skip
    at = now()
    add(tx, Membership, [
        {"library_id": library_id, "person_id": each, "role": Role.RESIDENT, "created_at": at,
         "may_invite_since": at}
        for each in people
    ])  # fmt: skip
    said = add_returning_ids(tx, Preference, [
        {"library_id": library_id, "person_id": each, "revised_at": at,
         "moments": frozenset(chance.sample(list(Moment), k=14)), "tongues": frozenset(),
         "comes_online": True}
        for each in people[::2]
    ])  # fmt: skip
    skills = add_returning_ids(tx, Skill, [
        {"library_id": library_id, "person_id": each, "own_words": "Ik maak fietsen",
         "kind": chance.choice(list(SkillKind)), "source": Source.SELF, "salt": secret(chance),
         "state": SkillState.CONFIRMED, "created_at": at, "revised_at": at, "confirmed_at": at}
        for each in people[::3]
    ])  # fmt: skip
    for table, key, ids in (
        (preference_theme, "preference_id", said), (skill_theme, "skill_id", skills),
    ):  # fmt: skip
        tx.execute(table.insert(), [
            {key: each, "theme_id": theme} for each in ids for theme in chance.sample(themes, k=2)
        ])  # fmt: skip
    queue = dict.fromkeys(past, 0)
    seats: list[Row] = []
    for person in people:
        for gathering in chance.sample(past, k=SEATS_EACH):
            queue[gathering] += 1
            seats.append(
                {"library_id": library_id, "gathering_id": gathering, "person_id": person,
                 "status": SignUpStatus.CONFIRMED, "has_seat": True, "queue_no": queue[gathering],
                 "created_at": at, "confirmed_at": at, "salt": secret(chance)}
            )  # fmt: skip
    add(tx, SignUp, seats)
