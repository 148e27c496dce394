"""The log as a story: what happened day by day, and what is alive outside."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from community import clock
from community.accounts.access import may_work_here
from community.db import session
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.logbook import queries, sentences, telling
from community.logbook.happenings import Part, Told
from community.logbook.sentences import Names
from community.logbook.story_forms import PartForm, address_of, possible
from community.topics import queries as topics
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import render
from community.web.i18n import language

bp = tenant_blueprint("logbook_story", __name__, "/beheer/logboek")

#: So long something that was said outside is alive.
ALIVE = timedelta(days=92)


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """What happened, the latest day first; nobody is named."""
    library_id = this_library().id
    form = PartForm(request.args)
    form.offer(session(), library_id, language())
    good = form.validate()
    part = form.part() if good else Part()
    about = _gathering(part)
    page = telling.page(
        session(),
        library_id,
        part,
        until=_until(part),
        link=_link,
        fit=lambda text: str(escape(text)),
    )
    return render(
        "logbook/story.html",
        status=200 if good else 422,
        form=form,
        part=part,
        about=about,
        story=page,
        say=lambda told: _said(told, page.names),
        address=address_of(part),
        narrowed=part != Part(),
        chosen=form.chosen,
        themes={theme.slug: theme for theme in topics.list_themes(session())},
    )


@bp.get("/wat-leeft-er")
@librarians_only
@private
def alive() -> ResponseReturnValue:
    """What was noted outside, per theme, over the last three months."""
    today = clock.local_day(clock.now())
    since = today - ALIVE
    found = queries.list_alive(session(), this_library().id, since=since, until=today)
    return render("logbook/alive.html", found=found, since=since)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk.acts", _way_in, order=90)


def _way_in(gathering: Gathering) -> str | None:
    """From the gathering at the desk to what the log tells of it."""
    if not may_work_here():
        return None
    return render_template("logbook/_way_to_story.html", gathering=gathering)


def _gathering(part: Part) -> Gathering | None:
    if part.gathering_id is None:
        return None
    return hosting_queries.get(session(), this_library().id, part.gathering_id)


def _until(part: Part) -> date:
    """The day that the address says, or the last of the period, never after today."""
    days = [clock.local_day(clock.now())]
    if part.last:
        days.append(part.last)
    with suppress(ValueError):
        days.append(possible(date.fromisoformat(request.args.get("dag", ""))))
    return min(days)


def _link(number: int, title: str) -> str:
    return str(
        Markup('<a href="{}">{}</a>').format(
            url_for("gatherings_desk.show", gathering_id=number), title
        )
    )


def _said(told: Told, names: Names) -> Markup:
    """Every name in it was made fit before."""
    return Markup(sentences.sentence_of(told, names))  # noqa: S704
