"""The invitation to answer, and the reminder to who has not: the same link, and no name."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.self_assessment import keys, queries
from community.self_assessment.inviting import INVITATION, REMINDER
from community.self_assessment.models import AssessmentInvitee, AssessmentRound
from community.web.formats import day_long
from community.web.keys import house_key


def register(_app: Flask) -> None:
    for template in (INVITATION, REMINDER):
        letters.register(template, written, has_its_own_list=True)


def written(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing once this link was used, or the round is closed."""
    key = house_key()
    invitee = queries.find_invitee(session, mail.context["invitee_id"])
    if invitee is None or not queries.is_unused(session, invitee, key=key):
        return None
    asked = queries.get(session, invitee.library_id, invitee.round_id)
    if not asked.is_open(clock.now()):
        return None
    library = session.get_one(Library, invitee.library_id)
    # What colleagues speak we do not know here; they read what the library writes.
    with letters.for_work_in_language_of("nl") as language:
        note = _reminder if mail.template == REMINDER else _invitation
        return letters.written(
            note(asked, library, _link(invitee, library, key)),
            sender=sender_of(library),
            to_name="",
            to_address=invitee.email or "",
            language=language,
        )


def _link(invitee: AssessmentInvitee, library: Library, key: str) -> Link:
    secret = keys.link_of(invitee, key=key)
    return Link(_("Answer now"), f"{base_url()}/{library.slug}/zelfmeting/{secret}")


def _invitation(asked: AssessmentRound, library: Library, link: Link) -> Note:
    return Note(
        subject=_("How are we doing? %(name)s", name=asked.name),
        heading=_("How are we doing?"),
        greeting=(_("Hello,"),),
        opening=(
            *filter(None, (each.strip() for each in asked.introduction.split("\n\n"))),
            _(
                "How does %(library)s work with the people around it? We ask everyone who works "
                "here, whatever you do. It takes about five minutes.",
                library=library.name,
            ),
        ),
        button=link,
        closing=(
            _("Your answer is kept without your name, and without the time when you gave it."),
            _("You can answer until %(day)s.", day=day_long(asked.closes_on)),
        ),
        signed=(library.name,),
        foot=_("This link is yours alone and works once. Please do not pass it on."),
    )


def _reminder(asked: AssessmentRound, library: Library, link: Link) -> Note:
    return Note(
        subject=_("You can still answer: %(name)s", name=asked.name),
        heading=_("You can still answer"),
        greeting=(_("Hello,"),),
        opening=(
            _(
                "Your voice is not in yet. You can answer until %(day)s; it takes about five"
                " minutes. What you filled in already is still there.",
                day=day_long(asked.closes_on),
            ),
            _("This e-mail was sent automatically. Nobody sees who has answered and who has not."),
        ),
        button=link,
        signed=(library.name,),
        foot=_("This link is yours alone and works once. Please do not pass it on."),
    )
