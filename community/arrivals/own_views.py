"""What the page of one's own sign-up says about coming in: the code, and the wish about photos."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.arrivals import codes, services
from community.db import session, transaction
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUp, SignUpStatus
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.headers import private
from community.web.htmx import done
from community.web.keys import house_key
from community.web.qr import qr_svg

bp = tenant_blueprint("arrivals_own", __name__, "/aanmelding/<token>")


@bp.post("/foto")
@open_to_all
@private
def photo(token: str) -> ResponseReturnValue:
    """Rather not in a photo, or after all."""
    entry = sign_up_queries.get_by_token(session(), this_library().id, token, key=house_key())
    library_id, entry_id = entry.library_id, entry.id
    with transaction() as tx:
        services.say_photo(tx, library_id, entry_id, no_photo=bool(request.form.get("no_photo")))
    return done(gettext("Noted."), url_for("own_sign_up.show", token=token))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["qr_svg"] = qr_svg
    slots.fill(app, "sign_up.own", _own_code)


def _own_code(entry: SignUp, token: str) -> str | None:
    """For who comes; of a sensitive gathering nobody needs to say who they are."""
    gathering = entry.gathering
    comes = entry.status in {SignUpStatus.CONFIRMED, SignUpStatus.WAITING}
    if not comes or gathering.is_cancelled or gathering.is_over(clock.now()):
        return None
    seated = entry.status is SignUpStatus.CONFIRMED and not gathering.is_sensitive
    code = codes.code_of(entry, key=house_key()) if seated else ""
    return render_template("arrivals/_own_code.html", entry=entry, token=token, code=code)
