"""What in a page would act by itself, or at a click, that the house has not put there.

Holds for a whole page as for a piece of one: the house's own pages have no script but from
`/static/`, no style of their own, no `on…` and no frame, so whatever is found was brought in.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: Never in a page of ours.
_NEVER = {
    "applet", "base", "embed", "foreignobject", "frame", "iframe", "isindex", "marquee", "math",
    "noembed", "noframes", "object", "param", "plaintext", "style", "xmp",
}  # fmt: skip
#: What a browser goes to, or fetches.
_ADDRESSES = {
    "action", "background", "cite", "data", "formaction", "href", "hx-delete", "hx-get",
    "hx-post", "hx-put", "poster", "src", "srcset", "xlink:href",
}  # fmt: skip
_FETCHED = {"audio", "img", "image", "input", "link", "script", "source", "track", "use", "video"}
#: What a link in the head only says; nothing is fetched for it.
_ONLY_SAID = {"alternate", "canonical", "license"}
#: Attributes that begin so run what they hold, or make htmx do it.
_RUNS = ("on", "hx-on", "data-hx-")
#: A browser drops these before it looks at the scheme.
_DROPPED = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: A page may load itself again: after so many seconds, at an address of this house.
_AGAIN = re.compile(r"\d+(; url=/(?![/\\])\S*)?")
_GOOD = {"http", "https", "mailto", "tel", "webcal"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _NEVER and not _is_ours(tag, given):
            self.found.append(f"<{tag}>")
        if tag == "script" and not _is_ours(tag, given):
            self.found.append(f"<script> {given}")
        again = given.get("http-equiv", "").lower() == "refresh"
        if tag == "meta" and again and not _AGAIN.fullmatch(given.get("content", "")):
            self.found.append(f"<meta> {given}")
        rel = given.get("rel", "")
        for name, value in given.items():
            if name.startswith(_RUNS) or name in {"style", "srcdoc", "ping"}:
                self.found.append(f"{tag} {name}={value}")
            if name in _ADDRESSES and (said := _goes_wrong(tag, name, value, rel)):
                self.found.append(said)


def _is_ours(tag: str, given: dict[str, str]) -> bool:
    """A script of ours, a page in a page, and, in one framed by others, where its links open."""
    if tag == "iframe":
        own = given.get("src", "").startswith("/embed/")
        return own and set(given) <= {"src", "title", "class", "loading"}
    if tag == "script":  # Data for search engines runs nothing.
        return given.get("src", "").startswith("/static/") or given == {
            "type": "application/ld+json"
        }
    return tag == "base" and set(given) == {"target"}


def _goes_wrong(tag: str, name: str, value: str, rel: str) -> str | None:
    address = _DROPPED.sub("", value)
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in _GOOD:
        # A picture may stand in the page itself; scripts in it do not run.
        drawn = tag == "img" and address.lower().startswith(
            ("data:image/png", "data:image/svg+xml")
        )
        return None if drawn else f"{tag} {name}={value}"
    elsewhere = scheme or address.startswith("//")
    if tag == "link" and rel in _ONLY_SAID:
        return None
    if elsewhere and (tag in _FETCHED or name not in {"cite", "href"}):
        return f"{tag} {name}={value}"
    return None


def acts(html: str) -> list[str]:
    """Everything in it that would do something; nothing, where all is well."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
