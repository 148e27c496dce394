"""A series as residents see it: the next dates, and signing up for several in one go."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.accounts import doors
from community.accounts.access import visitor
from community.accounts.models import Person
from community.db import session as reading
from community.db import transaction
from community.errors import NotFound
from community.gatherings import narrowing, sign_up_queries
from community.gatherings import queries as gathering_queries
from community.gatherings.agenda import Seats, seats_of
from community.gatherings.filters import AgendaFilter
from community.gatherings.kinds import Eligibility
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.narrowing import Way
from community.gatherings.queries import ANYBODY
from community.gatherings.sign_up_views import MAILED_TO, SIGN_UP
from community.gatherings.strangers import Stranger
from community.gatherings.views import address, viewer
from community.libraries.tenancy import tenant_blueprint, this_library
from community.series import joining, queries
from community.series.forms import JoinForm, StrangerJoinForm
from community.series.joining import Joined, Outcome
from community.series.models import Series
from community.web import formats, slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("series", __name__)

#: So many next dates stand below a gathering.
NEXT = 5
#: So many can be chosen from at once: a year of every week.
MOST = 60


@bp.route("/agenda/<int:gathering_id>/reeks", methods=["GET", "POST"])
@open_to_all
@private
def join(gathering_id: int) -> ResponseReturnValue:
    """All dates to come: those with room are ticked, a waiting list only when asked for."""
    gathering, series = _found(gathering_id)
    person = visitor()
    if person is None and gathering.eligibility is Eligibility.SIGNED_IN:
        here = url_for(".join", gathering_id=gathering_id)
        return go(url_for("accounts.sign_in", next=here))
    roomy, full = _by_room(_open(series, person))
    if not roomy and not full:
        return go(address(gathering))
    form = JoinForm() if person else StrangerJoinForm()
    form.offer(roomy, full)
    if not form.validate_on_submit():
        if not form.is_submitted():
            form.dates.data = [each.id for each in roomy]
        return render(
            "series/join.html",
            status=422 if form.errors else 200,
            form=form,
            gathering=gathering,
            series=series,
            person=person,
            full=full,
        )
    return _with_account(form, gathering, series, person) if person else _by_mail(form, gathering)


def _with_account(
    form: JoinForm, gathering: Gathering, series: Series, person: Person
) -> ResponseReturnValue:
    library_id, series_id, page = series.library_id, series.id, address(gathering)
    with transaction() as tx:
        joined = joining.join(
            tx, queries.get(tx, library_id, series_id), form.chosen, person,
            confirmed=True, now=clock.now(), **form.answers(),
        )  # fmt: skip
    return done(said(joined), page)


def _by_mail(form: StrangerJoinForm, gathering: Gathering) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    doors.enter(SIGN_UP, form.email.data)
    library_id, gathering_id = gathering.library_id, gathering.id
    stranger = Stranger(form.first_name.data, form.email.data, language=language())
    with transaction() as tx:
        row = queries.find_of(tx, library_id, gathering_id)
        if row is None:
            raise NotFound
        joining.join_by_mail(
            tx, row.series, form.chosen, stranger, now=clock.now(), **form.answers()
        )
    session[MAILED_TO] = form.email.data
    return go(url_for("sign_ups.look_in_your_mail", gathering_id=gathering_id))


@bp.route("/reeks/<token>", methods=["GET", "POST"])
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    """Where the mail leads: one button for all dates that wait for it."""
    entry, series = _of_token(token)
    form = PressForm()
    person_id, library_id, series_id = entry.person_id, entry.library_id, series.id
    if form.validate_on_submit():
        with transaction() as tx:
            joining.confirm_all(
                tx, queries.get(tx, library_id, series_id), tx.get_one(Person, person_id),
                now=clock.now(),
            )  # fmt: skip
        return done(
            gettext("Your dates are confirmed. See you then!"), url_for(".confirm", token=token)
        )
    own = queries.list_own(reading(), series, person_id, now=clock.now())
    pending = sum(entry.status is SignUpStatus.PENDING for entry in own)
    return render(
        "series/confirm.html", form=form, token=token, series=series, own=own, pending=pending
    )


def below(gathering: Gathering) -> str | None:
    """On the page of a gathering: which series it is one of, and when it is next."""
    row = queries.find_of(reading(), gathering.library_id, gathering.id)
    if row is None:
        return None
    now = clock.now()
    coming = queries.list_coming(reading(), row.series, ANYBODY, now=now, most=NEXT + 1)
    others = [each for each in coming if each.id != gathering.id][:NEXT]
    if not others:
        return None
    can_join = any(
        joining.can_be_joined_here(each) and each.sign_up_is_open(now) for each in others
    )
    return render_template(
        "series/_below.html", gathering=gathering, series=row.series, others=others, now=now,
        can_join=can_join, wish=AgendaFilter(of=(("serie", row.series.first_id),)),
    )  # fmt: skip


def said(joined: Sequence[Joined]) -> str:
    """What came of it, in one or a few sentences; what is full is named."""
    number = sum(one.outcome in {Outcome.IN, Outcome.ALREADY} for one in joined)
    parts = [
        ngettext("You are in on %(num)d date.", "You are in on %(num)d dates.", number)
        if number
        else ""
    ]
    for outcome, words in (
        (Outcome.WAITING, gettext("On the waiting list:")),
        (Outcome.FULL, gettext("Full, so you are not in there:")),
        (Outcome.CLOSED, gettext("No longer possible:")),
    ):
        days = [
            formats.day_short(one.gathering.starts_at) for one in joined if one.outcome is outcome
        ]
        if days:
            parts.append(f"{words} {formats.comma().join(days)}.")
    return " ".join(filter(None, parts))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    narrowing.register(Way("serie", queries.in_series, queries.find_public_title))
    slots.fill(app, "gathering.below", below, order=30)


def _found(gathering_id: int) -> tuple[Gathering, Series]:
    library_id = this_library().id
    gathering = gathering_queries.get_visible(reading(), library_id, gathering_id, viewer())
    row = queries.find_of(reading(), library_id, gathering_id)
    if row is None:
        raise NotFound
    return gathering, row.series


def _open(series: Series, person: Person | None) -> list[Gathering]:
    """The dates that somebody could sign up for here."""
    now = clock.now()
    found = queries.list_coming(reading(), series, viewer(), now=now, most=MOST)
    return [
        each
        for each in found
        if joining.can_be_joined_here(each)
        and each.sign_up_is_open(now)
        and (person is not None or each.eligibility is Eligibility.EVERYONE)
    ]


def _by_room(gatherings: Sequence[Gathering]) -> tuple[list[Gathering], list[Gathering]]:
    now = clock.now()
    states = [(each, seats_of(each, now)) for each in gatherings]
    full = [each for each, state in states if state is Seats.WAITING_LIST]
    return [each for each, state in states if state is Seats.FREE], full


def _of_token(token: str) -> tuple[SignUp, Series]:
    entry = sign_up_queries.get_by_token(reading(), this_library().id, token, key=house_key())
    row = queries.find_of(reading(), entry.library_id, entry.gathering_id)
    if row is None:
        raise NotFound
    return entry, row.series
