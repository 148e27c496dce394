"""From a letter to a message as mail servers pass it on."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from community.outbox.letters import Letter

#: Every byte below 128: no server on the way need know of 8BITMIME.
POLICY = SMTP.clone(cte_type="7bit")


def message(letter: Letter, *, sender: str, message_id: str, now: datetime) -> EmailMessage:
    """The message of a letter; ValueError when it cannot be one, a forged header among the causes.

    A mail that is sent twice carries the same Message-ID, so that a mailbox may keep one.
    """
    made = EmailMessage(policy=POLICY)
    made["From"] = _address(letter.from_name, sender)
    made["To"] = _address(letter.to_name, letter.to_address)
    if letter.reply_to:
        made["Reply-To"] = _address(letter.from_name, letter.reply_to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    made["Content-Language"] = letter.language
    # No machine answers a machine: keeps "I am on holiday" away (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        made.add_alternative(
            letter.calendar,
            maintype="text",
            subtype="calendar",
            cte="base64",
            params={
                "method": letter.calendar_method,
                "component": "VEVENT",
                "charset": "utf-8",
            },
        )
    return made


def _address(name: str, spec: str) -> Address:
    """ValueError for a line break in either; quotes and encoding of the name are seen to."""
    return Address(display_name=name, addr_spec=spec)
