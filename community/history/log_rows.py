"""The rows of the log that living through a gathering would have left, as the services write them.

Each has a subject, under which it is remembered: what changes is corrected by a row that names the
one before, what turns out not to have been there by one with quantity 0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.gatherings.kinds import KIND_FACTS
from community.history.cells import Brings
from community.history.lines import Past
from community.history.names import Names
from community.history.vocabulary import fold
from community.lots.models import Asked
from community.partners.joining import Brought, in_the_log
from community.tally.counts import Counts, cards, together

Row = dict[str, Any]
#: Per subject: the number of the row that stands, and the digest of what it says.
Logged = dict[str, tuple[int, str]]

_SAID = ("verb", "happened_at", "branch_id", "partner_id", "quantity", "details")


@dataclass(frozen=True, slots=True)
class Told:
    """A gathering of a list as the log hears of it."""

    gathering_id: int
    past: Past
    digest: str  #: Of the line as it came.
    logged: Logged


def tell(
    session: Session,
    told: list[Told],
    latest: Mapping[tuple[int, str], int],
    teller: Teller,
) -> None:
    """Write what is new and what is different; `logged` of each says afterwards what stands.

    `latest`: the rows that the desk has put in the place of ours.
    """
    rows: list[Row] = []
    whose: list[tuple[Told, str, str]] = []
    for one in told:
        for subject, row in teller.rows_of(one):
            before, digest = one.logged.get(subject, (None, "")), _digest(row)
            if before[1] != digest:
                row["corrects_id"] = latest.get((one.gathering_id, subject), before[0])
                rows.append(row)
                whose.append((one, subject, "" if row["quantity"] == 0 else digest))
    numbers = activity.record_all(session, rows)
    for number, (one, subject, digest) in zip(numbers, whose, strict=True):
        one.logged[subject] = (number, digest)


class Teller:
    """Knows how each subject is told, for one library at one moment."""

    def __init__(self, library_id: int, names: Names, now: datetime) -> None:
        self._library_id = library_id
        self._names = names
        self._partners = {partner.id: partner for partner in names.partners.values()}
        self._teams = {team.id: team for team in names.teams.values()}
        self._now = now

    def rows_of(self, one: Told) -> Iterator[tuple[str, Row]]:
        """Everything that there is to tell, and what must be taken back."""
        there = dict(self._there(one))
        yield from there.items()
        for subject, (_number, digest) in one.logged.items():
            if subject not in there and digest:
                yield subject, self._taken_back(one, subject)

    def _there(self, one: Told) -> Iterator[tuple[str, Row]]:
        past = one.past
        what = _what_it_is(past)
        # When it was announced nobody knows any more: at the latest when it began.
        yield "published", self._row(one, Verb.GATHERING_PUBLISHED, what, at=past.starts_at)
        closing = self._closing(past)
        yield "closed", self._row(one, Verb.GATHERING_CLOSED, closing, quantity=past.heads or 0)
        if cards(past.counts):
            yield "tally", self._tally(one, past.counts)
        if past.harvest:
            yield "harvest", self._harvest(one, past.harvest)
        for joint in past.partners:
            partner = self._names.partners[fold(joint.name)]
            yield f"partner:{partner.id}", self._partner(one, partner.id, joint.brings)
        for name in past.teams:
            team = self._names.teams[fold(name)]
            yield f"team:{team.id}", self._team(one, team.id)

    def _taken_back(self, one: Told, subject: str) -> Row:
        """The row that says: that was not so after all."""
        what, _, number = subject.partition(":")
        if what == "tally":
            row = self._tally(one, together())
        elif what == "harvest":
            row = self._harvest(one, 0)
        elif what == "partner":
            row = self._partner(one, int(number), Brings())
        else:
            row = self._team(one, int(number))
        return {**row, "quantity": 0}

    def _row(
        self,
        one: Told,
        verb: Verb,
        details: Mapping[str, object],
        *,
        at: datetime | None = None,
        quantity: int = 1,
        partner_id: int | None = None,
    ) -> Row:
        return complete(
            verb,
            library_id=self._library_id,
            branch_id=one.past.branch_id,
            gathering_id=one.gathering_id,
            partner_id=partner_id,
            quantity=quantity,
            happened_at=at or one.past.ends_at,
            details=details,
            now=self._now,
        )

    def _closing(self, past: Past) -> dict[str, object]:
        partners = [
            (self._names.partners[fold(joint.name)], joint.brings) for joint in past.partners
        ]
        teams = [self._names.teams[fold(name)] for name in past.teams]
        return {
            **_what_it_is(past),
            "estimated": past.estimated,
            "duration": past.minutes,
            "series_id": self._names.series_id(past),
            "partners": [
                {"partner_id": partner.id, "sector": partner.sector, **_amounts(brings)}
                for partner, brings in partners
            ],
            "teams": [{"team": team.id, "front_line": team.front_line} for team in teams],
            "pulse": Asked.NONE,
            "tally": Asked.ALWAYS if cards(past.counts) else Asked.NONE,
        }

    def _tally(self, one: Told, counts: Counts) -> Row:
        return self._row(one, Verb.TALLY_ENTERED, counts, quantity=cards(counts))

    def _harvest(self, one: Told, number: int) -> Row:
        known = {"kind": None, "provenance": "imported", "fingerprint": None}
        return self._row(one, Verb.HARVEST_CONFIRMED, known, quantity=number)

    def _partner(self, one: Told, partner_id: int, brings: Brings) -> Row:
        partner = self._partners[partner_id]
        which = {"sector": partner.sector, "organisation": partner.organisation}
        details = {**_amounts(brings), **which}
        return self._row(one, Verb.PARTNER_JOINED, details, partner_id=partner_id)

    def _team(self, one: Told, team_id: int) -> Row:
        team = self._teams.get(team_id)  # One that was removed since met nobody at the desk.
        part = {"team": team_id, "front_line": team is not None and team.front_line}
        return self._row(one, Verb.TEAM_TOOK_PART, part)


def _what_it_is(past: Past) -> dict[str, object]:
    return {
        "kind": past.kind,
        "conversational": KIND_FACTS[past.kind].conversational,
        "core_function": past.core_function,
        "mode": past.mode,
        "audience": past.audience,
        "initiator": past.initiator,
    }


def _amounts(brings: Brings) -> dict[str, object]:
    return in_the_log(Brought(minutes=brings.minutes, room=brings.room, cents=brings.cents))


def _digest(row: Row) -> str:
    said = json.dumps([row[name] for name in _SAID], default=str, sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
