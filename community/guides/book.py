"""The guides: one page for each sort of person, kept in `docs/guides/` and read there and here.

Words in bold are words on a screen: a test holds them against the catalogues, so that a guide does
not go on about a button that is called otherwise now. `make guides` takes the pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup
from PIL import Image

from community.words import N_

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guides"
PICTURES = FOLDER / "pictures"
#: In which the guides are written; who reads another language gets the last one.
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Guide:
    """The file is called `name`, its address ends in `slug`; `who` is an English msgid."""

    name: str
    slug: str
    who: str


GUIDES = (
    Guide("resident", "bewoner", N_("You live here and want to take part")),
    Guide("host", "gastheer", N_("You host activities")),
    Guide("librarian", "bibliothecaris", N_("You are a community librarian")),
    Guide("manager", "manager", N_("You lead a library")),
    Guide("adviser", "adviseur", N_("You advise libraries")),
    Guide("operator", "beheerder", N_("You run the server")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A guide in one language: its title, and the rest of it as HTML of our own making."""

    title: str
    html: Markup
    language: str


def written_in(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[-1]


def find(slug: str) -> Guide | None:
    return next((guide for guide in GUIDES if guide.slug == slug), None)


@cache
def read(guide: Guide, language: str, pictures: str) -> Page:
    """The page in this language; `pictures` is the address that their names are put behind."""
    text = (FOLDER / language / f"{guide.name}.md").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    return Page(title.removeprefix("# "), _as_html(rest, pictures), language)


def _as_html(text: str, pictures: str) -> Markup:
    parser = MarkdownIt("commonmark", {"html": False})

    def picture(
        renderer: RendererHTML, tokens: Sequence[Token], at: int, options: object, _env: object
    ) -> str:
        token = tokens[at]
        name = str(token.attrs["src"]).rpartition("pictures/")[2]
        width, height = _size(name)
        token.attrs.update(src=f"{pictures}{name}", loading="lazy", alt=token.content)
        token.attrs.update(width=width, height=height)
        return renderer.renderToken(tokens, at, options, {})  # type: ignore[arg-type]

    parser.add_render_rule("image", picture)
    return Markup(parser.render(text))  # noqa: S704 (our own pages, and no HTML in them)


def _size(name: str) -> tuple[int, int]:
    """How large a picture stands on the page, with two dots to a pixel as on most screens.

    A browser that knows it keeps the place, and nothing moves when the picture comes.
    """
    with Image.open(PICTURES / name, formats=("WEBP",)) as picture:
        width, height = picture.size
    return width // 2, height // 2
