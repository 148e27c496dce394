"""Kunde for tests to be about: rows, not verbs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from community.accounts.models import Membership, Person, Role
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.libraries.models import Library
from community.outbox.models import OutboxMail
from community.skills import confirming, noting
from community.skills.models import Agreed, Skill, SkillKind, SkillState, Source
from community.skills.noting import Newcomer, Said
from tests.factories import a_librarian, a_member, a_theme, saved, the_library

WORDS = "Ik maak fietsen"


def a_skill(
    person: Person | None = None,
    own_words: str = WORDS,
    *,
    library: Library | None = None,
    state: SkillState = SkillState.CONFIRMED,
    source: Source = Source.LIBRARIAN,
    **fields: Any,
) -> Skill:
    """Noted by a librarian and confirmed, unless the test says otherwise."""
    of = library or the_library()
    made = now()
    given = {
        "kind": SkillKind.CAN,
        "created_at": made,
        "revised_at": made,
        "confirmed_at": None if state is SkillState.DRAFT else made,
        **fields,
    }
    who = person or a_member(library=of)
    return saved(
        Skill(
            library_id=of.id, person_id=who.id, own_words=own_words, state=state, source=source,
            **given,
        )
    )  # fmt: skip


def said(words: str = WORDS, *, once: str = "a" * 32, themes: tuple[str, ...] = ()) -> Said:
    return Said(
        own_words=words,
        kind=SkillKind.CAN,
        theme_ids=[a_theme(slug).id for slug in themes],
        agreed_how=Agreed.AT_THE_DESK,
        agreed_words="Mag ik dit noteren?",
        once=once,
    )


def noted(
    who: int | Newcomer, what: Said | None = None, *, library: Library | None = None
) -> Skill:
    """By its first librarian."""
    of = library or the_library()
    by_id = the_librarian(of)
    with transaction() as tx:
        return noting.note(tx, of.id, who, what or said(), by_id=by_id, now=now())


def the_librarian(library: Library) -> int:
    """The first librarian; made when there is none."""
    first = select(Membership.person_id).where(
        Membership.library_id == library.id, Membership.role == Role.LIBRARIAN
    )
    return session().scalar(first.order_by(Membership.id).limit(1)) or a_librarian(library).id


def confirmed(skill: Skill, how: Agreed = Agreed.BY_MAIL) -> None:
    with transaction() as tx:
        confirming.confirm_asked(tx, skill.library_id, skill.id, how, now=now())


def skills() -> list[Skill]:
    session().rollback()
    return list(session().scalars(select(Skill).order_by(Skill.id)))


def log() -> list[Activity]:
    session().rollback()
    rows = select(Activity).where(Activity.verb == "skill:confirmed").order_by(Activity.id)
    return list(session().scalars(rows))


def mails() -> list[OutboxMail]:
    session().rollback()
    rows = select(OutboxMail).where(OutboxMail.template == noting.ASK).order_by(OutboxMail.id)
    return list(session().scalars(rows))
