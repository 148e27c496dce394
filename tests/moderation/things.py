"""Something that can be judged: entries of the register under a name of the tests' own.

The rules are the moderation room's, whichever room the thing is of. So it has a plain way to be
seen: open and not hidden; and whoever is named in its text was there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.clock import now
from community.libraries.models import Library
from community.moderation import links, subjects
from community.moderation.models import FIRST_VERSION, Case, HouseRule, Report, Verdict, Why
from community.moderation.subjects import Shown, Subject
from community.register.models import LASTS, Direction, Entry, EntryState
from community.register.states import KIND
from tests.factories import a_member, saved, the_library

THING = "thing"


def alone(app: Flask) -> None:
    """Things are judged, and nothing else: the register would judge the same rows as its own."""
    app.extensions["moderation_subjects"].pop(KIND, None)
    register(app)


def register(app: Flask) -> None:
    subjects.register(app, THING, Subject(
        name="thing", show=_show, hide=_hide, allow=_allow, of_person=_of_person,
        may_see=_may_see, was_there=_was_there, lock=_get,
    ))  # fmt: skip


def a_thing(
    title: str = "Samen fietsen maken",
    *,
    by: Person | None = None,
    library: Library | None = None,
    waits: bool = False,
    there: Sequence[Person] = (),
) -> Entry:
    """Open and seen by everybody, unless it waits; at the gathering of whoever was there."""
    of = library or the_library()
    state = EntryState.DRAFT if waits else EntryState.OPEN
    return saved(Entry(
        library_id=of.id, person_id=(by or a_member(library=of)).id, title=title,
        direction=Direction.OFFER, text=" ".join(f"<{person.id}>" for person in there),
        state=state, age_said_at=now(), opened_at=now(), expires_at=now() + LASTS,
        created_at=now(), revised_at=now(),
    ))  # fmt: skip


def a_case(library: Library, thing: Entry | None = None, **fields: object) -> Case:
    """Something that is reported by somebody."""
    thing = thing or a_thing(library=library)
    case = saved(Case(
        library_id=library.id, subject_kind=THING, subject_id=thing.id,
        author_id=thing.person_id, why=Why.REPORT, opened_at=now(), **fields,
    ))  # fmt: skip
    saved(Report(
        library_id=library.id, case_id=case.id, reporter_id=a_member(library=library).id,
        rule=HouseRule.RESPECT, reported_at=now(),
    ))  # fmt: skip
    return case


class Judged:
    """Something reported and something refused, for walks past every address."""

    def __init__(self, library: Library) -> None:
        self.case = a_case(library)
        self.refused = a_case(
            library, decided_at=now(), verdict=Verdict.REFUSED, rule=HouseRule.SAFE,
            reason="Dit is gevaarlijk.",
        )  # fmt: skip

    def arguments(self, endpoint: str) -> dict[str, object]:
        """Who is told of a decision by telephone can only be told when there is one."""
        decided = endpoint == "moderation.author_called"
        return {
            "case_id": (self.refused if decided else self.case).id,
            "report_id": self.refused.reports[0].id,
            "what": THING,
            "version": FIRST_VERSION,
            "number": 1,
            "subject_id": self.case.subject_id,
        }

    def token(self) -> str:
        return links.token_of(self.refused)


def a_year_ago() -> datetime:
    return now() - timedelta(days=365)


def is_seen(entry: Entry) -> bool:
    return entry.state is EntryState.OPEN and entry.hidden_at is None


def _get(session: Session, library_id: int, entry_id: int) -> Entry | None:
    return session.scalar(
        select(Entry)
        .where(Entry.library_id == library_id, Entry.id == entry_id)
        .with_for_update(of=Entry)
        .execution_options(populate_existing=True)
    )


def _show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    found = session.scalars(select(Entry).where(Entry.library_id == library_id, Entry.id.in_(ids)))
    return {
        each.id: Shown(title=each.title, text=each.text, author_id=each.person_id, url="/")
        for each in found
        if each.state is not EntryState.STOPPED
    }


def _hide(session: Session, library_id: int, entry_id: int, *, why: str, now: datetime) -> None:
    entry = _get(session, library_id, entry_id)
    entry.hidden_at, entry.hidden_why = entry.hidden_at or now, why


def _allow(session: Session, library_id: int, entry_id: int, *, now: datetime) -> None:
    entry = _get(session, library_id, entry_id)
    entry.hidden_at, entry.hidden_why, entry.state = None, "", EntryState.OPEN


def _of_person(session: Session, library_id: int, person_id: int) -> Sequence[int]:
    return session.scalars(
        select(Entry.id).where(
            Entry.library_id == library_id,
            Entry.person_id == person_id,
            Entry.state != EntryState.STOPPED,
        )
    ).all()


def _may_see(session: Session, library_id: int, entry_id: int, person_id: int) -> bool:
    entry = _get(session, library_id, entry_id)
    return is_seen(entry) or entry.person_id == person_id


def _was_there(session: Session, library_id: int, entry_id: int, person_id: int) -> bool:
    return f"<{person_id}>" in _get(session, library_id, entry_id).text
