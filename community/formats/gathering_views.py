"""The format of one gathering: choosing it, its questions, and what is printed of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.errors import DomainError
from community.formats import queries, services
from community.formats.content import running_order
from community.formats.forms import QuestionsForm
from community.formats.models import GatheringFormat
from community.formats.views import Offered, offered
from community.gatherings import hosting_queries
from community.gatherings.desk_views import own
from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import kring, slots
from community.web.access import hosts_only, librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint(
    "gathering_formats", __name__, "/beheer/activiteiten/<int:gathering_id>/werkvorm"
)


@bp.get("")
@librarians_only
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """Which format, and what is asked; without a format, what there is to choose."""
    return _show(gathering_id, None)


@bp.post("")
@librarians_only
@private
def choose(gathering_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    chosen = _offered(gathering).get(request.form.get("werkvorm", ""))
    if chosen is None:
        return _show(gathering_id, None, error=gettext("Choose one from the list."))
    try:
        with transaction() as tx:
            services.choose(tx, library_id, gathering_id, chosen.choice, now=clock.now())
    except DomainError as refused:
        return _show(gathering_id, None, error=sentence(refused))
    return done(gettext("Chosen: %(name)s.", name=chosen.content.name), _at(gathering_id))


@bp.post("/vragen")
@librarians_only
@private
def ask(gathering_id: int) -> ResponseReturnValue:
    """The main question, and a question of its own for each round."""
    library_id, form = this_library().id, QuestionsForm()
    queries.get_of(session(), library_id, gathering_id)
    if not form.validate():
        return _show(gathering_id, form)
    with transaction() as tx:
        services.ask(
            tx, library_id, gathering_id,
            main_question=form.main_question.data,
            questions=[said or "" for said in form.questions.data],
        )  # fmt: skip
    return done(gettext("Saved."), _at(gathering_id))


@bp.post("/weg")
@librarians_only
def leave_out(gathering_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.leave_out(tx, this_library().id, gathering_id)
    return done(gettext("This activity no longer has a format."), _at(gathering_id))


@bp.get("/draaiboek")
@hosts_only
@private
def order_sheet(gathering_id: int) -> ResponseReturnValue:
    """The running order on paper, with the clock beside it."""
    return _sheet("formats/order_sheet.html", gathering_id)


@bp.get("/tafelblad")
@hosts_only
@private
def table_sheet(gathering_id: int) -> ResponseReturnValue:
    """One for each table: the questions, and room to write what the table says."""
    return _sheet("formats/table_sheet.html", gathering_id)


@bp.get("/vragenkaarten")
@hosts_only
@private
def question_cards(gathering_id: int) -> ResponseReturnValue:
    """Four cards on a sheet: the question of each round, large."""
    return _sheet("formats/question_cards.html", gathering_id)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "gathering.desk", _panel, order=15)
    slots.fill(app, "gathering.below", _below, order=20)
    app.jinja_env.globals.update(people_at_table=people_at_table)


def people_at_table(gathering: Gathering) -> int | None:
    """How many its format sits at one table; asked only where a kring of kringen may be drawn."""
    if gathering.mode is Mode.ONLINE or not kring.may_show_tables(gathering.capacity):
        return None
    taken = queries.find_of(session(), gathering.library_id, gathering.id)
    return taken.content.most if taken else None


def _at(gathering_id: int) -> str:
    return url_for("gathering_formats.show", gathering_id=gathering_id)


def _offered(gathering: Gathering) -> dict[str, Offered]:
    listed = offered(gathering.library_id, gathering.language)
    return {each.ref: each for each in listed if not each.is_retired}


def _show(gathering_id: int, form: QuestionsForm | None, *, error: str = "") -> ResponseReturnValue:
    library_id = this_library().id
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    taken = queries.find_of(session(), library_id, gathering_id)
    if taken is not None and form is None:
        form = QuestionsForm(formdata=None)
        form.main_question.data = taken.main_question
        for each in taken.content.rounds:
            form.questions.append_entry(each.question)
    asked = list(zip(taken.content.rounds, form.questions, strict=False)) if taken and form else []
    wrong = bool(error or (form is not None and form.errors))
    return render(
        "formats/gathering.html",
        status=422 if wrong else 200,
        gathering=gathering,
        taken=taken,
        newer=queries.find_newer(session(), taken) if taken else None,
        order=clocked(gathering, taken) if taken else (),
        listed=list(_offered(gathering).values()),
        form=form,
        asked=asked,
        error=error,
    )


def clocked(gathering: Gathering, taken: GatheringFormat) -> Sequence[dict[str, object]]:
    """The running order with the times of this gathering; rounds are numbered from 1."""
    steps, number = [], 0
    for step in running_order(taken.content):
        number += step.round is not None
        begins_at = gathering.starts_at + timedelta(minutes=step.begins)
        ends_at = begins_at + timedelta(minutes=step.minutes)
        steps.append(
            {"step": step, "number": number, "begins_at": begins_at, "ends_at": ends_at,
             "is_late": ends_at > gathering.ends_at}
        )  # fmt: skip
    return steps


def _sheet(template: str, gathering_id: int) -> ResponseReturnValue:
    gathering = own(gathering_id)
    taken = queries.get_of(session(), gathering.library_id, gathering_id)
    return render(
        template,
        gathering=gathering,
        taken=taken,
        content=taken.content,
        order=clocked(gathering, taken),
    )


def _panel(gathering: Gathering) -> str | None:
    """On the desk's page: how it goes, or that there is something to choose."""
    if not gathering.conversational or gathering.is_cancelled:
        return None
    taken = queries.find_of(session(), gathering.library_id, gathering.id)
    if taken is None and (not may_work_here() or gathering.is_over(clock.now())):
        return None
    return render_template("formats/_panel.html", gathering=gathering, taken=taken)


def _below(gathering: Gathering) -> str | None:
    """On the public page: how the afternoon goes."""
    if not gathering.conversational or gathering.is_cancelled:
        return None
    taken = queries.find_of(session(), gathering.library_id, gathering.id)
    if taken is None:
        return None
    order = clocked(gathering, taken)
    return render_template(
        "formats/_below.html", gathering=gathering, taken=taken, content=taken.content, order=order
    )
