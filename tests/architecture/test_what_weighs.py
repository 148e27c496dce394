"""Acts that weigh ask once more who is there: which those are is said here, apart from views."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from community.accounts.again import asks_again
from community.accounts.models import SignedIn
from community.accounts.services import FRESH
from community.clock import now
from community.db import transaction
from community.web.access import Access, access_of
from tests.architecture.doors import may_enter
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

pytestmark = pytest.mark.parametrize("walk", ["sqlite"], indirect=True)

#: Who opens a door, takes data along, gives others a hold on the house, or cannot be taken back.
WEIGHS = {
    # Ways in, one's own and those of others.
    "accounts.change_password",
    "again.show",  # The page that asks, by itself.
    "desk_mail.correct",
    "extra_code.recovery_codes",
    "extra_code.remove",
    "extra_code.set_up",
    "lost_factors.reset",
    "new_address.ask",
    "passkeys.add",
    "passkeys.remove",
    "people.give_role",
    "people.invite",
    "work_accounts.connect",
    "work_provider.disconnect",
    "work_provider.set_up",
    "work_provider.take_away",
    # What leaves the house.
    "connections.new",
    "connections.revoke",
    "embeds_desk.index",
    "exports.everything",
    "exports.make",
    "exports.take",
    "file_desk.hand_over",
    "webhooks.edit",
    "webhooks.new",
    "webhooks.remove",
    "webhooks.renew_secret",
    # What does not come back.
    "desk_mail.restored",
    "erasing_desk.erase",
    "rights.erase",
    "settings.remove_branch",
}

#: What a manager, an adviser or the operator does that any of them can put right again.
PUT_RIGHT = {
    "house_rules.settings",
    "lots.settings",
    "mail_wording.edit",
    "mail_wording.reset",
    "meetlat_public.choose",
    "network_consent.give",  # Numbers, of nobody; and taken back on the same page.
    "network_consent.withdraw",
    "network_offers.cancel",
    "network_offers.edit",
    "network_offers.new",
    "network_requests.finish",
    "network_requests.read",
    "network_requests.say",
    "network_requests.take_up",
    "proposal_term.settings",
    "rhythm.settings",
    "settings.branch",
    "settings.index",
    "settings.new_branch",
    "settings.new_room",
    "settings.remove_room",  # It is made again in a minute; what stood in it stays.
    "settings.room",
    "team_settings.edit",
    "team_settings.new",
    "team_settings.remove",
    "webhooks.deliver_again",  # To an address that was said to be right, under the mark.
    "webhooks.pause",
    "webhooks.resume",
    "webhooks.send_test",
}
DECIDED_FOR = {Access.MANAGERS, Access.ADVISERS, Access.OPERATORS}
#: A file of one's own, which is a GET.
ALSO_LOOKS = {"passkeys.options", "rights.file"}


def test_what_weighs_asks_and_nothing_else_does(walk):
    asks = {endpoint for endpoint, view in walk.app.view_functions.items() if asks_again(view)}
    assert asks == WEIGHS | ALSO_LOOKS


def test_everything_that_only_few_may_do_is_weighed(walk):
    """A new act of a manager says here whether it asks: nobody forgets by saying nothing."""
    acts = {
        rule.endpoint
        for rule, method in routes(walk.app)
        if method == "POST" and access_of(walk.app.view_functions[rule.endpoint]) in DECIDED_FOR
    }
    assert acts - WEIGHS == PUT_RIGHT
    assert not WEIGHS & PUT_RIGHT


def test_on_a_screen_that_was_left_open_nothing_weighty_happens(walk):
    """The page that asks comes in its place; only the browser that asks itself is noted."""
    long_ago = now() - FRESH - timedelta(minutes=1)
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=long_ago))
    browsers = {who: walk.browser(who) for who in (Visitor.MANAGER, Visitor.RESIDENT)}
    answers = {}
    for rule, method in routes(walk.app):
        if method != "POST" or rule.endpoint not in WEIGHS:
            continue
        who = next(each for each in browsers if may_enter(rule.endpoint, each))
        path = address(rule, walk.world.here.arguments(rule))
        page = browsers[who].post(path, data={"what": "was typed"})
        is_asked = "Laat eerst zien dat jij het bent" in page.text
        keeps = rule.endpoint == "again.show" or 'value="was typed"' in page.text
        answers[rule.endpoint] = (page.status_code, is_asked, keeps)
    assert answers == dict.fromkeys(WEIGHS, (403, True, True))
