"""What came in from lists: which gathering a line became, and who is meant by a code."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word

#: As long as the keys of other systems are.
LONGEST_KEY = 80


class PastGathering(Base):
    """A line of a list, the gathering it became, and the rows of the log that it stands for."""

    __tablename__ = "past_gathering"
    __table_args__ = (UniqueConstraint("library_id", "key"),)

    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))  #: Of whoever made the list.
    digest: Mapped[str] = mapped_column(String(32))  #: Of what the line said.
    #: What of it stands in the log: per subject the number of the row, and the digest of its words.
    logged: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class PastPerson(Base):
    """Somebody of a list whom the library does not know: only that it is the same one each time.

    The code itself is not kept, nor what it could be guessed from: `mark` is an HMAC under the
    installation's key. Removing the row cuts the tie with the log.
    """

    __tablename__ = "past_person"
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  #: In the log.


class State(StrEnum):
    WAITING = "waiting"
    CHECKING = "checking"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"  #: Something in the list is wrong, and nothing was taken in.
    BROKEN = "broken"  #: We stumbled; what is in stays, and doing it again finishes it.


class PastImport(Base):
    """A list that somebody handed in at the desk: how far it is, and what is wrong in it."""

    __tablename__ = "past_import"
    __table_args__ = (Index(None, "library_id", "made_at"), Index(None, "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    made_by_id: Mapped[int | None]  #: A plain id, as in the log.
    name: Mapped[str] = mapped_column(String(120))  #: Of the file, as its owner calls it.
    has_check_ins: Mapped[bool] = mapped_column(default=False)
    skips_errors: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(Word(State), default=State.WAITING)
    total: Mapped[int] = mapped_column(default=0)  #: Lines to take in.
    done: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: The first of what is wrong: line, column, msgid, values.
    flaws: Mapped[list[Any]] = mapped_column(JSON, default=list)
    flaw_count: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    #: Who works on it says so; when this has passed, another may take it up.
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_finished(self) -> bool:
        return self.state in {State.DONE, State.REFUSED, State.BROKEN}
