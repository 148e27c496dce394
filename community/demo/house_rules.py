"""What the demo town adds to the rules of the house, and who had agreed before that."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.consents.models import Channel, Consent
from community.moderation.agreeing import PURPOSE
from community.moderation.models import FIRST_VERSION, OwnRules


def add_house_rules(
    session: Session, library_id: int, librarian_id: int, resident_id: int, *, now: datetime
) -> None:
    """The resident reads beside their next contribution what changed a little."""
    session.add_all([
        OwnRules(
            library_id=library_id, number=1, first="In de leeszaal fluisteren we.", second="",
            third="", changed="In de leeszaal van onze bibliotheek is het stil.", is_large=False,
            since=now - timedelta(days=12), written_by_id=librarian_id,
        ),
        Consent(
            library_id=library_id, person_id=resident_id, purpose=PURPOSE,
            text_version=FIRST_VERSION, channel=Channel.SCREEN, given_at=now - timedelta(days=40),
        ),
    ])  # fmt: skip
    session.flush()
