"""The page behind the link or the slip: is this right, and may the library remember it?"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock, tokens
from community.accounts import doors
from community.accounts.doors import Door
from community.accounts.throttle import Limit
from community.codes import tidy
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.skills import confirming, labels, queries, slips
from community.skills.forms import CodeForm
from community.skills.models import Agreed, Skill
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.keys import house_key
from community.web.press import PressForm

bp = tenant_blueprint("own_skill", __name__, "/bevestigen/kunde")

#: A code is guessed once in ten million tries while thousands are about; so few tries find none.
SLIP = Door(
    "kunde: slip",
    everybody=Limit(1_000, timedelta(minutes=15)),
    network=Limit(60, timedelta(minutes=15)),
)
LINK = doors.of_links("kunde: link")


@bp.route("", methods=["GET", "POST"])
@open_to_all
@private
def find() -> ResponseReturnValue:
    """For who types the code of a slip."""
    form = CodeForm()
    if form.validate_on_submit():
        doors.enter(SLIP)
        key = house_key()
        code = tidy(form.code.data)
        found = code and queries.find_by_code(
            session(), this_library().id, code, key=key, now=clock.now()
        )
        if found:
            return go(url_for(".show", token=slips.slip_token(found, key=key)))
        form.code.errors = [
            gettext("This code does not work. Check it again, or ask for a new slip.")
        ]
    return render("skills/find.html", status=422 if form.errors else 200, form=form)


@bp.get("/<token>")
@open_to_all
@private
def show(token: str) -> ResponseReturnValue:
    """What is asked. A scanner that follows the link of a mail changes nothing here."""
    skill, _how = _asked(token)
    return render("skills/confirm.html", skill=skill, token=token, form=PressForm(), labels=labels)


@bp.post("/<token>/ja")
@open_to_all
@private
def confirm(token: str) -> ResponseReturnValue:
    skill, how = _asked(token)
    library_id, skill_id = this_library().id, skill.id
    with transaction() as tx:
        confirming.confirm_asked(tx, library_id, skill_id, how, now=clock.now())
    return done(gettext("Thank you. The librarians know it now."), url_for(".show", token=token))


@bp.post("/<token>/nee")
@open_to_all
@private
def refuse(token: str) -> ResponseReturnValue:
    """It is deleted. Who presses twice hears the same."""
    number = tokens.row_id(token)
    if number is None or queries.exists(session(), number):
        skill, _how = _asked(token)
        library_id, skill_id = this_library().id, skill.id
        with transaction() as tx:
            confirming.refuse_asked(tx, library_id, skill_id, now=clock.now())
    return done(gettext("Good. It has been deleted, and nobody can see it."), url_for("home.index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _asked(token: str) -> tuple[Skill, Agreed]:
    doors.enter(LINK)
    return queries.get_by_token(
        session(), this_library().id, token, key=house_key(), now=clock.now()
    )
