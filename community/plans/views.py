"""The action plan at the desk: what is still to be done first, what became of the rest below."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import queries as accounts
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.plans import labels, queries, services, subjects
from community.plans.forms import ActionForm, DoneForm, LetGoForm
from community.plans.models import LONGEST_ADVICE, LONGEST_SUBJECT, Action, State
from community.texts import UnfitText, clean_line
from community.web import waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render, wants_fragment
from community.web.i18n import sentence

bp = tenant_blueprint("plans", __name__, "/beheer/meetlat/plan")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """What is late, what is to come, and what became of the rest."""
    library_id, today = this_library().id, clock.local_day(clock.now())
    still_open = queries.list_open(session(), library_id)
    return render(
        "plans/index.html",
        late=[action for action in still_open if action.is_overdue(today)],
        coming=[action for action in still_open if not action.is_overdue(today)],
        ended=queries.list_ended(session(), library_id),
        today=today,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    """Put something on the plan; a page that gives advice fills in what it is about."""
    form = ActionForm()
    form.offer(subjects.all_known())
    if form.validate_on_submit():
        library_id, person_id = this_library().id, me().id
        with transaction() as tx:
            services.add(
                tx,
                library_id,
                form.draft(),
                advice=form.advice.data,
                made_by_id=person_id,
                now=clock.now(),
            )
        return done(gettext("It is on the plan."), url_for(".index"))
    if request.method == "GET":
        form.subject.data = request.args.get("over", "")[:LONGEST_SUBJECT]
        form.advice.data = _given("advies")[:LONGEST_ADVICE]
    status = 422 if form.errors else 200
    return render("plans/new.html", status=status, form=form, colleagues=_colleagues())


@bp.route("/<int:action_id>", methods=["GET", "POST"])
@librarians_only
@private
def show(action_id: int) -> ResponseReturnValue:
    """One action: change it, say that it is done, or let it go."""
    library_id, form = this_library().id, ActionForm()
    action = queries.get(session(), library_id, action_id)
    form.offer(subjects.all_known(), action)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                services.change(tx, library_id, action_id, form.draft(), now=clock.now())
        except services.StandsAlready as refused:
            form.what.errors = [sentence(refused)]
        else:
            return done(gettext("Changed."), url_for(".index"))
    if request.method == "GET":
        form.show(action)
    return _action_page(action, form=form)


@bp.post("/<int:action_id>/klaar")
@librarians_only
def finish(action_id: int) -> ResponseReturnValue:
    """It is done: today by one press, or since the day that somebody fills in."""
    library_id, form = this_library().id, DoneForm()
    action = queries.get(session(), library_id, action_id)
    if form.validate():
        try:
            with transaction() as tx:
                services.finish(tx, library_id, action_id, form.done_on.data, now=clock.now())
        except DomainError as refused:
            form.done_on.errors = [sentence(refused)]
        else:
            return _at_its_place(gettext("Done: %(what)s", what=action.what), action)
    return _action_page(action, done_form=form)


@bp.post("/<int:action_id>/los")
@librarians_only
def let_go(action_id: int) -> ResponseReturnValue:
    """It will not be done."""
    library_id, form = this_library().id, LetGoForm()
    action = queries.get(session(), library_id, action_id)
    if not form.validate():
        return _action_page(action, let_go_form=form)
    with transaction() as tx:
        services.let_go(tx, library_id, action_id, form.why.data, now=clock.now())
    return done(gettext("Let go: %(what)s", what=action.what), url_for(".index"))


@bp.post("/<int:action_id>/terug")
@librarians_only
def reopen(action_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        action = services.reopen(tx, this_library().id, action_id, now=clock.now())
    return _at_its_place(gettext("On the plan again: %(what)s", what=action.what), action)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(action_states=labels.STATES, subject_label=subjects.label_of)
    waiting.waits(
        app,
        lambda library_id, now: queries.overdue(library_id, clock.local_day(now)),
        lambda number, first: render_template("plans/_todo.html", number=number, first=first),
        order=60,
    )


def _at_its_place(said: str, action: Action) -> ResponseReturnValue:
    """Who ticks off a plan stays where they were: with htmx the row changes where it stands."""
    if wants_fragment():
        return render("plans/_row.html", action=action, today=clock.local_day(clock.now()))
    return done(said, url_for(".index", _anchor=f"actie-{_near(action).id}"))


def _near(action: Action) -> Action:
    """What was done leaves for another list: what is next to do stands where it stood."""
    if action.state is State.OPEN:
        return action
    order = (action.due_on, action.id)
    still = queries.list_open(session(), action.library_id)
    later = (each for each in still if (each.due_on, each.id) > order)
    return next(later, still[-1] if still else action)


def _action_page(
    action: Action,
    *,
    form: ActionForm | None = None,
    done_form: DoneForm | None = None,
    let_go_form: LetGoForm | None = None,
) -> ResponseReturnValue:
    today = clock.local_day(clock.now())
    wrong = any(each and each.errors for each in (form, done_form, let_go_form))
    if form is None:
        form = ActionForm(formdata=None)
        form.offer(subjects.all_known(), action)
        form.show(action)
    return render(
        "plans/show.html",
        status=422 if wrong else 200,
        action=action,
        form=form,
        done_form=done_form or DoneForm(formdata=None, done_on=today),
        let_go_form=let_go_form or LetGoForm(formdata=None),
        colleagues=_colleagues(),
        today=today,
    )


def _colleagues() -> list[str]:
    """Who may be meant; any other name will do as well."""
    people = accounts.list_people_at_work(session(), this_library().id)
    return [member.person.full_name for member in people]


def _given(name: str) -> str:
    """Text that a link brings along; what cannot be kept is left out."""
    try:
        return clean_line(request.args.get(name))
    except UnfitText:
        return ""
