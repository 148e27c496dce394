"""The rules as one library has them: what the house ships, and what the library adds, by version.

A version is called after both numbers: "1", or "1.2" where the library adds something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.clock import start_of_day
from community.moderation import rules, rules_queries
from community.moderation.models import OWN, HouseRule, OwnRules
from community.moderation.rules import Rule


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the rules, and how they are called from then on."""

    version: str
    since: datetime
    changed: str  #: As a msgid, or in the library's own words; empty of the very first.
    is_large: bool
    is_own: bool = False  #: Written by the library, in its own language.


@dataclass(frozen=True, slots=True)
class Book:
    """All versions of the rules of one library; `own` from the first on."""

    own: Sequence[OwnRules] = ()

    @property
    def version(self) -> str:
        """As they are now."""
        return called(rules.current().number, self.own[-1].number if self.own else 0)

    @property
    def added(self) -> Sequence[str]:
        """What the library itself adds now."""
        return [words for words in self.own[-1].sentences if words] if self.own else []

    @property
    def shipped(self) -> Mapping[HouseRule, Rule]:
        """What every house has, as it is now."""
        return rules.current().rules

    def has(self, version: str) -> bool:
        return self._parts(version) is not None

    def rules_of(self, version: str) -> Mapping[HouseRule, Rule]:
        """The rules of a version that there is; of another, none."""
        parts = self._parts(version)
        if parts is None:
            return {}
        shipped, own = parts
        added = own.sentences if own else ()
        return {
            **shipped.rules,
            **{key: Rule(words) for key, words in zip(OWN, added, strict=False) if words},
        }

    @property
    def current(self) -> Mapping[HouseRule, Rule]:
        return self.rules_of(self.version)

    def rule(self, rule: HouseRule, version: str) -> Rule:
        """As it stood when somebody went by it; what was never there has only a name."""
        return self.rules_of(version).get(rule) or Rule(rules.title_of(rule))

    @property
    def changes(self) -> Sequence[Change]:
        """From the first version on, in the order in which they came."""
        steps: list[tuple[datetime, int, rules.Version | OwnRules]] = [
            *((start_of_day(each.since), 0, each) for each in rules.VERSIONS),
            *((each.since, 1, each) for each in self.own),
        ]
        shipped = own = 0
        found = []
        for since, _, step in sorted(steps, key=lambda each: each[:2]):
            if isinstance(step, OwnRules):
                own = step.number
            else:
                shipped = step.number
            name = called(shipped or 1, own)
            found.append(
                Change(name, since, step.changed, step.is_large, isinstance(step, OwnRules))
            )
        return found

    def changes_since(self, version: str) -> Sequence[rules.Version | OwnRules]:
        """What is other than in that version: of the house first, then of the library."""
        shipped, own = _numbers(version) or (0, 0)
        return [
            *(each for each in rules.VERSIONS if each.number > shipped),
            *(each for each in self.own if each.number > own),
        ]

    def _parts(self, version: str) -> tuple[rules.Version, OwnRules | None] | None:
        numbers = _numbers(version)
        shipped = rules.numbered(numbers[0]) if numbers else None
        if numbers is None or shipped is None:
            return None
        if numbers[1] == 0:
            return shipped, None
        own = next((each for each in self.own if each.number == numbers[1]), None)
        return None if own is None else (shipped, own)


def read(session: Session, library_id: int) -> Book:
    return Book(rules_queries.list_own(session, library_id))


def called(shipped: int, own: int) -> str:
    return f"{shipped}.{own}" if own else f"{shipped}"


def _numbers(version: str) -> tuple[int, int] | None:
    """Only as we call them ourselves, so that each has one address."""
    shipped, _, own = version.partition(".")
    try:
        numbers = int(shipped), int(own or 0)
    except ValueError:
        return None
    return numbers if version == called(*numbers) else None
