"""What partners think of us: three statements, once a year, and nobody can tell who said what.

Beside a confirmation an answer would be recognised by its moment and its place in the log. So it
lies in a box without either, and five or more go into the log together, in an order of chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.clock import local_day, start_of_day
from community.db import insert_once
from community.partners.models import Judgement, JudgementGiven, QuarterList
from community.tokens import new_salt

#: A result shows from five answers on, so fewer never leave the box.
TOGETHER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """1, helemaal oneens, to 5, helemaal eens, for each statement; None: passed over."""

    same_goal: int | None = None
    keeps_word: int | None = None
    more_together: int | None = None

    @property
    def is_empty(self) -> bool:
        return (self.same_goal, self.keeps_word, self.more_together) == (None, None, None)


def judge(session: Session, asked: QuarterList, opinion: Opinion, *, now: datetime) -> bool:
    """Put an opinion in the box, once per partner and year; whether it went in."""
    if opinion.is_empty:
        return False
    year = local_day(now).year
    first = insert_once(
        session, JudgementGiven,
        partner_id=asked.partner_id, library_id=asked.library_id, year=year,
    )  # fmt: skip
    if first:
        session.add(
            Judgement(
                id=new_salt(),
                library_id=asked.library_id,
                year=year,
                same_goal=opinion.same_goal,
                keeps_word=opinion.keeps_word,
                more_together=opinion.more_together,
            )
        )
    return first


def empty_box(session: Session, library_id: int, *, now: datetime) -> int:
    """Move a library's answers into the log, if there are enough; how many."""
    taken = session.execute(
        delete(Judgement)
        .where(Judgement.library_id == library_id)
        .returning(
            Judgement.id,
            Judgement.year,
            Judgement.same_goal,
            Judgement.keeps_word,
            Judgement.more_together,
        )
    ).all()
    if len(taken) < TOGETHER:
        raise TooFewTogether
    for _chance, year, *answers in sorted(taken):
        activity.record(
            session,
            Verb.PARTNER_JUDGED,
            library_id=library_id,
            details={"year": year, "answers": answers},
            now=start_of_day(local_day(now)),
        )
    return len(taken)


class TooFewTogether(Exception):
    """Somebody else emptied the box first: what was taken goes back with the transaction."""
