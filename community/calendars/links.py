"""The ways into somebody's own calendar, from one feed address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from flask import current_app, url_for

from community import tokens
from community.accounts.models import Person
from community.gatherings.filters import AgendaFilter
from community.gatherings.invitations import PARAMETER, token_for
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.groups.models import Group, SeenBy
from community.libraries.tenancy import base_url
from community.web.i18n import language
from community.web.keys import house_key


class Purpose(StrEnum):
    """What a token opens. A new address for one is a new address for all of somebody's feeds."""

    OWN = "calendar"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed, and what opens it in the calendars that most people have."""

    url: str
    name: str
    #: The id of the field that shows the address; two panels on a page have two.
    field: str = "agenda-adres"

    @property
    def webcal(self) -> str:
        """What a phone or a program on a computer opens in its own calendar."""
        return f"webcal://{self.url.partition('://')[2]}"

    @property
    def google(self) -> str:
        return f"https://calendar.google.com/calendar/r?{urlencode({'cid': self.webcal})}"

    @property
    def outlook(self) -> str:
        return f"https://outlook.live.com/calendar/0/addfromweb?{self._named}"

    @property
    def outlook_at_work(self) -> str:
        return f"https://outlook.office.com/calendar/0/addfromweb?{self._named}"

    @property
    def _named(self) -> str:
        return urlencode({"url": self.url, "name": self.name})


def of_group(group: Group) -> AgendaFilter | None:
    """What a group does; None where not everybody may know of the group."""
    if group.seen_by is not SeenBy.EVERYONE or group.is_sensitive:
        return None
    return AgendaFilter(of=(("groep", group.id),))


def agenda(wish: AgendaFilter, name: str) -> Subscription:
    """The library's feed, narrowed as the agenda is."""
    path = url_for("calendars.agenda", **query_of(wish, language()))
    return Subscription(f"{base_url()}{path}", name)


def agenda_page(wish: AgendaFilter, spoken: str) -> str:
    """The page for people that a feed is another form of."""
    return f"{base_url()}{url_for('gatherings.index', **query_of(wish, spoken))}"


def news(wish: AgendaFilter, spoken: str, form: str) -> str:
    """The agenda as `rss` or as `json_feed`."""
    return f"{base_url()}{url_for(f'news.{form}', **query_of(wish, spoken))}"


def own(person: Person, name: str) -> Subscription:
    path = url_for("calendars.own", token=token_of(person))
    return Subscription(f"{base_url()}{path}", name)


def received(person: Person, name: str) -> Subscription:
    """Where somebody receives the people; its address opens nothing else of theirs."""
    path = url_for("calendars.received", token=token_of(person, Purpose.RECEIVED))
    return Subscription(f"{base_url()}{path}", name, field="ontvangst-adres")


def download(gathering: Gathering) -> str:
    """One gathering as a file. What is shown by link alone is also had by link alone."""
    query = _said(language())
    if gathering.visibility is Visibility.LINK:
        query[PARAMETER] = token_for(gathering, key=house_key())
    slug = gathering.slug
    return url_for("calendars.gathering", gathering_id=gathering.id, slug=slug, **query)


def query_of(wish: AgendaFilter, spoken: str) -> dict[str, Any]:
    """The one way to ask for a feed, always in the same order."""
    return wish.as_query() | _said(spoken)


def token_of(person: Person, purpose: Purpose = Purpose.OWN) -> str:
    return tokens.derive(house_key(), purpose, person.id, person.calendar_salt)


def is_token_of(token: str, person: Person, purpose: Purpose = Purpose.OWN) -> bool:
    return tokens.matches(token, house_key(), purpose, person.id, person.calendar_salt)


def _said(spoken: str) -> dict[str, Any]:
    """A feed has no cookie to remember a language by, so the address says which."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return {"taal": spoken} if spoken in languages[1:] else {}
