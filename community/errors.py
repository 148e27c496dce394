"""Errors with a meaning in the domain. The web layer turns them into pages."""

from __future__ import annotations

from community.words import N_


class DomainError(Exception):
    """A rule of the community said no.

    Carries an English msgid and its values; who shows it translates it. The sentence is fit for
    a person to read and says what to do next.
    """

    status = 409

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class NotAllowed(DomainError):
    status = 403

    def __init__(self, message: str = N_("You cannot do this."), **values: object) -> None:
        super().__init__(message, **values)


class NotFound(DomainError):
    status = 404

    def __init__(self, message: str = N_("This page does not exist."), **values: object) -> None:
        super().__init__(message, **values)


class TooMany(DomainError):
    """A door that was knocked on too often."""

    status = 429
