"""What stands in each list: its heads, and a row per thing. Access needs are in none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from community.accounts.labels import ROLES
from community.clock import local_day
from community.conversations.labels import KINDS
from community.exports import queries
from community.exports.models import Kind
from community.exports.queries import Rows, Which
from community.findings.seeing import tells_where
from community.gatherings import labels, reply_queries, sign_up_queries
from community.gatherings.models import Gathering
from community.gatherings.queries import ANYBODY
from community.gatherings.reply_forms import spoken_answer
from community.gatherings.reply_queries import Said
from community.groups.labels import SEEN_BY, STAGES
from community.logbook import sheet as story
from community.partners.labels import SECTORS, STATES
from community.web.sheets import Cell, Sheet

Row = Sequence[Cell]

NAMES: dict[Kind, LazyString] = {
    Kind.GATHERINGS: _("Activities"),
    Kind.PEOPLE: _("People of the library"),
    Kind.GROUPS: _("Groups"),
    Kind.PARTNERS: _("Partners"),
    Kind.SIGN_UPS: _("Sign-ups"),
    Kind.ATTENDANCE: _("People who were there"),
    Kind.ANSWERS: _("Answers to questions"),
    Kind.HARVESTS: _("Harvest of conversations"),
    Kind.LOG: _("Logbook"),
    Kind.EVERYTHING: _("Everything"),
}

#: In which somebody stands by name, or by what only they said.
OF_PEOPLE = frozenset(
    {Kind.PEOPLE, Kind.GROUPS, Kind.SIGN_UPS, Kind.ATTENDANCE, Kind.ANSWERS, Kind.EVERYTHING}
)


@dataclass(frozen=True, slots=True)
class _List:
    heads: Sequence[LazyString]
    whole: Callable[[Which], Rows]
    row: Callable[[Any], Row]


def count(session: Session, kind: Kind, which: Which) -> int:
    if kind is Kind.LOG:
        return story.count(session, which.library_id, which.part)
    return queries.count(session, _LISTS[kind].whole(which))


def sheet(session: Session, kind: Kind, which: Which) -> Sheet:
    """The list, read while it is written. In the language of who asks."""
    if kind is Kind.LOG:
        heads = [str(head) for head in story.HEADS]
        return Sheet(str(NAMES[kind]), heads, story.rows(session, which.library_id, which.part))
    of = _LISTS[kind]
    return Sheet(str(NAMES[kind]), [str(head) for head in of.heads], _rows(session, kind, which))


def _rows(session: Session, kind: Kind, which: Which) -> Iterator[Row]:
    of = _LISTS[kind]
    found = queries.pieces(session, of.whole(which))
    if kind is not Kind.GROUPS:
        yield from map(of.row, found)
        return
    contacts = queries.contacts(session, which.library_id)
    for row in found:
        # Who is in a sensitive group, its contact person alone sees.
        contact = None if row[0].is_sensitive else contacts.get(row[0].id)
        yield [
            *of.row(row),
            contact.full_name if contact else "",
            (contact and contact.email) or "",
        ]


def of_gathering(session: Session, gathering: Gathering, *, first_names: bool) -> Sheet:
    """Who is on the list of one gathering, with what was asked there in columns of their own.

    `first_names`: for a host, who sees no more of anybody.
    """
    said = reply_queries.said_at(session, gathering)
    questions = reply_queries.questions_answered(said.values())
    at = len(_GATHERING)
    addresses = {at + 1, at + 2} if first_names else set()
    heads = [
        str(head)
        for place, head in enumerate(_LISTS[Kind.SIGN_UPS].heads)
        if place >= at and place not in addresses
    ]

    def rows() -> Iterator[Row]:
        for guest in sign_up_queries.list_guests(session, gathering):
            row = list(_sign_up((guest.sign_up, guest.present)))
            if first_names and not gathering.is_sensitive:
                row[at] = guest.sign_up.person.first_name
            told = {} if gathering.is_sensitive else _told(said[guest.sign_up.id])
            yield [
                *(cell for place, cell in enumerate(row) if place >= at and place not in addresses),
                *(told.get(question, "") for question in questions),
            ]

    return Sheet(gathering.title, [*heads, *questions], rows())


def _told(said: Said) -> dict[str, str]:
    return {each.question: spoken_answer(each.kind, each.value) for each in said.answers}


def _gathering(row: Any) -> Row:
    (one,) = row
    return [
        one.id, local_day(one.starts_at), one.starts_at, one.ends_at, one.title,
        str(labels.KINDS[one.kind]), str(labels.STATUSES[one.status]),
        one.branch.name if one.branch else one.address, one.room.name if one.room else "",
        ", ".join(theme.label for theme in one.themes),
        str(labels.CORE_FUNCTIONS[one.core_function]), str(labels.AUDIENCES[one.audience]),
        str(labels.MODES[one.mode]), str(labels.INITIATORS[one.initiator]),
        ", ".join(host.first_name for host in one.hosts),
        one.capacity, one.taken, one.waiting, one.head_count,
        _yes(one.head_count_estimated) if one.head_count is not None else "",
    ]  # fmt: skip


def _member(row: Any) -> Row:
    (one,) = row
    who = one.person
    return [
        who.first_name, who.surname, who.email or "", who.phone, str(ROLES[one.role]),
        local_day(one.created_at), _yes(one.may_invite_since is not None),
    ]  # fmt: skip


def _group(row: Any) -> Row:
    one, members = row
    return [
        one.name, one.summary, one.meets, str(STAGES[one.stage]), local_day(one.stage_since),
        str(SEEN_BY[one.seen_by]), ", ".join(theme.label for theme in one.themes), members,
    ]  # fmt: skip


def _partner(row: Any) -> Row:
    one, joint = row
    receiver = one.receiver
    return [
        one.name, str(SECTORS[one.sector]), one.kvk, one.domain, str(STATES[one.state]), joint,
        receiver.name if receiver else "", receiver.email if receiver else "",
    ]  # fmt: skip


def _sign_up(row: Any) -> Row:
    one, present = row
    return [
        *_which(one.gathering), *_who(one.gathering, one.person), one.party_size,
        str(labels.SIGN_UP_STATUSES[one.status]),
        "" if one.gathering.is_sensitive else one.question, one.created_at, present or None,
    ]  # fmt: skip


def _attendance(row: Any) -> Row:
    one, gathering, person = row
    name = "" if gathering.is_sensitive or person else one.name
    who = _who(gathering, person) if person else (name, "", "")
    return [*_which(gathering), *who[:2], one.people, one.checked_in_at]


def _answer(row: Any) -> Row:
    answer, one = row
    return [
        *_which(one.gathering), *_who(one.gathering, one.person)[:2], answer.question,
        "" if one.gathering.is_sensitive else spoken_answer(answer.kind, answer.value),
    ]  # fmt: skip


def _harvest_item(row: Any) -> Row:
    """What was said and where; never by whom."""
    item, tables, round_no = row
    harvest, at = item.harvest, item.harvest.gathering
    told = tells_where(at, ANYBODY)
    return [
        at.id, local_day(at.starts_at), at.title if told else "",
        at.branch.name if told and at.branch else "", harvest.title, harvest.edition,
        local_day(harvest.published_at) if harvest.published_at else None,
        str(KINDS[item.kind]), item.text, item.heading, item.theme.label if item.theme else "",
        tables, round_no, _yes(item.by_librarian),
    ]  # fmt: skip


def _which(gathering: Gathering) -> tuple[Cell, ...]:
    return gathering.id, local_day(gathering.starts_at), gathering.title


def _who(gathering: Gathering, person: Any) -> tuple[str, str, str]:
    """Of something sensitive nobody leaves the house by name."""
    if gathering.is_sensitive:
        return "", "", ""
    return person.full_name, person.email or "", person.phone


def _yes(fact: bool) -> str:
    return str(gettext("yes") if fact else gettext("no"))


_GATHERING = (_("Number"), _("Date"), _("Activity"))
_WHO = (_("Name"), _("E-mail address"))

_LISTS: dict[Kind, _List] = {
    Kind.GATHERINGS: _List(
        (
            _("Number"), _("Date"), _("Begins"), _("Ends"), _("Title"), _("Kind"), _("Status"),
            _("Place"), _("Room"), _("Themes"), _("Core function"), _("For whom"), _("How"),
            _("Whose idea"), _("Hosts"), _("Seats"), _("Taken"), _("Waiting"), _("People there"),
            _("Estimated"),
        ),
        queries.gatherings,
        _gathering,
    ),
    Kind.PEOPLE: _List(
        (
            _("First name"), _("Surname"), _("E-mail address"), _("Phone number"), _("Role"),
            _("Since"), _("May be invited"),
        ),
        queries.people,
        _member,
    ),
    Kind.GROUPS: _List(
        (
            _("Name"), _("In one line"), _("Meets"), _("How things stand"), _("Since"),
            _("Page visible to"), _("Themes"), _("Members"), _("Contact person"),
            _("E-mail address"),
        ),
        queries.groups,
        _group,
    ),
    Kind.PARTNERS: _List(
        (
            _("Name"), _("Sector"), _("KvK number"), _("Domain"), _("How things stand"),
            _("Activities together"), _("Gets the list"), _("E-mail address"),
        ),
        queries.partners,
        _partner,
    ),
    Kind.SIGN_UPS: _List(
        (
            *_GATHERING, *_WHO, _("Phone number"), _("People"), _("Status"), _("Question"),
            _("Signed up"), _("Present"),
        ),
        queries.sign_ups,
        _sign_up,
    ),
    Kind.ATTENDANCE: _List(
        (*_GATHERING, *_WHO, _("People"), _("Came in")), queries.attendance, _attendance
    ),
    Kind.HARVESTS: _List(
        (
            *_GATHERING, _("Place"), _("Harvest"), _("Edition"), _("Published"), _("Kind"),
            _("What was said"), _("Heading"), _("Theme"), _("Tables"), _("Round"),
            _("Added by the librarian"),
        ),
        queries.harvests,
        _harvest_item,
    ),
    Kind.ANSWERS: _List((*_GATHERING, *_WHO, _("Question"), _("Answer")), queries.answers, _answer),
}  # fmt: skip
