"""The mail that invites. Of a sensitive gathering it does not say what it is about."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.gatherings.mail_parts import when
from community.gatherings.models import GatheringStatus
from community.invitations import labels, queries
from community.invitations.models import Invitation
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key

TEMPLATE = "invitations/invited"


def register(_app: Flask) -> None:
    letters.register(TEMPLATE, render)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """Only as long as it waits for an answer, and there is something to come to."""
    found = queries.find_to_mail(session, mail.context["invitation_id"])
    if found is None or not found.person.email or not _is_still_asked(found):
        return None
    library = found.library
    with letters.in_language_of(found.person.language) as language:
        return letters.written(
            note(found, language),
            sender=sender_of(library),
            to_name=found.person.full_name,
            to_address=found.person.email,
            language=language,
        )


def note(found: Invitation, language: str) -> Note:
    gathering, page = found.gathering, _page(found)
    reasons = () if gathering.is_sensitive else tuple(labels.reasons_to(found, language))
    return Note(
        subject=_subject(found),
        heading=_("Hello %(name)s,", name=found.person.first_name),
        opening=(_opening(found),),
        when=when(gathering),
        body=(
            *((_("Why we thought of you: %(why)s.", why="; ".join(reasons)),) if reasons else ()),
            *((gathering.summary,) if gathering.summary and not gathering.is_sensitive else ()),
        ),
        button=Link(_("Yes, I would like to come"), f"{page}/ja"),
        instead=(Link(_("No, thank you"), f"{page}/nee"), Link(_("Not now"), f"{page}/nu-niet")),
        closing=(_("You decide; you need not say why. If you do nothing, nothing happens."),),
        signed=(found.library.name,),
        foot=_(
            "You get this e-mail because you said that we may invite you when something suits you."
        ),
        foot_link=Link(_("Do not invite me any more"), f"{page}/niet-meer"),
    )


def _subject(found: Invitation) -> str:
    gathering = found.gathering
    day = formats.day_long(gathering.starts_at)
    if gathering.is_sensitive:
        return str(_("An invitation: %(day)s", day=day))
    return str(_("Would you like to come? %(title)s, %(day)s", title=gathering.title, day=day))


def _opening(found: Invitation) -> str:
    if found.gathering.is_sensitive:
        return str(
            _("We thought of you, and would like to see you. The button shows you what it is.")
        )
    return str(
        _("We thought of you for ‘%(title)s’, and would like to see you.",
          title=found.gathering.title)
    )  # fmt: skip


def _is_still_asked(found: Invitation) -> bool:
    gathering = found.gathering
    return (
        found.is_open
        and gathering.status is GatheringStatus.PUBLISHED
        and not gathering.has_begun(clock.now())
    )


def _page(found: Invitation) -> str:
    token = queries.token_of(found, key=house_key())
    return f"{base_url()}/{found.library.slug}/uitnodiging/{token}"
