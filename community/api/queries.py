"""Every select of the API: public lists by cursor, tokens, and who signed up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from community.accounts.models import Person
from community.api import paging
from community.api.models import ApiToken, GivenAnswer
from community.errors import NotFound
from community.gatherings.filters import AgendaFilter
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.queries import about, during, in_lists
from community.libraries.models import Branch
from community.topics.models import Term, Theme, term_theme

#: Who left is not signed up.
STANDING = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.PENDING)


@dataclass(frozen=True, slots=True)
class ThemeHere:
    """A theme, and what one library calls what stands under it."""

    theme: Theme
    terms: Sequence[str]


def place_of(gathering: Gathering) -> tuple[int, int]:
    """Where it stands in the order of the list."""
    return paging.number_of(gathering.starts_at), gathering.id


def list_gatherings(
    session: Session,
    library_id: int,
    wish: AgendaFilter,
    *,
    since: datetime,
    after: tuple[int, ...] | None,
    most: int,
) -> Sequence[Gathering]:
    """What stands in public lists and ends after `since`; nothing sensitive, nothing by invitation.

    One more than `most`, when there is one: then there is a next page.
    """
    wanted = [
        *in_lists(library_id),
        *about(library_id, wish),
        *during(wish, since),
        Gathering.is_sensitive.is_(False),
        Gathering.sign_up_mode != SignUpMode.INVITATION,
    ]
    if after is not None:
        at, last_id = paging.moment_of(after[0]), after[1]
        later = or_(
            Gathering.starts_at > at, and_(Gathering.starts_at == at, Gathering.id > last_id)
        )
        wanted += [Gathering.starts_at >= at, later]
    page = _shown().where(*wanted).order_by(Gathering.starts_at, Gathering.id).limit(most + 1)
    return session.scalars(page).all()


def get_gathering(session: Session, library_id: int, gathering_id: int) -> Gathering:
    """Any gathering of the library, with all that is told of it."""
    found = session.scalars(
        _shown()
        .where(Gathering.library_id == library_id, Gathering.id == gathering_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def has_branch(session: Session, library_id: int, slug: str) -> bool:
    known = select(Branch.id).where(Branch.library_id == library_id, Branch.slug == slug)
    return session.scalars(known).first() is not None


def list_themes(session: Session, library_id: int) -> list[ThemeHere]:
    """All themes, each with the terms of this library under it; in one look."""
    rows = session.execute(
        select(Theme, Term.label)
        .outerjoin(term_theme, term_theme.c.theme_id == Theme.id)
        .outerjoin(Term, and_(Term.id == term_theme.c.term_id, Term.library_id == library_id))
        .order_by(Theme.position, Theme.id, Term.folded)
    )
    terms: dict[Theme, list[str]] = {}
    for theme, label in rows:
        terms.setdefault(theme, []).extend([label] if label else [])
    return [ThemeHere(theme, here) for theme, here in terms.items()]


def theme_ids_by_slug(session: Session, slugs: Collection[str]) -> Mapping[str, int]:
    rows = session.execute(select(Theme.slug, Theme.id).where(Theme.slug.in_(slugs)))
    return {row.slug: row.id for row in rows}


def list_sign_ups(
    session: Session,
    library_id: int,
    gathering_id: int,
    *,
    after: tuple[int, ...] | None,
    most: int,
) -> Sequence[SignUp]:
    """Who is signed up, in order of arrival; one more than `most`, when there is one."""
    wanted = [*_standing(library_id, gathering_id)]
    if after is not None:
        wanted.append(SignUp.queue_no > after[0])
    return session.scalars(
        select(SignUp)
        .where(*wanted)
        .options(
            load_only(SignUp.status, SignUp.party_size, SignUp.queue_no, SignUp.created_at),
            joinedload(SignUp.person).load_only(Person.first_name, Person.surname),
        )
        .order_by(SignUp.queue_no)
        .limit(most + 1)
    ).all()


def count_sign_ups(session: Session, library_id: int, gathering_id: int) -> Mapping[str, int]:
    """Parties and people, by state."""
    counted = dict.fromkeys(
        (f"{status}_{what}" for status in STANDING for what in ("parties", "people")), 0
    )
    rows = session.execute(
        select(SignUp.status, func.count(), func.coalesce(func.sum(SignUp.party_size), 0))
        .where(*_standing(library_id, gathering_id))
        .group_by(SignUp.status)
    )
    for status, parties, people in rows:
        counted[f"{status}_parties"], counted[f"{status}_people"] = parties, people
    return counted


def list_made_since(session: Session, person_id: int, since: datetime) -> Sequence[ApiToken]:
    """In whatever library."""
    theirs = (ApiToken.created_by_id == person_id, ApiToken.created_at >= since)
    return session.scalars(select(ApiToken).where(*theirs).order_by(ApiToken.id)).all()


def find_token(session: Session, token_hash: str) -> ApiToken | None:
    return session.scalars(select(ApiToken).where(ApiToken.token_hash == token_hash)).one_or_none()


def get_token(session: Session, library_id: int, token_id: int) -> ApiToken:
    found = session.scalars(
        select(ApiToken).where(ApiToken.library_id == library_id, ApiToken.id == token_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_tokens(session: Session, library_id: int) -> Sequence[ApiToken]:
    """Newest first; also those that open nothing any more."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.library_id == library_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    ).all()


def find_given(
    session: Session, library_id: int, token_id: int, key_hash: str
) -> GivenAnswer | None:
    return session.scalars(
        select(GivenAnswer).where(
            GivenAnswer.library_id == library_id,
            GivenAnswer.token_id == token_id,
            GivenAnswer.key_hash == key_hash,
        )
    ).one_or_none()


def _standing(library_id: int, gathering_id: int) -> list[ColumnElement[bool]]:
    return [
        SignUp.library_id == library_id,
        SignUp.gathering_id == gathering_id,
        SignUp.status.in_(STANDING),
    ]


def _shown() -> Select[Gathering]:
    return select(Gathering).options(
        joinedload(Gathering.branch),
        joinedload(Gathering.room),
        joinedload(Gathering.picture),
        selectinload(Gathering.themes),
    )
