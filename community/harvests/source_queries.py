"""What a harvest is made of: the notes of tables and what the conversation said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from community.conversations.models import Contribution, Conversation
from community.harvests import queries
from community.harvests.models import (
    PUBLIC,
    Harvest,
    HarvestItem,
    NoteConfirmation,
    Provenance,
)
from community.table_notes.models import TableNote


def list_notes(session: Session, library_id: int, gathering_id: int) -> Sequence[TableNote]:
    """What lies on the tables, by table in the order of the rounds."""
    return session.scalars(
        select(TableNote)
        .where(
            TableNote.library_id == library_id,
            TableNote.gathering_id == gathering_id,
            TableNote.laid_at.is_not(None),
            TableNote.removed_at.is_(None),
        )
        .order_by(TableNote.round_no, TableNote.table_no, TableNote.id)
    ).all()


def list_contributions(
    session: Session, library_id: int, gathering_id: int
) -> Sequence[Contribution]:
    """What was said with a kind of its own, seen by the others, and neither hidden nor taken back;
    of a sensitive kind there is none, as there is no conversation."""
    return session.scalars(_said(library_id, gathering_id)).all()


def hold_contributions(
    session: Session, library_id: int, gathering_id: int
) -> Sequence[Contribution]:
    """The same, and nobody takes theirs back in the meantime."""
    return session.scalars(
        _said(library_id, gathering_id)
        .with_for_update(read=True, of=Contribution)
        .execution_options(populate_existing=True)
    ).all()


def _said(library_id: int, gathering_id: int) -> Select[Contribution]:
    return (
        select(Contribution)
        .join(Contribution.conversation)
        .where(
            Conversation.library_id == library_id,
            Conversation.gathering_id == gathering_id,
            Contribution.kind.is_not(None),
            Contribution.seen_from.is_not(None),
            Contribution.hidden_at.is_(None),
            Contribution.withdrawn_at.is_(None),
        )
        .order_by(Contribution.id)
    )


def may_still_write(
    session: Session, library_id: int, gathering_id: int, *, hold: bool = False
) -> bool:
    """As long as what the tables wrote is not in a harvest that everybody reads."""
    state = select(Harvest.state).where(
        Harvest.library_id == library_id, Harvest.gathering_id == gathering_id
    )
    return session.scalar(state.with_for_update(read=True) if hold else state) not in PUBLIC


def taken(session: Session, harvest_id: int) -> tuple[set[int], set[int]]:
    """Notes and contributions that some item of it was made of, left out or taken back too."""
    rows = session.execute(
        select(Provenance.note_id, Provenance.contribution_id)
        .join(HarvestItem, HarvestItem.id == Provenance.item_id)
        .where(HarvestItem.harvest_id == harvest_id)
    ).all()
    return {note for note, _ in rows if note}, {said for _, said in rows if said}


def list_noted(
    session: Session, library_id: int, harvest_id: int
) -> Sequence[tuple[HarvestItem, TableNote, NoteConfirmation]]:
    """Items with a note in them that its table confirmed."""
    rows = session.execute(
        select(HarvestItem, TableNote, NoteConfirmation)
        .join(Provenance, Provenance.item_id == HarvestItem.id)
        .join(TableNote, TableNote.id == Provenance.note_id)
        .join(NoteConfirmation, NoteConfirmation.note_id == TableNote.id)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.harvest_id == harvest_id,
            HarvestItem.withdrawn_at.is_(None),
        )
        .order_by(HarvestItem.position, TableNote.id)
    ).all()
    return [(item, note, confirmed) for item, note, confirmed in rows]


def list_of_table(
    session: Session, library_id: int, harvest_id: int, table_no: int
) -> Sequence[HarvestItem]:
    """What this table had a part in."""
    from_it = set(
        session.scalars(
            select(Provenance.item_id).where(
                Provenance.library_id == library_id, Provenance.table_no == table_no
            )
        )
    )
    items = queries.list_items(session, library_id, harvest_id)
    return [item for item in items if item.id in from_it]


Made = Sequence[tuple[HarvestItem, Provenance, bool]]


def list_made_of(session: Session, said: Contribution) -> Made:
    """Items with this contribution in them, and whether they have nothing else."""
    return _made_of(session, Provenance.contribution_id == said.id)


def list_made_of_note(session: Session, note: TableNote) -> Made:
    return _made_of(session, Provenance.note_id == note.id)


def _made_of(session: Session, which: ColumnElement[bool]) -> Made:
    each = aliased(Provenance)
    number = select(func.count(each.id)).where(each.item_id == HarvestItem.id).scalar_subquery()
    rows = session.execute(
        select(HarvestItem, Provenance, number)
        .join(Provenance, Provenance.item_id == HarvestItem.id)
        .where(which, HarvestItem.withdrawn_at.is_(None))
        .order_by(HarvestItem.id)
    ).all()
    return [(item, source, sources == 1) for item, source, sources in rows]


def has_hidden_source(session: Session, item: HarvestItem) -> bool:
    hidden = (
        select(Provenance.id)
        .join(Contribution, Contribution.id == Provenance.contribution_id)
        .where(Provenance.item_id == item.id, Contribution.hidden_at.is_not(None))
    )
    return session.scalar(hidden.limit(1)) is not None


def said_right(session: Session, note_ids: Sequence[int]) -> dict[int, str]:
    """By note the fingerprint of the words that its table confirmed."""
    rows = session.execute(
        select(NoteConfirmation.note_id, NoteConfirmation.said).where(
            NoteConfirmation.note_id.in_(note_ids)
        )
    ).all()
    return {note_id: said for note_id, said in rows}  # noqa: C416 (rows are no pairs)
