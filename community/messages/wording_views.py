"""The settings: how the mails of the house begin and end, in a library's own words."""

from __future__ import annotations

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from community import clock
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.mails import sender_of
from community.libraries.tenancy import tenant_blueprint, this_library
from community.messages.wording_forms import WordingForm, languages
from community.outbox import queries, wording
from community.outbox.letters import Note
from community.outbox.wording import Worded
from community.web import slots
from community.web.access import managers_only
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("mail_wording", __name__, "/beheer/instellingen/mails")


@bp.get("")
@managers_only
@private
def index() -> ResponseReturnValue:
    """Every mail that can be worded, and which of them the library has its own words for."""
    own = queries.list_wordings(session(), this_library().id)
    return render(
        "messages/wordings.html",
        mails=wording.registered(),
        own={(each.template, each.language) for each in own},
        languages=_spoken(),
    )


@bp.route("/<mail>/<mail_language>", methods=["GET", "POST"])
@managers_only
@private
def edit(mail: str, mail_language: str) -> ResponseReturnValue:
    """Look at it as often as you like; it counts once it is saved."""
    worded, form, library_id = _mail(mail, mail_language), WordingForm(), this_library().id
    form.variables = worded.variables
    if request.method == "GET":
        form.show(queries.find_wording(session(), library_id, worded.template, mail_language))
    elif form.validate() and "look" not in request.form:
        with transaction() as tx:
            wording.keep(
                tx, library_id, worded, mail_language,
                greeting=form.greeting.data, closing=form.closing.data, now=clock.now(),
            )  # fmt: skip
        return done(gettext("Saved. The next e-mail begins and ends like this."), url_for(".index"))
    house, note = _look(worded, mail_language, form)
    return render(
        "messages/wording.html",
        status=422 if form.errors else 200,
        form=form,
        mail=worded,
        mail_language=mail_language,
        languages=_spoken(),
        house=house,
        note=note,
        sender=sender_of(this_library()),
    )


@bp.post("/<mail>/<mail_language>/terug")
@managers_only
def reset(mail: str, mail_language: str) -> ResponseReturnValue:
    worded = _mail(mail, mail_language)
    with transaction() as tx:
        wording.reset(tx, this_library().id, worded, mail_language)
    here = url_for(".edit", mail=mail, mail_language=mail_language)
    return done(gettext("This e-mail uses the standard words again."), here)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "settings.below", "messages/_settings_link.html", order=70)


def _spoken() -> dict[str, str]:
    return {each: name for each, name in languages().items() if each in _configured()}


def _configured() -> tuple[str, ...]:
    spoken: tuple[str, ...] = current_app.config["LANGUAGES"]
    return spoken


def _mail(mail: str, language: str) -> Worded:
    found = wording.find(mail)
    if found is None or language not in _configured():
        raise NotFound
    return found


def _look(worded: Worded, language: str, form: WordingForm) -> tuple[Note, Note]:
    """The mail to somebody who does not exist: in the house's words, and in those typed."""
    with force_locale(language):
        sample = worded.sample(session(), this_library().id)
    # What is wrong is shown beside the field, and as it was typed in the mail.
    typed = wording.put_in(
        sample.note, form.greeting.data or "", form.closing.data or "", sample.values
    )
    return sample.note, typed
