"""Mails of a harvest: is this right, may your name stand there, and what became of it.

What somebody said stands in them as plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Person
from community.conversations.labels import KINDS
from community.gatherings.models import Gathering, SignUp
from community.harvests import asking_again, links, queries, quoting, showing
from community.harvests.asking_again import Changed
from community.harvests.hearing import ANSWERED
from community.harvests.labels import came_from
from community.harvests.models import (
    CORRECTION,
    Harvest,
    HarvestCorrection,
    QuoteConsent,
    State,
)
from community.harvests.presenting import PRESENTED
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats
from community.web.keys import house_key

#: So many stand in the mail; the rest is behind the button.
MOST_SHOWN = 12


def register(_app: Flask) -> None:
    letters.register(PRESENTED, presented)
    letters.register(asking_again.REVISED, revised)
    letters.register(quoting.ASKED, asked)
    letters.register(ANSWERED, answered)


def presented(session: Session, mail: OutboxMail) -> Letter | None:
    """Overtaken when it went back to being a draft, or was withdrawn."""
    harvest = session.get(Harvest, mail.context["harvest_id"])
    sign_up = session.get(SignUp, mail.context["sign_up_id"], options=[joinedload(SignUp.person)])
    if harvest is None or sign_up is None or harvest.state in {State.DRAFT, State.WITHDRAWN}:
        return None
    return _letter(sign_up.person, harvest.gathering.library, _presented, session, harvest, sign_up)


def _presented(session: Session, harvest: Harvest, sign_up: SignUp) -> Note:
    gathering, shown = harvest.gathering, showing.items(session, harvest)
    page = own_page(gathering, sign_up)
    until = harvest.corrected_until
    return Note(
        subject=_("Is this right? %(title)s", title=gathering.title),
        heading=_("Is this what we said?"),
        greeting=(_("Hello %(name)s,", name=sign_up.person.first_name),),
        opening=(
            _(
                "You were at ‘%(title)s’. This is what came of it: everything that the tables wrote"
                " down, in order.",
                title=gathering.title,
            ),
        ),
        body=(
            *(
                f"{KINDS[each.item.kind]}: {each.item.text} ({came_from(each)})"
                for each in shown[:MOST_SHOWN]
            ),
            *((_("And more, on the page behind the button."),) if shown[MOST_SHOWN:] else ()),
        ),
        button=Link(_("Check it, and say whether it is right"), page),
        closing=(
            *(
                (
                    _(
                        "You can correct it until %(moment)s. After that it is published. If "
                        "you do nothing, it stays as it is.",
                        moment=formats.date_time_long(until),
                    ),
                )
                if until
                else ()
            ),
        ),
        signed=(gathering.library.name,),
        foot=_foot(),
    )


def revised(session: Session, mail: OutboxMail) -> Letter | None:
    """Overtaken when they answered, or when their words stand there again."""
    harvest = session.get(Harvest, mail.context["harvest_id"])
    sign_up = session.get(SignUp, mail.context["sign_up_id"], options=[joinedload(SignUp.person)])
    if harvest is None or sign_up is None or not harvest.is_public:
        return None
    changed = asking_again.changed_for(session, harvest, sign_up.id)
    if not changed:
        return None
    until = mail.queued_at + CORRECTION
    library = harvest.gathering.library
    return _letter(sign_up.person, library, _revised, harvest, sign_up, changed, until)


def _revised(
    harvest: Harvest, sign_up: SignUp, changed: Sequence[Changed], until: datetime
) -> Note:
    gathering = harvest.gathering
    page = own_page(gathering, sign_up)
    body: list[str] = []
    for each in changed[:MOST_SHOWN]:
        body.append(_("You said this was right: ‘%(text)s’", text=each.before or "…"))
        body.append(_("Now it reads: ‘%(text)s’", text=each.item.text))
    return Note(
        subject=_("Is this still right? %(title)s", title=gathering.title),
        heading=_("Something you confirmed has changed"),
        greeting=(_("Hello %(name)s,", name=sign_up.person.first_name),),
        opening=(
            _(
                "You were at ‘%(title)s’, and you said that what came of it was right. Since "
                "then we changed some of those words.",
                title=gathering.title,
            ),
        ),
        body=tuple(body),
        button=Link(_("Check it, and say whether it is right"), page),
        closing=(
            _(
                "Please say so before %(moment)s. If you do nothing, your yes stays with the "
                "earlier words.",
                moment=formats.date_time_long(until),
            ),
        ),
        signed=(gathering.library.name,),
        foot=_foot(),
    )


def asked(session: Session, mail: OutboxMail) -> Letter | None:
    """Only about the words as they are; when they changed, there is nothing to ask any more."""
    consent = session.get(QuoteConsent, mail.context["consent_id"])
    if consent is None or consent.answered_at or not quoting.is_about_these(consent):
        return None
    return _letter(consent.person, consent.item.harvest.gathering.library, _asked, consent)


def _asked(consent: QuoteConsent) -> Note:
    gathering = consent.item.harvest.gathering
    token = links.quote_token(consent, key=house_key())
    page = f"{base_url()}/{gathering.library.slug}/oogst/citaat/{token}"
    return Note(
        subject=_("May we put your name under this?"),
        heading=_("May we put your name under these words?"),
        greeting=(_("Hello %(name)s,", name=consent.person.first_name),),
        opening=(
            _("At ‘%(title)s’ you said this, or something like it:", title=gathering.title),
            formats.quoted(consent.item.text),
            _("We would like to write under it: %(name)s.", name=consent.name),
        ),
        button=Link(_("Say yes or no"), page),
        closing=(
            _("If you do nothing, your name does not appear there. You can always withdraw it."),
        ),
        signed=(gathering.library.name,),
        foot=_("You get this e-mail because you were there."),
    )


def answered(session: Session, mail: OutboxMail) -> Letter | None:
    correction = session.get(HarvestCorrection, mail.context["correction_id"])
    if correction is None or correction.sign_up is None or correction.handled_at is None:
        return None
    harvest = queries.get(session, correction.library_id, correction.harvest_id)
    if harvest.state is State.WITHDRAWN:
        return None
    person, library = correction.sign_up.person, harvest.gathering.library
    return _letter(person, library, _answered, harvest, correction, correction.sign_up)


def _answered(harvest: Harvest, correction: HarvestCorrection, sign_up: SignUp) -> Note:
    gathering = harvest.gathering
    return Note(
        subject=_("What we did with what you said: %(title)s", title=gathering.title),
        heading=_("What we did with what you said"),
        greeting=(_("Hello %(name)s,", name=sign_up.person.first_name),),
        opening=(
            *((_("You wrote: ‘%(text)s’", text=correction.text),) if correction.text else ()),
            *((_("You asked us to remove something."),) if correction.take_back else ()),
            *((correction.answer,) if correction.answer else ()),
        ),
        button=Link(_("See how it stands now"), own_page(gathering, sign_up)),
        signed=(gathering.library.name,),
        foot=_("You get this e-mail because you corrected something."),
    )


def own_page(gathering: Gathering, sign_up: SignUp) -> str:
    token = links.token_of(sign_up, key=house_key())
    return f"{base_url()}/{gathering.library.slug}/oogst/klopt/{token}"


def _letter(
    person: Person, library: Library, write: Callable[..., Note], *about: object
) -> Letter | None:
    if not person.email:
        return None
    with letters.in_language_of(person.language) as language:
        return letters.written(
            write(*about),
            sender=sender_of(library),
            to_name=person.full_name,
            to_address=person.email,
            language=language,
        )


def _foot() -> str:
    said: str = _(
        "You get this e-mail because you were there. Your name is not in it anywhere, unless you "
        "said yes to that."
    )
    return said
