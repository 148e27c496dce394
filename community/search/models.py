"""What can be found: one document a row, in the words its room handed over."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.db import NEVER_AGAIN, Base

#: What finds documents by their trigrams, made by a migration and unknown to SQLAlchemy: on SQLite
#: a full-text index with the tables that it keeps for itself, on PostgreSQL a table of arrays.
TRIGRAMS = ("search_trigram", "ix_search_trigram")


def is_of_trigrams(name: str | None) -> bool:
    """Whether this is a table or index that no model says."""
    return name is not None and name.startswith(TRIGRAMS)


class SearchDocument(Base):
    """What is found by its words: which row of which room, and what it says.

    The room that owns the row puts it here in the same transaction (`search.index.put`). Who may
    see it is not known here: a search is always among the ids that the asker may see.
    """

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("library_id", "kind", "subject_id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  #: "offer", "request", "term", as its room says.
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="")
    #: What it is about: of each term the name the library gives it, then its other names.
    labels: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    folded: Mapped[str] = mapped_column(Text)  #: All of it, by `search.documents.folded`.


class SearchVector(Base):
    """What a model makes of a document: worked out again when text, model or version change."""

    __tablename__ = "search_vector"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("search_document.id", ondelete="CASCADE"), primary_key=True
    )
    model: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(32))  #: By `search.documents.hash_of`.
    vector: Mapped[bytes] = mapped_column(LargeBinary)  #: float32, little-endian, of length 1.
    written: Mapped[int]  #: Which writing of its library and kind this was.


class SearchWriting(Base):
    """How often vectors were written: who keeps them in memory knows whether to read some more."""

    __tablename__ = "search_writing"

    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    written: Mapped[int]
