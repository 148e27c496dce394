"""What an erasure leaves for a librarian to look at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base
from community.harvests.models import HarvestItem


class NamelessQuote(Base):
    """A quote whose name went because its owner was erased; whose it was, nobody knows."""

    __tablename__ = "nameless_quote"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("harvest_item.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime]

    item: Mapped[HarvestItem] = relationship()
