"""A yes, or a no, of the person themselves. Without a yes a kunde is a draft; a no deletes it.

Saying yes twice, or two ways at once, is one yes: the row is locked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError, NotFound
from community.skills import about, agreed, finding, queries, seeing
from community.skills.models import Agreed, Skill, SkillState
from community.words import N_


class NoWording(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Write down what they said."))


@dataclass(frozen=True, slots=True)
class Heard:
    """A spoken yes: the words, and who heard them."""

    words: str
    by_id: int


def confirm_asked(
    session: Session, library_id: int, skill_id: int, how: Agreed, *, now: datetime
) -> Skill:
    """By the link in a mail, or the code of a slip."""
    return _yes(session, skill_id, queries.asked(library_id), how, now=now)


def confirm_own(
    session: Session, person_id: int, skill_id: int, *, sign_up_id: int | None = None, now: datetime
) -> Skill:
    """By themselves; with `sign_up_id` only what they said at that sign-up."""
    whose = seeing.own(person_id)
    if sign_up_id is not None:
        whose &= Skill.sign_up_id == sign_up_id
    return _yes(session, skill_id, whose, Agreed.BY_TAP, now=now)


def note_yes(
    session: Session, library_id: int, skill_id: int, how: Agreed, heard: Heard, *, now: datetime
) -> Skill:
    """They said so aloud: kept with their words, the moment and who heard it."""
    if not heard.words:
        raise NoWording
    return _yes(session, skill_id, seeing.at_desk(library_id), how, heard, now=now)


def refuse_asked(session: Session, library_id: int, skill_id: int, *, now: datetime) -> None:
    """No, or no longer: it is gone. Twice is once."""
    _away(session, skill_id, queries.asked(library_id), now=now)


def remove_own(
    session: Session, person_id: int, skill_id: int, *, sign_up_id: int | None = None, now: datetime
) -> None:
    whose = seeing.own(person_id)
    if sign_up_id is not None:
        whose &= Skill.sign_up_id == sign_up_id
    _away(session, skill_id, whose, now=now)


def remove_at_desk(session: Session, library_id: int, skill_id: int, *, now: datetime) -> None:
    """Noted wrongly, or its person asks for it."""
    _away(session, skill_id, seeing.at_desk(library_id), now=now)


def remove_run_out(session: Session, skill_id: int, *, now: datetime) -> None:
    """Nobody said yes in all the time there was."""
    noted = (Skill.state == SkillState.DRAFT) & Skill.source.in_(seeing.NOTED)
    _away(session, skill_id, noted, now=now)


def rest(session: Session, person_id: int, skill_id: int, *, resting: bool, now: datetime) -> Skill:
    """Not now, or again: as long as it rests nobody finds it."""
    skill = queries.lock(session, skill_id, seeing.own(person_id))
    if skill.state is SkillState.DRAFT:
        raise NotFound
    skill.state = SkillState.RESTING if resting else SkillState.CONFIRMED
    skill.revised_at = now
    if resting:
        finding.remove(session, skill)
    else:
        finding.put(session, skill)
    return skill


def _yes(
    session: Session,
    skill_id: int,
    seen: ColumnElement[bool],
    how: Agreed,
    heard: Heard | None = None,
    *,
    now: datetime,
) -> Skill:
    skill = queries.lock(session, skill_id, seen)
    if skill.state is not SkillState.DRAFT:
        return skill
    skill.state, skill.confirmed_how, skill.confirmed_at = SkillState.CONFIRMED, how, now
    skill.revised_at = now
    if heard is not None:
        skill.confirmed_words, skill.confirmed_before_id = heard.words, heard.by_id
    about.look_up(session, skill)
    finding.put(session, skill)
    _log(session, skill, how, now)
    return skill


def _log(session: Session, skill: Skill, how: Agreed, now: datetime) -> None:
    """Of something sensitive neither what it is about nor whose it is."""
    secret = skill.is_sensitive
    activity.record(
        session,
        Verb.SKILL_CONFIRMED,
        library_id=skill.library_id,
        person_key=None
        if secret
        else activity.person_key(session, skill.library_id, skill.person_id),
        details={
            "themes": [] if secret else [theme.slug for theme in skill.themes],
            "kind": skill.kind,
            "source": skill.source,
            "how": how,
        },
        now=now,
    )


def _away(session: Session, skill_id: int, seen: ColumnElement[bool], *, now: datetime) -> None:
    skill = queries.find_locked(session, skill_id, seen)
    if skill is None:
        return
    finding.remove(session, skill)
    session.delete(skill)
    session.flush()
    agreed.follow(session, skill, now=now)
