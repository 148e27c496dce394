"""Markdown that residents and librarians write, as HTML that can do no harm.

CommonMark with links recognised; raw HTML is text. What comes out is cleaned once more against a
list of what may stand in a page, so that a mistake in the parser is not one in the page.
(Without markup, for calendars and mails: `plain_text.py`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

#: A page has one h1, and the section of the text an h2: headings begin below those.
DEEPER = 2

_TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "a",
    "code", "pre",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_REL = "noopener nofollow"

#: An address in running text; what closes a sentence is not part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?)\]’”'*_]")

# No pictures: they would ask somebody else's server for something.
_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(markdown: str) -> Markup:
    """The text as safe HTML; headings below h2, links to the web and to mail only."""
    return _rendered(markdown)


@lru_cache(maxsize=512)
def _rendered(markdown: str) -> Markup:
    environment: dict[str, object] = {}
    tokens = _parser.parse(markdown, environment)
    _demote(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_with_links(token.children))
    html = _parser.renderer.render(tokens, _parser.options, environment)
    return Markup(  # noqa: S704  (cleaned in this very line)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=_REL,
            strip_comments=True,
        )
    )


def _demote(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + DEEPER)}"


def _with_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """Running text with its addresses as links, except inside a link."""
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or inside:
            yield token
            continue
        end = 0
        for found in _ADDRESS.finditer(token.content):
            yield _text(token.content[end : found.start()])
            yield Token("link_open", "a", 1, attrs={"href": found.group()})
            yield _text(found.group())
            yield Token("link_close", "a", -1)
            end = found.end()
        yield _text(token.content[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def register(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = to_html
