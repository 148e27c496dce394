"""What the community found out: the latest of it, what one looks for, and one conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from community import clock
from community.conversations import labels as talk_labels
from community.conversations import seeing as talk
from community.conversations import views as talks
from community.db import session
from community.errors import DomainError, NotFound
from community.findings import labels, narrowing, one_queries, queries, reading, schema_org, seeing
from community.findings.narrowing import Wish
from community.findings.one_queries import One
from community.findings.queries import FEW
from community.gatherings import queries as gatherings
from community.gatherings.models import Gathering
from community.gatherings.views import viewer
from community.harvests import queries as harvests
from community.harvests.models import Harvest
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.register.beside_queries import list_sentences_about
from community.register.views import viewer as register_viewer
from community.search.labels import reason_in_words
from community.texts import readable_tail
from community.topics import queries as topics
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.i18n import language
from community.web.page_cache import cacheable
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("findings", __name__, "/oogst")

#: So many offers and gatherings stand beside a harvest.
BESIDE = 4


class IsWithdrawn(DomainError):
    """It was for everybody to read, and is no longer."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            N_(
                "What was here was withdrawn by the library or by the people who said it. You "
                "will find more under ‘Harvest’."
            )
        )


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """The latest conversations with what they yielded; or cards, of what somebody looks for."""
    library, wish, who = this_library(), narrowing.parse(request.args), viewer()
    found, talks = None, None
    if wish.words:
        found = reading.searched(session(), library.id, wish, who)
    elif wish.is_narrowed:
        found = reading.narrowed(session(), library.id, wish, who)
    else:
        talks = reading.talks(session(), library.id, wish, who)
    response = render(
        "findings/index.html",
        fragment="findings/_found.html",
        wish=wish,
        found=found,
        talks=talks,
        choices=queries.choices(session(), library.id),
        now=clock.now(),
    )
    shown = found or talks
    if wish.words or shown is None or not shown.items:
        return response  # As many answers as there are sentences: not worth keeping.
    return cacheable(response, library_id=library.id, query=urlencode(wish.as_query()))


@bp.get("/<int:harvest_id>-<slug>")
@bp.get("/<int:harvest_id>", endpoint="show_by_number")
@open_to_all
def show(harvest_id: int, slug: str = "") -> ResponseReturnValue:
    """What one conversation yielded; an old title in the address leads to the present one."""
    library, now, who = this_library(), clock.now(), viewer()
    with _that_may_be_withdrawn(harvest_id):
        one = one_queries.read(session(), library.id, harvest_id, talks.who(), now=now)
    if slug != tail(one.harvest):
        return redirect(address(one.harvest), 301)
    themes = one_queries.themes_of(one.harvest)
    response = render(
        "findings/show.html",
        one=one,
        harvest=one.harvest,
        gathering=one.gathering,
        tells_where=seeing.tells_where(one.gathering, who),
        is_known=who.is_signed_in,
        whole=reading.whole(session(), one, who, language()),
        offers=list_sentences_about(
            session(), library.id, themes, register_viewer(), most=BESIDE, now=now
        ),
        coming=gatherings.list_next(
            session(), library.id, now=now, count=BESIDE, viewer=who, theme_ids=themes
        ),
        now=now,
    )
    return cacheable(response, library_id=library.id)


@bp.get("/<int:harvest_id>/eerder/<int:number>")
@open_to_all
def earlier(harvest_id: int, number: int) -> ResponseReturnValue:
    """As it was published before; words that were taken back are gone from there too."""
    one, who = _one(harvest_id), viewer()
    if number == one.harvest.edition:
        return redirect(address(one.harvest), 302)
    library_id = this_library().id
    editions = harvests.list_editions(session(), library_id, harvest_id)
    edition = next((each for each in editions if each.number == number), None)
    if edition is None:
        raise NotFound
    response = render(
        "findings/earlier.html",
        harvest=one.harvest,
        gathering=one.gathering,
        tells_where=seeing.tells_where(one.gathering, who),
        edition=edition,
        after=next(each for each in editions if each.number == number + 1),
        cards=reading.as_it_was(edition),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return cacheable(response, library_id=library_id)


@bp.get("/<int:harvest_id>/print")
@open_to_all
def sheet(harvest_id: int) -> ResponseReturnValue:
    """The same on paper: to hang up, or to take along to the town hall."""
    one, who = _one(harvest_id), viewer()
    response = render(
        "findings/sheet.html",
        one=one,
        harvest=one.harvest,
        gathering=one.gathering,
        tells_where=seeing.tells_where(one.gathering, who),
        parts=reading.whole(session(), one, who, language()).parts,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return cacheable(response, library_id=this_library().id)


def address(harvest: Harvest, *, absolute: bool = False) -> str:
    """Where a harvest is read, in its own library's pages."""
    path = f"{url_for('findings.index')}/{harvest.id}-{tail(harvest)}"
    return f"{base_url()}{path}" if absolute else path


def tail(harvest: Harvest) -> str:
    """The readable end of its address; changes with the title, the id in front does not."""
    return readable_tail(harvest.title, "opbrengst")


def article_data(one: One, tells_where: bool, themes: list[str]) -> Markup:
    """For search engines: a block of data, which no policy takes for a script."""
    library = this_library()
    data = schema_org.article(
        one.harvest,
        one.gathering if tells_where else None,
        themes,
        {"@type": "Library", "name": library.name, "url": f"{base_url()}/{library.slug}/"},
        address(one.harvest, absolute=True),
    )
    said = htmlsafe_json_dumps(data)
    return Markup('<script type="application/ld+json">{}</script>').format(said)


def narrowed(wish: Wish, **changes: Any) -> dict[str, str]:
    """The query of the same wish with something else chosen."""
    return wish.but(**changes).as_query()


def page_address(wish: Wish, page: int) -> str:
    query = urlencode(replace(wish, page=page).as_query())
    return f"{url_for('findings.index')}?{query}" if query else url_for("findings.index")


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        finding_address=address,
        findings_narrowed=narrowed,
        findings_page=page_address,
        finding_kinds=talk_labels.KINDS,
        findings_of_kind=labels.MANY,
        finding_data=article_data,
        finding_reason=reason_in_words,
    )
    slots.fill(app, "home.below", _on_the_front_page, order=30)
    slots.fill(app, "gathering.below", _below_gathering, order=20)
    slots.fill(app, "register.aside", _beside_what_is_known)
    slots.add_to_menu(app, Menu.MAIN, MenuItem("findings.index", N_("Harvest"), order=18))


def _one(harvest_id: int) -> One:
    with _that_may_be_withdrawn(harvest_id):
        return one_queries.get(session(), this_library().id, harvest_id)


@contextmanager
def _that_may_be_withdrawn(harvest_id: int) -> Iterator[None]:
    """Of what everybody could read once it is said that it was taken back."""
    try:
        yield
    except NotFound:
        if one_queries.was_withdrawn(session(), this_library().id, harvest_id):
            raise IsWithdrawn from None
        raise


def _beside_what_is_known(theme: str) -> str | None:
    """On the page of what people know: what was found out about this theme, and who talk of it."""
    themes = topics.list_themes(session()) if theme else ()
    about = next((each for each in themes if each.slug == theme), None)
    if about is None or about.is_sensitive:
        return None
    found = queries.list_items(session(), this_library().id, Wish(theme=theme))
    return render_template(
        "findings/_on_theme.html", theme=about, items=found.items[:FEW], number=found.total
    )


def _on_the_front_page() -> str | None:
    """Three cards; nothing as long as nothing is published."""
    cards = reading.latest(session(), this_library().id, viewer())
    return render_template("findings/_front_page.html", cards=cards) if cards else None


def _below_gathering(gathering: Gathering) -> str | None:
    """What it yielded, below a conversation that was held."""
    if not gathering.is_over(clock.now()) or not talk.has_one(gathering):
        return None
    harvest = queries.find_of(session(), gathering.library_id, gathering.id)
    if harvest is None:
        return None
    cards, number = reading.first_of(session(), harvest, viewer())
    return render_template(
        "findings/_of_gathering.html", harvest=harvest, cards=cards, number=number
    )
