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
    "proposal_id", "backing_id", "date_id",
    "code", "guest_id", "harvest_id", "mail_id", "wish_id",
}  # fmt: skip

#: Variables beside `library` that name nothing of it: a word, a number, or what all of them have.
OF_NO_LIBRARY = {
    "act", "anchor", "answer", "ending", "format_key", "guide", "kind", "mail", "mail_language",
    "nod", "number", "of", "page", "picture", "question", "slug", "stand", "stream", "table_no",
    "version", "what", "which", "width", "year",
    "offer_id",  # Of the network that both are in.
}  # fmt: skip

#: Acts that answer before they look for it, or say *done* to who presses twice. What they change is
#: only ever of the rest of the address: the tests of their rooms.
LOOK_LATER = {
    ("harvest_readers.confirm_one", "item_id"): 303,
    ("harvest_tables.confirm_one", "table_note_id"): 303,
    ("harvests_desk.act", "item_id"): 409,
    ("harvests_desk.handle", "correction_id"): 422,
    ("harvests_desk.split", "item_id"): 409,
    ("harvests_desk.split", "origin_id"): 409,
    ("own_kunde.refuse", "skill_id"): 303,
    ("proposal_dates.remove", "date_id"): 303,
    ("team_lists.dispute", "gathering_id"): 422,
}

#: What is asked of the database is the same for all who may ask, so it is asked by who may ask
#: most; and by who may ask least, as they come in by other doors.
WALKS = [
    ("sqlite", Visitor.ANONYMOUS),
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
def test_every_variable_of_an_address_is_decided_about(walk):
    named = set().union(*(
        rule.arguments for rule, _method in routes(walk.app) if "library" in rule.arguments
    ))  # fmt: skip
    assert named - {"library"} == IDS | OF_NO_LIBRARY
    assert not IDS & OF_NO_LIBRARY


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_one_id_of_another_library_among_our_own_is_not_found(walk):
    """When all of them are theirs, the first that is looked for decides: here each does in turn."""
    browser, world = walk.browser(Visitor.MANAGER), walk.world
    answers = {}
    for rule, method in routes(walk.app):
        ids = rule.arguments & IDS
        if len(ids) < 2 or not may_enter(rule.endpoint, Visitor.MANAGER):
            continue
        ours, theirs = world.here.arguments(rule), world.elsewhere.arguments(rule)
        for each in sorted(ids):
            path = address(rule, {**ours, each: theirs[each]})
            answers[rule.endpoint, each, method] = browser.open(path, method=method).status_code
            if walk.was_changed():
                walk.undo()
                browser = walk.browser(Visitor.MANAGER)
    assert len(answers) > 100
    found = {of[:2]: status for of, status in answers.items() if status != 404}
    assert found == LOOK_LATER


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_a_role_in_one_library_opens_nothing_in_another(walk):
    """A stranger from next door sees there exactly what any resident sees."""
    strangers = (Visitor.MANAGER, Visitor.ADVISER)  # A manager may all that a librarian may.
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
