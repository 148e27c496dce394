"""Noting at the counter what a person can or knows, with how they agreed to that.

Librarians alone see it until its person says yes: by the link in the mail that is owed here, by a
slip with a code, or aloud (`confirming`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import people
from community.accounts import queries as accounts
from community.accounts.models import Person
from community.codes import new_codes
from community.errors import DomainError
from community.libraries import queries as libraries
from community.outbox.services import owe
from community.skills import about, agreed, finding, queries, seeing, slips
from community.skills.models import Agreed, Skill, SkillKind, SkillState, Source
from community.skills.periods import SLIP_LASTS
from community.tokens import fingerprint
from community.topics import queries as topics
from community.words import N_

#: How somebody can agree who is not at a screen.
SPOKEN = (Agreed.AT_THE_DESK, Agreed.BY_PHONE, Agreed.ON_PAPER)
ASK = "skills/is_it_so"


class ConfirmedAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This has already been confirmed. Nothing needs to be asked."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody whom the library does not know yet; an address is not needed."""

    first_name: str
    phone: str = ""
    email: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is noted, and how its person agreed to that."""

    own_words: str
    kind: SkillKind
    theme_ids: Sequence[int] = ()
    agreed_how: Agreed
    agreed_words: str
    #: What the form carried: the same form sent twice notes once.
    once: str


def note(
    session: Session,
    library_id: int,
    who: int | Newcomer,
    said: Said,
    *,
    by_id: int,
    now: datetime,
) -> Skill:
    """Note it, of a person of this library or of somebody new, and owe the mail that asks.

    The same words about the same person, noted by two librarians, are one note.
    """
    libraries.take_turn(session, library_id)
    salt = fingerprint(said.once)[:32]
    noted = queries.find_by_salt(session, library_id, salt)
    if noted is not None:
        return noted
    person = _person(session, library_id, who, now)
    same = queries.find_noted(session, library_id, person.id, said.own_words)
    if same is not None:
        return same
    skill = Skill(
        library_id=library_id,
        person=person,
        kind=said.kind,
        own_words=said.own_words,
        source=Source.LIBRARIAN,
        state=SkillState.DRAFT,
        themes=[each for each in topics.list_themes(session) if each.id in said.theme_ids],
        agreed_how=said.agreed_how,
        agreed_at=now,
        agreed_before_id=by_id,
        agreed_words=said.agreed_words,
        salt=salt,
        created_at=now,
        revised_at=now,
    )
    about.look_up(session, skill)
    session.add(skill)
    finding.put(session, skill)
    agreed.follow(session, skill, now=now)
    ask(session, skill, now=now)
    return skill


def ask(session: Session, skill: Skill, *, again: bool = False, now: datetime) -> None:
    """Owe the mail that asks whether it is so; to who has no address none."""
    if skill.person.email:
        owe(
            session,
            ASK,
            to=skill.person_id,
            key=f"skill:{skill.id}:{skill.salt[:8]}:{'again' if again else 'asked'}",
            library_id=skill.library_id,
            now=now,
            skill_id=skill.id,
        )


def hand_slip(session: Session, library_id: int, skill_id: int, *, key: str, now: datetime) -> str:
    """A fresh code for its person; the slip of before works no more."""
    skill = queries.lock(session, skill_id, seeing.at_desk(library_id))
    if skill.state is not SkillState.DRAFT:
        raise ConfirmedAlready
    (code,) = new_codes(1)
    skill.code_stored = slips.stored(code, library_id, key=key)
    skill.code_expires_at = now + SLIP_LASTS
    return code


def remind(session: Session, skill_id: int, *, now: datetime) -> None:
    """Ask once more, and not again."""
    skill = queries.find_noted_by_id(session, skill_id)
    if skill is not None and skill.reminded_at is None:
        skill.reminded_at = now
        ask(session, skill, again=True, now=now)


def _person(session: Session, library_id: int, who: int | Newcomer, now: datetime) -> Person:
    if isinstance(who, int):
        return accounts.get_membership(session, library_id, who).person
    if who.email:
        person = people.find_or_create_person(session, who.email, who.first_name, who.language, now)
        person.phone = person.phone or who.phone
    else:
        person = people.person_without_address(
            session, who.first_name, who.phone, language=who.language, now=now
        )
    people.ensure_membership(session, library_id, person, now)
    return person
