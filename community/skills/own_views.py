"""My kunde: what I can and know as it stands here, and the say that I have in it."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.accounts.own_pages import own_blueprint
from community.db import session, transaction
from community.skills import confirming, labels, queries
from community.skills.models import SkillState
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.press import PressForm

bp = own_blueprint("my_skills", __name__, "/mijn/kunde")


@bp.get("")
@signed_in
@private
def index() -> ResponseReturnValue:
    own = queries.list_own(session(), me().id)
    return render(
        "skills/mine.html",
        drafts=[skill for skill in own if skill.state is SkillState.DRAFT],
        kept=[skill for skill in own if skill.state is not SkillState.DRAFT],
        several=len({skill.library_id for skill in own}) > 1,
        labels=labels,
    )


@bp.post("/<int:skill_id>/ja")
@signed_in
def confirm(skill_id: int) -> ResponseReturnValue:
    person_id = me().id
    with transaction() as tx:
        confirming.confirm_own(tx, person_id, skill_id, now=clock.now())
    return done(gettext("Good. The librarians can see it from now on."), url_for(".index"))


@bp.post("/<int:skill_id>/rust")
@signed_in
def rest(skill_id: int) -> ResponseReturnValue:
    """Not now, or again."""
    person_id, resting = me().id, request.form.get("rust") != "nee"
    with transaction() as tx:
        confirming.rest(tx, person_id, skill_id, resting=resting, now=clock.now())
    said = (
        gettext("Good. As long as it is paused, nobody can find it.")
        if resting
        else gettext("Good. It can be found again.")
    )
    return done(said, url_for(".index"))


@bp.route("/<int:skill_id>/weg", methods=["GET", "POST"])
@signed_in
@private
def remove(skill_id: int) -> ResponseReturnValue:
    """Asks once: what is gone is gone."""
    form, person_id = PressForm(), me().id
    skill = queries.get_own(session(), person_id, skill_id)
    if not form.validate_on_submit():
        return render("skills/mine_remove.html", skill=skill, form=form)
    with transaction() as tx:
        confirming.remove_own(tx, person_id, skill_id, now=clock.now())
    return done(gettext("Good. It has been deleted."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _my_kunde)


def _my_kunde(**_about: object) -> str | None:
    """On my page: what waits for my yes, and the way to the rest."""
    own = queries.list_own(session(), me().id)
    if not own:
        return None
    drafts = [skill for skill in own if skill.state is SkillState.DRAFT]
    return render_template(
        "skills/_mine.html", drafts=drafts, number=len(own) - len(drafts), labels=labels
    )
