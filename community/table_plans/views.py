"""The table plan at the desk: dividing, looking, and changing by hand."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering
from community.libraries.tenancy import tenant_blueprint, this_library
from community.solves import queries as solve_queries
from community.solves import services as solves
from community.table_plans import by_hand, editor, labels, proposing, queries, standing, wording
from community.table_plans.by_hand import Seat
from community.table_plans.forms import PressForm
from community.table_plans.models import State, TablePlan
from community.table_plans.rules import Hand
from community.web import slots
from community.web.access import hosts_only
from community.web.headers import private
from community.web.htmx import go, render, wants_fragment
from community.web.i18n import sentence

bp = tenant_blueprint("table_plans", __name__, "/beheer/activiteiten/<int:gathering_id>/tafels")

#: What a button does to a plan, in the transaction it is given.
Act = Callable[[Session, Hand], object]


@bp.get("")
@hosts_only
@reads(Reading.TABLES, Whose.GATHERING)
@private
def show(gathering_id: int) -> ResponseReturnValue:
    """Who sits where; `pak` is who was picked up."""
    gathering = own(gathering_id)
    plan = queries.find(session(), this_library().id, gathering_id)
    if plan is None:
        return go(url_for("table_setting.set_up", gathering_id=gathering_id))
    return _page(plan, gathering, _seat(request.args.get("pak", "")))


@bp.post("/verdeel")
@hosts_only
@private
def propose(gathering_id: int) -> ResponseReturnValue:
    """Divide everybody who comes now; the page says how far it is."""
    library_id = _of(gathering_id)
    return _do(gathering_id, lambda tx, hand: proposing.propose(tx, library_id, gathering_id, hand))


@bp.post("/verdeel/stop")
@hosts_only
@private
def stop(gathering_id: int) -> ResponseReturnValue:
    """Not after all: what stood keeps standing."""
    library_id = _of(gathering_id)
    plan = queries.get(session(), library_id, gathering_id)
    solve = solve_queries.find_latest(
        session(), library_id, kind=proposing.KIND, subject_id=plan.id
    )
    number = solve.id if solve else 0
    return _do(
        gathering_id,
        lambda tx, hand: solves.cancel(tx, library_id, number, now=hand.now),
    )


@bp.post("/zet")
@hosts_only
@private
def put(gathering_id: int) -> ResponseReturnValue:
    """Somebody changes seats with another (`met`) or goes to a table (`tafel`), in one round."""
    library_id, seat = _of(gathering_id), _asked_seat()
    kind, _colon, to = _target().partition(":")

    def act(tx: Session, hand: Hand) -> object:
        if kind == "met":
            return by_hand.swap(tx, library_id, gathering_id, seat, to, hand)
        return by_hand.move(tx, library_id, gathering_id, seat, _whole(to), hand)

    return _do(gathering_id, act)


@bp.post("/vast")
@hosts_only
@private
def lock(gathering_id: int) -> ResponseReturnValue:
    library_id, seat = _of(gathering_id), _asked_seat()
    locked = request.form.get("vast") == "1"
    return _do(
        gathering_id,
        lambda tx, hand: by_hand.lock(tx, library_id, gathering_id, seat, hand, locked=locked),
    )


@bp.post("/terug")
@hosts_only
@private
def undo(gathering_id: int) -> ResponseReturnValue:
    library_id, to = _of(gathering_id), _whole(request.form.get("naar", ""))
    return _do(gathering_id, lambda tx, hand: by_hand.undo(tx, library_id, gathering_id, to, hand))


@bp.post("/staat")
@hosts_only
@private
def stand(gathering_id: int) -> ResponseReturnValue:
    """Fix the tables, make them loose, let everybody see them, or take that back."""
    library_id, word = _of(gathering_id), request.form.get("naar", "")
    if word not in set(State):
        abort(400)
    mail = request.form.get("mail") == "1"
    return _do(
        gathering_id,
        lambda tx, hand: standing.stand(tx, library_id, gathering_id, State(word), hand, mail=mail),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(table_labels=labels, table_words=wording)
    slots.fill(app, "gathering.desk.acts", _link, order=55)
    slots.fill(app, "gathering.desk", _panel, order=45)


def _link(gathering: Gathering) -> str | None:
    if gathering.is_cancelled or not gathering.conversational:
        return None
    return render_template("table_plans/_link.html", gathering=gathering)


def _panel(gathering: Gathering) -> str | None:
    """On the desk's page of a gathering: also the way in for who only receives the people."""
    plan = queries.find(session(), gathering.library_id, gathering.id)
    if plan is None:
        return None
    return render_template("table_plans/_panel.html", gathering=gathering, plan=plan)


def _of(gathering_id: int) -> int:
    """The library, once it is sure that this gathering is one's own here."""
    return own(gathering_id).library_id


def _do(gathering_id: int, act: Act) -> ResponseReturnValue:
    """Do it, and show the plan again; what is refused is said above it."""
    form = PressForm()
    hand = Hand(form.seen.data or 0, me().id, clock.now())
    try:
        with transaction() as tx:
            act(tx, hand)
    except DomainError as refused:
        if refused.status == 404:
            raise
        plan = queries.get(session(), this_library().id, gathering_id)
        return _page(plan, own(gathering_id), refused=sentence(refused), status=refused.status)
    if not wants_fragment():
        return go(url_for(".show", gathering_id=gathering_id, _anchor="tafels"))
    return _page(queries.get(session(), this_library().id, gathering_id), own(gathering_id))


def _page(
    plan: TablePlan,
    gathering: Gathering,
    pick: Seat | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    board = editor.page_of(session(), plan, gathering, pick, now=clock.now())
    return render(
        "table_plans/show.html",
        fragment="table_plans/_plan.html",
        status=status,
        board=board,
        plan=plan,
        gathering=gathering,
        names=board.names,
        refused=refused,
        now=clock.now(),
    )


def _asked_seat() -> Seat:
    return Seat(_whole(request.form.get("ronde", "")), request.form.get("wie", "")[:40])


def _seat(word: str) -> Seat | None:
    """`0.s12.1`: a round, counted from 0, and who."""
    number, _dot, who = word.partition(".")
    return Seat(int(number), who[:40]) if _is_small(number) else None


def _target() -> str:
    """Where to: of a button, or of where somebody was dropped."""
    for name in ("met", "tafel"):
        if word := request.form.get(name):
            return f"{name}:{word[:40]}"
    return request.form.get("op", "")[:60]


def _whole(word: str) -> int:
    return int(word) if _is_small(word) else abort(400)


def _is_small(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 6
