"""One person of a match round, at the desk: what they would like, and where they go instead."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.match_rounds import choosing, labels, looking, moving, queries
from community.match_rounds.forms import MoveForm, choose_form, name_of, said_in
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import sentence

bp = tenant_blueprint(
    "match_people",
    __name__,
    "/beheer/matchrondes/<int:match_id>/mensen/<int:participant_id>",
)


@bp.route("/keuze", methods=["GET", "POST"])
@librarians_only
@reads(Reading.MATCH_ROUNDS)
@private
def choose(match_id: int, participant_id: int) -> ResponseReturnValue:
    """What somebody says at the counter or by telephone; what their room lacks is not told."""
    library_id = this_library().id
    who = queries.get_participant(session(), library_id, match_id, participant_id)
    if not who.round.is_open(clock.now()):
        return go(url_for("match_rounds.show", match_id=match_id))
    gatherings = queries.list_gatherings(session(), library_id, match_id)
    form = choose_form(gatherings, who, filled=request.method == "POST")
    refusal, name = None, who.person.full_name
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                of = (tx, library_id, match_id, participant_id)
                if request.form.get("niet"):
                    choosing.decline(*of, now=clock.now())
                else:
                    said = said_in(form, gatherings)
                    choosing.choose(*of, said, surprise=form.surprise.data, now=clock.now())
            return done(
                gettext("The choice of %(name)s is noted.", name=name),
                url_for("match_rounds.show", match_id=match_id, _anchor="keuzes-van-mensen"),
            )
        except DomainError as refused:
            refusal = refused
            who = queries.get_participant(session(), library_id, match_id, participant_id)
            gatherings = queries.list_gatherings(session(), library_id, match_id)
    return render(
        "match_rounds/choose_for.html",
        status=_status(form, refusal),
        form=form,
        round=who.round,
        who=who,
        gatherings=gatherings,
        name_of=name_of,
    )


@bp.route("/plek", methods=["GET", "POST"])
@librarians_only
@reads(Reading.MATCH_ROUNDS)
@private
def move(match_id: int, participant_id: int) -> ResponseReturnValue:
    """Another place for one person, with what each would do; afterwards it stays."""
    library_id = this_library().id
    queries.get_participant(session(), library_id, match_id, participant_id)
    board = looking.board(session(), library_id, match_id)
    who = next((each for each in board.takes_part if each.id == participant_id), None)
    if who is None or board.round.plan is None or board.is_solving or board.round.ended_at:
        return go(url_for("match_rounds.show", match_id=match_id))
    ways, form = moving.ways(board, who), MoveForm()
    form.offer(ways, who.gathering_id)
    refusal = None
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                moving.move(
                    tx, library_id, match_id, participant_id, now=clock.now(), **form.chosen
                )
            return done(
                gettext("Moved. This place stays when you make the plan again."),
                url_for("match_rounds.show", match_id=match_id, _anchor=f"mens-{participant_id}"),
            )
        except DomainError as refused:
            refusal = refused
    return render(
        "match_rounds/move.html",
        status=_status(form, refusal),
        form=form,
        round=board.round,
        who=who,
        ways=ways,
        does=labels.does,
        wishes=[board.titles[str(each)] for each in looking.wishes_of(who)],
        here=next((each for each in board.gatherings if each.id == who.gathering_id), None),
    )


def _status(form: FlaskForm, refusal: DomainError | None) -> int:
    """What the page is answered with; why it is refused is said above its form."""
    if refusal is None:
        return 422 if form.errors else 200
    form.form_errors.append(sentence(refusal))
    return refusal.status


def register(app: Flask) -> None:
    app.register_blueprint(bp)
