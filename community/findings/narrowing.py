"""What somebody looks for among the findings, as the query string says it.

Pure and free of Flask. What is unknown or impossible is left out, so that every address has one
canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from community.conversations.models import Kind
from community.web.asked import one_line, page_number

MOST_LETTERS = 200

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)

KIND_WORDS: dict[Kind, str] = {
    Kind.INSIGHT: "inzicht",
    Kind.IDEA: "idee",
    Kind.QUESTION: "vraag",
    Kind.EXPERIENCE: "ervaring",
    Kind.AGREEMENT: "afspraak",
    Kind.SOURCE: "bron",
}
_KINDS = {word: kind for kind, word in KIND_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Wish:
    words: str = ""
    theme: str = ""
    branch: str = ""
    kind: Kind | None = None
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.theme or self.branch or self.kind)

    def but(self, **changes: object) -> Wish:
        """The same wish with something else chosen, on the first page."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def as_query(self) -> dict[str, str]:
        """The canonical query: only what differs from everything, always in the same order."""
        said = {
            "q": self.words,
            "thema": self.theme,
            "vestiging": self.branch,
            "soort": KIND_WORDS[self.kind] if self.kind else "",
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}


def parse(args: Mapping[str, str]) -> Wish:
    """The wish in a query string; never fails, whatever is in it."""
    return Wish(
        words=one_line(args.get("q", ""), MOST_LETTERS),
        theme=_slug(args.get("thema", "")),
        branch=_slug(args.get("vestiging", "")),
        kind=_KINDS.get(args.get("soort", "")),
        page=page_number(args.get("pagina", "")),
    )


def _slug(value: str) -> str:
    return value if _SLUG.fullmatch(value) else ""
