"""The register as people look at it: search, the list, and one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import may_work_here, visitor
from community.db import session
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moments import Moment
from community.pages import Paged, how_many
from community.register import beside_queries, finding, labels, narrowing, queries, seeing
from community.register.models import Direction, Form, SeenBy
from community.register.narrowing import When, Wish
from community.register.queries import MOST_FOUND, PAGE_SIZE
from community.register.seeing import ANYBODY, Shown, Viewer
from community.search.labels import reason_in_words
from community.tongues import Tongue
from community.web import slots
from community.web.access import open_to_all
from community.web.htmx import render
from community.web.page_cache import cacheable
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("register", __name__, "/kennis")

#: So many offers, and so many questions, stand on the front page.
FEW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in a list, with the sentences that say why it was found."""

    shown: Shown
    reasons: Sequence[str] = ()
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Found(Paged):
    rows: Sequence[Row]
    total: int
    number: int
    size: int = PAGE_SIZE

    @property
    def fitting(self) -> Sequence[Row]:
        return [row for row in self.rows if row.fits]

    @property
    def near(self) -> Sequence[Row]:
        """What only comes near; it comes after all that fits, and is not counted."""
        return [row for row in self.rows if not row.fits]

    @property
    def pages(self) -> int:
        return how_many(self.total, self.size)


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """What people offer or ask; by words the best first, with the reason."""
    library, wish, who = this_library(), narrowing.parse(request.args), viewer()
    other = Direction.REQUEST if wish.direction is Direction.OFFER else Direction.OFFER
    now = clock.now()
    found, beside, beside_total = find(library.id, wish, who, beside=other)
    response = render(
        "register/index.html",
        fragment="register/_found.html",
        wish=wish,
        found=found,
        beside=beside,
        beside_total=beside_total,
        other=other,
        themes=queries.count_by_theme(session(), library.id, wish, who, now=now),
        branches=[(each.slug, each.place) for each in queries.list_branches(session(), library.id)],
        who=who,
        now=now,
    )
    if wish.words or not found.rows:
        return response  # As many answers as there are sentences: not worth keeping.
    return cacheable(response, library_id=library.id, query=urlencode(wish.as_query()))


@bp.get("/<int:entry_id>")
@open_to_all
def show(entry_id: int) -> ResponseReturnValue:
    """One offer or request, as far as it is for whoever looks."""
    library, who, now = this_library(), viewer(), clock.now()
    entry = queries.get_readable(session(), library.id, entry_id, who, now=now)
    response = render(
        "register/show.html",
        one=seeing.show(entry, who, themes=entry.themes),
        is_findable=seeing.is_open(entry, now=now),
        is_hidden=entry.hidden_at is not None,
        is_waiting=entry.is_waiting,
        until=entry.expires_at,
        is_public=entry.seen_by is SeenBy.EVERYONE,
        who=who,
        now=now,
    )
    if entry.seen_by is not SeenBy.EVERYONE or not seeing.is_open(entry, now=now):
        response.headers["X-Robots-Tag"] = "noindex"
    if not seeing.is_open(entry, now=now):
        return response
    return cacheable(response, library_id=library.id)


def viewer() -> Viewer:
    """What `seeing` must know of who is looking; asks nothing when nobody is signed in."""
    person = visitor()
    return Viewer(person.id, is_librarian=may_work_here()) if person else ANYBODY


def find(
    library_id: int, wish: Wish, who: Viewer, *, beside: Direction
) -> tuple[Found, list[Shown], int]:
    """A page of what this viewer finds, and a few of the other kind that stand beside it."""
    now = clock.now()
    if wish.words:
        hits = finding.search(
            session(),
            library_id,
            wish.direction,
            wish.words,
            viewer=who,
            among=queries.among(library_id, wish, who, now=now),
            most=MOST_FOUND,
        )
        start = (wish.page - 1) * PAGE_SIZE
        said = {hit.subject_id: hit for hit in hits[start : start + PAGE_SIZE]}
        ids, total = list(said), sum(hit.fits for hit in hits)
    else:
        said = {}
        ids, total = queries.list_page(session(), library_id, wish, who, now=now)
    entries, others, other_total = queries.load_with_beside(
        session(), library_id, ids, beside, who, now=now
    )
    rows = [
        Row(
            seeing.show(entries[each], who),
            [reason_in_words(why) for why in said[each].reasons] if each in said else (),
            fits=each not in said or said[each].fits,
        )
        for each in ids
        if each in entries
    ]
    return Found(rows, total, wish.page), [seeing.show(each, who) for each in others], other_total


def about(one: Shown) -> dict[str, str]:
    """The language of somebody's own words, where it is not the page's."""
    from_right = one.language in labels.RIGHT_TO_LEFT
    return {"lang": one.language} | ({"dir": "rtl"} if from_right else {})


def narrowed(wish: Wish, **changes: Any) -> dict[str, str]:
    """The query of the same wish with something else chosen."""
    return wish.but(**changes).as_query()


def on_page(wish: Wish, page: int) -> dict[str, str]:
    return replace(wish, page=page).as_query()


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        register_labels=labels,
        register_narrowed=narrowed,
        register_on_page=on_page,
        own_words=about,
        RegisterForm=Form,
        RegisterMoment=Moment,
        RegisterWhen=When,
        RegisterTongue=Tongue,
    )
    slots.fill(app, "home.below", _on_the_front_page, order=20)
    slots.add_to_menu(
        app, Menu.MAIN, MenuItem("register.index", N_("Knowledge and skills"), order=15)
    )


def _on_the_front_page() -> str:
    """What you could say yourself, beside what others said last."""
    now = clock.now()
    latest = beside_queries.list_latest(session(), this_library().id, viewer(), most=FEW, now=now)
    return render_template("register/_front_page.html", latest=latest, now=now)
