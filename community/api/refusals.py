"""Why a program is sent away, in words and with the fields that are meant."""

from __future__ import annotations

from collections.abc import Sequence

from community.errors import DomainError
from community.gatherings.drafts import Problem
from community.words import N_


class NotUnderstood(DomainError):
    """What came is not what was asked for; each field says so by its name."""

    def __init__(self, problems: Sequence[Problem], *, status: int) -> None:
        self.problems, self.status = tuple(problems), status
        super().__init__(self.problems[0].message, **self.problems[0].values)


class NoToken(DomainError):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            N_("This needs a token of this library, in the header Authorization: Bearer …")
        )


class NotInScope(DomainError):
    status = 403

    def __init__(self, scope: str) -> None:
        super().__init__(N_("This token does not give access to %(scope)s."), scope=scope)


class NotJson(DomainError):
    status = 415

    def __init__(self) -> None:
        super().__init__(N_("Send JSON, with Content-Type: application/json."))


class BrokenJson(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__(N_("The body is not a JSON object."))


class KeyIsWrong(DomainError):
    status = 400

    def __init__(self, most: int) -> None:
        super().__init__(N_("An Idempotency-Key has from 1 to %(most)s characters."), most=most)


class KeyWasUsed(DomainError):
    """The same key with another question is a mistake of the program."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            N_("This Idempotency-Key has been used before, for something else. Use a new one.")
        )


class NotThisRevision(DomainError):
    status = 412

    def __init__(self) -> None:
        super().__init__(
            N_("This activity was changed in the meantime. Read it again, and then decide.")
        )
