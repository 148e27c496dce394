"""The mails about groups. Of a sensitive group no subject says which one it is."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.groups import member_queries
from community.groups.models import Group, GroupMember
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register("groups/confirm", confirm)
    letters.register("groups/added", added)
    letters.register("groups/offered", offered)
    letters.register("groups/message", message)


def confirm(session: Session, mail: OutboxMail) -> Letter | None:
    """Goes to an address of which nobody knows whose it is: nothing in it was typed by a stranger.

    Who is in it already gets the same link: it leads to their own place in the group.
    """
    member = member_queries.find_to_mail(session, mail.context["member_id"])
    if member is None:
        return None
    group = member.group
    with letters.in_language_of(member.person.language) as language:
        note = Note(
            subject=subject(group, _("Confirm that you want to be in the group")),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address wants to be in %(group)s. Confirm that it was you.",
                    group=named(group),
                ),
            ),
            button=Link(_("I want to join"), own_url(member)),
            closing=(
                _(
                    "Was it not you? Then you need not do anything: nothing happens unless you "
                    "click."
                ),
            ),
            signed=(group.library.name,),
            foot=_("You get this e-mail because somebody filled in this address."),
        )
        return letter(note, member.person, group.library, language, name="")


def added(session: Session, mail: OutboxMail) -> Letter | None:
    member = _in_it(session, mail)
    if member is None:
        return None
    group = member.group
    with letters.in_language_of(member.person.language) as language:
        opening = _(
            "You told us that you want to be in %(group)s. From now on you are.",
            group=named(group),
        )
        note = Note(
            subject=subject(group, _("You are in the group")),
            heading=_("Welcome, %(name)s", name=member.person.first_name),
            opening=(opening, *((group.meets,) if group.meets and not group.is_sensitive else ())),
            button=Link(_("See the group"), own_url(member)),
            closing=(_("Did we misunderstand? Use the same button to leave the group."),),
            signed=(group.library.name,),
            foot=foot(),
        )
        return letter(note, member.person, group.library, language)


def offered(session: Session, mail: OutboxMail) -> Letter | None:
    """Only as long as the question stands."""
    member = _in_it(session, mail)
    if member is None or member.offered_at is None:
        return None
    group = member.group
    contact = member_queries.find_contact(session, group.id)
    with letters.in_language_of(member.person.language) as language:
        who = contact.person.first_name if contact else group.library.name
        note = Note(
            subject=_("Will you be the contact person of %(group)s?", group=named(group)),
            heading=_("Will you take over, %(name)s?", name=member.person.first_name),
            opening=(
                _(
                    "%(who)s asks you to be the contact person of %(group)s.",
                    who=who,
                    group=named(group),
                ),
                _(
                    "Then your first name is on its page, and people can write to you through "
                    "the library. Your address is shown to nobody."
                ),
            ),
            button=Link(
                _("See the question"), f"{base_url()}/{group.library.slug}/groepen/{group.id}/wij"
            ),
            closing=(_("You can say no. Then everything stays as it is."),),
            signed=(group.library.name,),
            foot=foot(),
        )
        return letter(note, member.person, group.library, language)


def message(session: Session, mail: OutboxMail) -> Letter | None:
    """What somebody wrote, to whoever is the contact person now; an answer goes to its writer."""
    written = member_queries.find_message(session, mail.context["message_id"])
    contact = member_queries.find_contact(session, written.group_id) if written else None
    if written is None or contact is None or contact.person_id != mail.person_id:
        return None
    group, sender = written.group, written.sender
    with letters.in_language_of(contact.person.language) as language:
        name = sender.first_name
        note = Note(
            subject=subject(group, _("A question from %(name)s", name=name)),
            heading=_("%(name)s has a question for you", name=name),
            opening=(_("About %(group)s:", group=named(group)),),
            body=tuple(line for line in written.text.split("\n") if line.strip()),
            closing=(_("Just reply to this e-mail: your reply goes to %(name)s.", name=name),),
            signed=(group.library.name,),
            foot=_("You get this e-mail because you are the contact person of a group."),
        )
        return letter(note, contact.person, group.library, language, reply_to=sender.email or "")


def own_url(member: GroupMember) -> str:
    """Somebody's own place in a group: to confirm it, and to leave again."""
    token = member_queries.token_of(member, key=house_key())
    return f"{base_url()}/{member.group.library.slug}/groepslid/{token}"


def _in_it(session: Session, mail: OutboxMail) -> GroupMember | None:
    """Who is still in the group that this mail is about."""
    member = member_queries.find_to_mail(session, mail.context["member_id"])
    return member if member and member.since and member.person_id == mail.person_id else None


def named(group: Group) -> str:
    own: str = _("our group")
    return own if group.is_sensitive else formats.quoted(group.name)


def subject(group: Group, news: str) -> str:
    said: str = _("%(news)s: %(group)s", news=news, group=group.name)
    return news if group.is_sensitive else said


def foot() -> str:
    said: str = _("You get this e-mail because you are in a group of the library.")
    return said


def letter(
    note: Note,
    person: Person,
    library: Library,
    language: str,
    *,
    reply_to: str = "",
    name: str | None = None,
) -> Letter | None:
    """From the library of the group; None for who has no address to write it to."""
    if not person.email:
        return None
    return letters.written(
        note,
        sender=replace(sender_of(library), reply_to=reply_to or library.email),
        to_name=person.full_name if name is None else name,
        to_address=person.email,
        language=language,
    )
