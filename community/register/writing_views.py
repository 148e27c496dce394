"""Offering and asking: one sentence first, then a form of which only the sentence is needed."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, after_this_request, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import ages, doors
from community.accounts.access import visitor
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.register import labels, narrowing, queries, suggesting, writing
from community.register.forms import EntryForm, OwnEntryForm, StrangersEntryForm
from community.register.models import Direction, Entry, EntryState
from community.register.views import viewer
from community.register.writing import Stranger
from community.skills.models import Skill, SkillKind
from community.topics import queries as topics
from community.topics.models import Theme
from community.web import slots
from community.web.access import open_to_all
from community.web.addresses import row_id
from community.web.headers import keep_out_of_caches, private
from community.web.htmx import done, go, render, wants_fragment
from community.web.i18n import language

bp = tenant_blueprint("entry_writing", __name__, "/kennis")

#: Bounds the mail that a stranger can have sent to somebody.
WRITE = Door(
    "register: write",
    everybody=Limit(1_000, timedelta(minutes=15)),
    network=Limit(120, timedelta(minutes=15)),
    account=Limit(10, timedelta(hours=1)),
)

#: In the session until the browser closes: where the mail went, so that a typo is seen.
_MAILED_TO = "entry_mailed_to"


@bp.route("/aanbieden", methods=["GET", "POST"])
@open_to_all
def offer() -> ResponseReturnValue:
    return _write(Direction.OFFER)


@bp.route("/vragen", methods=["GET", "POST"])
@open_to_all
def ask() -> ResponseReturnValue:
    return _write(Direction.REQUEST)


@bp.get("/kijk-in-je-mail")
@open_to_all
@private
def look_in_your_mail() -> ResponseReturnValue:
    return render("register/look_in_your_mail.html", mailed_to=browser.get(_MAILED_TO))


def fill(form: EntryForm, direction: Direction, sentence: str) -> list[Theme]:
    """What there is to choose from; the themes that fit the sentence, which come first."""
    themes = topics.list_themes(session())
    fitting = suggesting.themes_for(session(), this_library().id, sentence)
    first = [theme for theme in themes if theme.id in fitting]
    branches = queries.list_branches(session(), this_library().id)
    form.offer(direction, themes, branches, language(), first=fitting)
    return first


def _is_a_page_for_anybody() -> bool:
    """The page on which nothing was written yet: a search engine may know it."""
    return request.method == "GET" and visitor() is None and set(request.args) <= {"taal"}


def _write(direction: Direction) -> ResponseReturnValue:
    if not _is_a_page_for_anybody():
        after_this_request(keep_out_of_caches)
    sentence = narrowing.sentence(request.args.get("zin", ""))
    person = visitor()
    person_id = person.id if person else None
    form = _form_for(person_id).ask(this_library().id, person_id)
    fitting = fill(form, direction, form.title.data or sentence)
    if request.method == "GET":
        form.title.data, form.language.data = sentence, language()
        form.themes.data = [theme.id for theme in fitting]
    elif form.validate_on_submit():
        if isinstance(form, StrangersEntryForm):
            return _ask_by_mail(direction, form)
        assert person is not None  # noqa: S101  (who is not is a stranger)
        return _publish(direction, form, person.id)
    return _page(direction, form, sentence, fitting)


def _page(
    direction: Direction, form: EntryForm, sentence: str, fitting: list[Theme]
) -> ResponseReturnValue:
    who, now = viewer(), clock.now()
    written = form.title.data or sentence
    near = suggesting.alike(session(), this_library().id, direction, written, who, now=now)
    return render(
        "register/write.html" if written or form.errors else "register/begin.html",
        fragment="register/_alike.html" if wants_fragment() and not form.errors else None,
        status=422 if form.errors else 200,
        form=form,
        kunde=_kunde(),
        asks_age=isinstance(form, OwnEntryForm),
        asks=direction is Direction.REQUEST,
        sentence=written,
        fitting=fitting,
        near=near,
        who=who,
        now=now,
        labels=labels,
    )


def _kunde() -> int | None:
    """Of which kunde somebody makes an offer: the number that my page gives along."""
    return row_id(request.args.get("kunde"))


def _form_for(person_id: int | None) -> EntryForm:
    if person_id is None:
        return StrangersEntryForm()
    return EntryForm() if ages.said_age(session(), person_id) else OwnEntryForm()


def _publish(direction: Direction, form: EntryForm, person_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    terms = suggesting.terms_for(session(), library_id, form.title.data, form.themes.data or ())
    with transaction() as tx:
        form.agree(tx, library_id, person_id, now=clock.now())
        entry = writing.publish(
            tx, library_id, person_id, direction, form.said(terms),
            is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
        )  # fmt: skip
        if kunde := _kunde():
            writing.comes_of(tx, entry, kunde)
    return done(said_of(entry), url_for("register.show", entry_id=entry.id))


def _ask_by_mail(direction: Direction, form: StrangersEntryForm) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    doors.enter(WRITE, form.email.data)
    library_id = this_library().id
    terms = suggesting.terms_for(session(), library_id, form.title.data, form.themes.data or ())
    with transaction() as tx:
        writing.ask_by_mail(
            tx, library_id, direction, form.said(terms),
            Stranger(form.first_name.data, form.email.data, language()),
            is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
        )  # fmt: skip
    browser[_MAILED_TO] = form.email.data
    return go(url_for(".look_in_your_mail"))


def of_a_kunde(skill: Skill) -> str | None:
    """Beside a kunde on my page: make an offer of it."""
    if skill.kind is SkillKind.WANTS_TO_LEARN:
        return None
    return render_template("register/_of_a_kunde.html", skill=skill)


def said_of(entry: Entry) -> str:
    """What became of it, for its person."""
    said: str = (
        gettext("It is in the list now. Thank you!")
        if entry.state is EntryState.OPEN
        else gettext(
            "Thank you! A librarian reads it first. Then it becomes visible, and you get an e-mail."
        )
    )
    return said


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "skill.own", of_a_kunde)
