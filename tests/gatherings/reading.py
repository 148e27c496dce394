"""How tests read the public pages: as words, as links, as well-formed HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from community.gatherings.models import Gathering

AGENDA = "/vechtdal/agenda"


def page_of(gathering: Gathering) -> str:
    return f"{AGENDA}/{gathering.id}-{gathering.slug}"


def links(html: str) -> dict[str, str]:
    """Every link by its words."""
    found = re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {
        re.sub(r"<[^>]+>", "", words).strip(): href.replace("&amp;", "&") for href, words in found
    }


def words(html: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class WellFormed(HTMLParser):
    """Fails on what is closed in the wrong order, and collects ids."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "circle", "source"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())
