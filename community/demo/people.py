"""The people of the demo: who lives there, who works there, and the six one can sign in as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from community.accounts import passwords
from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.activity.models import PersonKey
from community.demo.names import FIRST, LAST
from community.demo.rows import Row, add, add_returning_ids, secret
from community.search.folding import fold

PASSWORD = "demo"  # noqa: S105  (the demo's own, said in the README)

#: Address before the @, first name, surname, role; None: no role in a library.
KNOWN = (
    ("bewoner", "Fatima", "El Amrani", Role.RESIDENT),
    ("gastheer", "Ineke", "Bos", Role.HOST),
    ("bibliothecaris", "Sanne", "de Wit", Role.LIBRARIAN),
    ("manager", "Joke", "van Dijk", Role.MANAGER),
    ("adviseur", "Rob", "Peters", None),
    ("beheer", "Kim", "Smit", None),
)


@dataclass(frozen=True, slots=True)
class Townspeople:
    """Ids, and the key under which the log knows each of them."""

    residents: list[int]
    keys: dict[int, str]
    hosts: list[int]
    librarian: int


def add_known(session: Session, network_id: int, *, now: datetime) -> dict[str, int]:
    """The six demo people, with the password everybody knows."""
    hashed = passwords.hashed(PASSWORD)
    chance = Random("bekenden")  # noqa: S311  (a town, not a secret)
    rows = [
        _person(first, last, f"{address}@example.org", chance, now)
        | {
            "password_hash": hashed,
            "email_confirmed_at": now - timedelta(days=300),
            "is_operator": address == "beheer",
        }
        for address, first, last, _role in KNOWN
    ]
    ids = add_returning_ids(session, Person, rows)
    known = {address: person for (address, *_), person in zip(KNOWN, ids, strict=True)}
    add(session, NetworkAdviser, [{"network_id": network_id, "person_id": known["adviseur"]}])
    return known


def add_people(
    session: Session,
    library_id: int,
    slug: str,
    count: int,
    known: dict[str, int],
    *,
    now: datetime,
) -> Townspeople:
    """`count` people of one library; the known ones are among those of the first."""
    chance = Random(f"mensen van {slug}")  # noqa: S311
    rows = [_resident(chance, slug, number, now) for number in range(count - len(known))]
    ids = add_returning_ids(session, Person, rows)
    roles = {known[address]: role for address, *_, role in KNOWN if role and address in known}
    residents = [*roles, *ids]
    # A few more hosts, a colleague and a volunteer: a library is not run by one person.
    for role, share in ((Role.HOST, 8), (Role.VOLUNTEER, 5), (Role.STAFF, 3), (Role.LIBRARIAN, 1)):
        roles |= dict.fromkeys(chance.sample(ids, k=min(share, len(ids) // 8)), role)
    add(session, Membership, [
        {
            "library_id": library_id,
            "person_id": person,
            "role": roles.get(person, Role.RESIDENT),
            "may_invite_since": now - timedelta(days=90) if chance.random() < 0.4 else None,
            "created_at": now - timedelta(days=chance.randrange(1, 400)),
        }
        for person in residents
    ])  # fmt: skip
    keys = {person: secret(chance) for person in residents}
    add(session, PersonKey, [
        {"key": key, "library_id": library_id, "person_id": person}
        for person, key in keys.items()
    ])  # fmt: skip
    hosts = [person for person, role in roles.items() if role is Role.HOST]
    librarians = [person for person, role in roles.items() if role is Role.LIBRARIAN]
    return Townspeople(residents, keys, hosts, librarians[0])


def _resident(chance: Random, slug: str, number: int, now: datetime) -> Row:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    address = f"{fold(first)}.{fold(last).replace(' ', '')}.{slug}.{number}@example.org"
    # One in nine has no address: the library calls, or speaks to them at the counter.
    has_address = chance.random() > 0.11
    row = _person(first, last, address if has_address else None, chance, now)
    if not has_address:
        row["phone"] = f"06 00 {chance.randrange(10**6):06d}"
    return row


def _person(first: str, last: str, email: str | None, chance: Random, now: datetime) -> Row:
    return {
        "first_name": first,
        "surname": last,
        "email": email,
        "phone": "",
        "language": "en" if chance.random() < 0.04 else "nl",
        "password_hash": None,
        "email_confirmed_at": None,
        "is_operator": False,
        "calendar_salt": secret(chance),
        "created_at": now - timedelta(days=chance.randrange(1, 420)),
    }
