"""Where an activity was: the municipality and district of its branch, or of its own address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from community.areas.area import Area
from community.gatherings.kinds import Mode
from community.libraries.models import Branch

_POSTCODE = re.compile(r"\b([1-9][0-9]{3}) ?[A-Z]{2}\b")


class Sort(IntEnum):
    """What is known of a place; also the order in which a report has them."""

    KNOWN = 0
    ONLINE = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True, order=True)
class Place:
    sort: Sort
    municipality: str = ""
    district: str = ""


class Whereabouts:
    """Knows the places of one library: its branches, and the postcodes of its working area."""

    def __init__(self, branches: Sequence[Branch], area: Area) -> None:
        self._by_pc4 = {
            part.pc4: Place(Sort.KNOWN, part.municipality, part.district)
            for part in area.parts
            if part.municipality
        }
        self._by_name = {
            place.district.casefold(): place for place in self._by_pc4.values() if place.district
        }
        self._by_branch = {branch.id: self._of_branch(branch) for branch in branches}
        for branch in branches:
            self._by_name.setdefault(branch.place.casefold(), self._by_branch[branch.id])

    def of(self, branch_id: int | None, address: str, mode: Mode) -> Place:
        if branch_id is not None:
            return self._by_branch.get(branch_id, Place(Sort.UNKNOWN))
        if mode is Mode.ONLINE:
            return Place(Sort.ONLINE)
        return self._by_postcode(address) or self._by_town(address) or Place(Sort.UNKNOWN)

    def _of_branch(self, branch: Branch) -> Place:
        """As the settings say; the postcode fills in what they leave open."""
        if branch.municipality:
            return Place(Sort.KNOWN, branch.municipality, branch.district)
        return self._by_pc4.get(branch.postcode[:4], Place(Sort.UNKNOWN))

    def _by_postcode(self, address: str) -> Place | None:
        found = _POSTCODE.search(address.upper())
        return self._by_pc4.get(found[1]) if found else None

    def _by_town(self, address: str) -> Place | None:
        """The end of an address is its town: "Dorpshuis, Kerkweg 2, Lemele"."""
        return self._by_name.get(address.rsplit(",", 1)[-1].strip().casefold())
