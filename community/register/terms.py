"""What the register has to do with terms: they are counted, renamed and merged in another room."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.register import finding, queries
from community.register.models import entry_term
from community.topics import links
from community.topics.links import Link


def lay_out(session: Session, library_id: int, ids: Sequence[int]) -> None:
    """Let these entries be found by the words of their terms as they are now."""
    for entry in queries.list_of_terms(session, library_id, ids):
        finding.lay_out(session, entry)


def in_words(number: int) -> str:
    return str(ngettext("%(num)d offer or request", "%(num)d offers and requests", number))


def register(_app: Flask) -> None:
    links.register("entries", Link(entry_term, "entry_id", in_words, lay_out))
