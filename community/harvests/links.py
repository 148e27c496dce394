"""Links in mails: to the harvest that one was there for, and to words that one is asked about."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community import tokens
from community.errors import NotFound
from community.gatherings.models import SignUp
from community.harvests import queries, reader_queries
from community.harvests.models import HarvestReader, QuoteConsent

READ, QUOTE = "harvest", "quote"


def token_of(sign_up: SignUp, *, key: str) -> str:
    return tokens.derive(key, READ, sign_up.id, sign_up.salt)


def quote_token(consent: QuoteConsent, *, key: str) -> str:
    return tokens.derive(key, QUOTE, consent.id, consent.salt)


def get_reader(session: Session, library_id: int, token: str, *, key: str) -> HarvestReader:
    """Who somebody is to a harvest that was shown to them; a draft is shown to nobody."""
    found = reader_queries.find_by_sign_up(session, library_id, tokens.row_id(token) or 0)
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
