"""How a gathering counts as it is filled in: what follows from its kind, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext, ngettext
from flask_babel.speaklater import LazyString

from community.gatherings import labels
from community.gatherings.hosting_forms import GatheringForm
from community.gatherings.kinds import KIND_FACTS, Audience, CoreFunction, Kind, SignUpMode


@dataclass(frozen=True, slots=True)
class Counted:
    kind: LazyString
    function: LazyString
    audience: LazyString
    mode: LazyString
    members: str
    length: str


def counting(form: GatheringForm) -> Counted:
    """Never fails: what is not yet right counts as what is usual."""
    kind = Kind(form.kind.data) if form.kind.data in set(Kind) else Kind.CONVERSATION
    facts = KIND_FACTS[kind]
    function, audience, mode = (
        form[name].data for name in ("core_function", "audience", "sign_up_mode")
    )
    open_to = form.open_to_non_members.data or ("ja" if facts.open_to_non_members else "nee")
    return Counted(
        kind=labels.KINDS[kind],
        function=labels.CORE_FUNCTIONS[
            CoreFunction(function) if function in set(CoreFunction) else facts.core_function
        ],
        audience=labels.AUDIENCES[
            Audience(audience) if audience in set(Audience) else facts.audience
        ],
        mode=labels.SIGN_UP_MODES[
            SignUpMode(mode) if mode in set(SignUpMode) else facts.sign_up_mode
        ],
        members=gettext("members only") if open_to == "nee" else gettext("open to non-members"),
        length=_length(facts.minutes),
    )


def _length(minutes: int) -> str:
    if minutes % 60:
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
