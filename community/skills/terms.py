"""What kunde has to do with terms: it is counted, found anew and merged in another room."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.skills import finding, queries
from community.skills.models import skill_term
from community.topics import links
from community.topics.links import Link


def lay_out(session: Session, library_id: int, ids: Sequence[int]) -> None:
    """Let this kunde be found by the words of its terms as they are now."""
    for skill in queries.list_with_words(session, library_id, ids):
        finding.put(session, skill)


def in_words(number: int) -> str:
    return str(ngettext("%(num)d skill of somebody", "%(num)d skills of people", number))


def register(_app: Flask) -> None:
    links.register("skills", Link(skill_term, "skill_id", in_words, lay_out))
