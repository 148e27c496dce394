"""Kunde out of talk: what somebody answers at a sign-up becomes a draft, seen by them alone.

The room of the gatherings calls this in the transaction of the sign-up, once the address is
proven. What was confirmed is its person's and stays, whatever becomes of the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, delete
from sqlalchemy.orm import Session

from community.db import insert_for, table_of, write_later
from community.skills.models import LONGEST_OWN_WORDS, Skill, SkillKind, SkillState, Source
from community.tokens import new_salt

_table = table_of(Skill)


@dataclass(frozen=True, slots=True)
class Talk:
    """Who said it, and where."""

    library_id: int
    person_id: int
    sign_up_id: int


def hear(session: Session, talk: Talk, said: Mapping[SkillKind, str], *, now: datetime) -> None:
    """What was said becomes a draft, or the draft of before says it; one statement for each."""
    for kind, words in said.items():
        write_later(
            session,
            _hear(session.get_bind().dialect.name),
            library_id=talk.library_id,
            person_id=talk.person_id,
            sign_up_id=talk.sign_up_id,
            kind=kind,
            own_words=words[:LONGEST_OWN_WORDS],
            source=Source.TALK,
            state=SkillState.DRAFT,
            agreed_words="",
            confirmed_words="",
            salt=new_salt(),
            created_at=now,
            revised_at=now,
        )


def unsay(
    session: Session, library_id: int, sign_up_id: int, *, but: Collection[SkillKind] = ()
) -> None:
    """The answers at one sign-up are gone, and with them what nobody said yes to."""
    _delete(
        session,
        _table.c.library_id == library_id,
        _table.c.sign_up_id == sign_up_id,
        _table.c.kind.not_in(but),
    )


def unsay_all(session: Session, sign_up_ids: Select[Any]) -> None:
    """The same for many sign-ups, whose answers are kept no longer."""
    _delete(session, _table.c.sign_up_id.in_(sign_up_ids))


def _delete(session: Session, *which: ColumnElement[bool]) -> None:
    drafts = (_table.c.source == Source.TALK, _table.c.state == SkillState.DRAFT)
    session.execute(delete(_table).where(*which, *drafts))


@cache
def _hear(dialect: str) -> Any:
    """Built once, as everything in the path of a sign-up is."""
    insert = insert_for(dialect)(_table)
    return insert.on_conflict_do_update(
        index_elements=["library_id", "sign_up_id", "kind"],
        set_={"own_words": insert.excluded.own_words, "revised_at": insert.excluded.revised_at},
        where=_table.c.state == SkillState.DRAFT,
    ).inline()
