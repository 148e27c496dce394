"""What somebody takes back in the conversation goes out of the harvest too; and what moderation
hides, or is taken off a table, goes out of what is no harvest for everybody yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.conversations.models import Contribution
from community.harvests import hearing, queries, source_queries
from community.harvests.models import Harvest, HarvestItem
from community.harvests.working import touched
from community.table_notes.models import TableNote


def taken_back(session: Session, said: Contribution, *, now: datetime) -> None:
    """Items made of it alone are blank, in every edition; of others it is no source any more.

    Who takes back holds the contribution already, as who makes a draft did before: one order.
    """
    harvest = _harvest_of(session, said)
    if harvest is None:
        return
    for item, source, is_alone in source_queries.list_made_of(session, said):
        if is_alone:
            hearing.blank(session, harvest, item, now=now)
        else:
            session.delete(source)
            touched(session, harvest)


def hidden(session: Session, said: Contribution, *, now: datetime) -> None:
    """Items made of it alone leave a draft, and come back when it is seen again. Others, and what
    everybody reads already, are marked: a librarian decides what stays."""
    harvest = _harvest_of(session, said)
    if harvest is None:
        return
    for item, _source, is_alone in source_queries.list_made_of(session, said):
        if said.hidden_at is not None:
            _mark(harvest, item, is_alone=is_alone, now=now)
        elif item.hidden_at and not source_queries.has_hidden_source(session, item):
            if item.left_out_at == item.hidden_at:
                item.left_out_at = None
            item.hidden_at = None
        touched(session, harvest)


def note_taken_away(session: Session, note: TableNote, *, now: datetime) -> None:
    """Its words are gone for the table, so they are for a draft made of them alone."""
    harvest = queries.find_and_lock(session, note.library_id, note.gathering_id)
    if harvest is None:
        return
    for item, source, is_alone in source_queries.list_made_of_note(session, note):
        source.note_id = None
        if is_alone and not harvest.is_public:
            item.hidden_at = item.hidden_at or now
            hearing.blank(session, harvest, item, now=now)
        else:
            _mark(harvest, item, is_alone=False, now=now)
            touched(session, harvest)


def _mark(harvest: Harvest, item: HarvestItem, *, is_alone: bool, now: datetime) -> None:
    if item.hidden_at is None:
        item.hidden_at = now
        if is_alone and not harvest.is_public and item.left_out_at is None:
            item.left_out_at = now


def _harvest_of(session: Session, said: Contribution) -> Harvest | None:
    """Held; of what was said at a gathering."""
    gathering_id = said.conversation.gathering_id
    return queries.find_and_lock(session, said.library_id, gathering_id) if gathering_id else None
