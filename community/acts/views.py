"""The panel 'care for this conversation': five acts, what was done of each, and how to do it."""

from __future__ import annotations

from collections import Counter

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.acts import caring, labels, noticing, queries
from community.acts.forms import QuestionForm, SourceForm
from community.acts.models import Act
from community.conversations import seeing
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries
from community.gatherings.desk_views import hand
from community.gatherings.models import Gathering
from community.invitations import inviting
from community.libraries.tenancy import tenant_blueprint, this_library
from community.suggestions import fitting
from community.suggestions.labels import reasons_of
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("acts", __name__, "/beheer/activiteiten/<int:gathering_id>/zorg")

#: So many people are proposed, those who fit best.
PROPOSED = 3


@bp.get("")
@librarians_only
@reads(Reading.SIGN_UPS, Whose.GATHERING)
@private
def index(gathering_id: int) -> ResponseReturnValue:
    return _page(_found(gathering_id))


@bp.post("/verrijk")
@librarians_only
@private
def enrich(gathering_id: int) -> ResponseReturnValue:
    """A source or a book, in the conversation."""
    of, form = _found(gathering_id), SourceForm()
    form.aim()
    if not form.validate():
        return _page(of, source=form)
    return _say(of, form, gettext("It stands in the conversation."))


@bp.post("/vraag")
@librarians_only
@private
def ask(gathering_id: int) -> ResponseReturnValue:
    of, form = _found(gathering_id), QuestionForm()
    if not form.validate_on_submit():
        return _page(of, question=form)
    return _say(of, form, gettext("Your question stands in the conversation."))


@bp.post("/volgende")
@librarians_only
def plan_next(gathering_id: int) -> ResponseReturnValue:
    """The next one, as a draft that the librarian finishes."""
    library_id, by_hand = this_library().id, hand()
    _found(gathering_id)
    try:
        with transaction() as tx:
            made = caring.plan_next(tx, library_id, gathering_id, by_hand).id
    except NotFound:
        raise
    except DomainError as refused:
        return done(sentence(refused), url_for(".index", gathering_id=gathering_id))
    said = gettext("This is a draft. Look at day and place, and publish it.")
    return done(said, url_for("gatherings_form.edit", gathering_id=made))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(act_labels=labels)
    slots.fill(app, "gathering.desk", _panel, order=72)
    slots.fill(app, "conversation.desk", _beside)


def _say(of: Gathering, form: SourceForm | QuestionForm, told: str) -> ResponseReturnValue:
    by, by_hand, library_id, gathering_id = me(), hand(), of.library_id, of.id
    try:
        with transaction() as tx:
            caring.say(
                tx, library_id, gathering_id, by, form.words, once=form.once_only, hand=by_hand
            )
    except DomainError as refused:
        return done(sentence(refused), url_for(".index", gathering_id=gathering_id))
    return done(told, url_for(".index", gathering_id=gathering_id))


def _found(gathering_id: int) -> Gathering:
    of = hosting_queries.get(session(), this_library().id, gathering_id)
    if not seeing.has_one(of):
        raise NotFound
    return of


def _page(
    of: Gathering, *, source: SourceForm | None = None, question: QuestionForm | None = None
) -> ResponseReturnValue:
    now = clock.now()
    can_invite = inviting.can_invite(of, now)
    proposed = (
        fitting.suitable(
            session(), of, inviting.may_be_invited(of, now=now), most=PROPOSED, now=now
        )[0]
        if can_invite
        else []
    )
    return render(
        "acts/index.html",
        status=422 if source or question else 200,
        gathering=of,
        source=source or SourceForm(formdata=None),
        question=question or QuestionForm(formdata=None),
        done=_done(of),
        has_talk=noticing.is_cared_for(session(), of),
        can_invite=can_invite,
        proposed=proposed,
        reasons=lambda each: reasons_of(each, of.themes, language()),
        now=now,
    )


def _done(of: Gathering) -> dict[Act, list[tuple[object, int]]]:
    """Of each act by which means and how often."""
    rows = queries.list_done(session(), of.library_id, of.id)
    return {act: list(Counter(row.means for row in rows if row.act is act).items()) for act in Act}


def _panel(gathering: Gathering) -> str | None:
    if not may_work_here() or not seeing.has_one(gathering):
        return None
    return render_template("acts/_panel.html", gathering=gathering, done=_done(gathering))


def _beside(*, gathering: Gathering | None, **_context: object) -> str | None:
    """On the page of a conversation; what hangs on something else has no acts yet."""
    return _panel(gathering) if gathering is not None else None
