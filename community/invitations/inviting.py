"""Inviting people to a gathering in one go. Inviting twice changes nothing, and floods nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import DomainError
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.invitations import queries
from community.invitations.models import Answer, Invitation
from community.matching.engine.scoring.problem import Component, Contribution, Fit
from community.outbox.services import owe
from community.suggestions import fitting
from community.suggestions.block_queries import blocked_with, signed_up
from community.suggestions.fitting import Suitable
from community.suggestions.people_queries import BySource
from community.tokens import new_salt
from community.words import N_

#: Nobody gets more invitations from one library than this.
MOST_A_MONTH = 3
MONTH = timedelta(days=30)
#: A larger company is not invited person by person.
MOST_AT_ONCE = 200

TOO_LATE = N_("Sign-up for this activity is not open now, so nobody can be invited.")


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited just now, and how many of the chosen were not."""

    invited: int
    passed_over: int  #: In it or invited already, asked enough this month, or better not together.


def can_invite(gathering: Gathering, now: datetime) -> bool:
    """A yes makes a sign-up: so only where one can sign up now, here or by invitation."""
    return gathering.sign_up_is_open(now)


def may_be_invited(gathering: Gathering, *, now: datetime) -> Select[int]:
    return queries.may_be_invited(gathering, since=now - MONTH, most=MOST_A_MONTH, now=now)


def invite(
    session: Session,
    library_id: int,
    gathering_id: int,
    chosen: Collection[int],
    *,
    by: int,
    group_id: int | None = None,
    now: datetime,
) -> Invited:
    """Invite those of `chosen` who may be; who gets no mail comes to stand on the call list."""
    wanted = sorted(set(chosen))[:MOST_AT_ONCE]
    gathering = seats.lock(session, gathering_id, library_id)
    if not can_invite(gathering, now):
        raise DomainError(TOO_LATE)
    queries.lock_members(session, library_id, wanted)
    free = set(session.scalars(may_be_invited(gathering, now=now)))
    asked = _who_can_meet(session, gathering, [each for each in wanted if each in free])
    found, _ = fitting.suitable(session, gathering, asked, most=len(asked), now=now)
    reasons = {each.person.id: why(each) for each in found}
    for person_id in asked:
        insert_once(
            session,
            Invitation,
            library_id=library_id,
            gathering_id=gathering.id,
            person_id=person_id,
            group_id=group_id,
            invited_by_id=by,
            salt=new_salt(),
            answer=Answer.WAITING,
            reasons=reasons.get(person_id, {}),
            invited_at=now,
        )
    _mail(session, gathering, asked, now=now)
    return Invited(len(asked), len(set(chosen)) - len(asked))


def invite_group(
    session: Session, library_id: int, gathering_id: int, group_id: int, *, by: int, now: datetime
) -> Invited:
    """As a whole: everybody in it who said that the library may invite them."""
    members = queries.list_members(session, library_id, group_id)
    return invite(session, library_id, gathering_id, members, by=by, group_id=group_id, now=now)


def _who_can_meet(session: Session, gathering: Gathering, ids: Collection[int]) -> list[int]:
    """Of two who do not meet the second is not asked, and who is in it comes before who is not."""
    library_id = gathering.library_id
    there = queries.hoped_for(gathering)
    against = {
        each
        for others in (signed_up(gathering.id), there)
        for each in blocked_with(session, library_id, others)
    }
    among = blocked_with(session, library_id, list(ids))
    asked: list[int] = []
    for each in ids:
        if each not in against and among.get(each, frozenset()).isdisjoint(asked):
            asked.append(each)
    return asked


def _mail(
    session: Session, gathering: Gathering, person_ids: Collection[int], *, now: datetime
) -> None:
    session.flush()
    for invitation in queries.list_of(session, gathering.library_id, gathering.id):
        if invitation.person_id in person_ids and invitation.person.gets_mail:
            owe(
                session,
                "invitations/invited",
                to=invitation.person_id,
                key=f"invitation:{invitation.id}",
                library_id=gathering.library_id,
                gathering_id=gathering.id,
                now=now,
                invitation_id=invitation.id,
            )


# ─── why, kept as it was ───


def why(suitable: Suitable) -> dict[str, Any]:
    """The contributions, which sum to the score, and what was known of this person then."""
    return {
        "score": suitable.fit.score,
        "contributions": [
            {"component": each.component, "points": each.points, "because": list(each.because)}
            for each in suitable.fit.contributions
        ],
        "said": {source: sorted(ids) for source, ids in suitable.said.items()},
    }


def fit_of(invitation: Invitation) -> tuple[Fit, BySource] | None:
    """The same, to be told in words; None for who came along with a group."""
    kept = invitation.reasons
    if not kept:
        return None
    contributions = tuple(
        Contribution(Component(each["component"]), each["points"], tuple(each["because"]))
        for each in kept["contributions"]
    )
    fit = Fit(str(invitation.person_id), str(invitation.gathering_id), kept["score"], contributions)
    return fit, kept["said"]
