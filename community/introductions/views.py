"""Meeting each other, for the two people themselves; a link from a mail is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts import ages, doors
from community.accounts import queries as accounts
from community.accounts.access import me
from community.db import session, transaction
from community.errors import DomainError
from community.introductions import labels, queries, seeing, services
from community.introductions.forms import AskForm, MessageForm, OutcomeForm, YesForm
from community.introductions.models import Means, Outcome, Party
from community.libraries.tenancy import tenant_blueprint, this_library
from community.register import queries as entries
from community.register.models import Entry
from community.register.seeing import Viewer
from community.web import slots
from community.web.access import open_to_all, signed_in
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("introductions", __name__)

LINKS = doors.of_links("introduction: link")


@bp.route("/kennis/<int:entry_id>/kennismaken", methods=["GET", "POST"])
@signed_in
@private
def ask(entry_id: int) -> ResponseReturnValue:
    """Ask who offers this, or who asks for it, to meet you."""
    entry, form, person = _about(session(), entry_id), AskForm(), me()
    form.ask(entry.library_id, person.id).offer_shares(person)
    if person.age_said_at is not None:
        del form.of_age
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as tx:
                form.agree(tx, this_library().id, person.id, now=clock.now())
                ages.say(tx, person.id, now=clock.now())
                party = services.ask(
                    tx, this_library().id, person.id, _about(tx, entry_id),
                    form.text.data, shares=form.shared, once=form.once_only, now=clock.now(),
                )  # fmt: skip
            said = gettext(
                "Your message is on its way. We will let you know as soon as there is news."
            )
            return done(said, address(party))
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            status = refused.status
    elif form.errors:
        status = 422
    return render("introductions/ask.html", status=status, entry=entry, form=form)


@bp.get("/kennismakingen")
@signed_in
@private
def index() -> ResponseReturnValue:
    """All of mine in this library, and whom I do not want to hear from."""
    library_id, person_id = this_library().id, me().id
    mine = queries.list_of(session(), library_id, person_id)
    return render(
        "introductions/index.html",
        mine=mine,
        names=seeing.names_known(mine),
        blocks=queries.list_blocks(session(), library_id, person_id),
        form=PressForm(),
    )


@bp.post("/kennismakingen/toch-weer/<int:person_id>")
@signed_in
def unblock(person_id: int) -> ResponseReturnValue:
    """Pressed twice it is the same; who was never here is not found."""
    own_id = me().id
    accounts.get_membership(session(), this_library().id, person_id)
    with transaction() as tx:
        services.unblock(tx, this_library().id, own_id, person_id)
    return done(gettext("This person can ask you again."), url_for(".index"))


@bp.get("/kennismaking/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    return _page(_mine(token), token)


@bp.post("/kennismaking/<token>/ja")
@open_to_all
@private
def say_yes(token: str) -> ResponseReturnValue:
    party, form = _mine(token), YesForm()
    form.offer_shares(party.person)
    if not form.validate_on_submit():
        return _page(party, token, status=422, yes_form=form)
    return _act(
        party, token, gettext("Good. You said yes."),
        lambda tx: services.say_yes(
            tx, party.library_id, party.introduction_id, party.side,
            shares=form.shared, by=Means.PAGE, now=clock.now(),
        ),
    )  # fmt: skip


@bp.post("/kennismaking/<token>/nee")
@open_to_all
@private
def say_no(token: str) -> ResponseReturnValue:
    """Also the way to stop later; with `blokkeer`, never to hear from the other again."""
    party = _mine(token)
    act = services.block if request.form.get("blokkeer") else services.say_no
    return _act(
        party, token, gettext("Good. It has ended."),
        lambda tx: act(
            tx, party.library_id, party.introduction_id, party.side, now=clock.now()
        ),
    )  # fmt: skip


@bp.post("/kennismaking/<token>/bericht")
@open_to_all
@private
def write(token: str) -> ResponseReturnValue:
    party, form = _mine(token), MessageForm()
    form.ask(party.library_id, party.person_id)
    if not form.validate_on_submit():
        return _page(party, token, status=422, message_form=form)

    def send(tx: Session) -> None:
        form.agree(tx, party.library_id, party.person_id, now=clock.now())
        services.write(
            tx, party.library_id, party.introduction_id, party.side, form.text.data,
            once=form.once_only, now=clock.now(),
        )  # fmt: skip

    said = gettext("Your message has been sent.")
    return _act(party, token, said, send, message_form=form)


@bp.post("/kennismaking/<token>/opbrengst")
@open_to_all
@private
def tell_outcome(token: str) -> ResponseReturnValue:
    party, form = _mine(token), OutcomeForm()
    if not form.validate_on_submit():
        return _page(party, token, status=422, outcome_form=form)
    return _act(
        party, token, gettext("Thank you for telling us."),
        lambda tx: services.tell_outcome(
            tx, party.library_id, party.introduction_id, party.side,
            Outcome(form.outcome.data), met=form.met.data == "yes", now=clock.now(),
        ),
    )  # fmt: skip


def address(party: Party) -> str:
    token = queries.token_of(party, key=house_key())
    return url_for("introductions.show", token=token, library=party.introduction.library)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        introduction_labels=labels, introduction_address=address, introduction_seeing=seeing
    )
    slots.fill(app, "entry.actions", "introductions/_ask.html")
    slots.fill(app, "mine.below", _mine_below, order=40)


def _mine_below(**_about: object) -> str | None:
    mine = queries.list_mine(session(), me().id)
    return render_template("introductions/_mine.html", mine=mine) if mine else None


def _about(reading: Session, entry_id: int) -> Entry:
    """As this person may see it, not as a librarian."""
    viewer = Viewer(person_id=me().id)
    return entries.get_readable(reading, this_library().id, entry_id, viewer, now=clock.now())


def _mine(token: str) -> Party:
    doors.enter(LINKS)
    return queries.get_by_token(session(), this_library().id, token, key=house_key())


def _act(
    party: Party,
    token: str,
    said: str,
    do: Callable[[Session], object],
    **forms: object,
) -> ResponseReturnValue:
    """One act, and back to the page; what is refused is said there, with what was typed."""
    try:
        with transaction() as tx:
            do(tx)
    except DomainError as refused:
        return _page(_mine(token), token, status=refused.status, refusal=refused, **forms)
    return done(said, url_for(".show", token=token))


def _page(
    party: Party,
    token: str,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    **forms: object,
) -> ResponseReturnValue:
    found = party.introduction
    other = found.party(party.side.other)
    yes_form = YesForm(shares=sorted(party.shares))
    yes_form.offer_shares(party.person)
    given: dict[str, Any] = {
        "yes_form": yes_form,
        "message_form": MessageForm().ask(party.library_id, party.person_id),
        "outcome_form": OutcomeForm(outcome=party.outcome),
        **forms,
    }
    return render(
        "introductions/show.html",
        status=status,
        introduction=found,
        party=party,
        other=other,
        name=seeing.name_of(other),
        contact=seeing.contact_of(other),
        can_tell=seeing.can_tell(found),
        messages=queries.list_messages(session(), found.id),
        refusal=sentence(refusal) if refusal else "",
        press=PressForm(),
        token=token,
        **given,
    )
