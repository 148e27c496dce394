"""The pages about what is looked at, what was decided, and reporting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.clock import now
from community.db import session
from community.moderation import links
from community.moderation.models import Case, Verdict, Why
from tests.browser.visit import LIBRARIAN, MANAGER, RESIDENT, Visit

VISITS = [
    Visit("decisions.mine", RESIDENT),
    Visit("decisions.show"),
    Visit("decisions.show", language="en"),
    Visit("about.house_rules_before"),
    Visit("house_numbers.show"),
    Visit("house_rules.before"),
    Visit("house_rules.settings", MANAGER),
    Visit("house_rules.show"),
    Visit("moderation.everything", LIBRARIAN),
    Visit("moderation.index", LIBRARIAN),
    Visit("moderation.show", LIBRARIAN),
    Visit("moderation.show", LIBRARIAN, of="over"),
    Visit("moderation_log.index", LIBRARIAN),
    Visit("reporting.report", RESIDENT),
]

#: What answers to GET and is no page.
NO_PAGES = {
    "house_numbers.download": "a table to download",
    "moderation.reason": "a piece of a page",
    "moderation_log.download": "a table to download",
}


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for the variables of these addresses."""
    room = visit.endpoint.partition(".")[0]
    if room in {"about", "house_numbers", "house_rules"}:
        return {"number": lambda: 1, "version": lambda: "1", "year": lambda: now().year}
    if room not in {"decisions", "moderation", "reporting"}:
        return {}

    def case() -> Case:
        of_library = select(Case).where(Case.library_id == library_id).order_by(Case.id)
        refused = of_library.where(Case.verdict == Verdict.REFUSED)
        reported = of_library.where(Case.why == Why.REPORT, Case.hidden_at.is_(None))
        is_past = visit.of == "over" or visit.endpoint.startswith("decisions")
        return session().scalars((refused if is_past else reported).limit(1)).one()

    return {
        "case_id": lambda: case().id,
        "person_id": lambda: case().author_id,
        "what": lambda: case().subject_kind,
        "subject_id": lambda: case().subject_id,
        "token": lambda: links.token_of(case()),
    }
