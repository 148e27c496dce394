"""What somebody looks for in the register, as the query string says it.

Pure and free of Flask. What is unknown or impossible is left out, so that every address has one
canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from community.register.models import Direction, Form
from community.tongues import Tongue
from community.web.asked import one_line, one_of, page_number

MOST_LETTERS = 200

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)

FORM_WORDS: dict[Form, str] = {
    Form.TELL: "vertellen",
    Form.EXPLAIN: "uitleggen",
    Form.DO_TOGETHER: "samen-doen",
    Form.JOIN_TABLE: "aanschuiven",
    Form.LIVING_BOOK: "levend-boek",
    Form.THINK_ALONG: "meedenken",
}
_FORMS = {word: form for form, word in FORM_WORDS.items()}
DIRECTION_WORDS = {Direction.OFFER: "aanbod", Direction.REQUEST: "vragen"}
_DIRECTIONS = {word: direction for direction, word in DIRECTION_WORDS.items()}


class When(StrEnum):
    """A part of the day on any day, or the weekend."""

    MORNING = "ochtend"
    AFTERNOON = "middag"
    EVENING = "avond"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Wish:
    words: str = ""
    direction: Direction = Direction.OFFER
    theme: str = ""
    branch: str = ""
    form: Form | None = None
    tongue: Tongue | None = None
    when: When | None = None
    page: int = 1

    @property
    def asks_more_than_a_title(self) -> bool:
        """Whether it narrows by what only who reads an entry in full knows of it."""
        return bool(self.branch or self.form or self.tongue or self.when)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.theme) or self.asks_more_than_a_title

    def but(self, **changes: object) -> Wish:
        """The same wish with something else chosen, on the first page."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def as_query(self) -> dict[str, str]:
        """The canonical query: only what differs from everything, always in the same order."""
        said = {
            "q": self.words,
            "soort": "" if self.direction is Direction.OFFER else DIRECTION_WORDS[self.direction],
            "thema": self.theme,
            "vestiging": self.branch,
            "vorm": FORM_WORDS[self.form] if self.form else "",
            "voertaal": self.tongue.value if self.tongue else "",
            "wanneer": self.when.value if self.when else "",
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}


def parse(args: Mapping[str, str]) -> Wish:
    """The wish in a query string; never fails, whatever is in it."""
    return Wish(
        words=sentence(args.get("q", "")),
        direction=_DIRECTIONS.get(args.get("soort", ""), Direction.OFFER),
        theme=slug(args.get("thema", "")),
        branch=slug(args.get("vestiging", "")),
        form=_FORMS.get(args.get("vorm", "")),
        tongue=one_of(Tongue, args.get("voertaal", "")),
        when=one_of(When, args.get("wanneer", "")),
        page=page_number(args.get("pagina", "")),
    )


def sentence(value: str) -> str:
    """What somebody typed about what they offer or ask."""
    return one_line(value, MOST_LETTERS)


def slug(value: str) -> str:
    """A name in an address, or nothing."""
    return value if _SLUG.fullmatch(value) else ""
