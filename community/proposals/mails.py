"""The mails that ask for a click from who typed an address, and what waits for the librarians."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.proposals import desk_queries, mail_parts, queries
from community.proposals.following_up import SOON
from community.proposals.models import Proposal
from community.web.formats import day_long


def register(_app: Flask) -> None:
    letters.register("proposals/confirm", confirm)
    letters.register("proposals/confirm_backing", confirm_backing)
    letters.register("proposals/due", due)


# ─── to an address of which nobody knows yet whose it is: nothing in it was typed by a stranger ───


def confirm(session: Session, mail: OutboxMail) -> Letter | None:
    """Whose words stand already gets the same link: it leads to how they stand."""
    proposal = queries.find_to_mail(session, mail.context["proposal_id"])
    if proposal is None or proposal.person is None or not proposal.person.email:
        return None
    with letters.in_language_of(proposal.person.language) as language:
        note = Note(
            subject=_("Confirm your proposal"),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address proposed something to %(library)s. Please "
                    "confirm that it was you.",
                    library=proposal.library.name,
                ),
            ),
            button=Link(_("See what it says"), mail_parts.own_url(proposal)),
            closing=(
                _(
                    "Was it not you? Then you need not do anything: nothing happens unless you "
                    "click."
                ),
            ),
            signed=(proposal.library.name,),
            foot=_("You get this e-mail because somebody filled in this address."),
        )
        return mail_parts.written(note, proposal.library, proposal.person, language, name="")


def confirm_backing(session: Session, mail: OutboxMail) -> Letter | None:
    backing = queries.find_backing_to_mail(session, mail.context["backing_id"])
    if backing is None or backing.person is None or not backing.person.email:
        return None
    library = backing.proposal.library
    with letters.in_language_of(backing.person.language) as language:
        note = Note(
            subject=_("Confirm that you support it"),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address wants to support a proposal at %(library)s. "
                    "Please confirm that it was you.",
                    library=library.name,
                ),
            ),
            button=Link(_("See what it says"), mail_parts.backing_url(backing)),
            closing=(
                _(
                    "Was it not you? Then you need not do anything: nothing happens unless you "
                    "click."
                ),
            ),
            signed=(library.name,),
            foot=_("You get this e-mail because somebody filled in this address."),
        )
        return mail_parts.written(note, library, backing.person, language, name="")


# ─── to the librarians ───


def due(session: Session, mail: OutboxMail) -> Letter | None:
    """What has to be answered before long, as it stands when this leaves; nothing: no mail."""
    now = clock.now()
    person, library_id = session.get(Person, mail.person_id), mail.library_id
    waiting = desk_queries.list_due(session, library_id or 0, soon=now + SOON)
    library = session.get(Library, library_id)
    if person is None or not person.email or library is None or not waiting:
        return None
    with letters.in_language_of(person.language) as language:
        number = len(waiting)
        note = Note(
            subject=ngettext(
                "%(num)d proposal is waiting for your answer",
                "%(num)d proposals are waiting for your answer",
                number,
            ),
            heading=_("Residents are waiting for an answer"),
            opening=tuple(_line(each) for each in waiting[:10]),
            button=Link(_("Answer them"), f"{base_url()}/{library.slug}/beheer/voorstellen"),
            closing=(_("A no with a reason is an answer too."),),
            signed=(library.name,),
            foot=_("You get this e-mail because you work at the desk of this library."),
        )
        return mail_parts.written(note, library, person, language)


def _line(proposal: Proposal) -> str:
    day = day_long(proposal.answer_by) if proposal.answer_by else ""
    what = mail_parts.a_proposal(proposal)
    said: str = _("%(what)s: before %(day)s", what=what, day=day)
    return said
