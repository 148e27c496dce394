"""Harvests of the demo town, in every state, as making, confirming and publishing leave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.conversations.models import (
    Contribution,
    Conversation,
    Kind,
    Phase,
    SeenBy,
)
from community.demo.harvest_words import NOT_YET, NOTED, WORDS, Item, Words
from community.demo.ids import theme_ids
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Attendance, Gathering, GatheringStatus, SignUp
from community.harvests import finding
from community.harvests.hearing import fingerprint
from community.harvests.models import (
    CORRECTION,
    PUBLIC,
    Harvest,
    HarvestConfirmation,
    HarvestCorrection,
    HarvestEdition,
    HarvestItem,
    HarvestReader,
    Provenance,
    QuoteConsent,
    State,
    Via,
)
from community.harvests.presenting import snapshot
from community.table_notes.models import KINDS, TableNote
from community.table_notes.models import Via as NoteVia

#: The last of each title, the latest first: how far it is.
_STATES = (
    State.PRESENTED, State.DRAFT, State.ESTABLISHED, State.PUBLISHED, State.PUBLISHED,
    State.PUBLISHED, State.REVISED, State.PUBLISHED, State.PUBLISHED, State.WITHDRAWN,
    State.PUBLISHED,
)  # fmt: skip
_WHY_REVISED = "Het Steunpunt Mantelzorg heeft nu een gids; die staat erbij."
_WHY_WITHDRAWN = "Een van de vertellers wil zijn verhaal toch liever voor zichzelf houden."
_WRONG = "Het was niet de huisarts, maar de wijkverpleging die zo’n lijst bijhoudt."


@dataclass(frozen=True, slots=True)
class _Of:
    """One gathering, and the random numbers of its own."""

    gathering: Gathering
    sign_ups: Sequence[SignUp]
    chance: Random

    @property
    def closed_at(self) -> datetime:
        return self.gathering.ends_at + timedelta(hours=1)


def add_harvests(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    themes = theme_ids(session)
    found = sorted(
        (of for title in WORDS if (of := _last(session, library_id, title))),
        key=lambda of: of.gathering.starts_at,
        reverse=True,
    )
    for of, state in zip(found, _STATES, strict=False):
        _Making(session, of, WORDS[of.gathering.title], state, themes, librarian_id, now).make()
    if of := _last(session, library_id, NOT_YET):
        _notes(session, of, NOTED)


def _last(session: Session, library_id: int, title: str) -> _Of | None:
    gathering = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.title == title,
            Gathering.status == GatheringStatus.CLOSED,
            Gathering.is_sensitive.is_(False),
        )
        .order_by(Gathering.starts_at.desc())
        .limit(1)
    ).one_or_none()
    if gathering is None:
        return None
    sign_ups = session.scalars(
        select(SignUp)
        .join(Attendance, Attendance.sign_up_id == SignUp.id)
        .where(SignUp.gathering_id == gathering.id, Attendance.undone_at.is_(None))
        .order_by(SignUp.id)
    ).all()
    return _Of(gathering, sign_ups, Random(f"oogst van {title}"))  # noqa: S311


def _notes(session: Session, of: _Of, items: Sequence[Item]) -> list[list[int]]:
    """By item its notes: one of every table that said it."""
    rows: list[Row] = []
    for item in items:
        for nth, table_no in enumerate(table for table in item.tables if table):
            at = of.gathering.starts_at + timedelta(minutes=25 * item.round_no + 3 * nth)
            rows.append({
                "library_id": of.gathering.library_id, "gathering_id": of.gathering.id,
                "table_no": table_no, "round_no": item.round_no,
                "kind": item.kind if item.kind in KINDS else Kind.INSIGHT, "text": item.text,
                "via": NoteVia.SHEET if table_no == 4 else NoteVia.SCREEN,
                "once": secret(of.chance), "revision": 1, "laid_at": at, "written_at": at,
                "changed_at": at, "removed_at": None,
            })  # fmt: skip
    ids = iter(add_returning_ids(session, TableNote, rows))
    return [[next(ids) for table in item.tables if table] for item in items]


def _said(session: Session, of: _Of, items: Sequence[Item]) -> list[int | None]:
    """By item its contribution, if it was said in the conversation."""
    speakers = of.sign_ups or ()
    here = [item for item in items if 0 in item.tables]
    if not here or not speakers:
        return [None] * len(items)
    conversation_id = add_returning_ids(session, Conversation, [{
        "library_id": of.gathering.library_id, "gathering_id": of.gathering.id,
        "seen_by": SeenBy.PARTICIPANTS, "closed_at": None, "opened_at": of.gathering.ends_at,
    }])[0]  # fmt: skip
    found: list[int | None] = []
    for nth, item in enumerate(items):
        if 0 not in item.tables:
            found.append(None)
            continue
        at = of.gathering.ends_at + timedelta(minutes=40 + 25 * nth)
        title, url, isbn = item.source
        found += add_returning_ids(session, Contribution, [{
            "library_id": of.gathering.library_id, "conversation_id": conversation_id,
            "person_id": speakers[nth % len(speakers)].person_id, "reply_to_id": None,
            "kind": item.kind, "phase": Phase.AFTER, "text": item.text, "url": url, "title": title,
            "isbn": isbn, "seen_from": at, "hidden_at": None, "hidden_why": "", "written_at": at,
            "edited_at": None, "withdrawn_at": None, "once": secret(of.chance),
        }])  # fmt: skip
    return found


class _Making:
    """One harvest, step by step as far as it got."""

    def __init__(
        self,
        session: Session,
        of: _Of,
        words: Words,
        state: State,
        themes: dict[str, int],
        librarian_id: int,
        now: datetime,
    ) -> None:
        self._session, self._of, self._words, self._state = session, of, words, state
        self._themes, self._librarian_id, self._now = themes, librarian_id, now
        self._library_id = of.gathering.library_id

    def make(self) -> None:
        harvest = self._harvest()
        ids = self._items(harvest)
        if self._state is State.DRAFT:
            self._confirm(ids, tables_only=True)
            return
        self._present(harvest)
        self._names(ids)
        self._confirm(ids, tables_only=False)
        if self._state is State.PRESENTED:
            self._correct(harvest, ids)
        if self._state in PUBLIC:
            self._publish(harvest)

    def _harvest(self) -> Harvest:
        """Shown the morning after; the one that waits, since yesterday."""
        state, closed = self._state, self._of.closed_at
        shown = None if state is State.DRAFT else closed + timedelta(hours=18)
        if state is State.PRESENTED:
            shown = self._now - timedelta(hours=20)
        until = shown + CORRECTION if shown else None
        stands = until if until and until <= self._now and state is not State.WITHDRAWN else None
        public = stands + timedelta(hours=3) if stands and state in PUBLIC else None
        harvest = Harvest(
            library_id=self._library_id,
            gathering_id=self._of.gathering.id,
            state=state,
            version=3,
            title=self._words.question,
            summary=self._words.summary,
            begun_at=closed,
            presented_at=shown,
            corrected_until=until,
            established_at=stands,
            published_at=public,
            edition=0,
            withdrawn_at=closed + timedelta(days=9) if state is State.WITHDRAWN else None,
            withdrawn_why=_WHY_WITHDRAWN if state is State.WITHDRAWN else "",
        )
        self._session.add(harvest)
        self._session.flush()
        return harvest

    def _items(self, harvest: Harvest) -> list[int]:
        items = self._words.items
        notes = _notes(self._session, self._of, items)
        said = _said(self._session, self._of, items)
        ids = add_returning_ids(self._session, HarvestItem, [
            {
                "library_id": self._library_id, "harvest_id": harvest.id, "position": nth,
                "kind": item.kind, "text": item.text, "version": 1,
                "theme_id": self._themes[item.theme], "heading": "",
                "by_librarian": not item.tables, "is_quote": item.is_quote, "left_out_at": None,
                "counted_at": None, "withdrawn_at": None,
            }
            for nth, item in enumerate(items, 1)
        ])  # fmt: skip
        sources: list[Row] = []
        for item_id, item, of_tables, contribution_id in zip(ids, items, notes, said, strict=True):
            source = {"library_id": self._library_id, "item_id": item_id, "note_id": None,
                      "contribution_id": None, "table_no": None, "round_no": None}  # fmt: skip
            for note_id, table_no in zip(of_tables, filter(None, item.tables), strict=True):
                sources.append(
                    source | {"note_id": note_id, "table_no": table_no, "round_no": item.round_no}
                )
            if contribution_id:
                sources.append(source | {"contribution_id": contribution_id})
        add(self._session, Provenance, sources)
        return ids

    def _present(self, harvest: Harvest) -> None:
        add(self._session, HarvestReader, [
            {"harvest_id": harvest.id, "sign_up_id": sign_up.id, "library_id": self._library_id,
             "told_at": self._of.closed_at + timedelta(days=1) if nth > 2 else None}
            for nth, sign_up in enumerate(self._of.sign_ups)
        ])  # fmt: skip

    def _names(self, ids: Sequence[int]) -> None:
        """Whose words were chosen as a quote said yes, but for one who never answered."""
        for nth, (item_id, item) in enumerate(zip(ids, self._words.items, strict=True)):
            if not item.is_quote or not self._of.sign_ups:
                continue
            person_id = self._of.sign_ups[nth % len(self._of.sign_ups)].person_id
            answers = self._state is not State.PRESENTED
            asked = self._of.closed_at + timedelta(hours=18)
            add(self._session, QuoteConsent, [{
                "library_id": self._library_id, "item_id": item_id, "version": 1,
                "person_id": person_id, "name": self._first_name(person_id),
                "salt": secret(self._of.chance), "asked_at": asked,
                "answered_at": asked + timedelta(hours=5) if answers else None,
                "says_yes": True if answers else None, "how": "",
            }])  # fmt: skip

    def _first_name(self, person_id: int) -> str:
        return self._session.get_one(Person, person_id).first_name

    def _confirm(self, ids: Sequence[int], *, tables_only: bool) -> None:
        """Tables in the room, and some of who was there by mail; the first of each is counted."""
        chance, rows, log = self._of.chance, list[Row](), list[Row]()
        counted: dict[int, datetime] = {}
        for item_id, item in zip(ids, self._words.items, strict=True):
            at = self._of.gathering.ends_at - timedelta(minutes=5)
            said: list[tuple[Via, int | None, int | None, datetime]] = [
                (Via.SCREEN, None, table_no, at) for table_no in item.tables if table_no
            ]
            if not tables_only:
                by_mail = chance.sample(self._of.sign_ups, min(3, len(self._of.sign_ups)))
                later = self._of.closed_at + timedelta(hours=22)
                said += [(Via.MAIL, one.id, None, later) for one in by_mail]
            rows += [
                {"library_id": self._library_id, "item_id": item_id, "version": 1, "via": via,
                 "sign_up_id": sign_up_id, "table_no": table_no, "confirmed_at": when}
                for via, sign_up_id, table_no, when in said
            ]  # fmt: skip
            if said:
                counted[item_id] = said[0][3]
                log.append(self._counted(item, said[0][3]))
        add(self._session, HarvestConfirmation, rows)
        add(self._session, Activity, log)
        for item_id, at in counted.items():
            self._session.get_one(HarvestItem, item_id).counted_at = at
        self._session.flush()

    def _counted(self, item: Item, at: datetime) -> Row:
        from_table, from_talk = any(item.tables), bool(item.tables)
        return complete(
            Verb.HARVEST_CONFIRMED,
            library_id=self._library_id,
            branch_id=self._of.gathering.branch_id,
            gathering_id=self._of.gathering.id,
            quantity=1,
            details={
                "kind": item.kind,
                "provenance": "table" if from_table
                else "conversation" if from_talk else "librarian",
                "fingerprint": fingerprint(item.text),
            },
            now=at,
        )  # fmt: skip

    def _correct(self, harvest: Harvest, ids: Sequence[int]) -> None:
        if self._of.sign_ups:
            add(self._session, HarvestCorrection, [{
                "library_id": self._library_id, "harvest_id": harvest.id, "item_id": ids[-1],
                "sign_up_id": self._of.sign_ups[0].id, "text": _WRONG, "take_back": False,
                "made_at": self._now - timedelta(hours=9), "handled_at": None, "answer": "",
            }])  # fmt: skip

    def _publish(self, harvest: Harvest) -> None:
        """The one that was revised got its last item later."""
        said = snapshot(self._session, harvest)
        at = harvest.published_at or self._now
        first = {**said, "items": said["items"][:-1]}
        editions = [(first, "", at)] if self._state is State.REVISED else [(said, "", at)]
        if self._state is State.REVISED:
            editions.append((said, _WHY_REVISED, at + timedelta(days=6)))
        add(self._session, HarvestEdition, [
            {"harvest_id": harvest.id, "number": number, "library_id": self._library_id,
             "said": kept, "why": why, "by_id": self._librarian_id, "published_at": when}
            for number, (kept, why, when) in enumerate(editions, 1)
        ])  # fmt: skip
        add(self._session, Activity, list(self._told(editions)))
        harvest.edition = len(editions)
        finding.lay_out(self._session, harvest)

    def _told(
        self, editions: Sequence[tuple[dict[str, list[object]], str, datetime]]
    ) -> Iterator[Row]:
        for number, (kept, _why, when) in enumerate(editions, 1):
            yield complete(
                Verb.HARVEST_PUBLISHED,
                library_id=self._library_id,
                branch_id=self._of.gathering.branch_id,
                gathering_id=self._of.gathering.id,
                quantity=len(kept["items"]),
                details={"edition": number},
                now=when,
            )
