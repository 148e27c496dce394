"""What each of the two sees of the other: little before both have said yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.introductions.models import Ending, Introduction, Party, Share
from community.register.models import Direction, Entry
from community.register.seeing import is_for_librarians_only


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str
    phone: str


def name_of(other: Party) -> str:
    """What the other is called; empty as long as they asked without a name."""
    if not _passed(other.introduction) and _is_anonymous(other):
        return ""
    return other.person.first_name


def names_known(mine: Sequence[Party]) -> dict[int, str]:
    """By person what each is called whom one had to do with, as far as that was ever said."""
    others = [party.introduction.party(party.side.other) for party in mine]
    return {other.person_id: name for other in others if (name := name_of(other))}


def contact_of(other: Party) -> Contact | None:
    """How to reach the other: what they share, after both said yes and as long as both want it."""
    if not _passed(other.introduction):
        return None
    person = other.person
    return Contact(
        person.full_name,
        person.email or "" if Share.MAIL in other.shares else "",
        person.phone if Share.PHONE in other.shares else "",
    )


def can_tell(found: Introduction) -> bool:
    """Whether it can be told what came of it: from the yes of both on, however it ended.

    Also after a block, which would show by what is missing.
    """
    return found.agreed_at is not None


def ending_of(found: Introduction) -> Ending | None:
    """How it ended, to the two: a block reads as the no, or the stop, that it is for the other."""
    if found.ending is not Ending.BLOCKED:
        return found.ending
    return Ending.STOPPED if found.agreed_at else Ending.NO


def entry_of(party: Party) -> Entry | None:
    """What this one has in the register, if that is what it began with."""
    about = party.introduction
    return about.request if party.side.direction is Direction.REQUEST else about.offer


def title_of(entry: Entry | None, own: Party) -> str:
    """What it is about, as far as this one may know: of what only librarians see, after the yes."""
    if entry is None:
        return ""
    may = entry.person_id == own.person_id or _passed(own.introduction)
    return entry.title if may or not is_for_librarians_only(entry) else ""


def _passed(about: Introduction) -> bool:
    return about.agreed_at is not None and about.ending in (None, Ending.DONE)


def _is_anonymous(party: Party) -> bool:
    entry = entry_of(party)
    return entry is not None and entry.is_anonymous
