"""The settings: what the library sends by the clock."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.notifications import labels, queries, wishes
from community.notifications.forms import RhythmForm
from community.notifications.models import Reminder
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("rhythm", __name__, "/beheer/instellingen/herinneringen")


@bp.route("", methods=["GET", "POST"])
@managers_only
@private
def settings() -> ResponseReturnValue:
    library_id, form = this_library().id, RhythmForm()
    if request.method == "GET":
        form.show(queries.rhythm_of(session(), library_id))
    elif form.validate():
        with transaction() as tx:
            wishes.set_rhythm(
                tx,
                library_id,
                reminders=frozenset(Reminder(value) for value in form.reminders.data or ()),
                has_digest=bool(form.has_digest.data),
                weekday=form.weekday.data,
            )
        return done(gettext("Saved."), url_for("settings.index"))
    return render(
        "notifications/settings.html",
        status=422 if form.errors else 200,
        form=form,
        readers=queries.count_readers(session(), library_id),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", _link, order=55)


def _link() -> str:
    rhythm = queries.rhythm_of(session(), this_library().id)
    return render_template(
        "notifications/_settings_link.html",
        reminders=labels.reminders_in_words(None, rhythm),
        digest=labels.sent_digest_in_words(rhythm),
    )
