"""Proposals as people look at them: what is open, what became of the rest, and one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts.access import visitor
from community.db import session
from community.gatherings.filters import AgendaFilter
from community.groups import member_queries
from community.groups.models import Group
from community.libraries.tenancy import tenant_blueprint, this_library
from community.pages import Page
from community.proposals import labels, queries, seeing
from community.proposals.models import Proposal, Says, State
from community.register.views import viewer
from community.web import slots
from community.web.access import open_to_all
from community.web.asked import page_number
from community.web.htmx import render
from community.web.page_cache import cacheable

bp = tenant_blueprint("proposals", __name__, "/voorstellen")

#: So many stand on the front page.
FEW = 3
PAST = "geweest"


@bp.get("")
@open_to_all
def index() -> ResponseReturnValue:
    """What is open, or what became of the rest; narrowed to a theme."""
    library, now, who = this_library(), clock.now(), viewer()
    is_past = request.args.get("stand") == PAST
    themes = queries.list_themes_in_use(session(), library.id)
    theme = next((each for each in themes if each.slug == request.args.get("thema")), None)
    page = page_number(request.args.get("pagina", ""))
    states = queries.PAST_STATES if is_past else queries.OPEN_STATES
    found, total = queries.list_page(
        session(), library.id, states, theme.slug if theme else "", page
    )
    response = render(
        "proposals/index.html",
        found=found,
        behind=queries.count_backers(session(), [each.id for each in found]),
        whose={each.id: seeing.whose(each, who) for each in found},
        paged=Page(found, total, page, queries.PAGE_SIZE),
        is_past=is_past,
        themes=themes,
        theme=theme,
        narrowed=_narrowed,
        now=now,
    )
    query = _narrowed(theme=theme.slug if theme else "", is_past=is_past, page=page)
    return cacheable(response, library_id=library.id, query=urlencode(query))


@bp.get("/<int:proposal_id>-<slug>")
@bp.get("/<int:proposal_id>", endpoint="show_by_number")
@open_to_all
def show(proposal_id: int, slug: str = "") -> ResponseReturnValue:
    """The idea, who is behind it, when it could be, and where it stands."""
    library, who, now = this_library(), viewer(), clock.now()
    proposal = queries.get_readable(session(), library.id, proposal_id, who)
    if slug != proposal.slug:
        return redirect(address(proposal, taal=request.args.get("taal")), 301)
    backings = queries.list_backings(session(), proposal.id)
    response = render(
        "proposals/show.html",
        proposal=proposal,
        whose=seeing.whose(proposal, who),
        behind=len(backings),
        company=seeing.company(proposal, backings, who),
        names=seeing.may_name(proposal, who),
        is_shown=proposal.hidden_at is None and proposal.state in seeing.SHOWN,
        choices=queries.list_choices(session(), proposal, backings, who),
        mine=who.person_id is not None and proposal.person_id == who.person_id,
        who=who,
        now=now,
    )
    if proposal.hidden_at is not None or proposal.state not in seeing.SHOWN:
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    return cacheable(response, library_id=library.id)


def address(proposal: Proposal, **options: Any) -> str:
    """Where a proposal is found. `library=` is needed outside its library's own pages."""
    return url_for("proposals.show", proposal_id=proposal.id, slug=proposal.slug, **options)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        proposal_address=address,
        proposal_labels=labels,
        ProposalSays=Says,
        ProposalState=State,
    )
    slots.fill(app, "home.below", _on_the_front_page, order=40)
    slots.fill(app, "agenda.below", _below_the_agenda, order=80)
    slots.fill(app, "group.below", _of_a_group, order=60)
    slots.fill(app, "partner.thanked", "proposals/_of_partner.html")


def _narrowed(*, theme: str, is_past: bool, page: int = 1) -> dict[str, str]:
    """The one query of a list."""
    said = {
        "stand": PAST if is_past else "",
        "thema": theme,
        "pagina": f"{page}" if page > 1 else "",
    }
    return {name: value for name, value in said.items() if value}


def _on_the_front_page() -> str:
    latest = queries.list_latest(session(), this_library().id, FEW)
    return render_template("proposals/_front_page.html", latest=latest)


def _below_the_agenda(wish: AgendaFilter) -> str:
    return render_template("proposals/_below_agenda.html")


def _of_a_group(group: Group) -> str | None:
    """What a group proposed; for its contact person also the way to do so."""
    person = visitor()
    member = member_queries.find_member(session(), group.id, person.id) if person else None
    leads = member is not None and member.is_contact
    proposed = queries.list_of_group(session(), group.library_id, group.id)
    if group.is_sensitive or not (proposed or leads):
        return None
    return render_template(
        "proposals/_of_group.html", proposed=proposed, leads=leads, now=clock.now()
    )
