"""The desk of what is looked at: the queue, one case, and everything of one person."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import may_work_here, me, visitor
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import (
    deciding,
    labels,
    links,
    list_queries,
    queries,
    queue,
    sweeping,
    telling,
)
from community.moderation.deciding import YES, Ruling
from community.moderation.forms import RefuseForm
from community.moderation.models import Case
from community.moderation.queries import PERSON
from community.outbox import letters
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("moderation", __name__, "/beheer/moderatie")


@bp.get("")
@librarians_only
@reads(Reading.MODERATION)
@private
def index() -> ResponseReturnValue:
    library_id, viewer_id = this_library().id, me().id
    found = queue.waiting_for(session(), library_id, viewer_id)
    return render(
        "moderation/index.html",
        mine=[each for each in found if not each.refusal],
        others=[each for each in found if each.refusal],
        goes_on="verder" in request.args,
        now=clock.now(),
    )


@bp.get("/<int:case_id>")
@librarians_only
@reads(Reading.MODERATION)
@private
def show(case_id: int) -> ResponseReturnValue:
    return _page(_case(case_id), RefuseForm(formdata=None))


@bp.post("/<int:case_id>/toestaan")
@librarians_only
def allow(case_id: int) -> ResponseReturnValue:
    """Yes, from the list or from its own page."""
    return _decided(_case(case_id), YES)


@bp.post("/<int:case_id>/weigeren")
@librarians_only
def refuse(case_id: int) -> ResponseReturnValue:
    case, form = _case(case_id), RefuseForm()
    if not form.validate():
        return _page(case, form)
    language = case.author.language if case.author else "nl"
    return _decided(case, form.ruling(language))


@bp.get("/reden")
@librarians_only
@private
def reason() -> ResponseReturnValue:
    """The field of the reason, with the sentence that goes with a rule as long as it has none of
    one's own; in the language of its author."""
    form = RefuseForm(request.args, meta={"csrf": False})
    with letters.in_language_of(request.args.get("voor", "")):
        form.suggest()
    return render("moderation/_reason.html", form=form)


@bp.post("/<int:case_id>/opnieuw")
@librarians_only
def look_again(case_id: int) -> ResponseReturnValue:
    """Look once more at what was decided."""
    _case(case_id)
    person = me()
    with transaction() as tx:
        again = deciding.look_again(tx, this_library().id, case_id, by=person, now=clock.now())
        number = again.id
    return done(gettext("You can decide again."), url_for(".show", case_id=number))


@bp.post("/<int:case_id>/terug")
@librarians_only
def take_back(case_id: int) -> ResponseReturnValue:
    """A no becomes a yes after all."""
    _case(case_id)
    person = me()
    with transaction() as tx:
        again = deciding.take_back(tx, this_library().id, case_id, by=person, now=clock.now())
        number = again.id
    return done(gettext("It is visible again."), url_for(".show", case_id=number))


@bp.route("/persoon/<int:person_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.MODERATION, Whose.PERSON)
@private
def everything(person_id: int) -> ResponseReturnValue:
    """All that somebody has here: what it is first, then one press hides it."""
    library_id, form = this_library().id, RefuseForm()
    member = accounts.get_membership(session(), library_id, person_id)
    if form.validate_on_submit():
        ruling, person = form.ruling(member.person.language), me()
        with transaction() as tx:
            case = sweeping.hide_everything(
                tx, library_id, person_id, ruling, by=person, now=clock.now()
            )
            number = case.id
        return done(gettext("It is all hidden."), url_for(".show", case_id=number))
    return render(
        "moderation/everything.html",
        status=422 if form.errors else 200,
        person=member.person,
        found=sweeping.preview(session(), library_id, person_id),
        sweep=queries.find_sweep(session(), library_id, person_id),
        is_own=person_id == me().id,
        form=form,
    )


@bp.post("/<int:case_id>/verteld")
@librarians_only
def author_called(case_id: int) -> ResponseReturnValue:
    library_id = _case(case_id).library_id
    with transaction() as tx:
        case = telling.author_was_called(tx, library_id, case_id, now=clock.now())
        name = case.author.full_name if case.author else ""
    return done(gettext("%(name)s knows what was decided.", name=name), url_for("calls.index"))


@bp.post("/melding/<int:report_id>/verteld")
@librarians_only
def reporter_called(report_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    if queries.get_report(session(), library_id, report_id).case.author_id == me().id:
        raise NotFound
    with transaction() as tx:
        person = telling.reporter_was_called(tx, library_id, report_id, now=clock.now())
        name = person.full_name if person else ""
    return done(gettext("%(name)s knows what was decided.", name=name), url_for("calls.index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        case_whys=labels.WHYS, case_verdicts=labels.VERDICTS,
        kind_name=queue.name_of, decision_path=links.path_of, how_decided=labels.how_decided,
        decided_elsewhere=labels.ELSEWHERE,
    )  # fmt: skip
    item = MenuItem("moderation.index", N_("Moderation"), order=65, shown=may_work_here, more=True)
    slots.add_to_menu(app, Menu.DESK, item)
    slots.fill(app, "desk.calls", _to_call)
    waiting.waits(
        app,
        lambda library_id, _now: (list_queries.how_many_wait(library_id, _viewer()),),
        lambda number: render_template("moderation/_todo.html", number=number),
    )
    waiting.waits(
        app,
        lambda library_id, _now: (list_queries.how_many_untold(library_id, _viewer()),),
        lambda number: render_template("moderation/_calls_todo.html", number=number),
    )


def _viewer() -> int:
    person = visitor()
    return person.id if person else 0


def _to_call() -> str:
    library_id = this_library().id
    return render_template(
        "moderation/_calls.html",
        untold=list_queries.list_untold(session(), library_id, _viewer()),
        reports=list_queries.list_untold_reports(session(), library_id, _viewer()),
    )


def _case(case_id: int) -> Case:
    """A case of this library; one about something of who looks does not exist for them."""
    case = queries.get(session(), this_library().id, case_id)
    if case.author_id == me().id:
        raise NotFound
    return case


def _decided(case: Case, ruling: Ruling) -> ResponseReturnValue:
    library_id, case_id, person = case.library_id, case.id, me()
    try:
        with transaction() as tx:
            case = deciding.decide(tx, library_id, case_id, ruling, by=person, now=clock.now())
            verdict = labels.VERDICTS[case.verdict] if case.verdict else ""
    except DomainError as second:
        return done(sentence(second), url_for(".show", case_id=case_id))
    said = gettext("Decided: %(verdict)s.", verdict=str(verdict).lower())
    return done(said, _what_is_next(library_id, person.id))


def _what_is_next(library_id: int, viewer_id: int) -> str:
    """The next one; when that was the last, today: a proposal let through waits there."""
    waits = session().scalar(list_queries.how_many_wait(library_id, viewer_id))
    return url_for(".index", verder=1) if waits else url_for("desk.index")


def _page(case: Case, form: RefuseForm) -> ResponseReturnValue:
    (found,) = queue.together(session(), case.library_id, [case], me().id)
    return render(
        "moderation/show.html",
        status=422 if form.errors else 200,
        waiting=found,
        case=case,
        again=queries.find_again(session(), case.library_id, case.id),
        others=_others(case),
        form=form,
        is_person=case.subject_kind == PERSON,
        now=clock.now(),
    )


def _others(case: Case) -> list[tuple[str, str]]:
    """What else its author has here: kind and title."""
    if case.author_id is None or case.subject_kind == PERSON:
        return []
    found = sweeping.preview(session(), case.library_id, case.author_id)
    return [
        (queue.name_of(kind), each.title)
        for kind, things in found.items()
        for number, each in things.items()
        if (kind, number) != (case.subject_kind, case.subject_id)
    ]
