"""RSS of what the community found out: a conversation an item, with all that it yielded.

A name is not in it. It stands on our own page as long as its person wants that; what other people's
readers keep, nobody can take back.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template, url_for
from flask_babel import force_locale, gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from community import clock
from community.calendars import asking, rss_writing
from community.calendars.answers import PUBLIC, feed_answer, never_empty
from community.calendars.feeds import Shown
from community.conversations.labels import KINDS
from community.db import session
from community.findings import queries, seeing
from community.findings.views import address
from community.gatherings.queries import ANYBODY
from community.harvests.models import Harvest, HarvestItem
from community.libraries import queries as libraries
from community.libraries.models import Library
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.formats import day_long, quoted
from community.web.i18n import house_language

bp = Blueprint("findings_news", __name__)

#: Items of one conversation in a feed; the rest is on its page.
MOST = 50


@bp.get(f"{PREFIX}/oogst.rss", provide_automatic_options=False)
@open_to_all
@never_empty
def rss() -> Response:
    """The latest conversations, in the language of the address."""
    library, shown = this_library(), asking.shown(clock.now())
    version = libraries.version(session(), library.id)
    response = feed_answer(
        lambda: written(session(), library, shown),
        facts=("findings", version.pages, library.name, *shown.facts),
        cache_control=PUBLIC,
        content_type=rss_writing.RSS,
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def written(session: Session, library: Library, shown: Shown) -> bytes:
    """The findings of a library as a feed of news, the latest harvests first."""
    found = queries.list_for_feed(session, library.id)
    of_each = queries.list_first_items(session, library.id, [each.id for each in found], MOST)
    with force_locale(shown.language):
        channel = rss_writing.channel(
            title=gettext("What the community found out at %(library)s", library=library.name),
            link=f"{shown.base_url}/{library.slug}/oogst",
            description=gettext(
                "What came out of conversations, checked by the people who were there."
            ),
            language=shown.language,
            here=_here(library, shown.language),
        )
        for harvest in found:
            items, _number = of_each.get(harvest.id, ([], 0))
            if items and harvest.published_at:
                channel.add_item(
                    title=harvest.title,
                    link=address(harvest, absolute=True),
                    guid=f"{shown.base_url}/{library.slug}/oogst/{harvest.id}",
                    html=_html(harvest, items),
                    at=harvest.published_at,
                )
    return channel.written()


def head() -> str:
    """In the head of the pages: the same for feed readers."""
    library = this_library()
    forms = [(rss_writing.RSS, library.name, _here(library, house_language()))]
    return render_template("calendars/_head.html", forms=forms)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "findings.head", head)


def _here(library: Library, spoken: str) -> str:
    plain = f"{base_url()}{url_for('findings_news.rss', library=library.slug)}"
    return plain if spoken == "nl" else f"{plain}?taal={spoken}"


def _html(harvest: Harvest, items: list[HarvestItem]) -> str:
    """Where and when first, then what it yielded: words, and nothing that acts."""
    gathering = harvest.gathering
    day = day_long(gathering.starts_at)
    title = gathering.title if seeing.tells_where(gathering, ANYBODY) else ""
    whence = f"{title}, {day}." if title else f"{day}."
    said = [rss_writing.paragraph(whence)]
    if harvest.summary:
        said.append(rss_writing.paragraph(harvest.summary))
    return "".join([*said, *(_item(each) for each in items)])


def _item(item: HarvestItem) -> str:
    words = quoted(item.text) if item.is_quote else item.text
    kind = Markup("<strong>{}</strong><br>").format(str(KINDS[item.kind]))
    body = Markup("<p>{}{}</p>").format(kind, words)
    return body.replace("\n", Markup("<br>"))
