"""The rules of the house as this library has them, every version of them, and adding to them."""

from __future__ import annotations

from flask import Flask, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from community import clock
from community.accounts.access import me
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.moderation import agreeing, labels, own_rules, wording
from community.moderation.forms import OwnRulesForm
from community.moderation.models import OWN, Case, Report
from community.moderation.wording import Book
from community.web import slots
from community.web.access import managers_only, open_to_all
from community.web.headers import private
from community.web.htmx import done, render

bp = tenant_blueprint("house_rules", __name__)


@bp.get("/huisregels")
@open_to_all
def show() -> ResponseReturnValue:
    book = this_book()
    return _page(book, book.version)


@bp.get("/huisregels/<version>")
@open_to_all
def before(version: str) -> ResponseReturnValue:
    """As they were called in some version, for good."""
    book = this_book()
    if not book.has(version):
        raise NotFound
    return _page(book, version)


@bp.route("/beheer/instellingen/huisregels", methods=["GET", "POST"])
@managers_only
@private
def settings() -> ResponseReturnValue:
    form, book = OwnRulesForm(), this_book()
    if request.method == "GET":
        form.show(book.own[-1].sentences if book.own else ())
    elif form.validate():
        person = me()
        with transaction() as tx:
            own_rules.write(tx, this_library().id, form.added(), by=person, now=clock.now())
        return done(gettext("Saved. They are with the house rules."), url_for(".show"))
    return render(
        "moderation/own_rules.html", status=422 if form.errors else 200, form=form, book=book
    )


def this_book() -> Book:
    """Read once for a page, however many decisions stand on it."""
    if "rule_book" not in g:
        g.rule_book = wording.read(session(), this_library().id)
    book: Book = g.rule_book
    return book


def rule_said(thing: Case | Report, *, short: bool = False) -> str | Markup:
    """The rule that a report or a decision names, as it stood then."""
    if thing.rule is None:
        return ""
    rule = this_book().rule(thing.rule, thing.rules_version)
    return labels.shown_of(thing.rule, rule, short=short)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(rule_said=rule_said, rule_book=this_book)
    agreeing.register_purpose()
    slots.fill(app, "settings.below", _link, order=58)


def _link() -> str:
    return render_template("moderation/_settings_link.html", book=this_book())


def _page(book: Book, version: str) -> ResponseReturnValue:
    return render(
        "moderation/rules.html",
        book=book,
        version=version,
        rules=book.rules_of(version),
        own_rules=OWN,
        change=next((each for each in book.changes if each.version == version), None),
    )
