"""`MAIL_URL`, `MAIL_FROM` and `BOUNCES_URL`, looked at before anything starts: a wrong one fails
every mail, or leaves every report of one unread."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask

from community.config import WrongSetting
from community.outbox.transport import LONGEST_TIMEOUT


def check(app: Flask) -> None:
    """WrongSetting with one sentence about what is wrong."""
    _check_url(str(app.config["MAIL_URL"]))
    _check_sender(str(app.config["MAIL_FROM"]))
    if bounces := app.config["BOUNCES_URL"]:
        _check_mailbox(str(bounces))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        named = parts.scheme == "file" or bool(parts.hostname)
        _ = parts.port  # A port that is no number says so only when it is read.
        timeout = float(parse_qs(parts.query).get("timeout", ["1"])[0])
    except ValueError:
        named, timeout = False, 0.0
    if not named or not 0 < timeout <= LONGEST_TIMEOUT:
        raise WrongSetting(
            "MAIL_URL",
            "must be an address like smtp://user:password@mail.example.org:587, with a timeout of"
            f" at most {LONGEST_TIMEOUT:.0f} seconds if any.",
        )


def _check_sender(address: str) -> None:
    try:
        sender = Address(addr_spec=address)
        good = bool(sender.username and sender.domain) and address.isascii()
    except (ValueError, IndexError, MessageError):
        good = False
    if not good:
        raise WrongSetting("MAIL_FROM", "must be a bare e-mail address like post@example.org.")


def _check_mailbox(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
        # What would end a line of the protocol, or begin another word of it.
        named = not re.search(r"[\x00-\x20\x7f\"\\\\]", unquote(parts.username or ""))
        if parts.scheme == "maildir":
            good = not parts.netloc and parts.path.startswith("/") and len(parts.path) > 1
        else:
            good = parts.scheme in {"imap", "imaps"} and bool(parts.hostname and parts.username)
    except ValueError:
        named = good = False
    if not (named and good):
        raise WrongSetting(
            "BOUNCES_URL",
            "must be a mailbox like imaps://user:password@mail.example.org/INBOX or"
            " maildir:///var/mail/bounces.",
        )
