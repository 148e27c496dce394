"""Before what weighs: show once more that it is you, when you did not come in just now.

So nobody does it for who left a screen open. What was typed goes along, and the act goes on where
it was: a code is sent to the address of the act itself; a link by mail opens in another page, after
which the button under it is pressed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from flask import Blueprint, after_this_request, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.accounts import doors, proofs, sessions
from community.accounts.access import me
from community.accounts.destinations import library_of, own_path
from community.accounts.forms import AgainForm
from community.accounts.models import Person
from community.db import session, transaction
from community.web.access import signed_in
from community.web.headers import keep_out_of_caches, private
from community.web.htmx import go, render, wants_fragment

bp = Blueprint("again", __name__)

View = Callable[..., ResponseReturnValue]

#: What is not carried along: the token of the form that was, and what is typed here.
_OWN = frozenset({"csrf_token", "again_code"})


def for_who_just_came_in(view: View) -> View:
    """Mark a view, below its access mark, that asks once more who is there."""
    return _asking(view, methods=frozenset({"GET", "POST"}))


def acts_for_who_just_came_in(view: View) -> View:
    """Mark a view of which the page may be looked at as it is, and only the act asks."""
    return _asking(view, methods=frozenset({"POST"}))


def asks_again(view: Callable[..., Any]) -> bool:
    """Whether the act of this view asks once more who is there."""
    return getattr(view, "asks_again", False)


def is_asking() -> bool:
    """Whether the page that asks is what is shown, and nothing of the page that was wanted."""
    return bool(g.get("asks_again", False))


def _asking(view: View, methods: frozenset[str]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method not in methods or sessions.is_fresh():
            return view(*args, **kwargs)
        after_this_request(keep_out_of_caches)
        form = AgainForm()
        if request.method == "POST" and form.again_code.data and shown_by_code(form):
            return view(*args, **kwargs)
        return ask(form)

    guarded.asks_again = True  # type: ignore[attr-defined]
    return guarded


def shown_by_code(form: AgainForm) -> bool:
    """Whether the code in this form is right: then this browser comes in anew."""
    person = me()
    doors.enter(doors.EXTRA_CODE, str(person.id))
    with transaction() as tx:
        if not proofs.takes_code(tx, person.id, str(form.again_code.data)):
            form.again_code.errors = [gettext("This code is not correct. Use the next one.")]
            return False
        secret = sessions.open_for(tx, tx.get_one(Person, person.id), wholly=True)
    sessions.carry(secret)
    return True


def ask(form: AgainForm) -> ResponseReturnValue:
    """The page that asks, in the place of the page that was wanted."""
    g.asks_again = True
    if wants_fragment():
        return go(url_for("again.show"))
    posted, here = request.method == "POST", request.full_path.rstrip("?")
    is_act = posted and request.endpoint != "again.show"
    return render(
        "accounts/again.html",
        status=(422 if form.again_code.errors else 403) if posted else 200,
        form=form,
        ways=proofs.ways(session(), me().id),
        onward=here if posted or request.endpoint == "again.show" else _show(here),
        by_link=_show() if is_act else here,
        kept=list(_kept()),
        is_act=is_act,
    )


@bp.route("/mijn/opnieuw", methods=["GET", "POST"])
@signed_in
@for_who_just_came_in
@private
def show() -> ResponseReturnValue:
    """On to where they were going; or, in the page that a link opened, back to the other one."""
    if wanted := own_path(request.args.get("next")):
        return go(wanted)
    g.library = library_of("", me())
    return render("accounts/back_again.html")


def _show(wanted: str | None = None) -> str:
    return url_for("again.show", next=wanted)


def _kept() -> Iterator[tuple[str, str]]:
    """What was typed; files and passwords are chosen again."""
    for name, values in request.form.lists():
        if name not in _OWN and "password" not in name:
            yield from ((name, value) for value in values)
