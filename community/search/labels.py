"""Why something was found, in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from community.search.hits import Because, Reason


def reason_in_words(reason: Reason | Mapping[str, str]) -> str:
    """One line under what was found; also of a reason that was kept as plain words."""
    if isinstance(reason, Reason):
        because, value = reason.because, reason.value
    else:
        because, value = Because(reason["because"]), reason["value"]
    said: str
    if because is Because.OWN_WORDS:
        said = _("Wrote: ‘%(words)s’", words=value)
    elif because is Because.SAME_TERM:
        said = _("Is about the same: %(term)s", term=value)
    elif because is Because.ALIKE:
        said = _("‘%(word)s’ looks like your words", word=value)
    else:
        said = _("Seems to mean the same")
    return said
