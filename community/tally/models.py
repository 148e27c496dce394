"""The tally cards of a gathering, added up. No card is kept, and none has a time."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base
from community.tally.counts import Counts


class Tally(Base):
    """What people said at a gathering, as counts. The log has the sum of both, once it is told."""

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("untold >= 0", name="untold_not_negative"),)

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    #: Filled in on the tablet at the door, and typed over from paper.
    door: Mapped[Counts] = mapped_column(JSON, default=dict)
    paper: Mapped[Counts] = mapped_column(JSON, default=dict)
    #: Cards of the door that the log does not know yet: it hears of them together.
    untold: Mapped[int] = mapped_column(default=0)
    #: The last few forms that the door sent, so that a double tap counts once; gone once told.
    seen: Mapped[list[str]] = mapped_column(JSON, default=list)
    activity_id: Mapped[int | None]  #: Its latest row in the log, which a correction names.
