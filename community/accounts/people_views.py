"""The people who work in a library: who they are, and what their manager lets them do."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from community.accounts import doors, people, queries
from community.accounts.access import me
from community.accounts.again import for_who_just_came_in
from community.accounts.forms import InvitationForm, RoleForm
from community.accounts.labels import ROLES
from community.accounts.models import Membership, Role
from community.accounts.roles import LADDER
from community.clock import now
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.texts import UnfitText, clean_line
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence

bp = tenant_blueprint("people", __name__, "/beheer/mensen")


@bp.get("/")
@managers_only
@private
def index() -> ResponseReturnValue:
    words, here = _words(), this_library().id
    people_here = (
        queries.search_people(session(), here, words)
        if words
        else queries.list_people_at_work(session(), here)
    )
    return render(
        "accounts/people.html",
        words=words,
        count=len(people_here),
        by_role=_by_role(people_here),
        most=queries.MOST,
    )


@bp.route("/<int:person_id>", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def give_role(person_id: int) -> ResponseReturnValue:
    library = this_library()
    membership = queries.get_membership(session(), library.id, person_id)
    form = RoleForm(role=membership.role.value)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                people.set_role(tx, library.id, person_id, form.chosen)
        except people.LastManager as last:
            form.role.errors = [sentence(last)]
        else:
            name = membership.person.full_name
            return done(
                gettext("%(name)s: %(role)s.", name=name, role=ROLES[form.chosen]),
                "/mijn" if _is_own_way_out(person_id, form.chosen) else url_for(".index"),
            )
    status = 422 if request.method == "POST" else 200
    return render("accounts/give_role.html", status=status, form=form, membership=membership)


@bp.route("/uitnodigen", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def invite() -> ResponseReturnValue:
    form = InvitationForm(role=Role.LIBRARIAN.value)
    if form.validate_on_submit():
        library = this_library()
        doors.enter(doors.INVITATION, f"library {library.id}")
        try:
            with transaction() as tx:
                person = people.find_or_create_person(
                    tx, form.email.data, form.first_name.data, language(), now()
                )
                people.invite(tx, library, person, form.chosen, now=now())
        except people.LastManager as last:
            form.role.errors = [sentence(last)]
        else:
            return done(
                gettext("%(name)s has been sent an invitation.", name=person.first_name),
                url_for(".index"),
            )
    status = 422 if request.method == "POST" else 200
    return render("accounts/invite.html", status=status, form=form)


def _by_role(memberships: Sequence[Membership]) -> list[tuple[LazyString, list[Membership]]]:
    """The people of each role that somebody has, the one who may most first."""
    having = {role: [each for each in memberships if each.role is role] for role in LADDER[::-1]}
    return [(ROLES[role], who) for role, who in having.items() if who]


def _words() -> str:
    try:
        return clean_line(request.args.get("q"))[:80]
    except UnfitText:
        return ""  # A search for what nobody can be called finds everybody's page as it was.


def _is_own_way_out(person_id: int, role: Role) -> bool:
    """Whether a manager has just closed this very page to themselves."""
    return person_id == me().id and role is not Role.MANAGER
