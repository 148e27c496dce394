"""From a letter to a message as mail servers pass it on."""

from __future__ import annotations

from datetime import datetime
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from community.outbox.letters import Letter

#: A line of a header may not be longer (RFC 5322).
LONGEST_LINE = 998


class Plain(EmailPolicy):
    """Writes subjects and names so that they arrive letter for letter.

    Python's newer code folds a plain subject right after `Subject:`, which some readers show as a
    space before it, and loses spaces between the encoded words of long ones with accents.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == "Subject":
            line = f"{name}: {value}"
            if not value.isascii() or len(line) > LONGEST_LINE:
                line = f"{name}: {self._encoded(name, value)}"
            return f"{line}{self.linesep}".encode("ascii")
        if name == "List-Unsubscribe":
            # In one piece: Python would fold an address that is long, or even encode it.
            return f"{name}: {value}{self.linesep}".encode("ascii")
        if isinstance(value, AddressHeader) and not value.isascii() and not self.utf8:
            written = (
                f"{self._encoded(name, each.display_name)} <{each.addr_spec}>"
                for each in value.addresses
            )
            return f"{name}: {', '.join(written)}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)

    def _encoded(self, name: str, value: str) -> str:
        return Header(value, "utf-8", header_name=name).encode(linesep=self.linesep)


#: Every byte below 128: no server on the way need know of 8BITMIME.
POLICY = Plain(linesep=SMTP.linesep, cte_type="7bit")


def message(letter: Letter, *, sender: str, message_id: str, now: datetime) -> EmailMessage:
    """The message of a letter. ValueError or MessageError: it can be none, or forges a header.

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
    # No machine answers a machine: keeps "I am on holiday" away (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        made["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar_method == "PUBLISH":
        made.add_attachment(
            letter.calendar,
            maintype="text",
            subtype="calendar",
            cte="base64",
            filename="agenda.ics",
            params={"method": letter.calendar_method, "charset": "utf-8"},
        )
    elif letter.calendar:
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
    made["Content-Language"] = letter.language  # Last: setting the content clears it.
    return made


def _address(name: str, spec: str) -> Address:
    """ValueError for a line break in either; quotes and encoding of the name are seen to."""
    return Address(display_name=name, addr_spec=spec)
