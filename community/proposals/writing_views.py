"""Proposing: one sentence first, then a form of which only the sentence is needed."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts import ages, doors
from community.accounts.access import visitor
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.db import session, transaction
from community.errors import DomainError
from community.libraries.tenancy import tenant_blueprint, this_library
from community.proposals import duplicates, own_queries, proposing
from community.proposals.forms import OwnProposalForm, ProposalForm, StrangersProposalForm
from community.proposals.models import Proposal, State
from community.proposals.proposing import Stranger
from community.proposals.views import address
from community.register import narrowing
from community.register.views import viewer
from community.topics import queries as topics
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render, wants_fragment
from community.web.i18n import language, sentence

bp = tenant_blueprint("proposal_writing", __name__, "/voorstellen")

#: Bounds the mail that a stranger can have sent to somebody.
WRITE = Door(
    "proposals: write",
    everybody=Limit(1_000, timedelta(minutes=15)),
    network=Limit(120, timedelta(minutes=15)),
    account=Limit(10, timedelta(hours=1)),
)

#: In the session until the browser closes: where the mail went, so that a typo is seen.
MAILED_TO = "proposal_mailed_to"


@bp.route("/nieuw", methods=["GET", "POST"])
@open_to_all
@private
def new() -> ResponseReturnValue:
    said = narrowing.sentence(request.args.get("zin", ""))
    person = visitor()
    person_id = person.id if person else None
    form = _form_for(person_id).ask(this_library().id, person_id)
    written = form.title.data or said
    fitting = _fill(form, written, person_id)
    if request.method == "GET":
        form.title.data = said
        form.themes.data = fitting
    elif form.validate_on_submit():
        try:
            if isinstance(form, StrangersProposalForm):
                return _by_mail(form)
            assert person is not None  # noqa: S101  (who is not is a stranger)
            return _propose(form, person.id)
        except DomainError as refused:
            form.form_errors.append(sentence(refused))
            return _page(form, form.title.data, fitting, status=refused.status)
    return _page(form, written, fitting, status=422 if form.errors else 200)


@bp.get("/kijk-in-je-mail")
@open_to_all
@private
def look_in_your_mail() -> ResponseReturnValue:
    return render("proposals/look_in_your_mail.html", mailed_to=browser.get(MAILED_TO))


def said_of(proposal: Proposal) -> str:
    """What became of it, for who proposed it."""
    said: str = (
        gettext("It is online now. Thank you! Tell others, so that they support it.")
        if proposal.state is State.OPEN
        else gettext(
            "Thank you! A librarian reads it first. Then it becomes visible, and you get an e-mail."
        )
    )
    return said


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _fill(form: ProposalForm, written: str, person_id: int | None) -> list[int]:
    """What there is to choose from; the numbers of the themes that fit the sentence."""
    library_id = this_library().id
    fitting = duplicates.themes_for(session(), library_id, written)
    groups = own_queries.list_led(session(), library_id, person_id) if person_id else ()
    form.offer(topics.list_themes(session()), groups, language(), first=fitting)
    return fitting


def _page(
    form: ProposalForm, written: str, fitting: list[int], *, status: int
) -> ResponseReturnValue:
    who, now = viewer(), clock.now()
    near = duplicates.alike(session(), this_library().id, written, who, now=now)
    themes = [each for each in topics.list_themes(session()) if each.id in fitting]
    return render(
        "proposals/write.html" if written or form.errors else "proposals/begin.html",
        fragment="proposals/_alike.html" if wants_fragment() and not form.errors else None,
        status=status,
        form=form,
        sentence=written,
        fitting=themes,
        near=near,
        who=who,
        asks_age=isinstance(form, OwnProposalForm),
        now=now,
    )


def _form_for(person_id: int | None) -> ProposalForm:
    if person_id is None:
        return StrangersProposalForm()
    is_known = ages.said_age(session(), person_id)
    return ProposalForm() if is_known else OwnProposalForm()


def _propose(form: ProposalForm, person_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        form.agree(tx, this_library().id, person_id, now=clock.now())
        proposal = proposing.propose(
            tx, this_library().id, person_id, form.said(language()),
            is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
        )  # fmt: skip
    return done(said_of(proposal), address(proposal))


def _by_mail(form: StrangersProposalForm) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    doors.enter(WRITE, form.email.data)
    with transaction() as tx:
        proposing.propose_by_mail(
            tx, this_library().id, form.said(language()),
            Stranger(form.first_name.data, form.email.data, language()),
            is_old_enough=bool(form.is_old_enough.data), now=clock.now(),
        )  # fmt: skip
    browser[MAILED_TO] = form.email.data
    return go(url_for(".look_in_your_mail"))
