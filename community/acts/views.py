"""The panel 'care for this conversation': five acts, what was done of each, and how to do it.

Of whatever a conversation hangs on; what fits a gathering alone is offered there only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts.access import may_work_here, me
from community.acts import caring, known_sources, labels, mark_queries, queries, spreading
from community.acts.forms import QuestionForm, SourceForm
from community.acts.models import Act
from community.conversations import anchors, own_anchors
from community.conversations import queries as conversations
from community.conversations.anchors import Anchor, Who
from community.conversations.models import Conversation, On, SeenBy
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import hosting_queries
from community.gatherings import queries as gatherings
from community.gatherings.desk_views import hand
from community.gatherings.models import Gathering
from community.gatherings.views import viewer
from community.harvests import queries as harvests
from community.harvests.models import Harvest
from community.invitations import inviting
from community.invitations.forms import InviteForm
from community.libraries.tenancy import tenant_blueprint, this_library
from community.suggestions import fitting
from community.suggestions.labels import reasons_of
from community.topics.models import Theme
from community.web import slots
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("acts", __name__, "/beheer/gesprekken/<anchor>/<int:anchor_id>/zorg")

#: So many people are proposed, those who fit best; to the first activity that they can come to.
PROPOSED, LOOKED_AT = 3, 4


@bp.get("")
@librarians_only
@reads(Reading.INVITATIONS)
@private
def index(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """With `?bron=` a source that was named elsewhere stands in the form already."""
    about = _found(anchor, anchor_id)
    known = row_id(request.args.get("bron"))
    proposed = _sources(about)[1]
    chosen = next((each for each in proposed if each.contribution.id == known), None)
    return _page(about, filled=SourceForm.of(chosen) if chosen else None)


@bp.post("/verrijk")
@librarians_only
@private
def enrich(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """A source or a book, in the conversation."""
    about, form = _found(anchor, anchor_id), SourceForm()
    form.aim()
    if not form.validate():
        return _page(about, source=form)
    return _say(about, form, gettext("It is in the conversation."))


@bp.post("/vraag")
@librarians_only
@private
def ask(anchor: str, anchor_id: int) -> ResponseReturnValue:
    about, form = _found(anchor, anchor_id), QuestionForm()
    if not form.validate_on_submit():
        return _page(about, question=form)
    return _say(about, form, gettext("Your question is in the conversation."))


@bp.post("/verbind")
@librarians_only
@private
def connect(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """Whoever is ticked is invited, to an activity about it."""
    about, form, by = _found(anchor, anchor_id), InviteForm(), me().id
    to = _to_invite_to(about, _themes(about))
    if to is None or not form.validate_on_submit():
        return _page(about, nobody=True)
    number, people = to.id, form.people.data
    with transaction() as tx:
        told = caring.invite(tx, about, number, people, by=by, now=clock.now())
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", told.invited)
    return done(said, _at(about, "connect"))


@bp.post("/verspreid")
@librarians_only
def spread(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """In the next weekly mail."""
    about = _found(anchor, anchor_id)
    said = gettext("It will be in the next weekly e-mail.")
    return _do(about, "spread", lambda tx: caring.mark(tx, about, now=clock.now()), said)


@bp.post("/volgende")
@librarians_only
def plan_next(anchor: str, anchor_id: int) -> ResponseReturnValue:
    """The next one, as a draft that the librarian finishes."""
    about, by_hand = _found(anchor, anchor_id), hand()
    try:
        with transaction() as tx:
            made = caring.plan_next(tx, about, by_hand).id
    except NotFound:
        raise
    except DomainError as refused:
        return done(sentence(refused), _at(about, "activate"))
    said = gettext("This is a draft. Check the day and the place, and publish it.")
    return done(said, url_for("gatherings_form.edit", gathering_id=made))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(act_labels=labels)
    slots.fill(app, "gathering.desk", _of_gathering, order=72)
    slots.fill(app, "conversation.desk", panel)
    slots.fill(app, "harvest.desk", _of_harvest, order=80)


def panel(anchor: Anchor) -> str | None:
    """What was done for it, and the way to do more."""
    if not may_work_here() or not anchor.can_be_talked_about:
        return None
    conversation = conversations.find_on(session(), anchor)
    return render_template("acts/_panel.html", at=_at(anchor), done=_done(conversation))


def _of_gathering(gathering: Gathering) -> str | None:
    return panel(own_anchors.of_gathering(gathering, this_library().slug))


def _of_harvest(harvest: Harvest) -> str | None:
    """Once people can talk about it."""
    found = anchors.find(session(), harvest.library_id, On.HARVEST, harvest.id)
    return panel(found) if found and found.can_be_talked_about else None


def _do(about: Anchor, act: str, do: Callable[[Session], object], said: str) -> ResponseReturnValue:
    try:
        with transaction() as tx:
            do(tx)
    except NotFound:
        raise
    except DomainError as refused:
        return done(sentence(refused), _at(about, act))
    return done(said, _at(about, act))


def _say(about: Anchor, form: SourceForm | QuestionForm, told: str) -> ResponseReturnValue:
    by, once = me(), form.once_only
    act = "enrich" if isinstance(form, SourceForm) else "activate"
    return _do(
        about, act,
        lambda tx: caring.say(tx, about, by, form.words, once=once, now=clock.now()), told,
    )  # fmt: skip


def _at(about: Anchor, act: str = "") -> str:
    word = anchors.kinds()[about.on].word
    return url_for("acts.index", anchor=word, anchor_id=about.id, _anchor=act or None)


def _found(word: str, number: int) -> Anchor:
    on, library_id = anchors.get_kind(word).on, this_library().id
    if on is On.GATHERING:
        of = hosting_queries.get(session(), library_id, number)
        found: Anchor | None = own_anchors.of_gathering(of, this_library().slug)
    else:
        by = Who(me().id, is_librarian=True)
        found = anchors.find_seen(session(), library_id, on, number, by, now=clock.now())
    if found is None or not found.can_be_talked_about:
        raise NotFound
    return found


def _page(
    about: Anchor,
    *,
    source: SourceForm | None = None,
    question: QuestionForm | None = None,
    filled: SourceForm | None = None,
    nobody: bool = False,
) -> ResponseReturnValue:
    now = clock.now()
    conversation = conversations.find_on(session(), about)
    themes, sources = _sources(about)
    to = _to_invite_to(about, themes)
    return render(
        "acts/index.html",
        status=422 if source or question or nobody else 200,
        about=about,
        word=anchors.kinds()[about.on].word,
        source=source or filled or SourceForm(formdata=None),
        question=question or QuestionForm(formdata=None),
        nobody=nobody,
        done=_done(conversation),
        has_talk=conversation is not None,
        sources=sources,
        to=to,
        proposed=_proposed(to, now) if to else [],
        reasons=lambda each: reasons_of(each, to.themes if to else (), language()),
        gathering=_gathering_of(about),
        planned=queries.list_planned(session(), conversation) if conversation else (),
        sends_mail=spreading.has_mail(session(), about.library_id),
        marked=mark_queries.find(session(), about, conversation, now=now),
        is_closed_off=about.on is not On.HARVEST
        and _seen_by(about, conversation) is SeenBy.PARTICIPANTS,
        now=now,
    )


def _seen_by(about: Anchor, conversation: Conversation | None) -> SeenBy:
    return conversation.seen_by if conversation else about.usual


def _done(conversation: Conversation | None) -> dict[Act, list[tuple[object, int]]]:
    """Of each act by which means and how often."""
    rows = queries.list_done(session(), conversation) if conversation else ()
    return {act: list(Counter(row.means for row in rows if row.act is act).items()) for act in Act}


def _themes(about: Anchor) -> list[Theme]:
    return list(queries.themes_of(session(), about))


def _sources(about: Anchor) -> tuple[list[Theme], list[known_sources.Known]]:
    themes = _themes(about)
    return themes, known_sources.propose(session(), about, themes)


def _gathering_of(about: Anchor) -> Gathering | None:
    """What it hangs on, or what it is the harvest of."""
    if about.on is On.GATHERING:
        return hosting_queries.get(session(), about.library_id, about.id)
    if about.on is On.HARVEST:
        return harvests.get(session(), about.library_id, about.id).gathering
    return None


def _to_invite_to(about: Anchor, themes: list[Theme]) -> Gathering | None:
    """Itself; of anything else the first activity on its themes that one can be invited to."""
    now = clock.now()
    if about.on is On.GATHERING:
        of = hosting_queries.get(session(), about.library_id, about.id)
        return of if inviting.can_invite(of, now) else None
    if not themes:
        return None
    coming = gatherings.list_next(
        session(), about.library_id, now=now, count=LOOKED_AT, viewer=viewer(),
        theme_ids=queries.numbers_of(themes),
    )  # fmt: skip
    # A list knows no more of a gathering than it shows; whether somebody fits takes all of it.
    whole = (session().get_one(Gathering, each.id, populate_existing=True) for each in coming)
    return next((each for each in whole if inviting.can_invite(each, now)), None)


def _proposed(to: Gathering, now: datetime) -> list[Any]:
    """Who of those who may be invited fit best, each with reasons."""
    may = inviting.may_be_invited(to, now=now)
    return fitting.suitable(session(), to, may, most=PROPOSED, now=now)[0]
