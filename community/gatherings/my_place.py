"""Where the visitor stands at a gathering: what its page and every page about a sign-up show."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask_babel import gettext

from community import clock
from community.accounts.access import visitor
from community.db import session as reading
from community.gatherings import invitations, places, sign_up_queries
from community.gatherings.invitations import PARAMETER
from community.gatherings.kinds import Visibility
from community.gatherings.mail_queries import place_in_line
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.places import Places, PlaceState
from community.gatherings.views import address
from community.web.keys import house_key


def places_of(gathering: Gathering) -> Places:
    """The state of seats for who is looking now; asks nothing about people when nobody is."""
    person = visitor()
    entry = sign_up_queries.find_own(reading(), gathering.id, person.id) if person else None
    return place_of(gathering, entry, invited=is_invited(gathering))


def place_of(gathering: Gathering, entry: SignUp | None, *, invited: bool = False) -> Places:
    state = places.places_state(gathering, entry, clock.now(), invited=invited)
    waits = entry is not None and state is PlaceState.YOU_WAIT
    position = place_in_line(reading(), entry) if entry and waits else 0
    return Places(state, entry if state in places.MINE else None, position)


def own_token(entry: SignUp) -> str:
    """What opens the page of a sign-up; a secret between its person and us."""
    return sign_up_queries.token_of(entry, key=house_key())


def own_address(entry: SignUp) -> str:
    return url_for("own_sign_up.show", token=own_token(entry), library=entry.gathering.library)


def page_for_guests(gathering: Gathering) -> str:
    """The gathering's page for who is on its list: what is shown by link alone, by its link."""
    by_link = gathering.visibility is Visibility.LINK
    token = invitations.token_for(gathering, key=house_key()) if by_link else None
    return address(gathering, library=gathering.library, **{PARAMETER: token})


def veiled(email: str | None) -> str:
    """`f•••@example.org`: enough to recognise one's own address over somebody's shoulder."""
    local, _, domain = (email or "").partition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""


def is_invited(gathering: Gathering) -> bool:
    token, key = request.values.get(PARAMETER, ""), house_key()
    return bool(token) and invitations.is_right(token, gathering, key=key)


def said(entry: SignUp) -> str:
    if entry.status is SignUpStatus.CONFIRMED:
        return str(gettext("You are in. See you then!"))
    return str(gettext("You are on the waiting list. We will let you know when there is a seat."))


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        places_of=places_of,
        own_sign_up_address=own_address,
        own_token=own_token,
        page_for_guests=page_for_guests,
        INVITATION=PARAMETER,
    )
    app.jinja_env.filters["veiled"] = veiled
