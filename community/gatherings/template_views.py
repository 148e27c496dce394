"""Templates at the desk, and the choice with which every new gathering begins."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here
from community.db import session, transaction
from community.gatherings import along, drafts, hosting_queries, template_queries, templates
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_forms import put_beside
from community.gatherings.preview import as_it_would_be
from community.gatherings.template_forms import TemplateForm
from community.gatherings.template_models import GatheringTemplate
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.press import PressForm
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("gathering_templates", __name__, "/beheer/sjablonen")


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    listed = template_queries.list_templates(session(), this_library().id)
    return render("gatherings/desk_templates.html", templates=listed)


@bp.get("/begin")
@librarians_only
@private
def begin() -> ResponseReturnValue:
    """From a template, like an earlier one, or empty; where there is no choice, none is asked."""
    library, words = this_library(), request.args.get("q", "").strip()[:80]
    listed = template_queries.list_templates(session(), library.id)
    earlier = template_queries.list_earlier(session(), library.id, words, now=clock.now())
    if not (listed or earlier or words):
        # Who came here on the tour (community/guides) is still on it.
        tour = request.args.get("rondleiding")
        return go(url_for("gatherings_form.new", rondleiding=tour))
    return render(
        "gatherings/desk_begin.html",
        fragment="gatherings/_desk_earlier.html",
        templates=listed,
        earlier=earlier,
        words=words,
    )


@bp.route("/van/<int:gathering_id>", methods=["GET", "POST"])
@librarians_only
@private
def save(gathering_id: int) -> ResponseReturnValue:
    """Keep a gathering as a template: everything but the date."""
    library_id = this_library().id
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    form = TemplateForm()
    if request.method == "GET":
        form.name.data = gathering.title
    elif form.validate():
        draft = drafts.draft_of(gathering)
        found = along.of(session(), gathering)
        keep = templates.save_over if form.replace.data else templates.save
        try:
            with transaction() as tx:
                keep(tx, library_id, form.name.data, draft, goes_along=found, now=clock.now())
        except DraftRefused as refused:
            put_beside(form, refused.problems)
            gathering = hosting_queries.get(session(), library_id, gathering_id)
        else:
            said = gettext("Saved as the template ‘%(name)s’.", name=form.name.data)
            return done(said, url_for(".index"))
    return render(
        "gatherings/desk_template_save.html",
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
    )


@bp.route("/<int:template_id>", methods=["GET", "POST"])
@librarians_only
@private
def show(template_id: int) -> ResponseReturnValue:
    """What is in it; and another name for it."""
    template = template_queries.get(session(), this_library().id, template_id)
    form = TemplateForm()
    if request.method == "GET":
        form.name.data = template.name
        return _show(template, form)
    if not form.validate():
        return _show(template, form)
    try:
        with transaction() as tx:
            renamed = templates.rename(tx, this_library().id, template_id, form.name.data)
    except DraftRefused as refused:
        put_beside(form, refused.problems)
        again = template_queries.get(session(), this_library().id, template_id)
        return _show(again, form)
    said = gettext("The template is now called ‘%(name)s’.", name=renamed.name)
    return done(said, url_for(".show", template_id=template_id))


@bp.route("/<int:template_id>/weggooien", methods=["GET", "POST"])
@librarians_only
@private
def remove(template_id: int) -> ResponseReturnValue:
    """Asks once."""
    template = template_queries.get(session(), this_library().id, template_id)
    form = PressForm()
    if not form.validate_on_submit():
        return render("gatherings/desk_template_remove.html", template=template, form=form)
    with transaction() as tx:
        name = templates.remove(tx, this_library().id, template_id)
    return done(gettext("The template ‘%(name)s’ has been deleted.", name=name), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("gathering_templates.index", N_("Templates"), order=10, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)


def _show(template: GatheringTemplate, form: TemplateForm) -> ResponseReturnValue:
    library, now = this_library(), clock.now()
    begun = templates.start_from(session(), template, clock.local_day(now))
    would_be = as_it_would_be(session(), library, drafts.completed(begun.draft), None, now=now)
    return render(
        "gatherings/desk_template.html",
        status=422 if form.errors else 200,
        form=form,
        template=template,
        gathering=would_be,
        gone=begun.gone,
    )
