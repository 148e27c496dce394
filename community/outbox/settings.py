"""`MAIL_URL` and `MAIL_FROM`, looked at before anything starts: a wrong one fails every mail."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from community.config import WrongSetting
from community.outbox.transport import LONGEST_TIMEOUT


def check(app: Flask) -> None:
    """WrongSetting with one sentence about what is wrong."""
    _check_url(str(app.config["MAIL_URL"]))
    _check_sender(str(app.config["MAIL_FROM"]))


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
