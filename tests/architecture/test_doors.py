"""Every address × everybody who could come to it (RELIABILITY 14).

The table says what each door should be, apart from what the view itself says: an address that is
missing here fails, and so does a mark that became wider or narrower.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from community.web.access import Access, access_of
from tests.architecture.world import ROLES, Visitor, address, routes
from tests.imports import doors as doors_of_lists

DOORS: dict[Access, set[str]] = {
    Access.OPEN: {
        "about.about",
        "about.accessibility",
        "about.favicon",
        "about.house_rules",
        "about.privacy",
        "about.robots",
        "accounts.look_in_your_mail",
        "accounts.sign_in",
        "accounts.sign_in_with_password",
        "accounts.sign_out",
        "accounts.use_link",
        "api.branches",
        "api.gathering",
        "api.gatherings",
        "api.themes",
        "arrivals_own.photo",
        "arriving.check_in",
        "calendars.agenda",
        "calendars.gathering",
        "calendars.own",
        "calendars.received",
        "confirming.confirm",
        "confirming.correct",
        "confirming.show",
        "embeds.agenda",
        "embeds.bare",
        "gatherings.index",
        "gatherings.show",
        "gatherings.show_by_number",
        "group_joining.confirm",
        "group_joining.join",
        "group_joining.leave",
        "group_joining.look_in_your_mail",
        "group_joining.show",
        "groups.index",
        "groups.show",
        "groups.show_by_number",
        "hall.show",
        "health.show",
        "home.house",
        "home.index",
        "libraries.theme",
        "news.json_feed",
        "news.rss",
        "makers.document",
        "makers.index",
        "notifications.resume",
        "notifications.show",
        "notifications.stop",
        "own_mails.choose",
        "own_sign_up.answer",
        "new_address.prove",
        "my_initiative.confirm",
        "my_initiative.deny",
        "my_initiative.show",
        "own_sign_up.change_party",
        "own_sign_up.confirm",
        "own_sign_up.leave",
        "own_sign_up.show",
        "pictures.show",
        "room_feed.show",
        "series.confirm",
        "series.join",
        "pulse_answer.answer",
        "pulse_answer.find",
        "pulse_answer.thanks",
        "sign_ups.look_in_your_mail",
        "sign_ups.new",
        "sitemaps.index",
        "sitemaps.show",
        "team_lists.dispute",
        "team_lists.show",
        "tally_door.card",
    },
    Access.SIGNED_IN: {
        "accounts.change_password",
        "accounts.come_in_again",
        "calendars.renew",
        "group_joining.message",
        "new_address.ask",
        "mine.index",
        "mine.may_invite",
        "mine.profile",
        "notifications.mine",
        "standing.mine",
        "own_rota.give_back",
        "own_rota.take",
        "own_group.answer",
        "own_group.edit",
        "own_group.hand_over",
        "own_group.leave",
        "own_group.show",
        "room_requests.ask",
        "room_requests.begin",
        "room_requests.withdraw",
    },
    Access.HOSTS: {
        "desk.index",
        "closing.close",
        "gatherings_desk.index",
        "gatherings_desk.show",
        "sign_ups_desk.index",
        "messages.discard",
        "messages.edit",
        "messages.index",
        "messages.new",
        "messages.send",
        "messages.show",
        "exports.of_gathering",
        "paper.badges",
        "paper.door_list",
        "paper.index",
        "paper.poster",
        "paper.pulse_by_hand",
        "paper.pulse_slips",
        "paper.tally_cards",
        "pulse.count",
        "pulse.screen",
        "tally.enter",
        "tally.wipe",
    },
    Access.DOOR: {
        "arrivals.catch_up",
        "arrivals.count",
        "arrivals.door",
        "arrivals.note",
        "arrivals.photo",
        "arrivals.standing",
        "arrivals.walk_in",
    },
    Access.STAFF: {
        "rooms.edit",
        "rooms.index",
        "rooms.look",
        "rooms.new",
        "rooms.release",
    },
    Access.LIBRARIANS: {
        "rota.drop",
        "rota.gathering",
        "rota.index",
        "rota.put_on",
        "rota.take_off",
        "teams.see_disputes",
        "teams.set_parts",
        "calls.called",
        "closed_days.edit",
        "closed_days.index",
        "closed_days.remove",
        "closed_days.take_over",
        "calls.index",
        "connections.index",
        "webhooks.show",
        "cohosts.add",
        "cohosts.index",
        "cohosts.remove",
        "closing.plan_next",
        "desk_mail.correct",
        "desk_mail.index",
        "desk_mail.person",
        "desk_mail.start",
        "desk_mail.stop",
        "exports.download",
        "history.example",
        "history.index",
        "history.show",
        "exports.index",
        "exports.make",
        "exports.show",
        "exports.take",
        "desk_mail.retry",
        "desk_mail.retry_all",
        "embeds_desk.index",
        "gathering_templates.begin",
        "gathering_templates.index",
        "gathering_templates.remove",
        "gathering_templates.save",
        "gathering_templates.show",
        "gatherings_desk.cancel",
        "gatherings_desk.discard",
        "gatherings_desk.move",
        "gatherings_desk.publish",
        "gatherings_desk.unpublish",
        "gatherings_form.room",
        "gatherings_form.copy",
        "gatherings_form.edit",
        "gatherings_form.kind",
        "gatherings_form.new",
        "groups_desk.add",
        "groups_desk.add_known",
        "groups_desk.appoint",
        "groups_desk.edit",
        "groups_desk.index",
        "groups_desk.invite",
        "groups_desk.lay_down",
        "groups_desk.new",
        "groups_desk.of_gathering",
        "groups_desk.remove",
        "groups_desk.show",
        "groups_desk.stage",
        "series_desk.add_date",
        "series_desk.index",
        "series_desk.looked_at",
        "series_desk.show",
        "series_desk.stop",
        "series_repeat.new",
        "series_repeat.outlook",
        *doors_of_lists.LIBRARIANS,
        "initiatives.name",
        "initiatives.spoken",
        "messages.called",
        "partner_lists.approve",
        "partner_lists.index",
        "partner_lists.mail_again",
        "partner_lists.settle",
        "partner_lists.show",
        "partners.contact",
        "partners.edit",
        "partners.goal",
        "partners.index",
        "partners.look_back",
        "partners.new",
        "partners.new_contact",
        "partners.remove_contact",
        "partners.show",
        "partners.spoke",
        "partnerships.add",
        "partnerships.again",
        "partnerships.change",
        "partnerships.remove",
        "room_requests.decline",
        "room_requests.grant",
        "room_requests.index",
        "room_requests.show",
        "sign_ups_desk.add",
        "sign_ups_desk.add_known",
        "sign_ups_desk.give_seat",
        "sign_ups_desk.move",
        "sign_ups_desk.remove",
    },
    Access.MANAGERS: {
        "connections.new",
        "connections.revoke",
        "webhooks.deliver_again",
        "webhooks.edit",
        "webhooks.new",
        "webhooks.pause",
        "webhooks.remove",
        "webhooks.renew_secret",
        "webhooks.resume",
        "webhooks.send_test",
        "team_settings.edit",
        "team_settings.index",
        "team_settings.new",
        "team_settings.remove",
        "exports.everything",
        "lots.settings",
        "mail_wording.edit",
        "mail_wording.index",
        "mail_wording.reset",
        "rhythm.settings",
        "people.give_role",
        "people.index",
        "people.invite",
        "settings.branch",
        "settings.index",
        "settings.new_branch",
        "settings.new_room",
        "settings.remove_branch",
        "settings.remove_room",
        "settings.room",
    },
    Access.PROGRAMS: {
        "api.cancel",
        "api.change",
        "api.create",
        "api.move",
        "api.publish",
        "api.sign_ups",
    },
    Access.OPERATORS: set(),
    Access.DEVELOPMENT: {
        "outbox.calendar",
        "outbox.html",
        "outbox.index",
        "outbox.show",
    },
}
DOOR_OF = {endpoint: door for door, endpoints in DOORS.items() for endpoint in endpoints}

STAFF = {Visitor.STAFF, Visitor.LIBRARIAN, Visitor.MANAGER}
LIBRARIANS = {Visitor.LIBRARIAN, Visitor.MANAGER}

#: Whom a door lets in. Who is not named is refused.
ADMITTED: dict[Access, set[Visitor]] = {
    Access.OPEN: set(Visitor),
    Access.SIGNED_IN: set(Visitor) - {Visitor.ANONYMOUS},
    Access.HOSTS: LIBRARIANS | {Visitor.HOST_OF_IT},
    Access.DOOR: STAFF | {Visitor.HOST_OF_IT},
    Access.STAFF: STAFF,
    Access.LIBRARIANS: LIBRARIANS,
    Access.MANAGERS: {Visitor.MANAGER},
    Access.PROGRAMS: set(),
    Access.OPERATORS: {Visitor.OPERATOR},
    Access.DEVELOPMENT: set(),
}

#: Somebody's own thing: whoever else comes, it does not exist.
OWN: dict[str, set[Visitor]] = {
    "desk.index": STAFF | {Visitor.HOST_OF_IT, Visitor.HOST, Visitor.VOLUNTEER},
    "own_rota.take": STAFF | {Visitor.HOST, Visitor.VOLUNTEER},
    "mine.may_invite": {Visitor.RESIDENT, *ROLES},
    "own_group.answer": {Visitor.RESIDENT},
    "own_group.edit": {Visitor.RESIDENT},
    "own_group.hand_over": {Visitor.RESIDENT},
    "own_group.leave": {Visitor.RESIDENT},
    "own_group.show": {Visitor.RESIDENT},
    "room_requests.ask": {Visitor.RESIDENT},
    "room_requests.begin": {Visitor.RESIDENT},
    "room_requests.withdraw": {Visitor.RESIDENT},
}

#: Open to whoever has the token or the file of that one thing. The walk has neither, and so may
#: get any answer but the thing itself.
BY_TOKEN = {
    "accounts.use_link",
    "pictures.show",
}


def test_every_address_says_who_may_come_in(app):
    marks = {
        endpoint: access_of(view)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    differing = {
        endpoint: (marks.get(endpoint), DOOR_OF.get(endpoint))
        for endpoint in marks.keys() | DOOR_OF.keys()
        if marks.get(endpoint) != DOOR_OF.get(endpoint)
    }
    assert differing == {}, "what the view says, what the table says"


@pytest.mark.parametrize("visitor", Visitor)
def test_a_door_opens_for_whom_it_should(walk, visitor):
    wrong, acted = [], False
    browser = walk.browser(visitor)
    for rule, method in sorted(routes(walk.app), key=is_act):
        if rule.endpoint not in DOOR_OF:
            continue
        if acted:
            walk.undo()  # It may have removed what this one is about,
            browser = walk.browser(visitor)  # or been signing out.
        acted = method == "POST" and may_enter(rule.endpoint, visitor)
        path = address(rule, walk.world.here.arguments(rule))
        answer = browser.open(path, method=method)
        if rule.endpoint in BY_TOKEN:
            good = answer.status_code in {303, 404, 410}
        else:
            good = answer.status_code < 500 and is_in(answer) == may_enter(rule.endpoint, visitor)
        if not good:
            wrong.append(f"{method} {path}: {answer.status_code} {answer.location or ''}")
    assert wrong == []


def is_act(route: tuple[Rule, str]) -> bool:
    """Acts come last: between two looks nothing has to be undone."""
    return route[1] == "POST"


def may_enter(endpoint: str, visitor: Visitor) -> bool:
    return visitor in OWN.get(endpoint, ADMITTED[DOOR_OF[endpoint]])


def is_in(answer: TestResponse) -> bool:
    """Whether the door was passed; what is behind it may still say that the form is empty."""
    at_the_door = urlsplit(answer.location or "").path == "/inloggen"
    return answer.status_code not in {401, 403, 404} and not at_the_door
