"""A row of a list as a draft: what its cells say, and for the rest what was chosen for the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from community.clock import NoSuchLocalTime, from_local
from community.gatherings.drafts import LENGTHS, GatheringDraft, Problem, end_of, is_safe_link
from community.gatherings.kinds import Audience, CoreFunction, Initiator, Kind, Mode, SignUpMode
from community.imports.models import Choices
from community.imports.vocabulary import Places, Words, day_of, time_of
from community.libraries.models import Branch, Room
from community.search.folding import fold
from community.words import N_

FORMULA = N_("Formulas are not read. Put the result here.")
UNKNOWN_WORD = N_("This word is not known here. The example file contains all the words that are.")
NO_SUCH_TIME = N_("The clocks go forward that night: this time does not exist.")

#: Cells that go into the draft as they are.
_AS_IT_STANDS = ("title", "summary", "text", "cost", "bring", "accessibility")
#: Cells with a word out of a list.
_WORDS: Mapping[str, Callable[[str], object]] = {
    "kind": Kind,
    "language": str,
    "audience": Audience,
    "core_function": CoreFunction,
    "sign_up_mode": SignUpMode,
}


@dataclass(frozen=True, slots=True)
class Drafter:
    """What a list's cells mean in this library."""

    words: Words
    places: Places
    choices: Choices
    is_calendar: bool

    def draft(self, cells: Mapping[str, str]) -> tuple[GatheringDraft | None, list[Problem]]:
        """The draft that a row comes to, or everything in it that is not understood."""
        row = _Row(self, cells)
        found = row.filled_in()
        if row.problems:
            return None, row.problems
        return GatheringDraft(**found), []

    def is_called_off(self, cells: Mapping[str, str]) -> bool:
        return self.words["status"].get(fold(cells.get("status", ""))) == "cancelled"


@dataclass(slots=True)
class _Row:
    drafter: Drafter
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def filled_in(self) -> dict[str, Any]:
        for name, cell in self.cells.items():
            if cell.startswith("="):
                self._wrong(name, FORMULA)
        choices = self.drafter.choices
        given: dict[str, Any] = {name: self._cell(name) for name in _AS_IT_STANDS}
        words = {name: (make, self._word(name)) for name, make in _WORDS.items()}
        given |= {name: make(said) for name, (make, said) in words.items() if said is not None}
        given.setdefault("kind", choices.kind)
        given["theme_ids"] = self._themes() or choices.theme_ids
        given["initiator"] = Initiator.PARTNER if choices.partner_id else Initiator.LIBRARY
        return given | self._when() | self._where() | self._taking_part(given.get("sign_up_mode"))

    def _wrong(self, name: str, message: str, **values: object) -> None:
        if all(each.name != name for each in self.problems):
            self.problems.append(Problem(name, message, values))

    def _cell(self, name: str) -> str:
        return self.cells.get(name, "")

    def _word(self, name: str) -> str | None:
        """The value that a cell's word stands for; None when it says nothing."""
        said = self._cell(name)
        if not said:
            return None
        meant = self.drafter.words[name].get(fold(said))
        if meant is None:
            self._wrong(name, UNKNOWN_WORD)
        return meant

    def _themes(self) -> frozenset[int]:
        """A calendar has words of its own, of which those that we know count."""
        cell = self._cell("themes")
        said = [fold(each) for each in cell.replace(";", "|").split("|") if each.strip()]
        known = self.drafter.places.themes
        if not self.drafter.is_calendar and any(each not in known for each in said):
            self._wrong("themes", UNKNOWN_WORD)
        return frozenset(known[each] for each in said if each in known)

    # ─── when ───

    def _when(self) -> dict[str, Any]:
        if "starts_at" in self.cells:
            ends = self._cell("ends_at")
            return {
                "starts_at": datetime.fromisoformat(self.cells["starts_at"]),
                "ends_at": datetime.fromisoformat(ends) if ends else None,
            }
        day, starts = self._day("day"), self._time("starts")
        last_day, ends_at = self._day("last_day"), self._time("ends")
        if day is None:
            self._wrong("day", N_("Choose a date."))
        if starts is None:
            self._wrong("starts", N_("Say when it begins."))
        if day is None or starts is None:
            return {}
        return self._moments(day, starts, last_day, ends_at)

    def _moments(
        self, day: date, starts: time, last_day: date | None, ends: time | None
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        try:
            found["starts_at"] = from_local(day, starts)
        except (NoSuchLocalTime, OverflowError):
            self._wrong("starts", NO_SUCH_TIME)
        try:
            found["ends_at"] = end_of(day, starts, ends, last_day)
        except (NoSuchLocalTime, OverflowError):
            self._wrong("ends", NO_SUCH_TIME)
        return found

    def _day(self, name: str) -> date | None:
        said = self._cell(name)
        day = day_of(said) if said else None
        if said and day is None:
            self._wrong(name, N_("This is not a date. Write it like 3-3-2026."))
        return day

    def _time(self, name: str) -> time | None:
        said = self._cell(name)
        at = time_of(said) if said else None
        if said and at is None:
            self._wrong(name, N_("This is not a time. Write it like 14:00."))
        return at

    # ─── where ───

    def _where(self) -> dict[str, Any]:
        """Branch, room, address or link; the mode follows from which of them are there."""
        branch, address, link = self._branch(), self._cell("address"), self._cell("online_url")
        place = self._cell("place")
        if is_safe_link(place):
            link = place
        elif place:
            branch = self._branch_named(place)
            address = "" if branch else place
        room = self._room(branch)
        if room is not None and branch is None:
            branch_id: int | None = room.branch_id
        elif branch or address or link:
            branch_id = branch.id if branch else None
        else:
            branch_id = self.drafter.choices.branch_id
        at_a_place = branch_id is not None or address
        mode = Mode.PHYSICAL if not link else Mode.HYBRID if at_a_place else Mode.ONLINE
        return {
            "mode": mode,
            "branch_id": branch_id,
            "room_id": room.id if room else None,
            "address": address,
            "online_url": link,
        }

    def _branch(self) -> Branch | None:
        said = self._cell("branch")
        found = self._branch_named(said)
        if said and found is None:
            self._wrong("branch", N_("There is no branch with this name."))
        return found

    def _branch_named(self, name: str) -> Branch | None:
        return self.drafter.places.branches.get(fold(name))

    def _room(self, branch: Branch | None) -> Room | None:
        """A room of its branch, or of the one that was chosen for the list."""
        said = self._cell("room")
        if not said:
            return None
        branch_id = branch.id if branch else self.drafter.choices.branch_id
        found = self.drafter.places.rooms.get((branch_id or 0, fold(said)))
        if found is None:
            self._wrong("room", N_("There is no room with this name in that branch."))
        return found

    # ─── taking part ───

    def _taking_part(self, said: SignUpMode | None) -> dict[str, Any]:
        """A link in the list is where people sign up, unless something else was said or chosen."""
        link, chosen = self._cell("elsewhere_url"), self.drafter.choices.sign_up_mode
        mode = said or chosen
        if self.drafter.is_calendar:
            link = link if is_safe_link(link) and len(link) <= LENGTHS["elsewhere_url"] else ""
            mode = mode or (SignUpMode.ELSEWHERE if link else SignUpMode.NONE)
            link = link if mode is SignUpMode.ELSEWHERE else ""
        elif link and mode is None:
            mode = SignUpMode.ELSEWHERE
        return {"sign_up_mode": mode, "elsewhere_url": link, "capacity": self._capacity()}

    def _capacity(self) -> int | None:
        said = self._cell("capacity")
        if said and not (said.isascii() and said.isdigit() and len(said) < 9):
            self._wrong("capacity", N_("This is not a valid number."))
            return None
        return int(said) if said else None
