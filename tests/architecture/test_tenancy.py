"""What one library has does not exist in another, whoever asks."""

from __future__ import annotations

import pytest

from tests.architecture.doors import BY_TOKEN, may_enter
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

#: Variables of an address that name something inside a library.
IDS = {
    "team_id", "shift_id", "run_id", "source_id",
    "gathering_id", "sign_up_id", "person_id", "branch_id", "room_id", "group_id", "digest",
    "token", "series_id", "period_id", "partner_id", "contact_id", "goal_id", "template_id",
    "request_id",
    "list_id", "line_id", "round_id",
    "booking_id", "message_id", "token_id",
    "webhook_id", "delivery_id", "export_id", "import_id",
    "story_id",
    "note_id",
    "support_id",
    "skill_id", "offer_list_id",
    "action_id", "meting_id", "other_id", "entry_id", "term_id",
    "case_id", "report_id", "subject_id",
    "introduction_id", "invitation_id", "asked_id", "offered_id", "format_id",
    "promise_id",
    "item_id", "origin_id", "correction_id",
    "contribution_id", "conversation_id", "anchor_id", "table_note_id",
    "book_id", "slot_id", "loan_id", "match_id", "participant_id",
    "proposal_id", "backing_id", "date_id", "consent_id", "quote_id",
}  # fmt: skip


#: What is asked of the database is the same for all who may ask, so PostgreSQL is asked by who may
#: ask most.
WALKS = [
    ("sqlite", Visitor.ANONYMOUS),
    ("sqlite", Visitor.LIBRARIAN),
    ("sqlite", Visitor.MANAGER),
    ("postgres", Visitor.MANAGER),
]


@pytest.mark.parametrize(("walk", "visitor"), WALKS, indirect=["walk"])
def test_ids_of_another_library_are_not_found_in_this_one(walk, visitor):
    browser, world = walk.browser(visitor), walk.world
    walked, wrong = 0, []
    for rule, method in routes(walk.app):
        if not (rule.arguments & IDS and "library" in rule.arguments):
            continue
        if not may_enter(rule.endpoint, visitor):
            continue
        walked += 1
        theirs = world.elsewhere.arguments(rule)
        path = address(rule, {**theirs, "library": world.here.library.slug})
        answer = browser.open(path, method=method)
        if answer.status_code != 404:
            wrong.append(f"{method} {path}: {answer.status_code} {answer.location or ''}")
    assert wrong == []
    assert walked


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_a_role_in_one_library_opens_nothing_in_another(walk):
    """A stranger from next door sees there exactly what any resident sees."""
    strangers = (Visitor.LIBRARIAN, Visitor.MANAGER, Visitor.ADVISER)
    browsers = {who: walk.browser(who) for who in (Visitor.OTHER_RESIDENT, *strangers)}
    differing = []
    for rule, method in routes(walk.app):
        if "library" not in rule.arguments or rule.endpoint in BY_TOKEN or method == "POST":
            continue
        path = address(rule, walk.world.elsewhere.arguments(rule))
        seen = {who: browser.get(path).status_code for who, browser in browsers.items()}
        if len(set(seen.values())) > 1:
            differing.append(f"{path}: {seen}")
    assert differing == []
