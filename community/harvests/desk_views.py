"""The harvest at the desk: what the tables wrote beside what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.conversations import seeing
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries
from community.harvests import (
    alike,
    drafting,
    hearing,
    items,
    labels,
    presenting,
    queries,
    reader_queries,
    showing,
    source_queries,
)
from community.harvests.forms import (
    AnswerForm,
    ChosenForm,
    DescribeForm,
    ItemForm,
    MaybeWhyForm,
    SeenForm,
    WhyForm,
)
from community.harvests.models import Harvest, State
from community.libraries.tenancy import tenant_blueprint, this_library
from community.topics import queries as topics
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("harvests_desk", __name__, "/beheer/activiteiten/<int:gathering_id>/oogst")

#: A verb on one item of a harvest: session, library, harvest, item, now.
One = Callable[[Session, int, int, int, datetime], object]
ONE: dict[str, One] = {
    "omhoog": lambda tx, library, of, item, _: items.move(tx, library, of, item, by=-1),
    "omlaag": lambda tx, library, of, item, _: items.move(tx, library, of, item, by=1),
    "weg": lambda tx, library, of, item, now: items.leave_out(
        tx, library, of, item, out=True, now=now
    ),
    "terug": lambda tx, library, of, item, now: items.leave_out(
        tx, library, of, item, out=False, now=now
    ),
    "citaat": lambda tx, library, of, item, _: items.quote(tx, library, of, item, is_quote=True),
    "geen-citaat": lambda tx, library, of, item, _: items.quote(
        tx, library, of, item, is_quote=False
    ),
    "blijft": lambda tx, library, of, item, _: items.let_stand(tx, library, of, item),
}


@bp.get("")
@librarians_only
@reads(Reading.HARVEST, Whose.GATHERING)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    return page(gathering_id)


@bp.post("/begin")
@librarians_only
@private
def begin(gathering_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    return _act(
        gathering_id,
        gettext("Here is a draft with everything there was."),
        lambda tx: drafting.make_draft(tx, library_id, gathering_id, now=clock.now()),
    )


@bp.post("/erbij")
@librarians_only
@private
def take_in(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), SeenForm()
    return _act(
        gathering_id,
        gettext("Added from the notes."),
        lambda tx: drafting.take_in(tx, *of, version=form.version, now=clock.now()),
    )


@bp.post("/waarover")
@librarians_only
@private
def describe(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), DescribeForm()
    return _act(
        gathering_id,
        gettext("Saved."),
        lambda tx: items.describe(
            tx, *of, version=form.version, title=form.title.data, summary=form.summary.data
        ),
        describing=form,
    )


@bp.post("/nieuw")
@librarians_only
@private
def add(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), ItemForm()
    return _act(
        gathering_id,
        gettext("Added. It says that you added it."),
        lambda tx: items.add(tx, *of, version=form.version, kind=form.what, text=form.text.data),
        adding=form,
    )


@bp.post("/samen")
@librarians_only
@private
def join(gathering_id: int) -> ResponseReturnValue:
    """What is ticked becomes one."""
    of, form, ids = _of(gathering_id), ChosenForm(), request.form.getlist("item", type=int)
    return _act(
        gathering_id,
        gettext("They are one item now, with all their sources."),
        lambda tx: items.merge(tx, *of, ids, version=form.version),
        choosing=form,
    )


@bp.post("/onder")
@librarians_only
@private
def place(gathering_id: int) -> ResponseReturnValue:
    """What is ticked comes to stand under one heading."""
    of, form, ids = _of(gathering_id), ChosenForm(), request.form.getlist("item", type=int)
    theme_id = row_id(form.theme.data)
    if theme_id is not None and theme_id not in {theme.id for theme in _themes()}:
        raise NotFound
    return _act(
        gathering_id,
        gettext("They are there now."),
        lambda tx: items.place(
            tx, *of, ids, version=form.version, theme_id=theme_id, heading=form.heading.data or ""
        ),
        choosing=form,
    )


@bp.post("/<int:item_id>/<any(omhoog,omlaag,weg,terug,citaat,'geen-citaat',blijft):act>")
@librarians_only
@private
def act(gathering_id: int, item_id: int, act: str) -> ResponseReturnValue:
    of = _of(gathering_id)
    return _act(
        gathering_id,
        gettext("Done."),
        lambda tx: ONE[act](tx, *of, item_id, clock.now()),
        anchor="" if act == "weg" else f"kaart-{item_id}",
    )


@bp.post("/<int:item_id>/los/<int:origin_id>")
@librarians_only
@private
def split(gathering_id: int, item_id: int, origin_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), SeenForm()
    return _act(
        gathering_id,
        gettext("It is separate again."),
        lambda tx: items.split_off(tx, *of, item_id, origin_id, version=form.version),
    )


@bp.post("/voorleggen")
@librarians_only
@private
def present(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), SeenForm()
    return _act(
        gathering_id,
        gettext("Everyone who was there gets 72 hours to check it."),
        lambda tx: presenting.present(tx, *of, version=form.version, now=clock.now()),
    )


@bp.post("/concept")
@librarians_only
@private
def back_to_draft(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), SeenForm()
    return _act(
        gathering_id,
        gettext("It is a draft again. Show it again when it is ready."),
        lambda tx: presenting.back_to_draft(tx, *of, version=form.version),
    )


@bp.post("/vaststellen")
@librarians_only
@private
def establish(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), MaybeWhyForm()
    return _act(
        gathering_id,
        gettext("Established. You can publish it now."),
        lambda tx: presenting.establish(
            tx, *of, version=form.version, early_why=form.why.data or "", now=clock.now()
        ),
        early=form,
    )


@bp.post("/publiceren")
@librarians_only
@private
def publish(gathering_id: int) -> ResponseReturnValue:
    of, by = _of(gathering_id), me().id
    return _act(
        gathering_id,
        gettext("Published. Everyone can read it now."),
        lambda tx: presenting.publish(tx, *of, by=by, now=clock.now()),
    )


@bp.post("/intrekken")
@librarians_only
@private
def withdraw(gathering_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), WhyForm()
    return _act(
        gathering_id,
        gettext("Withdrawn. Nobody can read it any more."),
        lambda tx: presenting.withdraw(
            tx, *of, version=form.version, why=form.why.data, now=clock.now()
        ),
        withdrawing=form,
    )


@bp.post("/verbetering/<int:correction_id>")
@librarians_only
@private
def handle(gathering_id: int, correction_id: int) -> ResponseReturnValue:
    of, form = _of(gathering_id), AnswerForm()
    return _act(
        gathering_id,
        gettext("Answered. The person who wrote it will be told."),
        lambda tx: hearing.handle(
            tx, *of, correction_id, form.answer.data, remove=form.remove.data, now=clock.now()
        ),
        anchor="verbeteringen",
        answering=(correction_id, form),
    )


@bp.post("/verteld/<int:sign_up_id>")
@librarians_only
@private
def told(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Somebody without address was called."""
    of = _of(gathering_id)
    with transaction() as tx:
        presenting.told(tx, *of, sign_up_id, now=clock.now())
    return done(gettext("Noted."), url_for("calls.index", _anchor="oogst"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(harvest_labels=labels)


Act = Callable[[Session], object]


def _of(gathering_id: int) -> tuple[int, int]:
    """Library and harvest of a gathering; without a harvest there is nothing to do."""
    found = queries.find_of(session(), this_library().id, gathering_id)
    if found is None:
        raise NotFound
    return found.library_id, found.id


def _at(gathering_id: int, anchor: str = "") -> str:
    return url_for(".show", gathering_id=gathering_id, _anchor=anchor or None)


def _act(
    gathering_id: int, said: str, act: Act, *, anchor: str = "", **typed: Any
) -> ResponseReturnValue:
    """Do it and go on; what the rules refuse is said on the page, with what was typed kept."""
    forms = [each[1] if isinstance(each, tuple) else each for each in typed.values()]
    if any(not form.validate() for form in forms):
        return page(gathering_id, status=422, **typed)
    try:
        with transaction() as tx:
            act(tx)
    except NotFound:
        raise
    except DomainError as refused:
        return page(gathering_id, refused=sentence(refused), status=refused.status, **typed)
    return done(said, _at(gathering_id, anchor))


def _themes() -> Any:
    return topics.list_themes(session())


def page(
    gathering_id: int, *, refused: str = "", status: int = 200, **typed: Any
) -> ResponseReturnValue:
    """The harvest as it stands at the desk; `typed`: forms that were sent and refused, by name."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    if not seeing.has_one(gathering):
        raise NotFound
    harvest = queries.find_of(session(), gathering.library_id, gathering.id)
    made = _made(harvest, typed) if harvest else {}
    laid = source_queries.list_notes(session(), gathering.library_id, gathering.id)
    said = source_queries.list_contributions(session(), gathering.library_id, gathering.id)
    used = source_queries.taken(session(), harvest.id) if harvest else (set(), set())
    return render(
        "harvests/desk.html",
        status=status,
        gathering=gathering,
        harvest=harvest,
        laid=laid,
        said=said,
        fresh=sum(n.id not in used[0] for n in laid) + sum(c.id not in used[1] for c in said),
        refused=refused,
        labels=labels,
        now=clock.now(),
        has_begun=gathering.has_begun(clock.now()),
        **made,
    )


def _made(harvest: Harvest, typed: dict[str, Any]) -> dict[str, Any]:
    shown = showing.items(session(), harvest)
    is_draft = harvest.state is State.DRAFT
    describing = typed.get("describing") or DescribeForm(formdata=None, obj=harvest)
    choosing = typed.get("choosing") or ChosenForm(formdata=None)
    choosing.theme.choices = [("", gettext("Nothing"))] + [
        (str(theme.id), theme.label_in(language())) for theme in _themes()
    ]
    forms: dict[str, FlaskForm] = {
        "describing": describing,
        "choosing": choosing,
        "adding": typed.get("adding") or ItemForm(formdata=None),
        "early": typed.get("early") or MaybeWhyForm(formdata=None),
        "withdrawing": typed.get("withdrawing") or WhyForm(formdata=None),
        "seen": SeenForm(formdata=None),
    }
    for form in forms.values():
        form.seen.data = harvest.version
    readers = [] if is_draft else reader_queries.list_readers(
        session(), harvest.library_id, harvest.id
    )  # fmt: skip
    corrections = reader_queries.list_corrections(session(), harvest.library_id, harvest.id)
    asked_again = [each for each in readers if each.asked_again_at]
    return forms | {
        "shown": shown,
        "sections": showing.by_heading(shown),
        "left_out": queries.list_left_out(session(), harvest.library_id, harvest.id),
        "hidden": queries.list_hidden(session(), harvest.library_id, harvest.id),
        "near": alike.groups([each.item for each in shown]) if is_draft else [],
        "corrections": corrections,
        "waits": sum(each.handled_at is None for each in corrections),
        "answering": typed.get("answering"),
        "answer_form": AnswerForm(formdata=None),
        "readers": readers,
        "asked_again": asked_again,
        "asked_until": max((each.until for each in asked_again if each.until), default=None),
        "untold": reader_queries.count_untold(session(), harvest) if readers else 0,
        "open_to_work": harvest.state in {State.DRAFT, State.PRESENTED},
        "is_draft": is_draft,
        "editions": queries.list_editions(session(), harvest.library_id, harvest.id),
        "confirmed": sum(each.confirmed > 0 for each in shown),
    }
