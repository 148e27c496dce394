"""SEQUENCE: by which a calendar knows news from what it has already."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column


class Sequenced:
    """What stands in calendars. Its SEQUENCE only rises; a sign-up's is added to its gathering's.

    After an older copy was put back, the calendars may have heard of changes that we know nothing
    of. What stands here stays as it is, so that no feed changes; the next news begins at the floor.
    """

    sequence: Mapped[int] = mapped_column(default=0)
    sequence_floor: Mapped[int] = mapped_column(default=0)

    def raise_sequence(self) -> None:
        self.sequence = max(self.sequence + 1, self.sequence_floor)
