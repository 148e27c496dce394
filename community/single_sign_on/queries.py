"""Every select about work accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Membership, Role
from community.accounts.roles import LADDER
from community.errors import NotFound
from community.single_sign_on.models import WorkAccount, WorkProvider

#: Who works for a library, more or less; a host may be any resident.
WORKERS = LADDER[LADDER.index(Role.VOLUNTEER) :]


def find_provider(session: Session, library_id: int) -> WorkProvider | None:
    return session.scalar(select(WorkProvider).where(WorkProvider.library_id == library_id))


def get_provider(session: Session, library_id: int) -> WorkProvider:
    provider = find_provider(session, library_id)
    if provider is None:
        raise NotFound
    return provider


def find_account(session: Session, library_id: int, subject: str) -> WorkAccount | None:
    return session.scalar(
        select(WorkAccount)
        .options(joinedload(WorkAccount.person, innerjoin=True))
        .where(WorkAccount.library_id == library_id, WorkAccount.subject == subject)
    )


def list_accounts(session: Session, library_id: int) -> list[WorkAccount]:
    """Who connected a work account here, in the order in which they did."""
    return list(
        session.scalars(
            select(WorkAccount)
            .options(joinedload(WorkAccount.person, innerjoin=True))
            .where(WorkAccount.library_id == library_id)
            .order_by(WorkAccount.connected_at, WorkAccount.id)
        )
    )


def list_of_person(
    session: Session, person_id: int
) -> list[tuple[WorkProvider, WorkAccount | None]]:
    """The providers of the libraries this person works for, each with their account there."""
    return [
        (provider, account)
        for provider, account in session.execute(
            select(WorkProvider, WorkAccount)
            .join(Membership, Membership.library_id == WorkProvider.library_id)
            .outerjoin(
                WorkAccount,
                (WorkAccount.provider_id == WorkProvider.id) & (WorkAccount.person_id == person_id),
            )
            .options(joinedload(WorkProvider.library, innerjoin=True))
            .where(Membership.person_id == person_id, Membership.role.in_(WORKERS))
            .order_by(WorkProvider.id)
        )
    ]
