"""The number under which the Chamber of Commerce knows an organisation: eight digits."""

from __future__ import annotations

from community.errors import DomainError
from community.words import N_

DIGITS = 8


class NoKvkNumber(DomainError, ValueError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("A KvK number has eight digits, such as 01234567."))


def kvk_of(typed: str) -> str:
    """The eight digits, without spaces or dots; empty for nothing."""
    digits = typed.replace(" ", "").replace(".", "")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS):
        raise NoKvkNumber
    return digits
