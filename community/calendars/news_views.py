"""The agenda for feed readers and other sites, and how a page says that it is there."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template

from community.calendars import asking, links, news
from community.calendars.answers import CALENDAR, never_empty
from community.calendars.rss_writing import RSS
from community.gatherings.filters import AgendaFilter
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.libraries.tenancy import PREFIX, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.i18n import language

bp = Blueprint("news", __name__)


@bp.get(f"{PREFIX}/agenda.rss", provide_automatic_options=False)
@open_to_all
@never_empty
def rss() -> Response:
    return asking.public_answer(news.rss, RSS, kind="rss")


@bp.get(f"{PREFIX}/agenda.json", provide_automatic_options=False)
@open_to_all
@never_empty
def json_feed() -> Response:
    return asking.public_answer(news.json_feed, news.JSON_FEED, kind="json")


def agenda_head(wish: AgendaFilter) -> str:
    """In the head of the agenda: this very list in other forms, for programs that look there."""
    return _head(_forms(wish.topics.but(words=wish.words)))


def gathering_head(gathering: Gathering) -> str | None:
    """In the head of a gathering: itself as a file, and the list it stands in."""
    if gathering.published_at is None or gathering.visibility is not Visibility.PUBLIC:
        return None
    own = (CALENDAR, gathering.title, links.download(gathering))
    return _head([own, *_forms(AgendaFilter())])


def group_head(group: Group) -> str | None:
    """In the head of a group's page: what it does."""
    wish = links.of_group(group)
    return _head(_forms(wish)) if wish else None


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "agenda.head", agenda_head)
    slots.fill(app, "gathering.head", gathering_head)
    slots.fill(app, "group.head", group_head)


def _forms(wish: AgendaFilter) -> list[tuple[str, str, str]]:
    """Type, title and address of each form in which a list can be had."""
    name, spoken = this_library().name, language()
    return [
        (CALENDAR, name, links.agenda(wish, name).url),
        (RSS, name, links.news(wish, spoken, "rss")),
        (news.JSON_FEED, name, links.news(wish, spoken, "json_feed")),
    ]


def _head(forms: list[tuple[str, str, str]]) -> str:
    return render_template("calendars/_head.html", forms=forms)
