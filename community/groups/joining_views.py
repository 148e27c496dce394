"""Coming into a group: by one button with an account, by a mail that proves it without."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import doors
from community.accounts.access import me, visitor
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.db import session as reading
from community.db import transaction
from community.gatherings.views import viewer
from community.groups import contact, member_queries, members, queries
from community.groups.forms import JoinForm, MessageForm
from community.groups.models import Group, GroupMember
from community.groups.views import address
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("group_joining", __name__)

#: Bounds the mail that a stranger can have sent to somebody.
JOIN = Door(
    "group: join",
    everybody=Limit(2_000, timedelta(minutes=15)),
    network=Limit(240, timedelta(minutes=15)),
    account=Limit(10, timedelta(hours=1)),
)
#: Messages of one person, to whatever groups.
MESSAGE = Door(
    "group: message",
    everybody=Limit(1_000, timedelta(minutes=15)),
    network=Limit(120, timedelta(minutes=15)),
    account=Limit(6, timedelta(hours=1)),
)

#: In the session until the browser closes: where the mail went, so that a typo is seen.
_MAILED_TO = "group_mailed_to"


@bp.route("/groepen/<int:group_id>/meedoen", methods=["GET", "POST"])
@open_to_all
@private
def join(group_id: int) -> ResponseReturnValue:
    group, person = _seen(group_id), visitor()
    if person is not None and member_queries.find_member(reading(), group.id, person.id):
        return go(url_for("own_group.show", group_id=group.id))
    if request.method == "GET" and not group.can_be_joined:
        return go(address(group))
    return _by_mail(group) if person is None else _with_account(group, person.id)


@bp.get("/groepen/<int:group_id>/meedoen/kijk-in-je-mail")
@open_to_all
@private
def look_in_your_mail(group_id: int) -> ResponseReturnValue:
    return render(
        "groups/look_in_your_mail.html", group=_seen(group_id), mailed_to=session.get(_MAILED_TO)
    )


@bp.get("/groepslid/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """How it stands with me and this group. A scanner that follows the link changes nothing."""
    return render("groups/membership.html", member=_own(token), token=token, form=PressForm())


@bp.post("/groepslid/<token>/bevestigen")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    member_id = _own(token).id
    with transaction() as tx:
        members.confirm(tx, this_library().id, member_id, now=clock.now())
    return done(gettext("You are in the group. Welcome!"), url_for(".show", token=token))


@bp.post("/groepslid/<token>/vertrekken")
@open_to_all
@private
def leave(token: str) -> ResponseReturnValue:
    member = _own(token)
    group_id, person_id, back = member.group_id, member.person_id, _after_leaving(member.group)
    with transaction() as tx:
        members.leave(tx, this_library().id, group_id, person_id)
    return done(gettext("You are no longer in the group."), back)


@bp.route("/groepen/<int:group_id>/bericht", methods=["GET", "POST"])
@signed_in
@private
def message(group_id: int) -> ResponseReturnValue:
    """Ask the contact person something; who it is reads my address, not I theirs."""
    group, form, person = _seen(group_id), MessageForm(), me()
    if form.validate_on_submit():
        doors.enter(MESSAGE, f"person {person.id}")
        sender_id, library_id, back = person.id, this_library().id, address(group)
        with transaction() as tx:
            contact.write(
                tx, library_id, group_id, sender_id, form.text.data,
                once=form.once_only, now=clock.now(),
            )  # fmt: skip
        return done(gettext("Sent. The answer will come by e-mail."), back)
    return render(
        "groups/message.html",
        status=422 if form.errors else 200,
        form=form,
        group=group,
        company=queries.company(reading(), group),
        person=person,
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _with_account(group: Group, person_id: int) -> ResponseReturnValue:
    form = PressForm()
    if not form.validate_on_submit():
        return render("groups/join_with_account.html", group=group, form=form)
    group_id = group.id
    with transaction() as tx:
        members.join(tx, this_library().id, group_id, person_id, now=clock.now())
    said = gettext("You are in the group. Welcome!")
    return done(said, url_for("own_group.show", group_id=group_id))


def _by_mail(group: Group) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    form = JoinForm()
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return render("groups/join.html", status=status, group=group, form=form)
    doors.enter(JOIN, form.email.data)
    group_id = group.id
    with transaction() as tx:
        members.ask_by_mail(
            tx, this_library().id, group_id,
            first_name=form.first_name.data, email=form.email.data,
            language=language(), now=clock.now(),
        )  # fmt: skip
    session[_MAILED_TO] = form.email.data
    return go(url_for(".look_in_your_mail", group_id=group_id))


def _seen(group_id: int) -> Group:
    return queries.get_seen(reading(), this_library().id, group_id, viewer())


def _own(token: str) -> GroupMember:
    return member_queries.get_by_token(reading(), this_library().id, token, key=house_key())


def _after_leaving(group: Group) -> str:
    """Its page, if somebody who is not in it sees that."""
    return address(group) if queries.may_see(group, viewer()) else url_for("home.index")
