"""Every select about introductions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community import tokens
from community.accounts.models import Membership, Person
from community.errors import NotFound
from community.introductions.models import (
    Block,
    Ending,
    Introduction,
    IntroductionMessage,
    Party,
    Side,
    State,
)
from community.register.models import Entry

#: What a link in a mail is derived from.
PURPOSE = "introduction-{side}"
MOST_MESSAGES = 200
PER_PAGE = 25


def pair(one: int, other: int, request: Entry | None = None) -> str:
    """Two people; who asks without a name is, for each such question, somebody else.

    Otherwise what already goes on between the two would tell who it is that asks.
    """
    low, high = sorted((one, other))
    nameless = request is not None and request.is_anonymous
    return f"{low}-{high}-{request.id}" if request and nameless else f"{low}-{high}"


def lock_people(session: Session, one: int, other: int) -> None:
    """Two who are brought together have their turn first: of a pair one introduction begins."""
    session.execute(
        select(Person.id)
        .where(Person.id.in_((one, other)))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )


def lock(session: Session, library_id: int | None, introduction_id: int) -> Introduction:
    """The introduction, its row locked before anything about it is read.

    Without a library for the clock, which looks after all of them.
    """
    session.flush()
    here = true() if library_id is None else Introduction.library_id == library_id
    found = session.scalar(
        select(Introduction)
        .where(here, Introduction.id == introduction_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    session.refresh(found, ["parties"])
    return found


def find_running(session: Session, library_id: int, pair: str) -> Introduction | None:
    """What is going on between these two people."""
    return session.scalars(
        _whole(select(Introduction)).where(
            Introduction.library_id == library_id,
            Introduction.pair == pair,
            Introduction.ended_at.is_(None),
        )
    ).one_or_none()


def get(session: Session, library_id: int, introduction_id: int) -> Introduction:
    found = session.scalars(
        _whole(select(Introduction))
        .where(Introduction.library_id == library_id, Introduction.id == introduction_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def token_of(party: Party, *, key: str) -> str:
    return tokens.derive(key, PURPOSE.format(side=party.side), party.introduction_id, party.salt)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Party:
    """The side that this link belongs to; a link that is nobody's is not found."""
    introduction_id = tokens.row_id(token)
    if introduction_id is None:
        raise NotFound
    found = session.scalars(
        _sides().where(Introduction.id == introduction_id, Introduction.library_id == library_id)
    ).unique()
    for party in found:
        purpose = PURPOSE.format(side=party.side)
        if tokens.matches(token, key, purpose, introduction_id, party.salt):
            return party
    raise NotFound


def find_party(session: Session, introduction_id: int, side: str) -> Party | None:
    """For a mail: one side, with everything that a letter says."""
    return session.scalar(
        _sides().where(Introduction.id == introduction_id, Party.side == Side(side))
    )


def list_of(session: Session, library_id: int, person_id: int) -> Sequence[Party]:
    """All of one person: what is going on first, then the newest; no thought that was put aside."""
    return (
        session.scalars(
            _sides()
            .where(
                Party.person_id == person_id,
                Introduction.library_id == library_id,
                or_(Introduction.ending.is_(None), Introduction.ending != Ending.NOT_THIS),
            )
            .order_by(Introduction.ended_at.is_not(None), Introduction.introduced_at.desc())
            .limit(50)
        )
        .unique()
        .all()
    )


def list_mine(session: Session, person_id: int) -> Sequence[Party]:
    """What goes on for one person, in whatever library."""
    return (
        session.scalars(
            _sides()
            .where(
                Party.person_id == person_id,
                Introduction.ended_at.is_(None),
            )
            .order_by(Introduction.introduced_at.desc())
            .limit(20)
        )
        .unique()
        .all()
    )


def list_running_of(session: Session, person_id: int) -> Sequence[Party]:
    """All that goes on for one person, in the order in which introductions are locked."""
    return (
        session.scalars(
            _sides()
            .where(Party.person_id == person_id, Introduction.ended_at.is_(None))
            .order_by(Introduction.id)
        )
        .unique()
        .all()
    )


def list_running(session: Session, library_id: int, *, page: int = 1) -> Sequence[Introduction]:
    """For the librarian: what goes on, the longest waiting first, one more than a page."""
    return session.scalars(
        _whole(select(Introduction))
        .where(Introduction.library_id == library_id, Introduction.ended_at.is_(None))
        .order_by(Introduction.introduced_at, Introduction.id)
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    ).all()


def list_messages(session: Session, introduction_id: int) -> Sequence[IntroductionMessage]:
    """The last ones, in the order in which they were written."""
    newest = session.scalars(
        select(IntroductionMessage)
        .where(IntroductionMessage.introduction_id == introduction_id)
        .order_by(IntroductionMessage.id.desc())
        .limit(MOST_MESSAGES)
    ).all()
    return newest[::-1]


def list_messages_by_ids(
    session: Session, library_id: int, ids: Sequence[int]
) -> Sequence[IntroductionMessage]:
    return session.scalars(
        select(IntroductionMessage)
        .where(IntroductionMessage.library_id == library_id, IntroductionMessage.id.in_(ids))
        .options(
            joinedload(IntroductionMessage.introduction).options(
                joinedload(Introduction.library), selectinload(Introduction.parties)
            )
        )
    ).all()


def list_message_ids_of(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    return session.scalars(
        select(IntroductionMessage.id).where(
            IntroductionMessage.library_id == library_id,
            IntroductionMessage.person_id == person_id,
            IntroductionMessage.hidden_at.is_(None),
        )
    ).all()


def find_message(session: Session, message_id: int) -> IntroductionMessage | None:
    return session.get(IntroductionMessage, message_id, populate_existing=True)


def has_message(session: Session, introduction_id: int, once: str) -> bool:
    asked = exists().where(
        IntroductionMessage.introduction_id == introduction_id, IntroductionMessage.once == once
    )
    return bool(session.scalar(select(asked)))


def count_written(session: Session, library_id: int, person_id: int, since: datetime) -> int:
    return session.scalars(
        select(func.count(IntroductionMessage.id)).where(
            IntroductionMessage.library_id == library_id,
            IntroductionMessage.person_id == person_id,
            IntroductionMessage.written_at > since,
        )
    ).one()


def count_begun(session: Session, library_id: int, person_id: int, since: datetime) -> int:
    """How many introductions this person asked for, also those that have ended."""
    return session.scalars(
        select(func.count())
        .select_from(Party)
        .join(Party.introduction)
        .where(
            Party.library_id == library_id,
            Party.person_id == person_id,
            Party.began_it,
            Introduction.introduced_at > since,
        )
    ).one()


def is_new_here(session: Session, library_id: int, person_id: int, since: datetime) -> bool:
    """Whether this person came after `since`, and nobody has ever met them through us."""
    came = session.scalar(
        select(Membership.created_at).where(
            Membership.library_id == library_id, Membership.person_id == person_id
        )
    )
    has_met = session.scalar(
        select(
            exists()
            .where(Party.introduction_id == Introduction.id)
            .where(
                Party.person_id == person_id,
                Introduction.library_id == library_id,
                Introduction.met_at.is_not(None),
            )
        )
    )
    return (came is None or came > since) and not has_met


def is_blocked(session: Session, library_id: int, one: int, other: int) -> bool:
    """Whether one of these two does not want to hear from the other."""
    asked = exists().where(
        Block.library_id == library_id,
        or_(
            (Block.person_id == one) & (Block.blocked_id == other),
            (Block.person_id == other) & (Block.blocked_id == one),
        ),
    )
    return bool(session.scalar(select(asked)))


def list_blocks(session: Session, library_id: int, person_id: int) -> Sequence[Block]:
    return session.scalars(
        select(Block)
        .where(Block.library_id == library_id, Block.person_id == person_id)
        .order_by(Block.since)
        .options(joinedload(Block.blocked))
    ).all()


def going_on_about(session: Session, library_id: int, request_ids: Collection[int]) -> set[int]:
    """Which of these questions somebody is being introduced about now."""
    asked = select(Introduction.request_id).where(
        Introduction.library_id == library_id,
        Introduction.request_id.in_(request_ids),
        Introduction.ended_at.is_(None),
    )
    return {each for each in session.scalars(asked) if each is not None}


def offers_thought_of(library_id: int, request_id: int) -> Select[int | None]:
    """The offers that were brought together with this request before, whatever came of it."""
    return select(Introduction.offer_id).where(
        Introduction.library_id == library_id,
        Introduction.request_id == request_id,
        Introduction.offer_id.is_not(None),
    )


def how_many_wait(library_id: int) -> Select[int]:
    """Introductions of which a librarian hears the answer by telephone."""
    return (
        select(func.count(func.distinct(Introduction.id)))
        .join(Party, Party.introduction_id == Introduction.id)
        .join(Party.person)
        .where(
            Introduction.library_id == library_id,
            Introduction.state == State.INTRODUCED,
            Party.yes_at.is_(None),
            ~Person.gets_mail,
        )
    )


def ids_introduced_before(session: Session, moment: datetime) -> Sequence[int]:
    return session.scalars(
        select(Introduction.id)
        .where(Introduction.state == State.INTRODUCED, Introduction.introduced_at <= moment)
        .order_by(Introduction.id)
    ).all()


def ids_agreed_before(session: Session, moment: datetime) -> Sequence[int]:
    return session.scalars(
        select(Introduction.id)
        .where(Introduction.state.in_((State.AGREED, State.MET)), Introduction.agreed_at <= moment)
        .order_by(Introduction.id)
    ).all()


def _whole(found: Select[Introduction]) -> Select[Introduction]:
    """With both people, and what it is about."""
    return found.options(
        selectinload(Introduction.parties).joinedload(Party.person),
        joinedload(Introduction.offer),
        joinedload(Introduction.request),
        joinedload(Introduction.library),
    )


def _sides() -> Select[Party]:
    """Sides of introductions, with all that a page or a letter tells of them."""
    about = contains_eager(Party.introduction)
    return (
        select(Party)
        .join(Party.introduction)
        .options(
            about.selectinload(Introduction.parties).joinedload(Party.person),
            about.joinedload(Introduction.library),
            # Whether one is about something sensitive is asked of each.
            about.joinedload(Introduction.offer).selectinload(Entry.themes),
            about.joinedload(Introduction.offer).selectinload(Entry.terms),
            about.joinedload(Introduction.request).selectinload(Entry.themes),
            about.joinedload(Introduction.request).selectinload(Entry.terms),
        )
    )
