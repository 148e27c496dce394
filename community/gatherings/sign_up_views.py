"""Signing up, and the page of one's own sign-up. Always fresh, never kept by a cache."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Flask, after_this_request, request, session, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.accounts import doors
from community.accounts.access import visitor
from community.accounts.doors import Door
from community.accounts.models import Person
from community.accounts.throttle import Limit
from community.db import session as reading
from community.db import transaction
from community.errors import NotAllowed, NotFound
from community.gatherings import places, queries, sign_ups, strangers
from community.gatherings.invitations import PARAMETER
from community.gatherings.kinds import Eligibility, SignUpMode, Visibility
from community.gatherings.models import Gathering, SignUp
from community.gatherings.my_place import (
    is_invited,
    own_address,
    place_of,
    places_of,
    said,
)
from community.gatherings.places import PlaceState
from community.gatherings.queries import ANYBODY, Viewer
from community.gatherings.reply_forms import asking
from community.gatherings.sign_up_forms import DiscreetForm, OneButtonForm, SignUpForm
from community.gatherings.strangers import Stranger
from community.gatherings.views import address, viewer
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web.access import open_to_all
from community.web.headers import keep_out_of_caches, private
from community.web.htmx import done, go, render, wants_fragment
from community.web.i18n import language
from community.web.keys import house_key
from community.words import N_

bp = tenant_blueprint("sign_ups", __name__)

#: For who has no account. A whole library sits behind one network, on the morning that the
#: holiday programme appears; the limit per address bounds the mail that a stranger can cause.
SIGN_UP = Door(
    "sign up",
    everybody=Limit(20_000, timedelta(minutes=15)),
    network=Limit(1_200, timedelta(minutes=15)),
    account=Limit(20, timedelta(hours=1)),
)

#: Who leaves no address has a seat at once: a handful of tablets, not a thousand telephones.
SIGN_UP_WITHOUT_ADDRESS = Door(
    "sign up: without address",
    everybody=Limit(2_000, timedelta(minutes=15)),
    network=Limit(60, timedelta(minutes=15)),
)

#: In the session until the browser closes: where the mail went, so that a typo is seen.
MAILED_TO = "sign_up_mailed_to"


@bp.route("/agenda/<int:gathering_id>/aanmelden", methods=["GET", "POST"])
@open_to_all
def new(gathering_id: int) -> ResponseReturnValue:
    """Sign up: one button for who has an account, three fields for who has none."""
    gathering, person = _visible(gathering_id), visitor()
    if not _is_a_page_for_anybody(gathering, person):
        after_this_request(keep_out_of_caches)
    if request.method == "GET":
        state = places_of(gathering)
        if state.sign_up and state.state in places.MINE:
            return go(own_address(state.sign_up))
        if not state.can_sign_up:
            return go(_page(gathering))
    elif gathering.sign_up_mode is SignUpMode.INVITATION and not is_invited(gathering):
        raise NotAllowed(N_("This activity is by invitation. Ask the library for the link."))
    if person is not None:
        return _with_account(gathering, person)
    if gathering.eligibility is Eligibility.SIGNED_IN:
        return go(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return _discreetly(gathering) if gathering.is_sensitive else _by_mail(gathering)


def _with_account(gathering: Gathering, person: Person) -> ResponseReturnValue:
    form = asking(OneButtonForm, gathering)()
    if not form.validate_on_submit():
        return _form("gatherings/sign_up_with_account.html", gathering, form)
    library_id, gathering_id, page = gathering.library_id, gathering.id, _page(gathering)
    with transaction(person) as tx:
        entry = sign_ups.sign_up(
            tx,
            library_id,
            gathering_id,
            person,
            confirmed=True,
            now=clock.now(),
            **form.answers(),
        )
    if wants_fragment():
        return _swapped(entry)
    return done(said(entry), page)


def _by_mail(gathering: Gathering) -> ResponseReturnValue:
    form = asking(SignUpForm, gathering)()
    if not form.validate_on_submit():
        return _form("gatherings/sign_up.html", gathering, form)
    return _ask_by_mail(gathering, form)


def _discreetly(gathering: Gathering) -> ResponseReturnValue:
    """For a sensitive gathering: who leaves no address is in at once, and keeps this page."""
    form = asking(DiscreetForm, gathering)()
    if not form.validate_on_submit():
        return _form("gatherings/sign_up_discreet.html", gathering, form)
    if form.email.data:
        return _ask_by_mail(gathering, form)
    doors.enter(SIGN_UP_WITHOUT_ADDRESS)
    library_id, gathering_id = this_library().id, gathering.id
    with transaction() as tx:
        entry = strangers.sign_up_without_address(
            tx,
            library_id,
            gathering_id,
            Stranger(form.first_name.data, language=language()),
            once=form.once.data,
            now=clock.now(),
            **form.answers(),
        )
    return done(said(entry), own_address(entry))


def _ask_by_mail(gathering: Gathering, form: SignUpForm | DiscreetForm) -> ResponseReturnValue:
    """The answer is the same whether the address is known or not."""
    waits = "1" if places_of(gathering).state is PlaceState.WAITING_LIST else None
    doors.enter(SIGN_UP, form.email.data)
    library_id, gathering_id = this_library().id, gathering.id
    with transaction() as tx:
        strangers.sign_up_by_mail(
            tx,
            library_id,
            gathering_id,
            Stranger(form.first_name.data, form.email.data, language=language()),
            now=clock.now(),
            **form.answers(),
        )
    session[MAILED_TO] = form.email.data
    invitation = form.invitation.data or None
    return go(
        url_for(
            ".look_in_your_mail",
            gathering_id=gathering_id,
            wachtlijst=waits,
            **{PARAMETER: invitation},
        )
    )


@bp.get("/agenda/<int:gathering_id>/aanmelden/kijk-in-je-mail")
@open_to_all
@private
def look_in_your_mail(gathering_id: int) -> ResponseReturnValue:
    gathering = _visible(gathering_id)
    return render(
        "gatherings/sign_up_mailed.html",
        gathering=gathering,
        mailed_to=session.get(MAILED_TO),
        waits=bool(request.args.get("wachtlijst")),
        back=_page(gathering),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _is_a_page_for_anybody(gathering: Gathering, person: Person | None) -> bool:
    """The empty form of what stands in the agenda: a search engine may know it."""
    return (
        request.method == "GET"
        and person is None
        and PARAMETER not in request.args
        and gathering.visibility is Visibility.PUBLIC
        and not gathering.is_sensitive
    )


def _visible(gathering_id: int) -> Gathering:
    """What anybody sees is not asked twice: what the visitor is here matters only for the rest."""
    token, key = request.values.get(PARAMETER, ""), house_key()
    library_id, person = this_library().id, visitor()
    anybody = Viewer(person.id) if person else ANYBODY
    get = partial(queries.get_visible, reading(), library_id, gathering_id)
    plain = request.method == "POST"
    try:
        return get(anybody, token, key, plain=plain)
    except NotFound:
        return get(viewer(), token, key, plain=plain)


def _page(gathering: Gathering) -> str:
    """Back to the gathering, with the link that shows it."""
    token = request.values.get(PARAMETER) or None
    return address(gathering, **{PARAMETER: token})


def _form(template: str, gathering: Gathering, form: OneButtonForm) -> ResponseReturnValue:
    if request.method == "GET":
        form.invitation.data = request.args.get(PARAMETER, "")
    return render(
        template,
        status=422 if form.errors else 200,
        form=form,
        gathering=gathering,
        places=places_of(gathering),
        back=_page(gathering),
    )


def _swapped(entry: SignUp) -> ResponseReturnValue:
    """The seats beside a gathering, after the button there was pressed."""
    return render(
        "gatherings/_places.html",
        gathering=entry.gathering,
        places=place_of(entry.gathering, entry),
        swapped=True,
    )
