"""Links in mails: to the harvest that one was there for, and to words that one is asked about."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.errors import NotFound
from community.gatherings.models import Gathering, SignUp
from community.harvests import queries
from community.harvests.models import Harvest, HarvestReader, QuoteConsent, State

READ, QUOTE = "harvest", "quote"


def token_of(sign_up: SignUp, *, key: str) -> str:
    return tokens.derive(key, READ, sign_up.id, sign_up.salt)


def quote_token(consent: QuoteConsent, *, key: str) -> str:
    return tokens.derive(key, QUOTE, consent.id, consent.salt)


def get_reader(session: Session, library_id: int, token: str, *, key: str) -> HarvestReader:
    """Who somebody is to a harvest that was shown to them; a draft is shown to nobody."""
    found = session.scalars(
        select(HarvestReader)
        .join(HarvestReader.harvest)
        .where(
            HarvestReader.library_id == library_id,
            HarvestReader.sign_up_id == (tokens.row_id(token) or 0),
            Harvest.state != State.DRAFT,
        )
        .options(
            joinedload(HarvestReader.harvest)
            .joinedload(Harvest.gathering)
            .joinedload(Gathering.library),
            joinedload(HarvestReader.sign_up).joinedload(SignUp.person),
        )
    ).one_or_none()
    if found is None or not _is_true(token, key, READ, found.sign_up):
        raise NotFound
    return found


def get_quote(session: Session, library_id: int, token: str, *, key: str) -> QuoteConsent:
    consent = queries.get_consent(session, library_id, tokens.row_id(token) or 0)
    if not _is_true(token, key, QUOTE, consent):
        raise NotFound
    return consent


def _is_true(token: str, key: str, purpose: str, row: SignUp | QuoteConsent) -> bool:
    return tokens.matches(token, key, purpose, row.id, row.salt)
