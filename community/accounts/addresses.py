"""E-mail addresses as they are kept: one spelling each, and nothing that a mail server refuses."""

from __future__ import annotations

import re
import unicodedata

from community.errors import DomainError
from community.words import N_

LONGEST = 254  #: RFC 5321, the path without its angle brackets.
_LONGEST_LOCAL = 64

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

NO_ADDRESS = N_("Fill in an e-mail address.")
NO_AT = N_("Your e-mail address is missing an @. For example: name@example.org")
TWO_PARTS = N_("An e-mail address has one @ and no spaces. For example: name@example.org")
WRONG_NAME = N_("We cannot send e-mail to the part before the @. Did you type it correctly?")
WRONG_PLACE = N_("The part after the @ is not complete. For example: name@example.org")
TOO_LONG = N_("This e-mail address is too long to be correct.")


class WrongAddress(DomainError, ValueError):
    """Not an e-mail address that mail could be sent to."""

    status = 422


def folded(address: str) -> str:
    """The one spelling of an e-mail address: lower case, foreign domain names in ASCII."""
    text = unicodedata.normalize("NFC", address.strip()).lower()
    if not text:
        raise WrongAddress(NO_ADDRESS)
    if "@" not in text:
        raise WrongAddress(NO_AT)
    if len(text) > LONGEST:
        raise WrongAddress(TOO_LONG)
    local, _, domain = text.partition("@")
    # isprintable: false for control characters, line ends and halves of a pair.
    if not local or "@" in domain or " " in text or not text.isprintable():
        raise WrongAddress(TWO_PARTS)
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise WrongAddress(WRONG_NAME)
    labels = [_in_ascii(label) for label in domain.split(".")]
    if len(labels) < 2 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise WrongAddress(WRONG_PLACE)
    whole = f"{local}@{'.'.join(labels)}"
    if len(whole) > LONGEST:
        raise WrongAddress(TOO_LONG)
    return whole


def _in_ascii(label: str) -> str:
    """`münchen` as `xn--mnchen-3ya` (RFC 5891), whatever script it is in; nothing for no word."""
    if label.isascii():
        return label
    readable = all(letter == "-" or unicodedata.category(letter)[0] in "LMN" for letter in label)
    return f"xn--{label.encode('punycode').decode()}" if readable else ""
