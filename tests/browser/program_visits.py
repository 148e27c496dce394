"""The pages about what leaves the house: programs and their keys, and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.webhooks.models import Webhook
from tests.browser import file_visits, moderation_visits
from tests.browser.visit import MANAGER, Visit

VISITS = [
    *file_visits.VISITS,
    Visit("connections.index", MANAGER),
    Visit("connections.new", MANAGER),
    Visit("webhooks.edit", MANAGER),
    Visit("webhooks.new", MANAGER),
    Visit("webhooks.show", MANAGER),
    Visit("work_provider.set_up", MANAGER),
    Visit("makers.index"),
    Visit("makers.index", language="en"),
]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for the variables of these addresses."""
    of_library = select(Webhook.id).where(Webhook.library_id == library_id)
    webhook = {"webhook_id": lambda: session().scalars(of_library.limit(1)).one()}
    return {**webhook, **file_visits.known(library_id)}


#: What is for programs, or for a spreadsheet.
NO_PAGES = {
    "metrics.show": "figures for a monitor",
    **file_visits.NO_PAGES,
    **moderation_visits.NO_PAGES,
    "api.branches": "for programs",
    "api.gathering": "for programs",
    "api.gatherings": "for programs",
    "api.offers": "for programs",
    "api.sign_ups": "for programs",
    "api.themes": "for programs",
    "calendars.agenda": "a calendar",
    "calendars.gathering": "a calendar",
    "calendars.own": "a calendar",
    "news.json_feed": "a feed",
    "news.rss": "a feed",
    "makers.document": "for programs",
    "work_accounts.begin": "leads to the provider of an organisation",
    "work_accounts.come_back": "leads on, for who comes back from there",
    "work_accounts.connect": "is there once a library has a provider, which the demo town has not",
}
