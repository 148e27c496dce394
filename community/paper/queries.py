"""Whom a door list and name badges are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Person
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.reply_queries import said_at


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody by first name, with how many they come and which children they bring."""

    first_name: str
    people: int
    no_photo: bool = False
    children: Sequence[str] = ()


def list_parties(session: Session, gathering: Gathering) -> list[Party]:
    """Who has a seat, by first name: that is how a host asks for them."""
    sign_ups = session.scalars(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(SignUp.gathering_id == gathering.id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(func.lower(Person.first_name), SignUp.id)
    )
    said = said_at(session, gathering)
    return [
        Party(
            each.person.first_name,
            each.party_size,
            each.no_photo,
            said[each.id].children if each.id in said else (),
        )
        for each in sign_ups
    ]
