"""That librarians note what somebody told them: one yes for all of it, in the words of that talk.

Each note keeps how and in which words it was said for that one. The consent stands for as long as
there is one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.consents import purposes
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose
from community.skills import finding, queries
from community.skills.models import Agreed, Skill
from community.words import N_

_CHANNELS = {
    Agreed.AT_THE_DESK: Channel.COUNTER,
    Agreed.BY_PHONE: Channel.PHONE,
    Agreed.ON_PAPER: Channel.PAPER,
}


def _wipe(session: Session, library_id: int, person_id: int, _now: datetime) -> None:
    for skill in queries.list_agreed(session, library_id, person_id):
        finding.remove(session, skill)
        session.delete(skill)
    session.flush()


NOTED = Purpose(
    name="skills.noted",
    what=N_("That librarians note what you told them"),
    versions={
        "1": N_(
            "The librarians may note what I told them that I know, can do, have lived through "
            "or want to learn. Only they see it, until I say that it is right."
        )
    },
    current="1",
    stops=N_("What librarians noted about you has been deleted, even what you said is right."),
    withdraw=_wipe,
)


def follow(session: Session, skill: Skill, *, now: datetime) -> None:
    """After one was noted or is gone."""
    if skill.agreed_how is None:
        return
    stands = bool(queries.list_agreed(session, skill.library_id, skill.person_id))
    consents.follow(
        session, skill.library_id, skill.person_id, NOTED.name, stands=stands,
        channel=_CHANNELS[skill.agreed_how], now=now,
    )  # fmt: skip


def register(_app: object) -> None:
    purposes.register(NOTED)
