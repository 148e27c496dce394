"""The desk: who comes to a gathering, who is here, and signing up on behalf of others."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import queries as accounts
from community.accounts.access import may_work_here
from community.accounts.models import Person
from community.accounts.people import find_or_create_person
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import (
    reply_queries,
    sign_up_changes,
    sign_up_queries,
    sign_ups,
    strangers,
)
from community.gatherings.desk_views import own
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.reply_forms import asking, spoken_answer
from community.gatherings.sign_up_forms import GuestForm, KnownGuestForm, MoveGuestForm
from community.gatherings.strangers import Stranger
from community.libraries.tenancy import tenant_blueprint, this_library
from community.outbox import queries as outbox
from community.web import slots
from community.web.access import hosts_only, librarians_only
from community.web.formats import day_long
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language, sentence
from community.web.press import PressForm

bp = tenant_blueprint(
    "sign_ups_desk", __name__, "/beheer/activiteiten/<int:gathering_id>/aanmeldingen"
)


@bp.get("")
@hosts_only
@reads(Reading.SIGN_UPS, Whose.GATHERING)
@private
def index(gathering_id: int) -> ResponseReturnValue:
    """Who comes, who waits and who has not confirmed. A host sees no addresses."""
    gathering, now = own(gathering_id), clock.now()
    return render(
        "gatherings/desk_sign_ups.html",
        gathering=gathering,
        guests=sign_up_queries.list_guests(session(), gathering),
        said=reply_queries.said_at(session(), gathering),
        posted=outbox.latest_to_each(session(), gathering_id) if may_work_here() else {},
        # On the day itself and after it: before that nobody can be here.
        door_is_open=clock.local_day(now) >= clock.local_day(gathering.starts_at)
        and not gathering.is_cancelled,
        now=now,
    )


@bp.route("/toevoegen", methods=["GET", "POST"])
@librarians_only
@reads(Reading.SIGN_UPS)
@private
def add(gathering_id: int) -> ResponseReturnValue:
    """Somebody at the counter or on the telephone; certain at once."""
    gathering = own(gathering_id)
    form = asking(GuestForm, gathering)()
    if form.validate_on_submit():
        try:
            entry = _sign_up_new(gathering, form)
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
        else:
            return done(_said(entry), url_for(".index", gathering_id=gathering_id))
    words = request.args.get("q", "").strip()[:80]
    return render(
        "gatherings/desk_sign_ups_add.html",
        status=422 if form.errors else 200,
        form=form,
        press=PressForm(),
        gathering=own(gathering_id),
        words=words,
        found=accounts.search_people(session(), this_library().id, words) if words else None,
    )


@bp.route("/toevoegen/<int:person_id>", methods=["GET", "POST"])
@librarians_only
@reads(Reading.SIGN_UPS, Whose.PERSON)
@private
def add_known(gathering_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody whom the library knows already: one button, or what this activity asks."""
    library_id, gathering = this_library().id, own(gathering_id)
    known = accounts.get_membership(session(), library_id, person_id)
    form = asking(KnownGuestForm, gathering)()
    if not form.validate_on_submit():
        return render(
            "gatherings/desk_sign_ups_add_known.html",
            status=422 if form.errors else 200,
            form=form,
            gathering=gathering,
            person=known.person,
        )
    with transaction() as tx:
        entry = sign_ups.sign_up(
            tx,
            library_id,
            gathering_id,
            tx.get_one(Person, person_id),
            confirmed=True,
            at_desk=True,
            now=clock.now(),
            **form.answers(),
        )
    return done(_said(entry), url_for(".index", gathering_id=gathering_id))


@bp.post("/<int:sign_up_id>/plaats")
@librarians_only
def give_seat(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    library_id, entry_id = this_library().id, _entry(own(gathering_id), sign_up_id).id
    with transaction() as tx:
        entry = sign_up_changes.give_seat(tx, library_id, entry_id, now=clock.now())
    return done(_said(entry), url_for(".index", gathering_id=gathering_id))


@bp.route("/<int:sign_up_id>/weghalen", methods=["GET", "POST"])
@librarians_only
@reads(Reading.SIGN_UPS, Whose.GATHERING)
@private
def remove(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Asks once: the seat goes to who waits."""
    gathering, form = own(gathering_id), PressForm()
    entry = _entry(gathering, sign_up_id)
    if not form.validate_on_submit():
        return render(
            "gatherings/desk_sign_ups_remove.html", gathering=gathering, entry=entry, form=form
        )
    entry_id = entry.id
    with transaction() as tx:
        left = sign_up_changes.leave(tx, entry_id, now=clock.now(), by_staff=True)
    said = gettext("%(name)s is off the list.", name=left.person.full_name)
    return done(said, url_for(".index", gathering_id=gathering_id))


@bp.route("/<int:sign_up_id>/verplaatsen", methods=["GET", "POST"])
@librarians_only
@reads(Reading.SIGN_UPS, Whose.GATHERING)
@private
def move(gathering_id: int, sign_up_id: int) -> ResponseReturnValue:
    """To another activity with a free seat."""
    gathering, form, now = own(gathering_id), MoveGuestForm(), clock.now()
    entry = _entry(gathering, sign_up_id)
    others = sign_up_queries.list_to_move_to(session(), gathering, now=now)
    form.to.choices = [
        SelectChoice(each.id, f"{day_long(each.starts_at)}: {each.title}") for each in others
    ]
    if form.validate_on_submit():
        library_id, entry_id = this_library().id, entry.id
        try:
            with transaction() as tx:
                moved = sign_up_changes.move(tx, library_id, entry_id, form.to.data, now=now)
        except DomainError as refused:
            form.to.errors = [sentence(refused)]
        else:
            said = gettext("%(name)s is now expected there.", name=moved.person.full_name)
            return done(said, url_for(".index", gathering_id=gathering_id))
    return render(
        "gatherings/desk_sign_ups_move.html",
        status=422 if form.errors else 200,
        gathering=own(gathering_id),
        entry=_entry(own(gathering_id), sign_up_id),
        form=form,
        any_other=bool(others),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["spoken_answer"] = spoken_answer
    slots.fill(app, "gathering.desk.door", _link)


def _link(gathering: Gathering) -> str | None:
    return render_template("gatherings/_desk_sign_ups_link.html", gathering=gathering)


def _entry(gathering: Gathering, sign_up_id: int) -> SignUp:
    return sign_up_queries.get(session(), this_library().id, gathering.id, sign_up_id)


def _sign_up_new(gathering: Gathering, form: GuestForm) -> SignUp:
    library_id, gathering_id, now = this_library().id, gathering.id, clock.now()
    name, email, phone = form.first_name.data, form.email.data, form.phone.data or ""
    with transaction() as tx:
        if not email:
            return strangers.sign_up_without_address(
                tx,
                library_id,
                gathering_id,
                Stranger(name, phone=phone, language=language()),
                once=form.once.data,
                at_desk=True,
                now=now,
                **form.answers(),
            )
        person = find_or_create_person(tx, email, name, language(), now)
        person.phone = person.phone or phone
        return sign_ups.sign_up(
            tx,
            library_id,
            gathering_id,
            person,
            confirmed=True,
            at_desk=True,
            now=now,
            **form.answers(),
        )


def _said(entry: SignUp) -> str:
    name = entry.person.full_name
    if entry.status is SignUpStatus.CONFIRMED:
        return str(gettext("%(name)s takes part.", name=name))
    return str(gettext("%(name)s is on the waiting list.", name=name))
