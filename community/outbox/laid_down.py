"""Mails that lie in a folder, where no mail server takes them: for trying out, and for tests."""

from __future__ import annotations

from collections.abc import Collection
from email import message_from_bytes, policy
from pathlib import Path

from community.outbox import eml


def wipe(mail_url: str, words: Collection[str]) -> int:
    """Every mail to or about somebody, by their address, number or full name; how many.

    A mail that a server took is its reader's, and out of reach.
    """
    folder = eml.folder_of(mail_url)
    sought = [word.casefold() for word in words if word]
    if folder is None or not sought:
        return 0
    found = [path for path in folder.glob("*.eml") if any(word in _text(path) for word in sought)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _text(path: Path) -> str:
    """Headers and every readable part, as read by a person."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    said = [f"{value}" for value in message.values()]
    said += [
        part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "text" and not part.is_multipart()
    ]
    return "\n".join(said).casefold()
