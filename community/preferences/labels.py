"""What somebody prefers, as a sentence or two on their own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from community.libraries.models import Equipment
from community.preferences.models import Preference
from community.register import labels as words
from community.web.formats import joined

#: As somebody says it who needs it.
NEEDS: Mapping[Equipment, object] = {
    Equipment.WHEELCHAIR: _("No stairs, and room for a wheelchair"),
    Equipment.HEARING_LOOP: _("A hearing loop"),
}


def needs_in_words(needs: Iterable[Equipment]) -> str:
    """Within a sentence."""
    needed = set(needs)
    return joined(NEEDS[each] for each in NEEDS if each in needed).lower()


def in_words(said: Preference | None, language: str) -> str:
    """Short: what was said, nothing about what was not."""
    if said is None:
        return str(gettext("You have not said anything yet, so anything may suit you."))
    parts = [
        joined(theme.label_in(language) for theme in said.themes),
        joined(branch.place for branch in said.branches),
        ngettext(
            "%(num)d part of the week when you are free",
            "%(num)d parts of the week when you are free",
            len(said.moments),
        )
        if said.moments
        else "",
        words.tongues(said.tongues),
    ]
    sentences = [f"{part[0].upper()}{part[1:]}." for part in parts if part]
    return " ".join(sentences) or str(gettext("Anything may suit you."))
