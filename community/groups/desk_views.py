"""Groups at the desk: how each stands, its page, who is in it, and whose gathering one is."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.access_log.marks import reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import may_work_here
from community.accounts.models import Person
from community.accounts.people import find_or_create_person, person_without_address
from community.db import session, transaction
from community.gatherings import hosting_queries
from community.gatherings.desk_views import hand, seen
from community.gatherings.models import Gathering
from community.groups import (
    contact,
    inviting,
    inviting_queries,
    member_queries,
    members,
    queries,
    services,
)
from community.groups.forms import GroupForm, NewMemberForm, OfGatheringForm, StageForm
from community.groups.models import Group, Stage
from community.groups.room_forms import InviteForm
from community.groups.services import GroupOvertaken, StageInFuture
from community.groups.views import forget
from community.libraries.tenancy import tenant_blueprint, this_library
from community.topics import queries as topics
from community.web import slots, waiting
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import language, sentence
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("groups_desk", __name__, "/beheer")


@bp.get("/groepen")
@librarians_only
@private
def index() -> ResponseReturnValue:
    kept = queries.list_at_desk(session(), this_library().id)
    by_stage = [(stage, [each for each in kept if each.group.stage is stage]) for stage in Stage]
    return render("groups/desk_index.html", by_stage=by_stage, count=len(kept))


@bp.route("/groepen/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        library_id = this_library().id
        with transaction() as tx:
            group = services.make(tx, library_id, form.words(), form.marks(), now=clock.now())
        forget(library_id)
        return done(gettext("Saved. Who are the members?"), _at(group.id))
    return render("groups/desk_form.html", status=form_status(), form=form, group=None)


@bp.get("/groepen/<int:group_id>")
@librarians_only
@reads(Reading.GROUPS)
@private
def show(group_id: int) -> ResponseReturnValue:
    group = _group(group_id)
    stage = StageForm(
        formdata=None, data={"stage": group.stage.value, "since": clock.local_day(clock.now())}
    )
    return _show(group, stage)


@bp.route("/groepen/<int:group_id>/bewerken", methods=["GET", "POST"])
@librarians_only
@reads(Reading.GROUPS)
@private
def edit(group_id: int) -> ResponseReturnValue:
    group, form = _group(group_id), _form()
    if request.method == "GET":
        form.show(group)
    elif form.validate():
        library_id = this_library().id
        try:
            with transaction() as tx:
                services.change(
                    tx, library_id, group_id, form.words(), form.marks(),
                    seen=seen(form.seen.data), now=clock.now(),
                )  # fmt: skip
            forget(library_id)
            return done(gettext("Saved."), _at(group_id))
        except GroupOvertaken as overtaken:
            group = _group(group_id)
            form.seen.data = group.revised_at.isoformat()
            form.form_errors.append(sentence(overtaken))
            return render("groups/desk_form.html", status=409, form=form, group=group)
    return render("groups/desk_form.html", status=form_status(), form=form, group=group)


@bp.post("/groepen/<int:group_id>/stand")
@librarians_only
@private
def stage(group_id: int) -> ResponseReturnValue:
    group, form = _group(group_id), StageForm()
    if form.validate():
        try:
            with transaction() as tx:
                services.move_to_stage(
                    tx, this_library().id, group_id, form.chosen, form.moment, now=clock.now()
                )
            return done(gettext("Noted."), _at(group_id))
        except StageInFuture as refused:
            form.since.errors = [sentence(refused)]
            group = _group(group_id)
    return _show(group, form, 422)


@bp.route("/groepen/<int:group_id>/leden", methods=["GET", "POST"])
@librarians_only
@reads(Reading.GROUPS)
@private
def add(group_id: int) -> ResponseReturnValue:
    """Somebody who says yes at the counter or on the telephone."""
    group, form, now = _group(group_id), NewMemberForm(), clock.now()
    if form.validate_on_submit():
        name, email, phone = form.first_name.data, form.email.data, form.phone.data or ""
        with transaction() as tx:
            if email:
                person = find_or_create_person(tx, email, name, language(), now)
                person.phone = person.phone or phone
            else:
                person = person_without_address(tx, name, phone, language=language(), now=now)
            members.add(tx, this_library().id, group_id, person, now=now)
        return _added(group_id, person)
    words = request.args.get("q", "").strip()[:80]
    found = accounts.search_people(session(), this_library().id, words) if words else None
    return render(
        "groups/desk_add.html",
        status=form_status(),
        form=form,
        group=group,
        words=words,
        found=found,
    )


@bp.post("/groepen/<int:group_id>/leden/<int:person_id>")
@librarians_only
def add_known(group_id: int, person_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    accounts.get_membership(session(), library_id, person_id)
    with transaction() as tx:
        person = tx.get_one(Person, person_id)
        members.add(tx, library_id, group_id, person, now=clock.now())
    return _added(group_id, person)


@bp.post("/groepen/<int:group_id>/leden/<int:person_id>/eruit")
@librarians_only
def remove(group_id: int, person_id: int) -> ResponseReturnValue:
    """For who asks the library to be taken off; the same as leaving."""
    member_queries.get_member(session(), this_library().id, group_id, person_id)
    with transaction() as tx:
        members.leave(tx, this_library().id, group_id, person_id)
    return done(gettext("They are no longer in the group."), _at(group_id))


@bp.post("/groepen/<int:group_id>/leden/<int:person_id>/contactpersoon")
@librarians_only
def appoint(group_id: int, person_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        member = contact.appoint(tx, this_library().id, group_id, person_id)
    said = gettext("%(name)s is the contact person now.", name=member.person.full_name)
    return done(said, _at(group_id))


@bp.post("/groepen/<int:group_id>/zonder-contactpersoon")
@librarians_only
def lay_down(group_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        contact.lay_down(tx, this_library().id, group_id)
    return done(gettext("The group has no contact person now."), _at(group_id))


@bp.route("/activiteiten/<int:gathering_id>/groepen", methods=["GET", "POST"])
@librarians_only
@private
def of_gathering(gathering_id: int) -> ResponseReturnValue:
    """Whose gathering this is."""
    library_id = this_library().id
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    form, choices = OfGatheringForm(), queries.list_for_choice(session(), library_id)
    form.offer(choices)
    if form.validate_on_submit():
        with transaction() as tx:
            services.set_groups_of(
                tx, library_id, gathering_id, form.groups.data or (),
                whole_series=form.whole_series.data, now=clock.now(),
            )  # fmt: skip
        back = url_for("gatherings_desk.show", gathering_id=gathering_id)
        return done(gettext("Saved."), back)
    if request.method == "GET":
        theirs = queries.list_of_gathering(session(), library_id, gathering_id)
        form.groups.data = [group.id for group in theirs]
        thread = queries.find_thread(session(), library_id, gathering_id)
        form.whole_series.data = thread is not None and bool(
            queries.list_groups_of_series(session(), library_id, thread)
        )
    return _of_gathering(gathering, form, _invite_form(choices))


@bp.post("/activiteiten/<int:gathering_id>/groepen/uitnodigen")
@librarians_only
@private
def invite(gathering_id: int) -> ResponseReturnValue:
    """One mail to everybody in a group, who is not invited or signed up already."""
    library_id = this_library().id
    choices = queries.list_for_choice(session(), library_id)
    form = _invite_form(choices)
    gathering = hosting_queries.get(session(), library_id, gathering_id)
    if not form.validate():
        of = OfGatheringForm(formdata=None)
        of.offer(choices)
        return _of_gathering(gathering, of, form)
    with transaction() as tx:
        reached = inviting.invite(tx, library_id, gathering_id, form.group.data, hand())
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", reached.mails)
    if reached.to_call:
        said += " " + gettext("Call the people without an address: they are listed below.")
    return done(said, url_for(".of_gathering", gathering_id=gathering_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("groups_desk.index", N_("Groups"), order=50, shown=may_work_here)
    slots.add_to_menu(app, Menu.DESK, item)
    waiting.waits(
        app,
        lambda library_id, _now: (queries.without_contact(library_id),),
        lambda number: render_template("groups/_desk_todo.html", number=number),
    )
    slots.fill(app, "gathering.desk", _at_gathering)


def _at_gathering(gathering: Gathering) -> str | None:
    """On a gathering's desk page: whose it is, and the way to change that."""
    if not may_work_here():
        return None
    groups = queries.list_of_gathering(session(), gathering.library_id, gathering.id)
    return render_template("groups/_desk_gathering.html", gathering=gathering, groups=groups)


def _invite_form(groups: Sequence[Group]) -> InviteForm:
    form = InviteForm(prefix="uitnodigen-")
    form.offer(groups)
    return form


def _of_gathering(
    gathering: Gathering, form: OfGatheringForm, invite_form: InviteForm
) -> ResponseReturnValue:
    invitations = inviting_queries.list_invitations(session(), gathering.library_id, gathering.id)
    why_not = inviting.why_not(gathering, clock.now())
    return render(
        "groups/desk_of_gathering.html",
        status=form_status(),
        form=form,
        invite_form=invite_form,
        gathering=gathering,
        invitations=invitations,
        to_call=[] if why_not else inviting.list_to_call(session(), invitations),
        why_not=gettext(why_not) if why_not else "",
        in_series=queries.find_thread(session(), gathering.library_id, gathering.id) is not None,
    )


def _form() -> GroupForm:
    form = GroupForm()
    form.offer_themes(topics.list_themes(session()), language())
    return form


def _group(group_id: int) -> Group:
    return queries.get(session(), this_library().id, group_id)


def _show(group: Group, stage: StageForm, status: int = 200) -> ResponseReturnValue:
    now, gatherings = clock.now(), queries.list_gatherings(session(), group)
    in_it = member_queries.list_members(session(), group.library_id, group.id)
    return render(
        "groups/desk_show.html",
        status=status,
        group=group,
        members=in_it,
        contact=next((each for each in in_it if each.is_contact), None),
        coming=[each for each in reversed(gatherings) if not each.is_over(now)],
        been=[each for each in gatherings if each.is_over(now)],
        stage_form=stage,
        earlier_stages=queries.list_earlier_stages(session(), group),
        now=now,
    )


def _added(group_id: int, person: Person) -> ResponseReturnValue:
    said = gettext("%(name)s is in the group.", name=person.full_name)
    return done(said, _at(group_id))


def _at(group_id: int) -> str:
    return url_for("groups_desk.show", group_id=group_id)
