"""Whom a door list and name badges are for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Person
from community.gatherings.models import Gathering, SignUp, SignUpStatus


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody by first name, and with how many they come."""

    first_name: str
    people: int


def list_parties(session: Session, gathering: Gathering) -> list[Party]:
    """Who has a seat, by first name: that is how a host asks for them."""
    sign_ups = session.scalars(
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(SignUp.gathering_id == gathering.id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(func.lower(Person.first_name), SignUp.id)
    )
    return [Party(each.person.first_name, each.party_size) for each in sign_ups]
