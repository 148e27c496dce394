"""Every page of the desk: what it reads of people, or why it reads nothing of them.

A new page fails until it stands in one of the two. What only acts (it has no GET) shows no page of
its own, and stands here only when it hands something over.
"""

from __future__ import annotations

from community.access_log.marks import Mark, Whose
from community.access_log.models import Reading


def _of(what: Reading, whose: Whose, *endpoints: str) -> dict[str, Mark]:
    return dict.fromkeys(endpoints, Mark(what, whose))


READS: dict[str, Mark] = {
    **_of(
        Reading.SIGN_UPS, Whose.GATHERING,
        "sign_ups_desk.index", "sign_ups_desk.move", "sign_ups_desk.remove",
    ),
    **_of(Reading.SIGN_UPS, Whose.FOUND, "sign_ups_desk.add", "gatherings_desk.show"),
    **_of(Reading.SIGN_UPS, Whose.PERSON, "sign_ups_desk.add_known"),
    **_of(Reading.DOOR, Whose.GATHERING, "arrivals.door", "arrivals.standing"),
    **_of(Reading.PAPER, Whose.GATHERING, "paper.badges", "paper.door_list"),
    **_of(
        Reading.TABLES, Whose.GATHERING,
        "table_paper.index", "table_paper.overview", "table_paper.personal_cards",
        "table_paper.screen", "table_paper.table_cards", "table_plans.show",
        "table_repairs.show", "table_setting.guest", "table_setting.people",
        "table_setting.set_up", "table_setting.wish",
    ),
    **_of(
        Reading.LIVING_BOOKS, Whose.GATHERING,
        "living_paper.overview", "living_round.show", "living_table.show",
    ),
    **_of(
        Reading.LIVING_BOOKS, Whose.FOUND,
        "living_books_desk.edit", "living_books_desk.index", "living_books_desk.offers",
        "living_books_desk.take_off", "living_round.note",
    ),
    **_of(
        Reading.HARVEST, Whose.GATHERING,
        "harvests_desk.show", "harvests_revising.name",
    ),
    **_of(Reading.MESSAGES, Whose.GATHERING, "messages.edit", "messages.new", "messages.show"),
    **_of(Reading.CALLS, Whose.FOUND, "calls.index"),
    **_of(Reading.MAIL, Whose.FOUND, "desk_mail.index"),
    **_of(Reading.MAIL, Whose.PERSON, "desk_mail.correct", "desk_mail.person"),
    **_of(Reading.PEOPLE, Whose.FOUND, "people.index"),
    **_of(
        Reading.PEOPLE, Whose.PERSON,
        "ages.edit", "erasing_desk.erase", "file_desk.hand_over", "lost_factors.reset",
        "people.give_role",
    ),
    **_of(
        Reading.KNOWLEDGE, Whose.FOUND,
        "entries_desk.index", "entries_desk.show", "skills.index", "skills.new", "skills.remove",
        "skills.show", "skills.spoken",
    ),
    **_of(Reading.KNOWLEDGE, Whose.PERSON, "skills.new_of"),
    **_of(
        Reading.INTRODUCTIONS, Whose.FOUND,
        "introductions_desk.index", "introductions_desk.running", "introductions_desk.show",
    ),
    **_of(Reading.INVITATIONS, Whose.FOUND, "acts.index", "invitations_desk.index"),
    **_of(Reading.BEGUN, Whose.FOUND, "initiatives.name", "initiatives.spoken"),
    **_of(
        Reading.GROUPS, Whose.FOUND,
        "groups_desk.add", "groups_desk.edit", "groups_desk.show", "room_requests.show",
    ),
    **_of(Reading.MATCH_ROUNDS, Whose.FOUND, "match_people.choose", "match_people.move",
        "match_rounds.show"),
    **_of(
        Reading.PROPOSALS, Whose.FOUND,
        "proposals_desk.index", "proposals_desk.plan", "proposals_desk.show",
        "proposals_spoken.back", "proposals_spoken.propose",
    ),
    **_of(
        Reading.PROPOSALS, Whose.PERSON,
        "proposals_spoken.back_known", "proposals_spoken.propose_known",
    ),
    **_of(Reading.PROMISES, Whose.GATHERING, "promises_desk.make"),
    **_of(Reading.PROMISES, Whose.FOUND, "promises_desk.index", "promises_desk.show"),
    **_of(
        Reading.MODERATION, Whose.FOUND,
        "moderation.index", "moderation.show", "moderation_log.download", "moderation_log.index",
    ),
    **_of(Reading.MODERATION, Whose.PERSON, "moderation.everything"),
    **_of(Reading.FILES, Whose.GATHERING, "exports.of_gathering"),
    **_of(Reading.FILES, Whose.EVERYBODY, "exports.download", "exports.take"),
}  # fmt: skip

READS_NOBODY: dict[str, set[str]] = {
    "what the library does and arranges": {
        "areas.check", "areas.download", "areas.example", "areas.index", "closed_days.edit",
        "closed_days.index", "connections.index", "connections.new", "embeds_desk.index",
        "formats.edit", "formats.house", "formats.index", "formats.new", "formats.show",
        "gathering_formats.order_sheet", "gathering_formats.question_cards",
        "gathering_formats.show", "gathering_formats.table_sheet", "gathering_templates.begin",
        "gathering_templates.index", "gathering_templates.remove", "gathering_templates.save",
        "gatherings_desk.cancel", "gatherings_desk.move", "gatherings_form.copy",
        "gatherings_form.kind", "gatherings_form.new", "gatherings_form.room",
        "groups_desk.index", "groups_desk.new", "groups_desk.of_gathering",
        "house_rules.settings", "lots.settings",
        "mail_wording.edit", "mail_wording.index", "match_rounds.index", "match_rounds.new",
        "meetlat_public.choose", "offers.show", "paper.index", "paper.poster",
        "partnerships.add", "partnerships.change", "proposal_term.settings", "rhythm.settings",
        "room_requests.index", "rooms.edit", "rooms.index", "rooms.look", "rooms.new",
        "series_desk.index", "series_desk.stop", "series_repeat.new", "series_repeat.outlook",
        "settings.branch", "settings.index", "settings.new_branch", "settings.new_room",
        "settings.room", "topic_merging.look", "topics.edit", "topics.index", "topics.new",
        "tour.show", "webhooks.edit", "webhooks.new", "webhooks.show",
    },
    "numbers, and what stands in the log: of nobody": {
        "closing.close", "desk.index", "exports.everything", "exports.index",
        "exports.show", "gaps.index", "history.example", "history.index", "history.show",
        "logbook.correct", "logbook.note", "logbook_story.alive", "logbook_story.index",
        "meetlat.index", "meetlat.indicator", "meetlat_files.download", "metingen.beside",
        "metingen.freeze", "metingen.index", "metingen.reckon", "metingen.show",
        "paper.pulse_by_hand", "paper.pulse_slips", "paper.tally_cards", "pulse.count",
        "reports.index", "reports.show", "reports.statistics_csv", "reports.statistics_xlsx",
        "self_assessment.index", "self_assessment.new", "self_assessment.show",
        "self_assessment.slips", "self_assessment_outcome.show", "stories.edit", "stories.index",
        "stories.new", "stories.show", "tally.enter", "tally.wipe",
    },
    "notes of a table and words of a harvest have no author": {
        "harvests_paper.sheet", "harvests_paper.table_sheets", "harvests_revising.edit",
        "harvests_revising.revise", "nameless_quotes.index", "table_room.cards",
        "table_room.note", "table_room.show", "table_room.type_over", "table_room.wall",
    },
    "who receives people, and what is on the cover of a book, is there for all to see": {
        "cohosts.index", "gathering_templates.show", "gatherings_desk.index",
        "gatherings_form.edit", "living_paper.covers", "series_desk.show",
    },
    "colleagues, in their work": {
        "messages.index", "network_consent.show", "people.invite", "plans.index", "plans.new",
        "plans.show", "rota.gathering", "rota.index", "self_assessment.invite", "support.ask",
        "support.index", "support.show", "team_settings.edit", "team_settings.index",
        "team_settings.new", "work_provider.set_up",
    },
    "people of an organisation, as its contact": {
        "partner_lists.index", "partner_lists.show", "partners.contact", "partners.edit",
        "partners.goal", "partners.index", "partners.look_back", "partners.new",
        "partners.new_contact", "partners.show",
    },
    "an empty form, or what the librarian brings along": {
        "entries_desk.write", "imports.example_csv", "imports.example_xlsx", "imports.index",
        "imports.show", "imports.undo", "moderation.reason", "offer_lists.example",
        "offer_lists.index", "offer_lists.take_back",
    },
}  # fmt: skip
