"""Reading back the mails that lie in the folder of a house under development."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

#: What the folder's own mails are called; nothing else in it is ever read.
_NAME = re.compile(r"\d{8}-\d{6}-\d{6,}\.eml")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was written to a file, as its reader would get it."""

    name: str
    message: EmailMessage

    def header(self, name: str) -> str:
        return str(self.message[name] or "")

    @property
    def at(self) -> datetime | None:
        """When it was sent."""
        date = self.message["Date"]
        return date.datetime if date else None

    @property
    def text(self) -> str:
        return str(self._part("plain") or "")

    @property
    def html(self) -> str | None:
        found = self._part("html")
        return None if found is None else str(found)

    @property
    def calendar(self) -> bytes | None:
        found = self._part("calendar")
        return found.encode() if isinstance(found, str) else found

    @property
    def method(self) -> str:
        """REQUEST or CANCEL; empty without a calendar."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return str(part.get_param("method") or "")
        return ""

    def _part(self, subtype: str) -> str | bytes | None:
        for part in self.message.walk():
            if part.get_content_type() == f"text/{subtype}":
                return cast("str | bytes", part.get_content())
        return None


def folder_of(mail_url: str) -> Path | None:
    """Where mail is written to; None when it really leaves."""
    parts = urlsplit(mail_url)
    return Path(unquote(parts.netloc + parts.path)) if parts.scheme == "file" else None


def read(folder: Path, name: str) -> Mail | None:
    """One mail; None for a name that is no mail of this folder, whatever path it tries."""
    path = folder / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    return Mail(name, message_from_bytes(path.read_bytes(), policy=default))


def list_newest(folder: Path, *, most: int) -> list[Mail]:
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)
    return list(_read_all(folder, [name for name in names if _NAME.fullmatch(name)][:most]))


def _read_all(folder: Path, names: list[str]) -> Iterator[Mail]:
    for name in names:
        if mail := read(folder, name):
            yield mail
