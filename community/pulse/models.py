"""Codes that were given out and not used yet. That is all that is kept here.

A code that is used is deleted, in the transaction that writes the answer to the log. So there is
nothing left that an answer could be tied to: no mark, no moment, no order in which codes were used.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base


class PulseCode(Base):
    """One slip of paper, by what its code comes to under the installation's key."""

    __tablename__ = "pulse_code"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), index=True
    )
