"""A harvest as search engines read it: an Article in JSON-LD that says no more than the page."""

from __future__ import annotations

from collections.abc import Sequence

from community.clock import local
from community.gatherings.models import Gathering
from community.harvests.models import Harvest

Data = dict[str, object]


def article(
    harvest: Harvest, gathering: Gathering | None, themes: Sequence[str], publisher: Data, page: str
) -> Data:
    """In a fixed order; `gathering` is None when its title is not for everybody."""
    known: Data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": page,
        "url": page,
        "headline": harvest.title,
        "description": harvest.summary or None,
        "datePublished": harvest.published_at and local(harvest.published_at).isoformat(),
        "inLanguage": gathering.language if gathering else None,
        "about": [{"@type": "Thing", "name": each} for each in themes] or None,
        "author": publisher,
        "publisher": publisher,
        "isBasedOn": gathering
        and {
            "@type": "Event",
            "name": gathering.title,
            "startDate": local(gathering.starts_at).isoformat(),
        },
    }
    return {name: value for name, value in known.items() if value is not None}
