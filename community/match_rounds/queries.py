"""Every select about match rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community import tokens
from community.accounts import ages
from community.accounts.models import Membership, Person
from community.errors import NotFound
from community.gatherings.kinds import SIGN_UP_MODES
from community.gatherings.models import Gathering, GatheringStatus
from community.groups.models import GroupMember
from community.match_rounds.models import (
    MatchRound,
    Participant,
    Population,
    RoundGathering,
)
from community.preferences.models import Preference, preference_theme

PURPOSE = "match-round"
#: How long it counts that somebody was left out.
COUNTS_FOR = timedelta(days=730)

_FRESH = {"populate_existing": True}


# ─── rounds ───


def list_rounds(session: Session, library_id: int) -> Sequence[Row[MatchRound, int, int]]:
    """Every round, the newest first, with how many were asked and answered."""
    asked, answered = func.count(Participant.id), func.count(Participant.answered_at)
    return session.execute(
        select(MatchRound, asked, answered)
        .outerjoin(Participant, Participant.round_id == MatchRound.id)
        .where(MatchRound.library_id == library_id)
        .group_by(MatchRound.id)
        .order_by(MatchRound.id.desc())
    ).all()


def get(session: Session, library_id: int, round_id: int) -> MatchRound:
    return _one(session, library_id, round_id, lock=False)


def lock(session: Session, library_id: int, round_id: int) -> MatchRound:
    """With its row locked until the transaction ends: who chooses and who plans take turns."""
    return _one(session, library_id, round_id, lock=True)


def _one(session: Session, library_id: int, round_id: int, *, lock: bool) -> MatchRound:
    statement = select(MatchRound).where(
        MatchRound.library_id == library_id, MatchRound.id == round_id
    )
    if lock:
        statement = statement.with_for_update(key_share=True)
    found = session.scalars(statement, execution_options=_FRESH).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_of_gathering(session: Session, library_id: int, gathering_id: int) -> MatchRound | None:
    return session.scalars(
        select(MatchRound)
        .join(RoundGathering, RoundGathering.round_id == MatchRound.id)
        .where(RoundGathering.library_id == library_id, RoundGathering.gathering_id == gathering_id)
    ).one_or_none()


# ─── what can be chosen ───


def list_gatherings(session: Session, library_id: int, round_id: int) -> Sequence[Gathering]:
    """Those of a round, in the order of the clock; a cancelled one is none any more."""
    return session.scalars(
        select(Gathering)
        .join(RoundGathering, RoundGathering.gathering_id == Gathering.id)
        .where(
            RoundGathering.library_id == library_id,
            RoundGathering.round_id == round_id,
            Gathering.status == GatheringStatus.PUBLISHED,
        )
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            selectinload(Gathering.themes),
        )
        .order_by(Gathering.starts_at, Gathering.id)
    ).all()


def list_possible(session: Session, library_id: int, *, now: datetime) -> Sequence[Gathering]:
    """Of which sign-up has still to open, and that stand in no round yet."""
    taken = select(RoundGathering.gathering_id).where(RoundGathering.library_id == library_id)
    return session.scalars(
        select(Gathering)
        .where(*_may_be_chosen(library_id, now), Gathering.id.not_in(taken))
        .options(joinedload(Gathering.branch))
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(100)
    ).all()


def _may_be_chosen(library_id: int, now: datetime) -> list[ColumnElement[bool]]:
    """Nothing sensitive: a round shows a librarian who would like to go where."""
    return [
        Gathering.library_id == library_id,
        Gathering.status == GatheringStatus.PUBLISHED,
        Gathering.starts_at > now,
        Gathering.sign_up_mode.in_(SIGN_UP_MODES),
        Gathering.sign_up_opens_at > now,
        Gathering.capacity.is_not(None),
        Gathering.is_sensitive.is_(False),
        Gathering.waiting == 0,
    ]


# ─── people ───


def list_people_to_ask(
    session: Session,
    library_id: int,
    population: Population,
    *,
    group_id: int | None,
    theme_id: int | None,
    now: datetime,
) -> Sequence[Person]:
    """Of those who said that the library may invite them; it brings nobody under 16 in touch."""
    statement = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.library_id == library_id,
            Membership.may_invite_since.is_not(None),
            or_(Person.under_age_until.is_(None), ~ages.marked_at(now)),
        )
        .order_by(Person.id)
    )
    if population is Population.GROUP:
        statement = statement.join(GroupMember, GroupMember.person_id == Person.id).where(
            GroupMember.library_id == library_id,
            GroupMember.group_id == group_id,
            GroupMember.since.is_not(None),
        )
    elif population is Population.THEME:
        statement = (
            statement.join(Preference, Preference.person_id == Person.id)
            .join(preference_theme, preference_theme.c.preference_id == Preference.id)
            .where(Preference.library_id == library_id, preference_theme.c.theme_id == theme_id)
        )
    return session.scalars(statement).unique().all()


def list_participants(session: Session, library_id: int, round_id: int) -> Sequence[Participant]:
    """Everybody who was asked, with what they chose, by name."""
    return session.scalars(
        select(Participant)
        .join(Participant.person)
        .where(Participant.library_id == library_id, Participant.round_id == round_id)
        .options(contains_eager(Participant.person), selectinload(Participant.choices))
        .order_by(Person.first_name, Person.surname, Participant.id),
        execution_options=_FRESH,
    ).all()


def ids_of_participants(round_id: int) -> Select[int]:
    return select(Participant.id).where(Participant.round_id == round_id)


def get_participant(
    session: Session, library_id: int, round_id: int, participant_id: int
) -> Participant:
    found = session.scalars(
        select(Participant).where(
            Participant.library_id == library_id,
            Participant.round_id == round_id,
            Participant.id == participant_id,
        ),
        execution_options=_FRESH,
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_with_all(session: Session, participant_id: int) -> Participant | None:
    return session.scalars(
        select(Participant)
        .where(Participant.id == participant_id)
        .options(
            joinedload(Participant.person),
            joinedload(Participant.round).joinedload(MatchRound.library),
            joinedload(Participant.gathering),
            selectinload(Participant.choices),
        )
    ).one_or_none()


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Participant:
    """Whose link this is; any other link is not found."""
    number = tokens.row_id(token)
    found = None if number is None else find_with_all(session, number)
    if found is None or found.library_id != library_id:
        raise NotFound
    if not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def token_of(participant: Participant, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, participant.id, participant.salt)


def count_left_out(
    session: Session, library_id: int, person_ids: Collection[int], *, now: datetime
) -> Mapping[int, int]:
    """How often each was left out since she was placed last, in the past two years."""
    rows = session.execute(
        select(Participant.person_id, Participant.gathering_id)
        .join(MatchRound, MatchRound.id == Participant.round_id)
        .where(
            Participant.library_id == library_id,
            Participant.person_id.in_(person_ids),
            Participant.answered_at.is_not(None),
            Participant.declines.is_(False),
            MatchRound.published_at > now - COUNTS_FOR,
        )
        .order_by(MatchRound.published_at, MatchRound.id)
    )
    counts: dict[int, int] = {}
    for person_id, gathering_id in rows:
        counts[person_id] = 0 if gathering_id is not None else counts.get(person_id, 0) + 1
    return counts


def attributes_of(
    session: Session, library_id: int, person_ids: Collection[int]
) -> Mapping[int, Mapping[str, str]]:
    """The age class of who chose to tell it, so that a plan can be looked at for fairness."""
    rows = session.execute(
        select(Preference.person_id, Preference.age_class).where(
            Preference.library_id == library_id,
            Preference.person_id.in_(person_ids),
            Preference.mixed_since.is_not(None),
            Preference.age_class.is_not(None),
        )
    )
    return {person_id: {"age": str(age)} for person_id, age in rows}


def list_old(session: Session, *, before: datetime) -> Sequence[Row[int, int]]:
    """Library and number of rounds that were published so long ago that wishes do not matter."""
    return session.execute(
        select(MatchRound.library_id, MatchRound.id).where(
            MatchRound.published_at < before, MatchRound.plan.is_not(None)
        )
    ).all()
