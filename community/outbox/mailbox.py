"""The mailbox that delivery reports come to: a folder of an IMAP server, or a maildir."""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from community.outbox.failures import ServerAway
from community.outbox.reports import MOST_BYTES
from community.outbox.transport import LOOPBACK

#: Seconds for each answer of the server.
TIMEOUT = 20.0
#: What is left waits for the next time.
MOST = 200


class Reports(Protocol):
    """Messages that nobody has looked at yet, each once."""

    def new(self) -> Iterator[tuple[str, bytes]]:
        """A name to be `seen` by, and the message. ServerAway: nothing can be read now."""

    def seen(self, name: str) -> None:
        """It has been dealt with. What is never seen is read again."""


@contextmanager
def opened(url: str) -> Iterator[Reports]:
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        yield Folder(unquote(parts.path))
        return
    server = ImapFolder(
        host=parts.hostname or "",
        port=parts.port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        encrypted=parts.scheme == "imaps",
    )
    try:
        server.open()
        yield server
    except (imaplib.IMAP4.error, OSError) as error:
        # Not its words: a server may repeat what it was told.
        raise ServerAway(type(error).__name__) from error
    finally:
        server.close()


class Folder:
    """A maildir; what was dealt with is moved from `new` to `cur`, as mail programs do."""

    def __init__(self, path: str) -> None:
        self._box = mailbox.Maildir(path, factory=None, create=True)

    def new(self) -> Iterator[tuple[str, bytes]]:
        waiting = [name for name, each in self._box.items() if each.get_subdir() == "new"]
        for name in sorted(waiting)[:MOST]:
            yield name, self._box.get_bytes(name)

    def seen(self, name: str) -> None:
        with suppress(KeyError):  # Somebody cleaned up in between.
            message = self._box[name]
            message.set_subdir("cur")
            message.add_flag("S")
            self._box[name] = message


@dataclass
class ImapFolder:
    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool
    connection: imaplib.IMAP4 | None = None

    def open(self) -> None:
        trust = ssl.create_default_context()
        if self.encrypted:
            self.connection = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=trust, timeout=TIMEOUT
            )
        else:
            self.connection = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
            self._encrypt(trust)
        self.connection.login(self.user, self.password)
        _answer(self.connection.select(_quoted(self.folder)))

    def new(self) -> Iterator[tuple[str, bytes]]:
        found = self._uid("SEARCH", "UNSEEN")
        uids = b" ".join(each for each in found if isinstance(each, bytes)).split()
        for uid in uids[:MOST]:
            name = uid.decode("ascii")
            # PEEK: it counts as seen once it has been dealt with, not when it is read.
            for part in self._uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"):
                if isinstance(part, tuple):
                    yield name, part[1]

    def seen(self, name: str) -> None:
        self._uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")

    def close(self) -> None:
        gone, self.connection = self.connection, None
        if gone:
            with suppress(OSError, imaplib.IMAP4.error):
                gone.logout()
            with suppress(OSError):
                gone.shutdown()  # Who broke off is not spoken to, but let go of all the same.

    def _encrypt(self, trust: ssl.SSLContext) -> None:
        """A password goes over an encrypted line only, or stays on this machine."""
        assert self.connection  # noqa: S101 (asked by open only)
        if "STARTTLS" in self.connection.capabilities:
            self.connection.starttls(trust)
        elif self.host not in LOOPBACK:
            raise ServerAway("no encryption offered, so no password sent")

    def _uid(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes]]:
        if self.connection is None:
            raise RuntimeError("open() comes first")
        return _answer(self.connection.uid(command, *words))


def _answer(answered: tuple[str, list[Any]]) -> list[bytes | tuple[bytes, bytes]]:
    said, data = answered
    if said != "OK":
        raise imaplib.IMAP4.error("refused")
    return [part for part in data if part is not None]


def _quoted(folder: str) -> str:
    """As one word of the protocol; imaplib leaves that to who calls it."""
    return '"' + re.sub(r'(["\\\\])', r"\\\1", folder) + '"'
