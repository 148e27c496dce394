"""The register at the desk: all of it, one entry with its history, and for who has no account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts import people
from community.accounts.access import may_work_here
from community.accounts.models import Person
from community.consents.models import Channel
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.register import desk_queries, labels, queries, seeing, states, suggesting, writing
from community.register.agreed import READ_OUT
from community.register.desk_queries import ASPECTS, PAGE_SIZE, DeskWish
from community.register.forms import EntryOfSomebodyForm
from community.register.models import Direction, Entry, EntryState
from community.register.narrowing import DIRECTION_WORDS, slug
from community.register.views import Found
from community.register.writing_views import fill
from community.topics import queries as topics
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.asked import one_of, page_number
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("entries_desk", __name__, "/beheer/kennis")

_DIRECTIONS = {word: direction for direction, word in DIRECTION_WORDS.items()}


@bp.get("")
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def index() -> ResponseReturnValue:
    wish, now = _parse(request.args), clock.now()
    entries, total = desk_queries.list_page(session(), this_library().id, wish, now=now)
    return render(
        "register/desk_index.html",
        entries=entries,
        found=Found((), total, wish.page, PAGE_SIZE),
        wish=wish,
        address=_address,
        themes=topics.list_themes(session()),
        aspects=labels.ASPECTS,
        only_librarians=seeing.is_for_librarians_only,
        now=now,
    )


@bp.get("/<int:entry_id>")
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def show(entry_id: int) -> ResponseReturnValue:
    """One entry in full, with whose it is, and what happened to it."""
    entry = _entry(entry_id)
    return render(
        "register/desk_show.html",
        entry=entry,
        cases=desk_queries.list_cases(session(), entry.library_id, entry.id),
        only_librarians=seeing.is_for_librarians_only(entry),
        now=clock.now(),
    )


@bp.route("/namens/<any(aanbod, vragen):kind>", methods=["GET", "POST"])
@librarians_only
@private
def write(kind: str) -> ResponseReturnValue:
    """For somebody who stands at the desk or calls; it opens at once."""
    direction, form = _DIRECTIONS[kind], EntryOfSomebodyForm()
    fitting = fill(form, direction, form.title.data or "")
    if request.method == "GET":
        form.language.data = language()
        form.themes.data = [theme.id for theme in fitting]
    elif form.validate_on_submit():
        return _write(direction, form)
    return render(
        "register/desk_write.html",
        status=422 if form.errors else 200,
        form=form,
        asks=direction is Direction.REQUEST,
        to_read_out=READ_OUT,
    )


@bp.post("/<int:entry_id>/pauze")
@librarians_only
def pause(entry_id: int) -> ResponseReturnValue:
    _entry(entry_id)
    with transaction() as tx:
        states.pause(tx, this_library().id, entry_id)
    return done(gettext("Paused."), url_for(".show", entry_id=entry_id))


@bp.post("/<int:entry_id>/verlengen")
@librarians_only
def renew(entry_id: int) -> ResponseReturnValue:
    return _act(entry_id, states.renew, gettext("It stays for another six months."))


@bp.post("/<int:entry_id>/stoppen")
@librarians_only
def stop(entry_id: int) -> ResponseReturnValue:
    return _act(entry_id, states.stop, gettext("Stopped."))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem(
        "entries_desk.index", N_("Offers and requests"), order=55, shown=may_work_here, more=True
    )
    slots.add_to_menu(app, Menu.DESK, item)
    waiting.waits(
        app,
        lambda library_id, now: (desk_queries.to_call(library_id, now),),
        lambda number: render_template("register/_desk_todo.html", number=number),
    )


def _write(direction: Direction, form: EntryOfSomebodyForm) -> ResponseReturnValue:
    library_id, now = this_library().id, clock.now()
    terms = suggesting.terms_for(session(), library_id, form.title.data, form.themes.data or ())
    with transaction() as tx:
        who: Person = (
            people.find_or_create_person(tx, form.email.data, form.first_name.data, language(), now)
            if form.email.data
            else people.person_without_address(
                tx, form.first_name.data, form.phone.data or "", now=now
            )
        )
        entry = writing.publish(
            tx, library_id, who.id, direction, form.said(terms),
            is_old_enough=bool(form.is_old_enough.data), heard=Channel(form.how.data), now=now,
        )  # fmt: skip
    return done(gettext("It is in the list now."), url_for(".show", entry_id=entry.id))


def _act(entry_id: int, verb: Callable[..., Entry], said: str) -> ResponseReturnValue:
    _entry(entry_id)
    with transaction() as tx:
        verb(tx, this_library().id, entry_id, now=clock.now())
    return done(said, url_for(".show", entry_id=entry_id))


def _entry(entry_id: int) -> Entry:
    return queries.get(session(), this_library().id, entry_id)


def _parse(args: Mapping[str, str]) -> DeskWish:
    aspect = args.get("wat", "")
    return DeskWish(
        direction=_DIRECTIONS.get(args.get("soort", "")),
        state=one_of(EntryState, args.get("stand", "")),
        aspect=aspect if aspect in ASPECTS else "",
        theme=slug(args.get("thema", "")),
        page=page_number(args.get("pagina", "")),
    )


def _address(wish: DeskWish, **changes: Any) -> str:
    """Where the same list is with something else chosen; from the first page, unless it says so."""
    said = {
        "soort": DIRECTION_WORDS[wish.direction] if wish.direction else None,
        "stand": wish.state,
        "wat": wish.aspect or None,
        "thema": wish.theme or None,
        **changes,
    }
    return url_for(".index", **said)
