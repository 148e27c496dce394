"""What somebody's own words are about: themes and terms, found where nobody chose them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.skills.models import Skill
from community.topics import finding as topics


def look_up(session: Session, skill: Skill) -> None:
    """The terms in its words, and the themes of those; a theme that was chosen stands."""
    with session.no_autoflush:
        if not skill.terms:
            found = topics.terms_for(session, skill.library_id, skill.own_words)
            skill.terms = [mention.term for mention in found]
        if not skill.themes:
            suggested = topics.suggest(session, skill.library_id, skill.own_words)
            skill.themes = [suggestion.theme for suggestion in suggested]
