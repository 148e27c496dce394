"""The mail of a library: what did not arrive, what became of the rest, and whose address fails."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts import mail_stops
from community.accounts.again import acts_for_who_just_came_in
from community.accounts.forms import AddressForm
from community.accounts.models import MailStops
from community.db import session, transaction
from community.desk import mail_labels, mail_queries
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.outbox import states
from community.outbox.models import MailState
from community.web import slots
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.asked import page_number
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint("desk_mail", __name__, "/beheer/post")


@bp.get("")
@librarians_only
@reads(Reading.MAIL)
@private
def index() -> ResponseReturnValue:
    """What asks for attention; by state or by gathering, all of it, a page at a time."""
    state, about = request.args.get("stand", ""), row_id(request.args.get("activiteit"))
    if state in set(MailState) or about:
        return _some(MailState(state) if state in set(MailState) else None, about)
    rows = mail_queries.list_not_arrived(session(), this_library().id, now=clock.now())
    return render(
        "desk/mail.html",
        restored=[row for row in rows if row.mail.state == MailState.RESTORED],
        given_up=[row for row in rows if row.mail.state in {MailState.FAILED, MailState.BOUNCED}],
        on_the_way=[row for row in rows if row.mail.state == MailState.OWED],
        news=mail_labels.NEWS,
        now=clock.now(),
    )


@bp.get("/mensen/<int:person_id>")
@librarians_only
@reads(Reading.MAIL, Whose.PERSON)
@private
def person(person_id: int) -> ResponseReturnValue:
    """One person: whether mail reaches them, and what this library sent. Never what it said."""
    library_id = this_library().id
    return render(
        "desk/mail_person.html",
        person=mail_queries.get_person(session(), library_id, person_id),
        mails=mail_queries.list_posted(
            session(), library_id, person_id=person_id,
            page=page_number(request.args.get("pagina", "")),
        ),
        news=mail_labels.NEWS,
        now=clock.now(),
    )  # fmt: skip


@bp.post("/mensen/<int:person_id>/werkt-niet")
@librarians_only
def stop(person_id: int) -> ResponseReturnValue:
    """Somebody says that the address does not work: no more mails, a call instead."""
    library_id = this_library().id
    with transaction() as tx:
        who = mail_queries.get_person(tx, library_id, person_id)
        mail_stops.stop(who, MailStops.SAID, now=clock.now())
        name = who.first_name
    said = gettext("%(name)s no longer gets e-mails, and is on the list to call.", name=name)
    return done(said, url_for(".person", person_id=person_id))


@bp.post("/mensen/<int:person_id>/werkt-weer")
@librarians_only
def start(person_id: int) -> ResponseReturnValue:
    library_id = this_library().id
    with transaction() as tx:
        who = mail_queries.get_person(tx, library_id, person_id)
        mail_stops.start(who)
        name = who.first_name
    said = gettext("%(name)s gets our e-mails again.", name=name)
    return done(said, url_for(".person", person_id=person_id))


@bp.route("/mensen/<int:person_id>/adres", methods=["GET", "POST"])
@librarians_only
@acts_for_who_just_came_in
@reads(Reading.MAIL, Whose.PERSON)
@private
def correct(person_id: int) -> ResponseReturnValue:
    """The address as it should have been typed; only while mail to the old one comes back."""
    library_id, form = this_library().id, AddressForm()
    who = mail_queries.get_person(session(), library_id, person_id)
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                who = mail_queries.get_person(tx, library_id, person_id)
                mail_stops.correct(tx, who, form.email.data)
            said = gettext("Our e-mails to %(name)s now go to this address.", name=who.first_name)
            return done(said, url_for(".person", person_id=person_id))
        except DomainError as refused:
            form.email.errors = [sentence(refused)]
            who = mail_queries.get_person(session(), library_id, person_id)
    elif not form.is_submitted():
        form.email.data = who.email
    status = 422 if form.errors else 200
    return render("desk/mail_address.html", status=status, form=form, person=who)


@bp.post("/<int:mail_id>/opnieuw")
@librarians_only
def retry(mail_id: int) -> ResponseReturnValue:
    """Try one mail again, from the first try. Doing so twice is doing so once."""
    library_id, now = this_library().id, clock.now()
    with transaction() as tx:
        mail_queries.get_mail(tx, library_id, mail_id)
        states.owe_again(tx, now=now, library_id=library_id, mail_id=mail_id)
        states.owe_anew(tx, now=now, library_id=library_id, mail_id=mail_id)
    return done(gettext("We will try again. It will be sent within a minute."), url_for(".index"))


@bp.post("/opnieuw")
@librarians_only
def retry_all() -> ResponseReturnValue:
    with transaction() as tx:
        count = states.owe_again(tx, now=clock.now(), library_id=this_library().id)
    said = ngettext(
        "We will try %(num)d e-mail again.", "We will try %(num)d e-mails again.", count
    )
    return done(said, url_for(".index"))


@bp.post("/uit-een-back-up")
@librarians_only
@acts_for_who_just_came_in
def restored() -> ResponseReturnValue:
    """Send after all, or let go, what was owed when a back-up was made: one mail, or all."""
    library_id, send = this_library().id, request.form.get("doen") == "versturen"
    one = request.form.get("mail")
    mail_id = row_id(one)
    with transaction() as tx:
        if one is not None:
            mail_queries.get_mail(tx, library_id, mail_id or 0)
        count = states.decide_restored(
            tx, send=send, now=clock.now(), library_id=library_id, mail_id=mail_id
        )
    if send:
        said = ngettext("%(num)d e-mail will be sent within a minute.",
                        "%(num)d e-mails will be sent within a minute.", count)  # fmt: skip
    else:
        said = ngettext(
            "%(num)d e-mail will not be sent.", "%(num)d e-mails will not be sent.", count
        )
    return done(said, url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "person.mail", "desk/_mail_of_person.html")


def _some(state: MailState | None, gathering_id: int | None) -> ResponseReturnValue:
    library_id = this_library().id
    return render(
        "desk/mail_list.html",
        mails=mail_queries.list_posted(
            session(), library_id, state=state, gathering_id=gathering_id,
            page=page_number(request.args.get("pagina", "")),
        ),
        state=state,
        gathering=mail_queries.find_gathering(session(), library_id, gathering_id or 0),
        news=mail_labels.NEWS,
        now=clock.now(),
    )  # fmt: skip
