"""Looking along the covers: by theme and by language. A day has some tens of books at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from community.living_books.models import LivingBook
from community.register.narrowing import slug
from community.tongues import Tongue
from community.topics.models import Theme
from community.web.asked import one_of


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks for; nothing said is everything."""

    theme: str = ""
    tongue: Tongue | None = None

    def but(self, **changes: object) -> Look:
        return replace(self, **changes)  # type: ignore[arg-type]

    def as_query(self) -> dict[str, str]:
        said = {"thema": self.theme, "voertaal": self.tongue.value if self.tongue else ""}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Choices:
    themes: Sequence[Theme]
    tongues: Sequence[Tongue]


def parse(args: Mapping[str, str]) -> Look:
    """Never fails, whatever is in the query."""
    return Look(slug(args.get("thema", "")), one_of(Tongue, args.get("voertaal", "")))


def narrow(books: Sequence[LivingBook], look: Look) -> list[LivingBook]:
    return [book for book in books if _answers(book, look)]


def choices(books: Sequence[LivingBook]) -> Choices:
    """Only what is there, in the order of the house."""
    themes = {theme.id: theme for book in books for theme in book.entry.themes}
    spoken = {tongue for book in books for tongue in book.tongues}
    return Choices(
        sorted(themes.values(), key=lambda theme: theme.position),
        [tongue for tongue in Tongue if tongue in spoken],
    )


def _answers(book: LivingBook, look: Look) -> bool:
    themed = not look.theme or any(theme.slug == look.theme for theme in book.entry.themes)
    return themed and (look.tongue is None or look.tongue in book.tongues)
