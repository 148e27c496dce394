"""The mail about an offer, with the appointment for a calendar: what is true when it leaves."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.ical.events import CalendarEvent, Contact
from community.ical.writing import Method, invitation
from community.libraries.tenancy import base_url
from community.networks import offer_queries
from community.networks.offer_models import Offer, OfferSignUp
from community.networks.offers import TEMPLATE
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note, Sender, When
from community.outbox.models import OutboxMail
from community.web import formats


def register(_app: Flask) -> None:
    letters.register(TEMPLATE, about)


def about(session: Session, mail: OutboxMail) -> Letter | None:
    """One mail, whatever became of it; an older one, and what is over, is dropped."""
    known = offer_queries.find_to_mail(session, mail.context["offer_id"], mail.person_id)
    if known is None or not known.person.email:
        return None
    offer = known.offer
    if mail.context["sequence"] != offer.sequence + known.sequence or offer.ends_at < clock.now():
        return None
    takes_part = known.takes_part and offer.cancelled_at is None
    method = Method.REQUEST if takes_part else Method.CANCEL
    library = known.library
    with letters.for_work_in_language_of(known.person.language) as language:
        return letters.written(
            _note(known, mail, takes_part=takes_part),
            sender=Sender(
                name=offer.network.name,
                accent_light=library.accent_light,
                accent_dark=library.accent_dark,
            ),
            to_name=known.person.full_name,
            to_address=known.person.email,
            language=language,
            # Who waits has no appointment, to make or to cross out.
            calendar=b""
            if known.waits_since
            else _appointment(known, method, language, at=mail.queued_at),
            calendar_method="" if known.waits_since else method.value,
        )


def _note(known: OfferSignUp, mail: OutboxMail, *, takes_part: bool) -> Note:
    offer, name = known.offer, known.person.first_name
    what = formats.quoted(offer.title)
    if takes_part and mail.context["changed"]:
        subject = _("These are the details: %(what)s", what=offer.title)
        opening = _("Something has changed about %(what)s. These are the new details:", what=what)
    elif takes_part and mail.context.get("let_in"):
        subject = _("You are taking part: %(what)s", what=offer.title)
        opening = _(
            "A seat has become free: you are taking part in %(what)s. We are glad you are coming.",
            what=what,
        )
    elif takes_part:
        subject = _("You are taking part: %(what)s", what=offer.title)
        opening = _("You signed up for %(what)s. We are glad you are coming.", what=what)
    elif offer.cancelled_at is not None:
        subject = _("Not going ahead: %(what)s", what=offer.title)
        opening = _("Unfortunately %(what)s is not going ahead.", what=what)
    elif known.waits_since is not None:
        subject = _("On the waiting list: %(what)s", what=offer.title)
        opening = _(
            "%(what)s is full. You are on the waiting list: when a seat becomes free it goes to "
            "whoever has waited longest, and you get an e-mail.",
            what=what,
        )
    else:
        subject = _("You are no longer signed up: %(what)s", what=offer.title)
        opening = _(
            "You are no longer signed up for %(what)s. Somebody else can take your seat.", what=what
        )
    return Note(
        subject=subject,
        heading=_("Hello %(name)s,", name=name),
        opening=(opening,),
        when=_when(offer),
        body=(Link(_("Join online"), offer.link),) if takes_part and offer.link else (),
        button=Link(
            _("View or cancel") if takes_part else _("See it"),
            f"{base_url()}/{known.library.slug}/beheer/aanbod/{offer.id}",
        ),
        signed=(offer.network.name,),
        foot=_("You get this e-mail because you signed up for an offer of %(network)s.",
               network=offer.network.name),
    )  # fmt: skip


def _when(offer: Offer) -> When:
    return When(
        numeral=str(formats.day_number(offer.starts_at)),
        day=formats.day_long(offer.starts_at),
        time=formats.time_span(offer.starts_at, offer.ends_at),
        place=(offer.place,) if offer.place else (),
    )


def _appointment(known: OfferSignUp, method: Method, language: str, *, at: datetime) -> bytes:
    offer = known.offer
    event = CalendarEvent(
        uid=f"offer-{offer.id}@{urlsplit(base_url()).hostname or 'kenniskring'}",
        title=offer.title,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        created_at=offer.created_at,
        revised_at=max(offer.revised_at, at),
        description=offer.text,
        location=offer.place or offer.link,
        url=offer.link or f"{base_url()}/{known.library.slug}/beheer/aanbod/{offer.id}",
        organizer=Contact(offer.network.name, letters.sender_address()),
    )
    return invitation(
        event,
        method=method,
        attendee=Contact(known.person.full_name, known.person.email or ""),
        sequence=offer.sequence + known.sequence,
        language=language,
    )
