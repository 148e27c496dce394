"""Markdown as plain text, for calendars and other places that show no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("js-default", {"linkify": False})


def plain_text(markdown: str) -> str:
    """Paragraphs with a blank line between them, a dash before what stands in a list."""
    text = ""
    for block, in_list in _blocks(_parser.parse(markdown)):
        between = "\n" if in_list and text.rpartition("\n")[2].startswith("- ") else "\n\n"
        text += (between if text else "") + ("- " if in_list else "") + block
    return text


def shortened(text: str, most: int) -> str:
    """At most `most` characters, ended after a whole word."""
    if len(text) <= most:
        return text
    beginning = text[: most - 1]
    whole = beginning.rpartition(" ")[0] if " " in beginning else beginning
    return whole.rstrip(" \n,;:-") + " …"


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    depth = 0
    for token in tokens:
        if token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type == "inline":
            yield "".join(_words(token.children or [])), depth > 0
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip(), depth > 0


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    """Running text; a link is followed by its address, unless that is what it says."""
    link, said = "", ""
    for token in tokens:
        if token.type == "link_open":
            link, said = str(token.attrGet("href") or ""), ""
            continue
        if token.type == "link_close":
            address = link.removeprefix("mailto:")
            if address and address != said:
                yield f" ({address})"
            link = ""
            continue
        word = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        said += word
        yield word
