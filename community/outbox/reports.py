"""Delivery reports (RFC 3464): which mail came back, to whom it went, and whether for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

#: A report is short; what comes after this of the mail that it returns is not read.
MOST_BYTES = 256 * 1024

_ID = re.compile(r"<([^<>@\s]{1,120})@[^<>@\s]+>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Failure:
    """One receiver whom it did not reach, or not yet."""

    addresses: frozenset[str]  #: As we wrote it, and as the other side came to call it.
    status: str  #: Such as 5.1.1.
    is_final: bool


@dataclass(frozen=True, slots=True)
class Report:
    message_id: str  #: What stood before the @ in the Message-ID of the mail that came back.
    failures: tuple[Failure, ...]


def read(data: bytes) -> Report | None:
    """What a message reports; None when it is no delivery report, or not of one of our mails."""
    message = message_from_bytes(data[:MOST_BYTES])
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = list(message.walk())
    found = _message_id(parts)
    failures = tuple(_failures(parts))
    return Report(found, failures) if found and failures else None


def _message_id(parts: list[Message]) -> str:
    """From the mail, or the head of it, that the report brings back."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            head = message_from_bytes(_bytes(part))
        elif part.get_content_type() == "message/rfc822" and part.is_multipart():
            head = part.get_payload(0)  # type: ignore[assignment]
        else:
            continue
        if said := _ID.search(str(head.get("Message-ID", ""))):
            return said[1]
    return ""


def _failures(parts: list[Message]) -> Iterator[Failure]:
    for part in parts:
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and (failure := _failure(block)):
                yield failure


def _failure(block: Message) -> Failure | None:
    addresses = {
        _address(str(block.get(name, ""))) for name in ("Original-Recipient", "Final-Recipient")
    } - {""}
    status = _STATUS.search(str(block.get("Status", "")))
    action = str(block.get("Action", "")).strip().lower()
    if not addresses or status is None or action not in {"failed", "delayed"}:
        return None
    is_final = action == "failed" and status[0].startswith("5.")
    return Failure(frozenset(addresses), status[0], is_final)


def _address(field: str) -> str:
    """`rfc822; noor@example.org` without what kind of address it is."""
    return field.rpartition(";")[2].strip().strip("<>").lower()


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
