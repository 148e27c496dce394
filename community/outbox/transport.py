"""Ways out of the house: a mail server, or a folder of `.eml` files. `MAIL_URL` says which."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from community.clock import now
from community.outbox import eml
from community.outbox.failures import NotSent, Reason, ServerAway

#: Seconds for each answer of a mail server. Four of them pass at most while a mail is on its way,
#: which is less than the lease on it.
TIMEOUT = LONGEST_TIMEOUT = 30.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SERVICE_NOT_AVAILABLE = 421


class Transport(Protocol):
    """Carries messages, one connection for as many as there are."""

    def make_ready(self) -> None:
        """Connect if need be. ServerAway: nothing can leave now."""

    def send(self, message: EmailMessage, *, to: str, mail_id: int) -> None:
        """Hand over one message. NotSent: this one did not leave."""

    def close(self) -> None: ...


@contextmanager
def opened(url: str) -> Iterator[Transport]:
    """The way out that `url` names; it connects when the first mail needs it."""
    way = _way(url)
    try:
        yield way
    finally:
        way.close()


def _way(url: str) -> Transport:
    folder = eml.folder_of(url)
    if folder is not None:
        return Folder(folder)
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted=parts.scheme == "smtps",
        timeout=float(query.get("timeout", [TIMEOUT])[0]),
    )


@dataclass
class Folder:
    """Writes each mail as a file, whole or not at all; for trying out and for tests."""

    path: Path

    def make_ready(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ServerAway(type(error).__name__) from error

    def send(self, message: EmailMessage, *, to: str, mail_id: int) -> None:
        name = f"{now():%Y%m%d-%H%M%S}-{mail_id:06}.eml"
        half = self.path / f".{name}.half"
        try:
            half.write_bytes(bytes(message))
            half.replace(self.path / name)
        except OSError as error:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise NotSent(Reason.BROKE_OFF) from error

    def close(self) -> None:
        """Files need no goodbye."""


@dataclass
class MailServer:
    """An SMTP server: encrypted from the start (`smtps`), or as soon as it offers it (`smtp`)."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    encrypted: bool = False
    timeout: float = TIMEOUT
    connection: smtplib.SMTP | None = None

    def make_ready(self) -> None:
        if self.connection and self._answers():
            return
        self.close()
        try:
            self.connection = self._connected()
        except smtplib.SMTPResponseException as error:
            raise ServerAway(f"{type(error).__name__} {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(type(error).__name__) from error

    def send(self, message: EmailMessage, *, to: str, mail_id: int) -> None:
        if self.connection is None:
            raise RuntimeError("make_ready() comes first")
        try:
            self.connection.send_message(message, to_addrs=[to])
        except Exception as error:
            not_sent = _judged(error)
            if not_sent.reason is Reason.BROKE_OFF or not_sent.code == SERVICE_NOT_AVAILABLE:
                self.close()
            raise not_sent from error

    def close(self) -> None:
        gone, self.connection = self.connection, None
        if gone:
            with suppress(OSError, smtplib.SMTPException):
                gone.close()

    def _answers(self) -> bool:
        assert self.connection  # noqa: S101 (asked by make_ready only)
        try:
            return self.connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connected(self) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=trust
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if not self.encrypted and server.has_extn("starttls"):
                server.starttls(context=trust)
                server.ehlo()
            if self.user:
                self._log_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        """A password goes over an encrypted line only, or stays on this machine."""
        if not isinstance(server.sock, ssl.SSLSocket) and self.host not in LOOPBACK:
            raise ServerAway("no encryption offered, so no password sent")
        server.login(self.user, self.password)


def _judged(error: Exception) -> NotSent:
    """Whether a mail may be tried again. Codes from 500 are for good, all others for now."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = next(iter(error.recipients.values()))[0]
            return _by_code(Reason.ADDRESS_REFUSED, code)
        case smtplib.SMTPSenderRefused():
            return _by_code(Reason.SENDER_REFUSED, error.smtp_code)
        case smtplib.SMTPResponseException():
            return _by_code(Reason.MAIL_REFUSED, error.smtp_code)
        case smtplib.SMTPNotSupportedError() | ValueError():
            return NotSent(Reason.NOT_POSSIBLE, permanent=True)
        case OSError() | smtplib.SMTPException():
            return NotSent(Reason.BROKE_OFF)
    raise error


def _by_code(reason: Reason, code: int) -> NotSent:
    if code < 500:
        return NotSent(Reason.ASKED_TO_WAIT, code)
    # A sender who is refused is a setting of ours: once put right, the same mails can go.
    return NotSent(reason, code, permanent=reason is not Reason.SENDER_REFUSED)
