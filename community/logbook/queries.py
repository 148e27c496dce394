"""Every select about what was noted outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from community.activity.models import Activity
from community.errors import NotFound
from community.groups.models import Group, SeenBy
from community.libraries.models import Branch
from community.logbook.models import NoteDraft, OutsideNote
from community.partners.models import Partner, PartnerState
from community.topics import queries as topics
from community.topics.models import Theme


@dataclass(frozen=True, slots=True)
class Noted:
    """A note with what it says now; of what was taken back, what it said."""

    note: OutsideNote
    draft: NoteDraft


def find_by_key(session: Session, library_id: int, form_key: str) -> OutsideNote | None:
    return session.scalars(
        select(OutsideNote).where(
            OutsideNote.library_id == library_id, OutsideNote.form_key == form_key
        )
    ).one_or_none()


def get(session: Session, library_id: int, note_id: int, *, only_of: int | None) -> OutsideNote:
    """One note; `only_of`: of nobody else."""
    found = session.scalars(
        select(OutsideNote).where(OutsideNote.library_id == library_id, OutsideNote.id == note_id)
    ).one_or_none()
    return _theirs(found, only_of)


def lock(session: Session, library_id: int, note_id: int, *, only_of: int | None) -> OutsideNote:
    """The note, locked until the transaction ends: two corrections never name the same row."""
    found = session.scalars(
        select(OutsideNote)
        .where(OutsideNote.library_id == library_id, OutsideNote.id == note_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()
    return _theirs(found, only_of)


def _theirs(found: OutsideNote | None, only_of: int | None) -> OutsideNote:
    if found is None or (only_of is not None and found.noted_by_id != only_of):
        raise NotFound
    return found


def said(session: Session, note: OutsideNote) -> NoteDraft:
    return _with_words(session, [note])[0].draft


def list_mine(session: Session, library_id: int, person_id: int, *, since: datetime) -> list[Noted]:
    """What somebody noted since a moment, the latest first."""
    notes = session.scalars(
        select(OutsideNote)
        .where(
            OutsideNote.library_id == library_id,
            OutsideNote.noted_by_id == person_id,
            OutsideNote.noted_at >= since,
        )
        .options(joinedload(OutsideNote.theme))
        .order_by(OutsideNote.noted_at.desc(), OutsideNote.id.desc())
    ).all()
    return _with_words(session, notes)


def find_last(session: Session, library_id: int, person_id: int) -> NoteDraft | None:
    """Where somebody noted last: most likely they are there still."""
    last = session.scalars(
        select(OutsideNote)
        .where(OutsideNote.library_id == library_id, OutsideNote.noted_by_id == person_id)
        .order_by(OutsideNote.noted_at.desc(), OutsideNote.id.desc())
        .limit(1)
    ).first()
    return said(session, last) if last else None


def _with_words(session: Session, notes: Sequence[OutsideNote]) -> list[Noted]:
    """The words are the log's; a row that takes back has none, so that the one before it tells."""
    rows = _rows(session, [note.activity_id for note in notes])
    before = _rows(
        session,
        [
            corrected
            for note in notes
            if note.taken_back_at and (corrected := rows[note.activity_id].corrects_id)
        ],
    )
    found = []
    for note in notes:
        row = rows[note.activity_id]
        if note.taken_back_at:
            row = before[row.corrects_id or 0]
        found.append(Noted(note, _draft(note, row)))
    return found


def _rows(session: Session, ids: Sequence[int]) -> dict[int, Activity]:
    if not ids:
        return {}
    return {row.id: row for row in session.scalars(select(Activity).where(Activity.id.in_(ids)))}


def _draft(note: OutsideNote, row: Activity) -> NoteDraft:
    return NoteDraft(
        text=row.details["text"],
        on=note.happened_on,
        place=note.place,
        branch_id=row.branch_id,
        group_id=row.details["group_id"],
        partner_id=row.partner_id,
        theme_id=note.theme_id,
    )


# ─── what a note can name ───


def are_ours(session: Session, library_id: int, draft: NoteDraft) -> bool:
    """Whether the branch, group and partner of a note are of this library."""
    named = (
        (Branch, draft.branch_id),
        (Group, draft.group_id),
        (Partner, draft.partner_id),
    )
    return all(
        session.scalar(select(table.id).where(table.library_id == library_id, table.id == number))
        for table, number in named
        if number is not None
    )


def find_theme_slug(session: Session, theme_id: int | None) -> str | None:
    return session.scalar(select(Theme.slug).where(Theme.id == theme_id)) if theme_id else None


def list_groups(
    session: Session, library_id: int, *, at_desk: bool, also: int | None = None
) -> list[tuple[int, str]]:
    """Number and name of the groups that a note may name: never a sensitive one.

    `at_desk`: also those whose page is for members and the desk alone; `also`: this one anyhow.
    """
    fit: list[ColumnElement[bool]] = [Group.is_sensitive.is_(False)]
    if not at_desk:
        fit.append(Group.seen_by != SeenBy.MEMBERS)
    return _names(session, Group, library_id, or_(and_(*fit), Group.id == also))


def list_partners(
    session: Session, library_id: int, *, also: int | None = None
) -> list[tuple[int, str]]:
    """Number and name of those we work with; `also`: this one anyhow."""
    fit = or_(Partner.state == PartnerState.ACTIVE, Partner.id == also)
    return _names(session, Partner, library_id, fit)


def list_all_partners(session: Session, library_id: int) -> list[tuple[int, str]]:
    return _names(session, Partner, library_id, true())


def _names(
    session: Session, table: type[Group] | type[Partner], library_id: int, fit: ColumnElement[bool]
) -> list[tuple[int, str]]:
    rows = session.execute(
        select(table.id, table.name)
        .where(table.library_id == library_id, fit)
        .order_by(func.lower(table.name), table.id)
    )
    return [(number, name) for number, name in rows]


def list_branches(session: Session, library_id: int) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Branch.id, Branch.place)
        .where(Branch.library_id == library_id)
        .order_by(func.lower(Branch.place), Branch.id)
    )
    return [(number, place) for number, place in rows]


# ─── what is alive ───


@dataclass(frozen=True, slots=True)
class Alive:
    """A theme of which something was noted outside: how often, and the latest of what was said."""

    theme: Theme | None  #: None: something else.
    count: int
    said: Sequence[tuple[date, str]]


def list_alive(
    session: Session, library_id: int, *, since: date, until: date, most: int = 10
) -> list[Alive]:
    """What was noted per theme on the days from `since` up to and including `until`.

    The theme that was heard most comes first; of each at most `most` sentences, the latest first.
    """
    counts: dict[int | None, int] = {}
    said: dict[int | None, list[tuple[date, str]]] = {}
    rows = session.execute(
        select(OutsideNote.theme_id, OutsideNote.happened_on, Activity.details)
        .join(Activity, Activity.id == OutsideNote.activity_id)
        .where(
            OutsideNote.library_id == library_id,
            OutsideNote.happened_on >= since,
            OutsideNote.happened_on <= until,
            OutsideNote.taken_back_at.is_(None),
        )
        .order_by(OutsideNote.happened_on.desc(), OutsideNote.id.desc())
    )
    for theme_id, day, details in rows:
        counts[theme_id] = counts.get(theme_id, 0) + 1
        sentences = said.setdefault(theme_id, [])
        if len(sentences) < most:
            sentences.append((day, details["text"]))
    themes = {theme.id: theme for theme in topics.list_themes(session)} if counts else {}
    found = [Alive(themes.get(each or 0), count, said[each]) for each, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.theme.position if one.theme else 99))
