"""Why something is looked at and what was decided, in words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from community.moderation.models import OWN, Case, HouseRule, Verdict, Why
from community.moderation.rules import Rule
from community.web.i18n import language

WHYS: dict[Why, LazyString] = {
    Why.FIRST: _("First post of a new person"),
    Why.REPORT: _("Report"),
    Why.APPEAL: _("Appeal"),
    Why.LOOK: _("Looked at by a librarian"),
    Why.EVERYTHING: _("Everything from one person"),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.ALLOWED: _("Allowed"),
    Verdict.REFUSED: _("Refused"),
    Verdict.WITHDRAWN: _("No longer there"),
}

#: How we came to look, as the one it is about reads it: never who reported it, nor how many did.
_CAME: dict[Why, LazyString] = {
    Why.FIRST: _("We read the first things that somebody writes here before others can."),
    Why.REPORT: _("We looked because it was reported to us."),
    Why.APPEAL: _("We looked again because you asked us to."),
    Why.LOOK: _("A librarian came across it."),
    Why.EVERYTHING: _("A librarian looked at everything you have here."),
}

#: What somebody can do who still does not agree; the house is no judge.
ELSEWHERE = _(
    "You can always go to court, or complain about how we handle this to the ACM (acm.nl), which"
    " supervises digital services in the Netherlands."
)


def how_decided(case: Case) -> str:
    """That a person decided, and how it came before them (DSA, article 17)."""
    came = _CAME[case.appealed.why if case.why is Why.APPEAL and case.appealed else case.why]
    by_a_person = gettext("A librarian decided this; no computer program was used for it.")
    return f"{came} {by_a_person}"


def said_of(rule: Rule, *, short: bool = False) -> str:
    """A rule in today's language; `short`: only its first words. What a library added stays as it
    wrote it."""
    parts = (rule.title,) if short else (rule.title, rule.sentence)
    return " ".join(gettext(part) for part in parts if part)


def shown_of(key: HouseRule, rule: Rule, *, short: bool = False) -> str | Markup:
    """The same on a page: what a library added is in Dutch, whatever the language around it."""
    said = said_of(rule, short=short)
    if key in OWN and language() != "nl":
        return Markup('<span lang="nl">{}</span>').format(said)
    return said
