"""The addresses of this room, by who may come in."""

from __future__ import annotations

OPEN = {
    "harvest_quotes.answer",
    "harvest_quotes.asked",
    "harvest_readers.confirm",
    "harvest_readers.confirm_one",
    "harvest_readers.correct",
    "harvest_readers.show",
    "harvest_readers.take_back",
    "harvest_tables.confirm",
    "harvest_tables.confirm_one",
}
HOSTS = {
    "harvests_paper.confirm",
    "harvests_paper.sheet",
    "harvests_paper.table_sheets",
}
LIBRARIANS = {
    "harvests_desk.act",
    "harvests_desk.add",
    "harvests_desk.back_to_draft",
    "harvests_desk.begin",
    "harvests_desk.describe",
    "harvests_desk.establish",
    "harvests_desk.handle",
    "harvests_desk.join",
    "harvests_desk.place",
    "harvests_desk.present",
    "harvests_desk.publish",
    "harvests_desk.show",
    "harvests_desk.split",
    "harvests_desk.take_in",
    "harvests_desk.told",
    "harvests_desk.withdraw",
    "harvests_revising.edit",
    "harvests_revising.name",
    "harvests_revising.revise",
}
