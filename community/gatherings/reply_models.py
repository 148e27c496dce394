"""What people say about themselves when they sign up. All of it goes when they leave."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.db import Base, Word
from community.gatherings.questions import LONGEST_QUESTION, QuestionKind

LONGEST_NEED = 300
LONGEST_NAME = 80


class SignUpAnswer(Base):
    """An answer, with the question as it was put when it was answered."""

    __tablename__ = "sign_up_answer"
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(String(LONGEST_QUESTION), primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(Word(QuestionKind))
    value: Mapped[str] = mapped_column(Text)  #: Several answers: each on a line.


class AccessNeed(Base):
    """What somebody needs to be able to take part: for the facilitator alone, and not for long."""

    __tablename__ = "access_need"
    __table_args__ = (CheckConstraint("text <> ''", name="said"),)
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(LONGEST_NEED))


class SignUpChild(Base):
    """A child that somebody brings, by first name; it sits on a seat of the party."""

    __tablename__ = "sign_up_child"
    __table_args__ = (CheckConstraint("first_name <> ''", name="named"),)
    sign_up_id: Mapped[int] = mapped_column(
        ForeignKey("sign_up.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    first_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
