"""What of the database is a library's: per table which rows, and what of them never leaves.

A table with `library_id` goes along by itself, and so does one whose key is the key of a row of
such a table. Any other stands here, with its own rule or with the reason why it stays; a guard test
fails on one that stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, Table, false, or_, select, true

from community.db import Base

#: Tables of the installation, of which some rows are this library's: the rule is in `_is_of`.
SHARED = {"library", "person", "theme"}

#: Why a table stays.
LEFT_OUT = {
    "address_change": "an address of which nobody has proven yet that it is theirs",
    "access_need": "for who receives the people alone, and gone a day after",
    "assessment_evidence": "what somebody wrote without a name, with a group that may be of one",
    "assessment_invitee": "addresses that go when the round closes",
    "assessment_key": "keys to a round that is going on, and what is half filled in with them",
    "assessment_sheet": "answers without a name: what may be said of them is on the round’s page",
    "calendar_item": "follows from the gathering, and is written again",
    "extra_code": "keys to the door of the installation",
    "factor_change": "of the door of the installation",
    "known_browser": "keys to the door of the installation",
    "knock": "how often somebody tried a door of the installation",
    "library_version": "what caches compare",
    "network": "the support organisation’s",
    "network_adviser": "the support organisation’s",
    "network_offer": "the support organisation’s",
    "passkey": "keys to the door of the installation",
    "past_person": "marks that mean nothing without this installation’s key",
    "pulse_code": "keys to a pulse that is going on",
    "quiet_account": "of the installation: who was told that their account will be erased",
    "recovery_code": "keys to the door of the installation",
    "sign_in_link": "keys to the door of the installation",
    "signed_in": "keys to the door of the installation",
    "table_company": "who sat with whom: remembered for the next plan, and shown to nobody",
    "used_challenge": "of the door of the installation",
    "table_wish": "who should not sit with whom, for who leads the conversation alone",
}

#: Whatever opens something, or proves who somebody is, in any table that there will ever be.
SECRET = re.compile(r"salt|hash|token|secret|seed|password|signing")

#: And what else stays of a table that goes.
STAYS = {
    "attendance": {"key": "which note it was, for the door"},
    "outbox_mail": {"context": "holds keys to links", "message_id": "of the mail server",
                    "key": "what is owed once", "last_error": "of the mail server"},
    "person": {"is_operator": "says something of the installation",
               "second_factor_by": "says how somebody comes in"},
    "tally": {"seen": "which forms the door sent last"},
    "export": {"leased_until": "of the worker"},
}  # fmt: skip


def tables() -> Iterator[Table]:
    """What goes along, those that others point at first."""
    return (table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT)


def columns(table: Table) -> list[Column[object]]:
    stays = STAYS.get(table.name, {})
    return [each for each in table.c if each.name not in stays and not SECRET.search(each.name)]


def rows(table: Table, library_id: int) -> Select[*tuple[Any, ...]]:
    """The rows of this library, in a fixed order."""
    return (
        select(*columns(table))
        .where(_is_of(table, library_id))
        .order_by(*table.primary_key.columns)
    )


def _is_of(table: Table, library_id: int) -> ColumnElement[bool]:
    if "library_id" in table.c:
        return table.c.library_id == library_id
    if table.name == "library":
        return table.c.id == library_id
    if table.name == "person":
        return _is_known(table, library_id)
    if table.name == "theme":
        return true()  # Nobody’s in particular: the same for everybody.
    return _hangs_on(table, library_id)


def leads_through(table: Table) -> ForeignKey | None:
    """The key of a row of the library that is, in whole or in part, the key of this one too."""
    for column in table.primary_key.columns:
        for key in column.foreign_keys:
            if "library_id" in key.column.table.c:
                return key
    return None


def _hangs_on(table: Table, library_id: int) -> ColumnElement[bool]:
    leads = leads_through(table)
    if leads is None:
        return false()
    above = select(leads.column).where(_is_of(leads.column.table, library_id))
    return leads.parent.in_(above)


def _is_known(person: Table, library_id: int) -> ColumnElement[bool]:
    """The people of whom some row of this library speaks; somebody else’s neighbours are not."""
    speaking = [
        select(key.parent).where(_is_of(table, library_id))
        for table in tables()
        if table is not person
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is person
    ]
    return or_(*(person.c.id.in_(each) for each in speaking))
