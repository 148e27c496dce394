"""Whose idea it was, in the demo: most have said so, some are still asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person, Role
from community.activity.models import Activity, PersonKey
from community.activity.services import complete
from community.activity.verbs import Verb
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.groups.models import Group, GroupGathering
from community.initiatives.models import Initiation, Proof
from community.initiatives.services import LASTS
from community.partners.models import Partner, Partnership

#: As many as one looks at; a city has them too.
MOST = 60

SAID = ("Ja, dat was mijn idee.", "Klopt, ik begon erover bij de koffie.", "Ja hoor, dat was ik.")

#: Id, what they are called, address, and the key under which the log knows them.
Somebody = tuple[int, str, str, str | None]


def add_initiatives(session: Session, library_id: int, *, now: datetime) -> None:
    """For what was not the library's own idea: who began it, and whether they said so."""
    chance = Random("initiatieven")  # noqa: S311  (a town, not a secret)
    residents, with_us = _residents(session, library_id), _with(session, library_id)
    gatherings = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.initiator != Initiator.LIBRARY,
            Gathering.published_at.is_not(None),
        )
        .order_by(Gathering.starts_at.desc(), Gathering.id)
        .limit(MOST)
    ).all()
    rows: list[Row] = []
    log: list[Row] = []
    for gathering in gatherings:
        somebody = with_us.get((gathering.initiator, gathering.id))
        if gathering.initiator is Initiator.RESIDENT:
            somebody = chance.choice(residents)
        if somebody is None:
            continue  # The librarian has yet to say who.
        row, told = _initiation(gathering, somebody, chance, now)
        rows.append(row)
        log += [told] if told else []
    ids = iter(add_returning_ids(session, Activity, log))
    for row in rows:
        row["activity_id"] = next(ids) if row["confirmed_at"] else None
    add(session, Initiation, rows)


def _residents(session: Session, library_id: int) -> list[Somebody]:
    rows = session.execute(
        select(Person.id, Person.first_name, Person.email, PersonKey.key)
        .join(Membership, Membership.person_id == Person.id)
        .join(
            PersonKey,
            (PersonKey.person_id == Person.id) & (PersonKey.library_id == library_id),
        )
        .where(Membership.library_id == library_id, Membership.role == Role.RESIDENT)
        .order_by(Person.id)
        .limit(80)
    )
    return [(number, name, email or "", key) for number, name, email, key in rows]


def _with(session: Session, library_id: int) -> dict[tuple[Initiator, int], Somebody]:
    """Of each gathering the group that it is of, and the partner that makes it with us."""
    groups = session.execute(
        select(GroupGathering.gathering_id, Group.id, Group.name)
        .join(Group, Group.id == GroupGathering.group_id)
        .where(GroupGathering.library_id == library_id)
        .order_by(Group.id)
    )
    partners = session.execute(
        select(Partnership.gathering_id, Partner.id, Partner.name)
        .join(Partner, Partner.id == Partnership.partner_id)
        .where(Partnership.library_id == library_id)
        .order_by(Partner.id)
    )
    found: dict[tuple[Initiator, int], Somebody] = {}
    for kind, rows in ((Initiator.GROUP, groups), (Initiator.PARTNER, partners)):
        for gathering_id, number, name in rows:
            found[kind, gathering_id] = (number, name, "", None)
    return found


def _initiation(
    gathering: Gathering, somebody: Somebody, chance: Random, now: datetime
) -> tuple[Row, Row | None]:
    number, name, email, key = somebody
    kind, hidden = gathering.initiator, gathering.is_sensitive
    is_resident = kind is Initiator.RESIDENT
    named_at = min(gathering.starts_at, now) - timedelta(days=14)
    yes = gathering.starts_at < now or chance.random() < 0.5
    proof = Proof.MAIL if email and not hidden else chance.choice((Proof.COUNTER, Proof.SPOKEN))
    row: Row = {
        "library_id": gathering.library_id,
        "gathering_id": gathering.id,
        "kind": kind,
        "person_id": number if is_resident and not hidden else None,
        "group_id": number if kind is Initiator.GROUP else None,
        "partner_id": number if kind is Initiator.PARTNER else None,
        "name": "" if hidden and is_resident else name,
        "mailed_to": "" if hidden else email,
        "salt": secret(chance),
        "named_at": named_at,
        "expires_at": named_at + LASTS,
        "confirmed_at": named_at + timedelta(days=2) if yes else None,
        "proof": proof if yes else None,
        "wording": chance.choice(SAID) if yes and proof is not Proof.MAIL else "",
    }
    if not yes:
        return row, None
    return row, complete(
        Verb.INITIATOR_CONFIRMED,
        library_id=gathering.library_id,
        branch_id=gathering.branch_id,
        gathering_id=gathering.id,
        partner_id=row["partner_id"],
        person_key=None if hidden or not is_resident else key,
        details={"initiator": kind, "proof": proof, "group_id": row["group_id"]},
        now=named_at + timedelta(days=2),
    )
