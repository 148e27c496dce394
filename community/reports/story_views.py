"""Stories at the desk: writing one down, noting the yes, and choosing it for the report."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.reports import labels, services
from community.reports import story_queries as queries
from community.reports.forms import PermissionForm, StoryForm
from community.reports.models import MOST_STORIES, Story
from community.reports.years import to_tell_of
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.press import PressForm

bp = tenant_blueprint("stories", __name__, "/beheer/rapporten/verhalen")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    return render(
        "reports/stories.html",
        stories=queries.list_stories(session(), this_library().id),
        most=MOST_STORIES,
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    form = _story_form()
    if form.validate_on_submit():
        with transaction() as tx:
            story = services.write(
                tx, this_library().id, form.draft(), by_id=me().id, now=clock.now()
            )
        return done(gettext("Saved."), url_for(".show", story_id=story.id))
    return render("reports/story_form.html", status=form_status(), form=form, story=None)


@bp.get("/<int:story_id>")
@librarians_only
@private
def show(story_id: int) -> ResponseReturnValue:
    """The story as it reads in the report, and whether it may stand there."""
    return _show(_story(story_id), PermissionForm(formdata=None))


@bp.route("/<int:story_id>/veranderen", methods=["GET", "POST"])
@librarians_only
@private
def edit(story_id: int) -> ResponseReturnValue:
    story = _story(story_id)
    form = _story_form(story.year)
    if request.method == "GET":
        form.show(story)
    elif form.validate():
        with transaction() as tx:
            services.change(tx, this_library().id, story_id, form.draft(), now=clock.now())
        return done(gettext("Saved."), url_for(".show", story_id=story_id))
    return render("reports/story_form.html", status=form_status(), form=form, story=story)


@bp.post("/<int:story_id>/toestemming")
@librarians_only
def permit(story_id: int) -> ResponseReturnValue:
    story, form = _story(story_id), PermissionForm()
    if not form.validate():
        return _show(story, form, 422)
    with transaction() as tx:
        services.permit(
            tx, this_library().id, story_id, form.permit(), by_id=me().id, now=clock.now()
        )
    return done(gettext("Noted."), url_for(".show", story_id=story_id))


@bp.post("/<int:story_id>/intrekken")
@librarians_only
def withdraw(story_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.withdraw(tx, this_library().id, story_id, now=clock.now())
    return done(
        gettext("The story is no longer in any report."), url_for(".show", story_id=story_id)
    )


@bp.post("/<int:story_id>/kiezen")
@librarians_only
def choose(story_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.choose(tx, this_library().id, story_id)
    return done(gettext("The story is in the report."), url_for(".index"))


@bp.post("/<int:story_id>/eruit")
@librarians_only
def leave_out(story_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.leave_out(tx, this_library().id, story_id)
    return done(gettext("The story has been taken out of the report."), url_for(".index"))


@bp.post("/<int:story_id>/weg")
@librarians_only
def remove(story_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.remove(tx, this_library().id, story_id)
    return done(gettext("The story is removed."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _story(story_id: int) -> Story:
    return queries.get(session(), this_library().id, story_id)


def _show(story: Story, form: PermissionForm, status: int = 200) -> ResponseReturnValue:
    if not form.is_submitted():
        form.version.data = str(story.version)
        form.purpose.data = gettext("The annual report for the municipality")
        form.given_on.data = clock.local_day(clock.now())
    return render(
        "reports/story.html",
        status=status,
        story=story,
        form=form,
        press=PressForm(formdata=None),
        how=labels.HOW,
    )


def _story_form(year: int | None = None) -> StoryForm:
    """Of this year, or of the two before; or the one that it is of."""
    form = StoryForm()
    form.offer(to_tell_of(clock.now(), year))
    return form
