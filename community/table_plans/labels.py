"""What things of a table plan are called."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from community.table_plans.models import Mix, State, TablePlan, WishKind

STATES: dict[State, LazyString] = {
    State.PROPOSED: _("Proposal"),
    State.FIXED: _("Fixed"),
    State.RELEASED: _("Everyone sees their table"),
}
MIXES: dict[Mix, LazyString] = {
    Mix.AGE: _("Age, for people who said we may"),
    Mix.DISTRICT: _("District, for people who said we may"),
    Mix.NEWNESS: _("New people and people who have been before"),
    Mix.OWN: _("In your own words"),
}
#: In a sentence: "age is well mixed".
MIXED: dict[str, LazyString] = {
    Mix.AGE.value: _("Age"),
    Mix.DISTRICT.value: _("District"),
    Mix.NEWNESS.value: _("New and known"),
}
WISHES: dict[WishKind, LazyString] = {
    WishKind.TOGETHER: _("sit together in all rounds"),
    WishKind.MEET: _("meet in one round at least"),
    WishKind.APART: _("never sit together"),
    WishKind.COVER: _("has somebody at the table who speaks …"),
}


def mixed(plan: TablePlan) -> dict[str, str]:
    """What the tables are mixed by, in a sentence."""
    own = {Mix.OWN.value: plan.own_label} if plan.own_label else {}
    return {**{name: str(label) for name, label in MIXED.items()}, **own}
