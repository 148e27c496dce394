"""Series at the desk: make one of a gathering, see its dates, add one, let it end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import closing, drafts, hosting_queries
from community.gatherings.desk_form_views import go_on_with
from community.gatherings.desk_views import and_said_to, hand
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.series import changes, planning, queries, words
from community.series.forms import DateForm, RepeatForm, StopForm
from community.series.models import Series, SeriesDate
from community.series.rule import Period, Rule, Slot, slot_on, slots
from community.web import formats, waiting
from community.web import slots as places
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("series_desk", __name__, "/beheer/reeksen")
repeating = tenant_blueprint("series_repeat", __name__, "/beheer/activiteiten")

#: What one looks at before it is made.
FIRST_DATES = 8


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a rule would come to in the coming twelve months."""

    rule: Rule
    said: str
    first: list[Slot]
    total: int
    out: list[Slot]


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    now = clock.now()
    return render(
        "series/desk_index.html",
        listed=queries.list_series(session(), this_library().id, now=now),
    )


@bp.get("/<int:series_id>")
@librarians_only
@private
def show(series_id: int) -> ResponseReturnValue:
    return _show(queries.get(session(), this_library().id, series_id), DateForm())


@bp.post("/<int:series_id>/datum")
@librarians_only
@private
def add_date(series_id: int) -> ResponseReturnValue:
    """One more, outside the rule or again."""
    library_id, form = this_library().id, DateForm()
    series = queries.get(session(), library_id, series_id)
    if not form.validate():
        return _show(series, form, 422)
    try:
        with transaction() as tx:
            added = planning.add_date(tx, library_id, series_id, form.day.data, hand())
    except (planning.NotThatDay, planning.AlreadyOnThatDay) as refused:
        form.day.errors = [sentence(refused)]
        return _show(queries.get(session(), library_id, series_id), form, 422)
    said = gettext("Added. It is in the agenda now.")
    if added.trouble:
        said = gettext("This needs your attention: look at that date.")
    return done(said, url_for(".show", series_id=series_id))


@bp.post("/<int:series_id>/gezien")
@librarians_only
def looked_at(series_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        planning.looked_at(tx, this_library().id, series_id)
    return done(
        gettext("Good. Nothing is waiting for you here."), url_for(".show", series_id=series_id)
    )


@bp.route("/<int:series_id>/stoppen", methods=["GET", "POST"])
@librarians_only
@private
def stop(series_id: int) -> ResponseReturnValue:
    """Let it end, after seeing how many people that is told to."""
    library_id, form, now = this_library().id, StopForm(), clock.now()
    series = queries.get(session(), library_id, series_id)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                told = planning.stop(
                    tx, library_id, series_id, form.last_day.data, form.reason.data, hand()
                )
            said = and_said_to(gettext("The series ends."), told)
            return done(said, url_for(".show", series_id=series_id))
        except DraftRefused as refused:
            put_beside(form, refused.problems)
            series = queries.get(session(), library_id, series_id)
    if request.method == "GET":
        form.last_day.data = clock.local_day(now)
    after = _after(series, form.last_day.data, now)
    return render(
        "series/desk_stop.html",
        status=form_status(),
        series=series,
        form=form,
        after=after,
        reach=queries.reach(session(), after),
    )


@repeating.route("/<int:gathering_id>/herhalen", methods=["GET", "POST"])
@librarians_only
@private
def new(gathering_id: int) -> ResponseReturnValue:
    """Let a gathering repeat, after seeing which dates that gives."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = RepeatForm()
    form.about(gathering)
    if request.method == "GET":
        return _show_repeat(form, gathering)
    if not form.validate():
        return _show_repeat(form, gathering, 422)
    if request.form.get("act") == "bekijken":
        return _show_repeat(form, gathering)
    rule = form.rule(_periods())
    try:
        with transaction() as tx:
            series = planning.repeat(tx, this_library().id, gathering_id, rule, hand())
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        stands = hosting_queries.get(session(), this_library().id, gathering_id)
        return _show_repeat(form, stands, refused.status)
    return done(
        gettext("The series is made. All its dates are in the agenda now."),
        url_for("series_desk.show", series_id=series.id),
    )


@repeating.get("/<int:gathering_id>/herhalen/data")
@librarians_only
@private
def outlook(gathering_id: int) -> ResponseReturnValue:
    """The dates of what is being chosen, while it is being chosen."""
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = RepeatForm(formdata=request.args)
    form.about(gathering)
    seen = _outlook(form) if form.validate() else None
    return render("series/_outlook.html", outlook=seen)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.register_blueprint(repeating)
    app.jinja_env.globals.update(rule_in_words=words.in_words, why_not=words.why)
    places.fill(app, "gathering.desk.acts", _act, order=40)
    places.fill(app, "gathering.desk", _one_of, order=10)
    places.fill(app, "gathering.form.acts", "series/_form_act.html")
    go_on_with("herhalen", _repeat_at)
    closing.also_carries("series_id", _series_id)
    waiting.waits(
        app,
        lambda library_id, now: (queries.trouble(library_id, now),),
        lambda number: render_template("series/_desk_todo.html", number=number),
        order=60,
    )
    places.add_to_menu(
        app,
        Menu.PLANNING,
        MenuItem("series_desk.index", N_("Series"), order=20, shown=may_work_here),
    )


def _periods() -> list[Period]:
    return [each.period for each in queries.list_periods(session(), this_library().id)]


def _outlook(form: RepeatForm) -> Outlook:
    now, periods = clock.now(), _periods()
    rule = form.rule(periods)
    to = max(planning.horizon(now), rule.first)
    found = list(slots(rule, periods, since=rule.first, to=to))
    on = [slot for slot in found if slot.why is None]
    return Outlook(
        rule=rule,
        said=formats.capital(words.in_words(rule)),
        first=on[:FIRST_DATES],
        total=len(on),
        out=[slot for slot in found if slot.why is not None],
    )


def _show_repeat(form: RepeatForm, gathering: Gathering, status: int = 200) -> ResponseReturnValue:
    has_rule = bool(form.every.data) and status == 200
    if request.method == "GET":
        form.every.data = form.every.choices[0].value
        has_rule = True
    return render(
        "series/desk_repeat.html",
        status=status,
        form=form,
        gathering=gathering,
        outlook=_outlook(form) if has_rule else None,
        lacking=list(drafts.problems_before_publishing(gathering, now=clock.now())),
        takes_days=planning.takes_days(gathering),
        now=clock.now(),
    )


def _show(series: Series, form: DateForm, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    today = clock.local_day(now)
    dates = queries.list_dates(session(), series, since=today - timedelta(days=28))
    periods = _periods()
    until = max((each.on_date for each in dates), default=today)
    known = {each.on_date for each in dates}
    out = [
        slot
        for slot in slots(series.rule, periods, since=today, to=until)
        if slot.why is not None and slot.day not in known
    ]
    rows: list[SeriesDate | Slot] = [*dates, *out]
    rows.sort(key=_day)
    return render(
        "series/desk_show.html",
        status=status,
        series=series,
        rows=rows,
        by_hand={each.id for each in dates if changes.by_hand(series, each)},
        in_period={each.id: _resting(series, each, periods) for each in dates},
        form=form,
        troubled=any(each.trouble for each in dates),
        now=now,
        today=today,
    )


def _day(row: SeriesDate | Slot) -> date:
    return row.day if isinstance(row, Slot) else row.on_date


def _resting(series: Series, row: SeriesDate, periods: list[Period]) -> str:
    """The name of the closed days that were noted after this date was planned."""
    return slot_on(series.rule, row.on_date, periods).because


def _after(series: Series, last_day: date | None, now: datetime) -> list[int]:
    """The gatherings that would be called off."""
    since = (last_day or clock.local_day(now)) + timedelta(days=1)
    found = queries.list_changeable(session(), series, since=since, now=now)
    return [each.gathering_id for each in found if each.gathering_id is not None]


def _repeat_at(gathering: Gathering) -> str:
    return url_for("series_repeat.new", gathering_id=gathering.id)


def _series_id(asking: Session, gathering: Gathering) -> int | None:
    """For the log: which series this was one of, by the number that a split does not change."""
    found = queries.find_of(asking, gathering.library_id, gathering.id)
    return found.series.first_id if found else None


def _act(gathering: Gathering) -> str | None:
    """Beside the other acts: repeat it, as long as it can be."""
    over = gathering.is_cancelled or gathering.has_begun(clock.now())
    if over or queries.find_series_id(session(), gathering.id) is not None:
        return None
    return render_template("series/_desk_act.html", gathering=gathering)


def _one_of(gathering: Gathering) -> str | None:
    """On a gathering's desk page: which series it is one of."""
    found = queries.find_of(session(), gathering.library_id, gathering.id)
    return render_template("series/_desk_one_of.html", series=found.series) if found else None
