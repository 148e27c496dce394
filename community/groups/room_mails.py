"""The answer to who asked for a room, and the invitation of a group to a gathering."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.gatherings.invitations import PARAMETER, token_for
from community.gatherings.mail_parts import when as when_of
from community.gatherings.models import Gathering
from community.groups import inviting, inviting_queries, member_queries, room_queries
from community.groups.mails import foot, letter, named, own_url, subject
from community.groups.models import RequestState, RoomRequest
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note, When
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("groups/room_granted", granted)
    letters.register("groups/room_declined", declined)
    letters.register(inviting_queries.INVITED, invited)


def granted(session: Session, mail: OutboxMail) -> Letter | None:
    asked = _still(session, mail, RequestState.GRANTED)
    if asked is None or asked.asked_by is None:
        return None
    with letters.in_language_of(asked.asked_by.language) as language:
        room = asked.room.name if asked.room else ""
        also = (
            _("The library will now make it an activity, and put it in the agenda.")
            if asked.in_agenda
            else _("Not needed after all? Give up the room on your own page.")
        )
        note = Note(
            subject=subject(asked.group, _("The room is yours")),
            heading=_("The room is yours, %(name)s", name=asked.asked_by.first_name),
            opening=(_("You asked for a room for %(group)s.", group=named(asked.group)),),
            when=_when(asked, f"{asked.branch.name}, {room}" if room else asked.branch.name),
            body=(*([asked.answer] if asked.answer else []), also),
            button=Link(_("See your group"), _own_page(asked)),
            signed=(asked.group.library.name,),
            foot=_asked_foot(),
        )
        return letter(note, asked.asked_by, asked.group.library, language)


def declined(session: Session, mail: OutboxMail) -> Letter | None:
    asked = _still(session, mail, RequestState.DECLINED)
    if asked is None or asked.asked_by is None:
        return None
    with letters.in_language_of(asked.asked_by.language) as language:
        note = Note(
            subject=subject(asked.group, _("About the room you asked for")),
            heading=_("It is not possible, %(name)s", name=asked.asked_by.first_name),
            opening=(
                _(
                    "You asked for a room for %(group)s, on %(when)s.",
                    group=named(asked.group),
                    when=formats.date_time_long(asked.starts_at),
                ),
                asked.answer,
            ),
            button=Link(_("Ask for another time"), f"{_group_address(asked)}/zaal"),
            signed=(asked.group.library.name,),
            foot=_asked_foot(),
        )
        return letter(note, asked.asked_by, asked.group.library, language)


def invited(session: Session, mail: OutboxMail) -> Letter | None:
    """Only to who is still in the group and has not signed up, for what can still be joined."""
    member = member_queries.find_to_mail(session, mail.context["member_id"])
    gathering = inviting_queries.find_gathering(session, mail.gathering_id or 0)
    if gathering is None or member is None or member.person_id != mail.person_id:
        return None
    if inviting.why_not(gathering, clock.now()) or member.since is None:
        return None
    if inviting_queries.has_signed_up(session, gathering.id, member.person_id):
        return None
    with letters.in_language_of(member.person.language) as language:
        group, name = member.group, member.person.first_name
        day = formats.day_long(gathering.starts_at)
        note = Note(
            subject=_("You are invited: %(title)s, %(day)s", title=gathering.title, day=day),
            heading=_("Will you come, %(name)s?", name=name),
            opening=(
                _(
                    "You are in %(group)s. We would like to see you at ‘%(title)s’.",
                    group=named(group),
                    title=gathering.title,
                ),
                *([gathering.summary] if gathering.summary else []),
            ),
            when=when_of(gathering),
            button=Link(_("Read more and sign up"), _page(gathering)),
            closing=(_("Does it not suit you? Then you need not do anything."),),
            signed=(group.library.name,),
            foot=foot(),
            foot_link=Link(_("Leave the group"), own_url(member)),
        )
        return letter(note, member.person, group.library, language)


def _still(session: Session, mail: OutboxMail, state: RequestState) -> RoomRequest | None:
    """The request, as long as this is how it stands and it is still to come."""
    found: RoomRequest | None = session.get(RoomRequest, mail.context["request_id"])
    if found is None or found.state is not state or found.starts_at <= clock.now():
        return None
    return room_queries.get(session, found.library_id, found.id)


def _when(asked: RoomRequest, place: str) -> When:
    return When(
        numeral=str(formats.day_number(asked.starts_at)),
        day=formats.day_long(asked.starts_at),
        time=formats.time_span(asked.starts_at, asked.ends_at),
        place=(place,),
    )


def _page(gathering: Gathering) -> str:
    """Where it is read and signed up for; by its own link when nothing else shows it."""
    page = f"{base_url()}/{gathering.library.slug}/agenda/{gathering.id}-{gathering.slug}"
    if not inviting.needs_link(gathering):
        return page
    return f"{page}?{PARAMETER}={token_for(gathering, key=house_key())}"


def _group_address(asked: RoomRequest) -> str:
    return f"{base_url()}/{asked.group.library.slug}/groepen/{asked.group_id}"


def _own_page(asked: RoomRequest) -> str:
    return f"{_group_address(asked)}/wij"


def _asked_foot() -> str:
    said: str = _("You get this e-mail because you asked for a room for your group.")
    return said
