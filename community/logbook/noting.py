"""Noting what happened outside, putting a note right, taking it back.

The log only grows: each of these adds a row that names the one before it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from textwrap import shorten

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.clock import local_day, start_of_day
from community.errors import DomainError, NotFound
from community.logbook import queries
from community.logbook.models import NoteDraft, OutsideNote, Place
from community.partners import dossier
from community.partners.models import ContactKind
from community.words import N_

#: What is longer ago nobody remembers well.
FURTHEST_BACK = timedelta(days=366)

_MOST_OF_A_CONTACT = 200
_SPOKEN: dict[Place, ContactKind] = {
    Place.COUNTER: ContactKind.VISIT,
    Place.VISIT: ContactKind.VISIT,
    Place.NETWORK: ContactKind.MEETING,
    Place.TALK: ContactKind.CALL,
}


class NotADayToNote(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose today, or a day in the past year."))


class NotedAlready(DomainError):
    """The same form came in twice at the same moment: the other one is kept."""

    status = 409

    def __init__(self) -> None:
        super().__init__(N_("This has already been noted."))


def note(
    session: Session,
    library_id: int,
    draft: NoteDraft,
    *,
    by_id: int,
    form_key: str,
    now: datetime,
) -> OutsideNote:
    """One row in the log, without a person; the same form twice is one note."""
    if known := queries.find_by_key(session, library_id, form_key):
        return known
    _refuse_unless_fit(session, library_id, draft, now)
    one = OutsideNote(
        library_id=library_id,
        form_key=form_key,
        noted_by_id=by_id,
        noted_at=now,
        activity_id=_log(session, library_id, draft, now=now),
    )
    _stands(one, draft)
    session.add(one)
    try:
        session.flush()
    except IntegrityError:
        raise NotedAlready from None
    _put_in_file(session, one, draft, now)
    return one


def correct(
    session: Session,
    library_id: int,
    note_id: int,
    draft: NoteDraft,
    *,
    only_of: int | None = None,
    now: datetime,
) -> OutsideNote:
    """Say it again; what was taken back stands again. Said the same, nothing changes."""
    one = queries.lock(session, library_id, note_id, only_of=only_of)
    _refuse_unless_fit(session, library_id, draft, now)
    same = replace(draft, is_contact=False) == queries.said(session, one)
    if one.taken_back_at is not None or not same:
        one.activity_id = _log(session, library_id, draft, corrects_id=one.activity_id, now=now)
        one.corrected_at, one.taken_back_at = now, None
        _stands(one, draft)
    _put_in_file(session, one, draft, now)
    return one


def take_back(
    session: Session, library_id: int, note_id: int, *, only_of: int | None = None, now: datetime
) -> OutsideNote:
    """It was not so. The row that says this repeats nothing of it."""
    one = queries.lock(session, library_id, note_id, only_of=only_of)
    if one.taken_back_at is None:
        gone = replace(queries.said(session, one), text="")
        one.activity_id = _log(
            session, library_id, gone, quantity=0, corrects_id=one.activity_id, now=now
        )
        one.taken_back_at = now
    return one


def put_back(
    session: Session, library_id: int, note_id: int, *, only_of: int | None = None, now: datetime
) -> OutsideNote:
    """Taken back by mistake: what it said is said once more."""
    one = queries.lock(session, library_id, note_id, only_of=only_of)
    if one.taken_back_at is not None:
        before = queries.said(session, one)
        one.activity_id = _log(session, library_id, before, corrects_id=one.activity_id, now=now)
        one.taken_back_at = None
    return one


def _refuse_unless_fit(session: Session, library_id: int, draft: NoteDraft, now: datetime) -> None:
    today = local_day(now)
    if not today - FURTHEST_BACK <= draft.on <= today:
        raise NotADayToNote
    if not queries.are_ours(session, library_id, draft):
        raise NotFound


def _stands(one: OutsideNote, draft: NoteDraft) -> None:
    one.happened_on, one.place, one.theme_id = draft.on, draft.place, draft.theme_id


def _put_in_file(session: Session, one: OutsideNote, draft: NoteDraft, now: datetime) -> None:
    """As a contact with the partner, which is what the meetlat counts."""
    if not draft.is_contact or draft.partner_id is None or one.in_file:
        return
    dossier.note_contact(
        session,
        one.library_id,
        draft.partner_id,
        on=draft.on,
        kind=_SPOKEN.get(draft.place, ContactKind.OTHER),
        about=shorten(" ".join(draft.text.split()), _MOST_OF_A_CONTACT, placeholder="…"),
        now=now,
    )
    one.in_file = True


def _log(
    session: Session,
    library_id: int,
    draft: NoteDraft,
    *,
    quantity: int = 1,
    corrects_id: int | None = None,
    now: datetime,
) -> int:
    return activity.record(
        session,
        Verb.OUTSIDE_NOTED,
        library_id=library_id,
        branch_id=draft.branch_id,
        partner_id=draft.partner_id,
        happened_at=start_of_day(draft.on),
        quantity=quantity,
        corrects_id=corrects_id,
        details={
            "text": draft.text,
            "where": draft.place,
            "group_id": draft.group_id,
            "theme": queries.find_theme_slug(session, draft.theme_id),
        },
        now=now,
    )
