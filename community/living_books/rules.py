"""What a rule of the living library says no with."""

from __future__ import annotations

from datetime import datetime

from community.errors import DomainError
from community.gatherings.models import Gathering
from community.living_books.models import Slot
from community.words import N_


class NoLivingBooksHere(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("A sensitive activity shows nobody. Make it an ordinary one first, or leave it out.")
        )


class TooShort(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Not a single talk fits in the hours of this activity."))


class TimesInUse(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("There are readers at a time that would be removed. Give them another time first.")
        )


class SurnameOnCover(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Leave the surname off the cover."))


class NeedsConsent(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "This is about something sensitive. First the person has to say, in the "
                "register, that others may see it."
            )
        )  # fmt: skip


class NotAsked(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This talk was cancelled. Ask the library if you think otherwise."))


class SittingIsFull(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is no place left at that time. Choose another time or book."))


class SlotIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("That time has already begun. Choose a later one, or ask at the table.")
        )


class InTheWay(DomainError):
    """Something of one's own that can be given back for what is wanted now."""


class AtTheSameTime(InTheWay):
    def __init__(self, title: str) -> None:
        super().__init__(
            N_("You are reading ‘%(title)s’ at that time. Give that one back first."), title=title
        )


class ReadAlready(InTheWay):
    def __init__(self) -> None:
        super().__init__(N_("You have this book already, at another time."))


class ReadsItself(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("You are a book yourself at that time. Choose another time."))


class PlaceFirst(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("First you need a seat at the activity itself. Sign up, or wait."))


class ChosenInARound(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Say which books you would like; the library divides the times."))


class OnLoan(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This talk has begun. The people at the table will help you."))


class NotOnTheDay(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This time is over, or the activity is not going ahead."))


class TooEarly(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("This talk begins later. You can lend it from a quarter of an hour before.")
        )


class NotYetReading(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This has not been lent yet. Lend it first."))


class TakenMeanwhile(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This reader has another book now."))


class NoWishesNow(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Here readers choose a book and a time themselves."))


class NothingToDivide(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is nothing to divide yet: no wishes, or no places."))


def has_begun(slot: Slot, gathering: Gathering, now: datetime) -> bool:
    return slot.starts_at(gathering) <= now


def is_over(slot: Slot, gathering: Gathering, now: datetime) -> bool:
    return slot.ends_at(gathering) <= now
