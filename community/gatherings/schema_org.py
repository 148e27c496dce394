"""A gathering as search engines read it: a schema.org Event in JSON-LD, for its public page.

Says no more than the page does to anybody: no hosts, no link of an online gathering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from community import clock
from community.gatherings.agenda import Seats, seats_of
from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering
from community.gatherings.plain_text import plain_text, shortened

Data = dict[str, object]

_ATTENDANCE = {
    Mode.PHYSICAL: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
#: Whether there is a place to be had; where we do not know, nothing is said.
_AVAILABILITY = {
    Seats.FREE: "InStock",
    Seats.WALK_IN: "InStock",
    Seats.NOT_YET: "PreOrder",
    Seats.WAITING_LIST: "SoldOut",
    Seats.FULL: "SoldOut",
}
_AMOUNT = re.compile(r"(?:€|eur(?:o)?)\s*(\d{1,4})(?:[.,](\d\d))?|(\d{1,4})(?:[.,](\d\d))?\s*euro")
_FREE = {"", "gratis", "geen", "free", "none"}
#: What a search engine shows of a description, and some more.
_MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Addresses:
    """Full addresses, which only the views know."""

    page: str
    library: str
    sign_up: str
    picture: str = ""


def event(gathering: Gathering, organizer: str, at: Addresses, *, now: datetime) -> Data:
    """The event, in a fixed order; what is not known is left out."""
    known = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": at.page,
        "url": at.page,
        "name": gathering.title,
        "description": _description(gathering),
        "startDate": _moment(gathering.starts_at),
        "endDate": _moment(gathering.ends_at),
        **_status(gathering),
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[gathering.mode]}",
        "location": _location(gathering, at),
        "image": [at.picture] if at.picture else None,
        "inLanguage": gathering.language,
        "isAccessibleForFree": is_free(gathering.cost),
        "offers": _offer(gathering, at, now),
        "maximumAttendeeCapacity": gathering.capacity,
        "remainingAttendeeCapacity": gathering.seats_free,
        "organizer": {"@type": "Organization", "name": organizer, "url": at.library},
    }
    return {name: value for name, value in known.items() if value is not None}


def is_free(cost: str) -> bool:
    return cost.strip(" .!").casefold() in _FREE


def price(cost: str) -> str | None:
    """The one amount in the words about cost: `2.50`; None when there is none, or a choice."""
    if is_free(cost):
        return "0"
    found = _AMOUNT.findall(cost.casefold())
    if len(found) != 1:
        return None
    before, cents_before, after, cents_after = found[0]
    return f"{before or after}.{cents_before or cents_after or '00'}"


def _status(gathering: Gathering) -> Data:
    if gathering.is_cancelled:
        status = "EventCancelled"
    else:
        status = "EventRescheduled" if gathering.moved_from else "EventScheduled"
    said: Data = {"eventStatus": f"https://schema.org/{status}"}
    if gathering.moved_from:
        said["previousStartDate"] = _moment(gathering.moved_from)
    return said


def _location(gathering: Gathering, at: Addresses) -> object:
    """The way in online is for who takes part, so its address here is the page that says how."""
    online = {"@type": "VirtualLocation", "url": at.page}
    place = _place(gathering)
    if gathering.mode is Mode.ONLINE or place is None:
        return online if gathering.mode is not Mode.PHYSICAL else None
    return [place, online] if gathering.mode is Mode.HYBRID else place


def _place(gathering: Gathering) -> Data | None:
    branch, room = gathering.branch, gathering.room
    if gathering.address or branch is None:
        return _elsewhere(gathering.address) if gathering.address else None
    postal = {
        "@type": "PostalAddress",
        "streetAddress": branch.street,
        "postalCode": branch.postcode,
        "addressLocality": branch.place,
        "addressCountry": "NL",
    }
    place: Data = {
        "@type": "Place",
        "name": f"{branch.name}, {room.name}" if room else branch.name,
        "address": {name: value for name, value in postal.items() if value},
    }
    if branch.latitude is not None and branch.longitude is not None:
        spot = {"latitude": branch.latitude, "longitude": branch.longitude}
        place["geo"] = {"@type": "GeoCoordinates", **spot}
    return place


def _elsewhere(address: str) -> Data:
    return {"@type": "Place", "name": address.partition(",")[0], "address": address}


def _offer(gathering: Gathering, at: Addresses, now: datetime) -> Data | None:
    """A place and what it costs; a price that is not one amount stands in words."""
    if gathering.is_cancelled:
        return None
    availability = _AVAILABILITY.get(seats_of(gathering, now))
    opens_at = gathering.sign_up_opens_at or gathering.published_at
    amount = price(gathering.cost)
    offer = {
        "@type": "Offer",
        "url": gathering.elsewhere_url or at.sign_up,
        "price": amount,
        "priceCurrency": "EUR" if amount else None,
        "description": gathering.cost or None,
        "availability": f"https://schema.org/{availability}" if availability else None,
        "validFrom": _moment(opens_at) if opens_at else None,
    }
    return {name: value for name, value in offer.items() if value is not None}


def _description(gathering: Gathering) -> str:
    said = gathering.summary or plain_text(gathering.text) or gathering.title
    return shortened(said, _MOST_LETTERS)


def _moment(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="minutes")
