"""Kunde at the desk: noting it, finding it, and hearing a yes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import may_work_here, me
from community.codes import in_halves
from community.db import session, transaction
from community.libraries.tenancy import base_url, tenant_blueprint, this_library
from community.search.hits import Hit, Reason
from community.skills import confirming, finding, labels, noting, periods, queries, slips
from community.skills.confirming import Heard
from community.skills.forms import NoteForm, NoteNewcomerForm, SpokenYesForm
from community.skills.models import Agreed, Skill, SkillState
from community.texts import UnfitText, clean_line
from community.topics import queries as topics
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.keys import house_key
from community.web.press import PressForm
from community.web.qr import qr_svg
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("skills", __name__, "/beheer/kennis")


@bp.get("/kunde")
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def index() -> ResponseReturnValue:
    """What waits for a yes and what people said yes to; or what fits what is looked for."""
    library_id, words = this_library().id, _words(200)
    hits = finding.search(session(), library_id, words) if words else []
    listed = queries.list_by_ids(session(), library_id, [hit.subject_id for hit in hits])
    found = _with_reasons(listed, [hit for hit in hits if hit.fits])
    return render(
        "skills/index.html",
        words=words,
        found=found,
        people=len({skill.person_id for skill, _reasons in found}),
        near=_with_reasons(listed, [hit for hit in hits if not hit.fits]),
        waits=[] if words else queries.list_waiting(session(), library_id),
        confirmed=[] if words else queries.list_confirmed(session(), library_id),
        labels=labels,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def new() -> ResponseReturnValue:
    """From a talk at the counter: of somebody known, who is looked for, or of somebody new."""
    library_id, form = this_library().id, _offered(NoteNewcomerForm())
    if form.validate_on_submit():
        return _note(form, form.newcomer(language()))
    words = _words(80)
    return render(
        "skills/new.html",
        status=422 if form.errors else 200,
        form=form,
        words=words,
        found=accounts.search_people(session(), library_id, words) if words else None,
    )


@bp.route("/nieuw/<int:person_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.KNOWLEDGE, Whose.PERSON)
@private
def new_of(person_id: int) -> ResponseReturnValue:
    """The same, of somebody whom the library knows."""
    known = accounts.get_membership(session(), this_library().id, person_id)
    form = _offered(NoteForm())
    if form.validate_on_submit():
        return _note(form, person_id)
    status = 422 if form.errors else 200
    return render("skills/new_of.html", status=status, form=form, person=known.person)


@bp.get("/kunde/<int:skill_id>")
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def show(skill_id: int) -> ResponseReturnValue:
    """What was noted and how it was agreed; as long as it waits, the ways to a yes."""
    skill = queries.get_at_desk(session(), this_library().id, skill_id)
    return render(
        "skills/show.html",
        skill=skill,
        labels=labels,
        form=PressForm(),
        heard_by=queries.find_first_names(session(), skill),
        removed_on=skill.created_at + periods.REMOVED_AFTER,
    )


@bp.route("/kunde/<int:skill_id>/ja", methods=["GET", "POST"])
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def spoken(skill_id: int) -> ResponseReturnValue:
    """They said yes aloud."""
    library_id, form = this_library().id, SpokenYesForm()
    skill = queries.get_at_desk(session(), library_id, skill_id)
    if form.validate_on_submit():
        heard, by_phone = Heard(form.wording.data, me().id), Agreed(form.how.data)
        with transaction() as tx:
            confirming.note_yes(tx, library_id, skill_id, by_phone, heard, now=clock.now())
        return done(gettext("Noted. It is confirmed."), url_for(".show", skill_id=skill_id))
    return render("skills/spoken.html", status=422 if form.errors else 200, form=form, skill=skill)


@bp.post("/kunde/<int:skill_id>/briefje")
@librarians_only
@private
def slip(skill_id: int) -> ResponseReturnValue:
    """A fresh code, on the screen or printed; the slip of before works no more."""
    library, key = this_library(), house_key()
    with transaction() as tx:
        code = noting.hand_slip(tx, library.id, skill_id, key=key, now=clock.now())
    skill = queries.get_at_desk(session(), library.id, skill_id)
    where = f"{base_url()}{url_for('own_skill.find')}"
    token = slips.slip_token(skill, key=key)
    return render(
        "skills/slip.html",
        skill=skill,
        code=in_halves(code),
        where=where.partition("://")[2],
        qr=qr_svg(f"{base_url()}{url_for('own_skill.show', token=token)}"),
    )


@bp.route("/kunde/<int:skill_id>/weg", methods=["GET", "POST"])
@librarians_only
@reads(Reading.KNOWLEDGE)
@private
def remove(skill_id: int) -> ResponseReturnValue:
    """Asks once: what is gone is gone."""
    library_id, form = this_library().id, PressForm()
    skill = queries.get_at_desk(session(), library_id, skill_id)
    if not form.validate_on_submit():
        return render("skills/remove.html", skill=skill, form=form)
    with transaction() as tx:
        confirming.remove_at_desk(tx, library_id, skill_id, now=clock.now())
    return done(gettext("It has been deleted."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.add_to_menu(
        app,
        Menu.DESK,
        MenuItem("skills.index", N_("What people know"), order=60, shown=may_work_here, more=True),
    )
    slots.fill(app, "desk.acts", _way_in)
    waiting.waits(
        app,
        lambda library_id, _now: (queries.waiting(library_id),),
        lambda number: render_template("skills/_todo.html", number=number),
        order=60,
    )


def _way_in() -> str | None:
    """On Today."""
    return render_template("skills/_way_in.html") if may_work_here() else None


def _offered(form: NoteForm) -> NoteForm:
    form.offer(topics.list_themes(session()), language())
    return form


def _note(form: NoteForm, who: int | noting.Newcomer) -> ResponseReturnValue:
    library_id, by_id = this_library().id, me().id
    with transaction() as tx:
        skill = noting.note(tx, library_id, who, form.said(), by_id=by_id, now=clock.now())
    return done(_said(skill), url_for(".show", skill_id=skill.id))


def _said(skill: Skill) -> str:
    name = skill.person.first_name
    if skill.state is not SkillState.DRAFT:
        return str(gettext("This has already been noted and confirmed."))
    if skill.person.email:
        return str(gettext("Noted. %(name)s gets an e-mail with one button to say yes.", name=name))
    return str(gettext("Noted. Now %(name)s has to say yes.", name=name))


def _with_reasons(
    found: Mapping[int, Skill], hits: Iterable[Hit]
) -> list[tuple[Skill, tuple[Reason, ...]]]:
    return [(found[hit.subject_id], hit.reasons) for hit in hits if hit.subject_id in found]


def _words(most: int) -> str:
    try:
        return clean_line(request.args.get("q"))[:most]
    except UnfitText:
        return ""
