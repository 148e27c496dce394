"""The network in the demo: who lets the adviser look along, and what is asked and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Role
from community.clock import local_day
from community.demo.rows import Row, add, add_returning_ids, secret
from community.networks.models import (
    Block,
    Consent,
    RequestState,
    Side,
    Support,
    SupportMessage,
    SupportRequest,
)
from community.networks.offer_models import Offer, OfferSignUp

#: What is said, by which side, and so many days ago; without words: what it became.
Said = tuple[Side, int, str, RequestState | None]

NEW: Sequence[Said] = (
    (
        Side.LIBRARY,
        9,
        (
            "Bij onze taalcafés komen steeds dezelfde mensen. Hoe krijgen andere bibliotheken"
            " nieuwe bewoners binnen? We denken graag mee met collega’s die dit ook hebben."
        ),
        None,
    ),
)
TAKEN_UP: Sequence[Said] = (
    (
        Side.LIBRARY,
        33,
        (
            "We willen dat inwoners zelf een plan kunnen indienen, met een klein budget. Wie heeft"
            " dat al eens gedaan, en hoe beslis je dan eerlijk?"
        ),
        None,
    ),
    (Side.NETWORK, 31, "", RequestState.TAKEN_UP),
    (
        Side.NETWORK,
        31,
        (
            "Mooie vraag. Ik ken twee bibliotheken die dit twee jaar doen. Zal ik vragen of jullie"
            " bij een vergadering van hun bewonersgroep mogen zijn?"
        ),
        None,
    ),
    (Side.LIBRARY, 29, "Heel graag! Een dinsdag- of donderdagavond past ons het best.", None),
    (
        Side.NETWORK,
        2,
        (
            "Het is gelukt: jullie zijn welkom. Ik stuur de namen en de avond deze week. Neem"
            " gerust iemand van de balie mee."
        ),
        None,
    ),
)


def add_network(
    session: Session, network_id: int, libraries: Sequence[int], adviser: int, *, now: datetime
) -> None:
    """Two of the three let the adviser look along; each of them asked something."""
    chance = Random("netwerk")  # noqa: S311  (a town, not a secret)
    first, second, *_others = libraries
    managers = {library_id: _worker(session, library_id, Role.MANAGER) for library_id in libraries}
    add(session, Consent, [
        {
            "library_id": library_id, "network_id": network_id,
            "given_at": now - timedelta(days=days), "given_by_id": managers[library_id],
            "withdrawn_at": ended, "withdrawn_by_id": managers[library_id] if ended else None,
        }
        for library_id, days, ended in (
            (first, 210, now - timedelta(days=190)), (first, 180, None), (second, 95, None),
        )
    ])  # fmt: skip
    for library_id, form, block, said, read in (
        (first, Support.INTERVISION, Block.KNOWLEDGE, NEW, 0),
        (second, Support.PROJECT, Block.BUILDING, TAKEN_UP, 4),
    ):
        who = {
            Side.LIBRARY: _worker(session, library_id, Role.LIBRARIAN),
            Side.NETWORK: adviser,
        }
        request = {
            "library_id": library_id, "network_id": network_id, "form": form, "block": block,
            "once": secret(chance),
        }  # fmt: skip
        _add_request(session, request, said, who, read, chance, now)
    _add_offers(session, network_id, libraries[1:], chance, now)


def _add_offers(
    session: Session, network_id: int, libraries: Sequence[int], chance: Random, now: datetime
) -> None:
    """One to come, with a few seats taken, and one online."""
    # On a Tuesday, some three weeks away.
    begins = now + timedelta(days=21 + (1 - local_day(now).weekday()) % 7, hours=13)
    made = now - timedelta(days=12)
    offers = [
        {
            "network_id": network_id, "form": form, "title": title, "text": text,
            "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2, minutes=30),
            "place": place, "link": link, "seats": seats, "taken": taken,
            "created_at": made, "revised_at": made, "once": secret(chance),
        }
        for form, title, text, starts_at, place, link, seats, taken in (
            (Support.INTERVISION, "Intervisie: steeds dezelfde mensen",
             "Neem een activiteit mee waar weinig nieuwe mensen komen. We denken om de beurt mee.",
             begins, "Steunpunt Oostenwind, Stationsplein 4, Zwolle", "", 8, len(libraries)),
            (Support.TRAINING, "Een gesprek leiden, in twee uur",
             "Oefenen met vragen stellen, samenvatten en iedereen aan het woord laten.",
             begins + timedelta(days=14), "", "https://video.example.org/gesprek-leiden", 12, 0),
        )
    ]  # fmt: skip
    first = add_returning_ids(session, Offer, offers)[0]
    add(session, OfferSignUp, [
        {
            "offer_id": first, "library_id": library_id, "signed_up_at": made,
            "person_id": _worker(session, library_id, Role.LIBRARIAN),
        }
        for library_id in libraries
    ])  # fmt: skip


def _add_request(
    session: Session,
    request: Row,
    said: Sequence[Said],
    who: Mapping[Side, int | None],
    read: int,
    chance: Random,
    now: datetime,
) -> None:
    """`read`: how many of these messages both sides have read."""
    became = [(state, days) for _side, days, _text, state in said if state]
    state, days = became[-1] if became else (RequestState.ASKED, said[0][1])
    asked = request | {
        "state": state,
        "state_since": now - timedelta(days=days),
        "asked_at": now - timedelta(days=said[0][1]),
        "taken_up_by_id": who[Side.NETWORK] if became else None,
        "library_read": 0,
        "network_read": 0,
    }
    request_id = add_returning_ids(session, SupportRequest, [asked])[0]
    ids = add_returning_ids(session, SupportMessage, [
        {
            "library_id": request["library_id"], "request_id": request_id, "side": side,
            "written_by_id": who[side], "text": text, "became": state,
            "written_at": now - timedelta(days=days) + timedelta(hours=9, minutes=number),
            "once": secret(chance),
        }
        for number, (side, days, text, state) in enumerate(said)
    ])  # fmt: skip
    if read:
        kept = session.get_one(SupportRequest, request_id)
        kept.library_read = kept.network_read = ids[read - 1]


def _worker(session: Session, library_id: int, role: Role) -> int | None:
    """Somebody who does that there, the manager's work else by a librarian."""
    roles = (role, Role.LIBRARIAN)
    return session.scalar(
        select(Membership.person_id)
        .where(Membership.library_id == library_id, Membership.role.in_(roles))
        .order_by(Membership.role != role, Membership.person_id)
        .limit(1)
    )
