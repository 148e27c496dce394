"""Setting up where work accounts are, connecting one, and coming in by it.

Whoever runs a provider can make it say anything. So an account is connected by its person, signed
in by a door of their own; and it opens nothing to who may also do things elsewhere than in the
library that chose the provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community import sealing
from community.accounts.models import Person
from community.accounts.queries import works_only_here
from community.db import insert_once
from community.errors import DomainError
from community.single_sign_on import queries
from community.single_sign_on.models import WorkAccount, WorkProvider
from community.words import N_

#: What the client's secret is sealed for.
PURPOSE = "work provider"


class NotConnected(DomainError):
    """Nobody here connected this work account."""

    status = 403

    def __init__(self) -> None:
        super().__init__(N_("This work account is not connected to anyone here yet."))


class NotForYou(DomainError):
    status = 403

    def __init__(self) -> None:
        super().__init__(
            N_(
                "A work account is for people who work in this library and nowhere else. Sign "
                "in by e-mail or with a passkey."
            )
        )


class TakenAlready(DomainError):
    status = 409

    def __init__(self) -> None:
        super().__init__(N_("Somebody else connected this work account. Ask your manager."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDraft:
    name: str
    issuer: str
    client_id: str
    secret: str  #: Empty: the one that is kept already.


def set_up(
    session: Session, library_id: int, draft: ProviderDraft, *, key: str, now: datetime
) -> WorkProvider:
    """Say where the work accounts of this library are; another issuer's accounts are others."""
    provider = queries.find_provider(session, library_id)
    if provider is None:
        provider = WorkProvider(library_id=library_id, created_at=now, sealed_secret="")
        session.add(provider)
    elif provider.issuer != draft.issuer:
        session.execute(delete(WorkAccount).where(WorkAccount.provider_id == provider.id))
    provider.name, provider.issuer = draft.name, draft.issuer
    provider.client_id, provider.revised_at = draft.client_id, now
    if draft.secret:
        provider.sealed_secret = sealing.seal(key, PURPOSE, draft.secret)
    session.flush()
    return provider


def disconnect_since(session: Session, person_id: int, since: datetime) -> None:
    """Whoever took the account over may have connected a work account of their own."""
    session.execute(
        delete(WorkAccount).where(
            WorkAccount.person_id == person_id, WorkAccount.connected_at >= since
        )
    )


def take_away(session: Session, library_id: int) -> None:
    """Nobody comes in by a work account any more."""
    session.delete(queries.get_provider(session, library_id))


def secret_of(provider: WorkProvider, *, key: str) -> str:
    return sealing.unseal(key, PURPOSE, provider.sealed_secret)


def connect(
    session: Session, library_id: int, person: Person, subject: str, *, now: datetime
) -> WorkAccount:
    """Let this person come in by this work account; an earlier one of theirs opens no more."""
    _must_work_here_alone(session, library_id, person)
    provider = queries.get_provider(session, library_id)
    session.execute(
        delete(WorkAccount).where(
            WorkAccount.provider_id == provider.id,
            WorkAccount.person_id == person.id,
            WorkAccount.subject != subject,
        )
    )
    insert_once(
        session,
        WorkAccount,
        library_id=library_id,
        provider_id=provider.id,
        person_id=person.id,
        subject=subject,
        connected_at=now,
    )
    account = queries.find_account(session, library_id, subject)
    if account is None or account.person_id != person.id:
        raise TakenAlready
    return account


def disconnect(session: Session, library_id: int, person_id: int) -> None:
    """The work account opens nothing here any more; not connected is no error."""
    session.execute(
        delete(WorkAccount).where(
            WorkAccount.library_id == library_id, WorkAccount.person_id == person_id
        )
    )


def come_in(session: Session, library_id: int, subject: str, *, now: datetime) -> Person:
    """Who comes in by this work account."""
    account = queries.find_account(session, library_id, subject)
    if account is None:
        raise NotConnected
    _must_work_here_alone(session, library_id, account.person)
    account.last_used_at = now
    return account.person


def _must_work_here_alone(session: Session, library_id: int, person: Person) -> None:
    if not works_only_here(session, library_id, person.id, queries.WORKERS):
        raise NotForYou
