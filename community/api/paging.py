"""Cursors: the place of the last one that was shown, signed, so that a list goes on from there.

Where something stands in the order does not change when something else is put before it, so that
nothing is shown twice or left out. A cursor belongs to one list as it was narrowed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from community.errors import DomainError
from community.words import N_

USUAL = 50
MOST = 100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SIGNATURE = 12
_LONGEST = 120


class WrongCursor(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__(
            N_("This cursor is not one of this list. Begin again without it, from the first page.")
        )


def number_of(at: datetime) -> int:
    """A moment as a cursor has it."""
    return (at - _EPOCH) // _MICROSECOND


def moment_of(number: int) -> datetime:
    """The moment that a cursor has as this number."""
    return _EPOCH + number * _MICROSECOND


@dataclass(frozen=True, slots=True)
class Sealed:
    """Makes and reads the cursors of one list."""

    key: str
    about: str

    def close(self, *place: int) -> str:
        said = ".".join(str(number) for number in place).encode()
        return base64.urlsafe_b64encode(self._signature(said) + said).decode().rstrip("=")

    def open(self, cursor: str, numbers: int) -> tuple[int, ...]:
        if not cursor.isascii() or len(cursor) > _LONGEST:
            raise WrongCursor
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise WrongCursor from None
        signature, said = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(said)):
            raise WrongCursor
        place = tuple(int(number) for number in said.decode().split("."))
        if len(place) != numbers:
            raise WrongCursor
        return place

    def _signature(self, said: bytes) -> bytes:
        message = b"cursor:" + self.about.encode() + b":" + said
        return hmac.new(self.key.encode(), message, hashlib.sha256).digest()[:_SIGNATURE]
