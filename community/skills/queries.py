"""Every select about kunde."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community import tokens
from community.accounts.models import Person
from community.errors import NotFound
from community.skills import seeing, slips
from community.skills.models import Agreed, Skill, SkillState
from community.skills.periods import REMINDED_AFTER, REMOVED_AFTER
from community.topics.models import Term

#: So many at most in a list of the desk.
MOST = 100

_WHOLE = (
    joinedload(Skill.person, innerjoin=True),
    selectinload(Skill.themes),
    selectinload(Skill.terms),
)


def get_at_desk(session: Session, library_id: int, skill_id: int) -> Skill:
    """One that librarians of this library see."""
    return _one(session, Skill.id == skill_id, seeing.at_desk(library_id))


def get_own(session: Session, person_id: int, skill_id: int) -> Skill:
    """One that this person sees as theirs, whichever library it is of."""
    return _one(session, Skill.id == skill_id, seeing.own(person_id))


def lock(session: Session, skill_id: int, seen: ColumnElement[bool]) -> Skill:
    """The row, locked until the transaction ends; what is not to be `seen` is not there."""
    found = find_locked(session, skill_id, seen)
    if found is None:
        raise NotFound
    return found


def find_locked(session: Session, skill_id: int, seen: ColumnElement[bool]) -> Skill | None:
    return session.scalars(
        select(Skill).where(Skill.id == skill_id, seen).with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()


def asked(library_id: int) -> ColumnElement[bool]:
    """What a person can have been asked about, by mail or by slip; also after their yes."""
    return and_(Skill.library_id == library_id, Skill.source.in_(seeing.NOTED))


def find_first_names(session: Session, skill: Skill) -> dict[int, str]:
    """Of the librarians before whom its person agreed, and said yes."""
    ids = {skill.agreed_before_id, skill.confirmed_before_id} - {None}
    found = session.execute(select(Person.id, Person.first_name).where(Person.id.in_(ids)))
    return {number: name for number, name in found}  # noqa: C416


def exists(session: Session, skill_id: int) -> bool:
    return session.scalar(select(Skill.id).where(Skill.id == skill_id)) is not None


def find_noted(session: Session, library_id: int, person_id: int, own_words: str) -> Skill | None:
    """The same words about the same person, as somebody noted them already."""
    return session.scalars(
        select(Skill)
        .where(
            asked(library_id),
            Skill.person_id == person_id,
            Skill.own_words == own_words,
        )
        .limit(1)
    ).first()


def find_noted_by_id(session: Session, skill_id: int) -> Skill | None:
    """A note that still waits, with its person and its library."""
    return session.scalars(
        _list(Skill.id == skill_id, Skill.source.in_(seeing.NOTED))
        .where(Skill.state == SkillState.DRAFT)
        .options(joinedload(Skill.library, innerjoin=True))
    ).one_or_none()


def list_agreed(session: Session, library_id: int, person_id: int) -> Sequence[Skill]:
    """What librarians noted of somebody who agreed to that."""
    return session.scalars(
        select(Skill)
        .where(
            Skill.library_id == library_id,
            Skill.person_id == person_id,
            Skill.agreed_at.is_not(None),
        )
        .order_by(Skill.id)
    ).all()


def find_by_salt(session: Session, library_id: int, salt: str) -> Skill | None:
    return session.scalars(
        select(Skill).where(Skill.library_id == library_id, Skill.salt == salt)
    ).one_or_none()


def get_by_token(
    session: Session, library_id: int, token: str, *, key: str, now: datetime
) -> tuple[Skill, Agreed]:
    """What the holder of a link or a slip is asked, and how they were; a slip runs out."""
    number = tokens.row_id(token)
    skill = _one(session, Skill.id == number, asked(library_id))
    how = slips.opened_by(skill, token, key=key)
    if how is None or (how is Agreed.BY_CODE and not has_slip(skill, now)):
        raise NotFound
    return skill, how


def find_by_code(
    session: Session, library_id: int, code: str, *, key: str, now: datetime
) -> Skill | None:
    """By the code of a slip that still works."""
    found = session.scalars(
        select(Skill).where(
            Skill.library_id == library_id,
            Skill.code_stored == slips.stored(code, library_id, key=key),
        )
    ).one_or_none()
    return found if found is not None and has_slip(found, now) else None


def has_slip(skill: Skill, now: datetime) -> bool:
    return skill.code_expires_at is not None and now < skill.code_expires_at


def list_waiting(session: Session, library_id: int) -> Sequence[Skill]:
    """Noted, and waiting for a yes: who waits longest first."""
    waiting = _list(*_is_waiting(library_id)).order_by(Skill.created_at, Skill.id).limit(MOST)
    return session.scalars(waiting).all()


def waiting(library_id: int) -> Select[Any]:
    """How many wait, for Today."""
    return select(func.count()).select_from(Skill).where(*_is_waiting(library_id))


def list_confirmed(session: Session, library_id: int) -> Sequence[Skill]:
    """What people said yes to, the latest first."""
    confirmed = _list(seeing.at_desk(library_id), Skill.state != SkillState.DRAFT)
    return session.scalars(confirmed.order_by(Skill.confirmed_at.desc()).limit(MOST)).all()


def list_by_ids(session: Session, library_id: int, ids: Sequence[int]) -> dict[int, Skill]:
    """Those of these that librarians see."""
    found = session.scalars(_list(seeing.at_desk(library_id), Skill.id.in_(ids)))
    return {skill.id: skill for skill in found}


def list_with_words(session: Session, library_id: int, ids: Sequence[int]) -> Sequence[Skill]:
    """Of these the ones that librarians see, with the words of their terms read anew."""
    told = select(Skill).options(*_WHOLE, selectinload(Skill.terms).selectinload(Term.labels))
    here = told.where(Skill.id.in_(ids), seeing.at_desk(library_id))
    return session.scalars(here.execution_options(populate_existing=True)).all()


def list_own(session: Session, person_id: int) -> Sequence[Skill]:
    """All that somebody sees of their own; what asks for a yes first."""
    return session.scalars(
        _list(seeing.own(person_id))
        .options(joinedload(Skill.library, innerjoin=True))
        .order_by(Skill.state != SkillState.DRAFT, Skill.created_at.desc(), Skill.id.desc())
    ).all()


def list_drafts_of(session: Session, sign_up_id: int, person_id: int) -> Sequence[Skill]:
    """What became of the answers at one sign-up, as long as nobody said yes or no."""
    drafts = _list(
        seeing.own(person_id), Skill.sign_up_id == sign_up_id, Skill.state == SkillState.DRAFT
    )
    return session.scalars(drafts.order_by(Skill.id)).all()


# ─── the clock ───


def list_to_remind(session: Session, *, now: datetime) -> Sequence[int]:
    """Noted, two weeks without a yes, and with an address to ask at."""
    return session.scalars(
        select(Skill.id)
        .join(Skill.person)
        .where(
            Skill.state == SkillState.DRAFT,
            Skill.source.in_(seeing.NOTED),
            Skill.reminded_at.is_(None),
            Skill.created_at <= now - REMINDED_AFTER,
            Skill.created_at > now - REMOVED_AFTER,
            Person.email.is_not(None),
        )
        .order_by(Skill.id)
    ).all()


def list_run_out(session: Session, *, now: datetime) -> Sequence[int]:
    """Noted, and never confirmed in all the time there was."""
    return session.scalars(
        select(Skill.id)
        .where(
            Skill.state == SkillState.DRAFT,
            Skill.source.in_(seeing.NOTED),
            Skill.created_at <= now - REMOVED_AFTER,
        )
        .order_by(Skill.id)
    ).all()


def _is_waiting(library_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Skill.library_id == library_id,
        Skill.state == SkillState.DRAFT,
        Skill.source.in_(seeing.NOTED),
    )


def _list(*which: ColumnElement[bool]) -> Select[Skill]:
    return select(Skill).where(*which).options(*_WHOLE)


def _one(session: Session, *which: ColumnElement[bool]) -> Skill:
    found = session.scalars(_list(*which).options(joinedload(Skill.library))).one_or_none()
    if found is None:
        raise NotFound
    return found
