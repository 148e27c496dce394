"""How librarians find kunde by its words. Only what they may see is ever put where they look."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.search import index
from community.search.hits import Document, Hit, Label
from community.skills import seeing
from community.skills.models import Skill

KIND = "skill"


def put(session: Session, skill: Skill) -> None:
    """From this transaction on it is found as it stands now."""
    session.flush()
    said = Document(title=skill.own_words, labels=_labels(skill))
    index.put(session, skill.library_id, KIND, skill.id, said)


def remove(session: Session, skill: Skill) -> None:
    index.remove(session, skill.library_id, KIND, skill.id)


def search(session: Session, library_id: int, question: str) -> list[Hit]:
    """What fits the question, of what the librarians of this library may see."""
    among = seeing.ids_at_desk(library_id)
    return index.search(session, library_id, KIND, question, among=among)


def _labels(skill: Skill) -> list[Label]:
    themes = [Label(theme.label, (theme.label_en,)) for theme in skill.themes]
    terms = [Label(term.label, tuple(other.label for other in term.labels)) for term in skill.terms]
    return themes + terms
