"""Whoever said that words were right hears that they changed, once for each revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.harvests import queries, reader_queries
from community.harvests.models import Harvest, HarvestItem
from community.outbox.services import owe

REVISED = "harvests/revised"


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody stood by reads otherwise now."""

    item: HarvestItem
    before: str  #: As it was published last, if it was.


def ask(session: Session, harvest: Harvest, sign_up_ids: Iterable[int], *, now: datetime) -> None:
    """By mail, or on the list of who to call; for 72 hours. What they said before stays said of
    the words before, whatever they answer."""
    asked = set(sign_up_ids)
    for reader in reader_queries.list_readers(session, harvest.library_id, harvest.id):
        if reader.sign_up_id not in asked:
            continue
        reader.asked_again_at = now
        if reader.sign_up.person.gets_mail:
            owe(
                session,
                REVISED,
                to=reader.sign_up.person_id,
                key=f"{REVISED}:{harvest.id}:{harvest.edition}:{reader.sign_up_id}",
                now=now,
                library_id=harvest.library_id,
                gathering_id=harvest.gathering_id,
                harvest_id=harvest.id,
                sign_up_id=reader.sign_up_id,
            )


def changed_for(session: Session, harvest: Harvest, sign_up_id: int) -> list[Changed]:
    """Of what they stood by, what they said nothing of since it changed; in its order."""
    items = reader_queries.list_confirmed_before(session, harvest, sign_up_id)
    if not items:
        return []
    editions = queries.list_editions(session, harvest.library_id, harvest.id)
    said = [{each["id"]: each["text"] for each in edition.said["items"]} for edition in editions]
    return [
        Changed(item, next((one[item.id] for one in said if one.get(item.id, "") not in
                            {"", item.text}), ""))
        for item in items
    ]  # fmt: skip
