"""A group for who is in it: what its members can do, and what its contact person can."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.gatherings.desk_views import seen
from community.gatherings.views import viewer
from community.groups import contact, member_queries, members, queries, services
from community.groups.forms import HandOverForm, WordsForm
from community.groups.models import GroupMember
from community.groups.services import GroupOvertaken
from community.groups.views import address
from community.libraries.tenancy import tenant_blueprint, this_library
from community.topics import queries as topics
from community.web import slots
from community.web.access import signed_in
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import language, sentence
from community.web.press import PressForm

bp = tenant_blueprint("own_group", __name__, "/groepen/<int:group_id>")


@bp.get("/wij")
@signed_in
@private
def show(group_id: int) -> ResponseReturnValue:
    """Us. Only the contact person sees who is in it, and of them only first names."""
    member, now = _mine(group_id), clock.now()
    listed = member_queries.list_members(session(), member.library_id, group_id)
    return render(
        "groups/own.html",
        group=member.group,
        member=member,
        members=listed if member.is_contact else [],
        contact=next((each for each in listed if each.is_contact), None),
        coming=queries.list_coming(session(), member.group, now=now, viewer=viewer()),
        form=PressForm(),
        now=now,
    )


@bp.route("/vertrekken", methods=["GET", "POST"])
@signed_in
@private
def leave(group_id: int) -> ResponseReturnValue:
    member, form = _mine(group_id), PressForm()
    if not form.validate_on_submit():
        return render("groups/leave.html", group=member.group, member=member, form=form)
    group, person_id = member.group, member.person_id
    back = address(group) if queries.may_see(group, viewer()) else url_for("home.index")
    with transaction() as tx:
        members.leave(tx, this_library().id, group_id, person_id)
    return done(gettext("You are no longer in the group."), back)


@bp.route("/wijzigen", methods=["GET", "POST"])
@signed_in
@private
def edit(group_id: int) -> ResponseReturnValue:
    """The words of the page; who sees it is for the library to say."""
    group, form = led(group_id).group, WordsForm()
    form.offer_themes(topics.list_themes(session()), language())
    if request.method == "GET":
        form.show(group)
    elif form.validate():
        try:
            with transaction() as tx:
                group = services.change(
                    tx, this_library().id, group_id, form.words(),
                    seen=seen(form.seen.data), now=clock.now(),
                )  # fmt: skip
            return done(gettext("Saved. This is how your page looks now."), address(group))
        except GroupOvertaken as overtaken:
            group = led(group_id).group
            form.seen.data = group.revised_at.isoformat()
            form.form_errors.append(sentence(overtaken))
            return render("groups/edit.html", status=409, form=form, group=group)
    status = form_status()
    return render("groups/edit.html", status=status, form=form, group=group)


@bp.route("/contactpersoon", methods=["GET", "POST"])
@signed_in
@private
def hand_over(group_id: int) -> ResponseReturnValue:
    """Ask somebody in the group to take over; it is theirs when they say yes."""
    own, form = led(group_id), HandOverForm()
    listed = member_queries.list_members(session(), own.library_id, group_id)
    anybody = form.offer(listed)
    if form.validate_on_submit():
        person_id = own.person_id
        with transaction() as tx:
            asked = contact.offer(
                tx, this_library().id, group_id, person_id, form.to.data, now=clock.now()
            )
        said = gettext("We have asked %(name)s by e-mail.", name=asked.person.first_name)
        return done(said, url_for(".show", group_id=group_id))
    return render(
        "groups/hand_over.html",
        status=422 if form.errors else 200,
        form=form,
        group=own.group,
        anybody=anybody,
    )


@bp.post("/contactpersoon/antwoord")
@signed_in
def answer(group_id: int) -> ResponseReturnValue:
    person_id, yes = _mine(group_id).person_id, request.form.get("answer") == "yes"
    with transaction() as tx:
        contact.answer(tx, this_library().id, group_id, person_id, yes=yes)
    said = (
        gettext("Good. You are the contact person now.")
        if yes
        else gettext("Good. Everything stays as it was.")
    )
    return done(said, url_for(".show", group_id=group_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "mine.below", _my_groups)


def _my_groups(**_about: object) -> str | None:
    """On my page: the groups that I am in."""
    mine = member_queries.list_mine(session(), me().id)
    return render_template("groups/_mine.html", mine=mine) if mine else None


def _mine(group_id: int) -> GroupMember:
    return member_queries.get_member(session(), this_library().id, group_id, me().id)


def led(group_id: int) -> GroupMember:
    """As its contact person; of other groups there is nothing here."""
    return member_queries.get_contact(session(), this_library().id, group_id, me().id)
