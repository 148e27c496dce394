"""Languages: Dutch unless somebody chose otherwise, and remembered only then.

A page has one language. What is for residents speaks all of them; what is for who works at the
library speaks those of the whole house, and answers in the first of these to who chose another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Protocol

import flask_babel
from babel.support import Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, gettext, refresh
from wtforms.i18n import messages_path

from community.web.access import Access, access_of
from community.web.formats import span_long

COOKIE = "taal"
_YEAR = 365 * 24 * 3600

_FOR_RESIDENTS = {Access.OPEN, Access.SIGNED_IN}
#: Open, because a link or a screen leads there, but for who works with or at the library, or for
#: all who stand before it.
FOR_WORK = frozenset({
    "confirming", "embeds", "guides", "hall", "harvest_tables", "health", "living_board", "makers",
    "meetlat_public", "my_initiative", "self_assessment_answer", "table_screen", "tally_door",
    "team_lists", "work_accounts",
})  # fmt: skip


def language_of(query_value: str | None, cookie: str | None, languages: tuple[str, ...]) -> str:
    """The language of an answer; the page cache decides by the same three facts."""
    for wish in (query_value, cookie):
        if wish in languages:
            return wish
    return languages[0]


def language() -> str:
    """The language of this request; outside one (mail, command) the first of the installation."""
    if not has_request_context():
        return _house_languages()[0]
    if "language" not in g:
        wish = wished()
        g.language = wish if wish in page_languages() else _house_languages()[0]
    chosen: str = g.language
    return chosen


def wished() -> str:
    """The language that who asks has chosen, whether or not this page speaks it."""
    spoken: tuple[str, ...] = current_app.config["SPOKEN"]
    return language_of(request.args.get("taal"), request.cookies.get(COOKIE), spoken)


def page_languages() -> tuple[str, ...]:
    """The languages that the page of this request can be read in."""
    spoken: tuple[str, ...] = current_app.config["SPOKEN"]
    return spoken if is_for_residents(request.endpoint) else _house_languages()


def is_for_residents(endpoint: str | None) -> bool:
    """Whether residents come here; so they do where there is nothing, and read that there is."""
    view = current_app.view_functions.get(endpoint or "")
    if view is None or endpoint == "static":
        return True
    room = (endpoint or "").partition(".")[0]
    return access_of(view) in _FOR_RESIDENTS and room not in FOR_WORK


def house_language() -> str:
    """The language of this request, or the first, where only what the whole house speaks is kept:
    feeds, files and whatever a librarian reads."""
    spoken, languages = language(), _house_languages()
    return spoken if spoken in languages else languages[0]


def _house_languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return languages


def speak_only(code: str) -> str:
    """Answer in this language, whatever somebody chose before, and remember nothing of it."""
    g.language, g.remembers_no_language = code, True
    refresh()  # A locale may have been chosen before the view was asked.
    return code


@cache
def _of_wtforms(language: str) -> NullTranslations:
    """What WTForms says itself, such as that a number is none."""
    return Translations.load(messages_path(), [language], domain="wtforms")


def register(app: Flask) -> None:
    # The last one decides on plural forms for all; the web's own is there in each language.
    rooms = sorted(Path(app.root_path).glob("*/translations"))
    catalogues = sorted(rooms, key=lambda path: path.parent.name == "web")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(path) for path in catalogues)
    Babel(app, locale_selector=language)
    app.jinja_env.globals.update(language=language)
    # For what may be somebody's own words: `_()` in a template takes what it says for markup.
    app.jinja_env.filters["translated"] = flask_babel.gettext
    app.jinja_env.filters["sentence"] = sentence

    @app.before_request
    def read_once() -> None:
        # Flask-WTF looks here first; if not, it reads and parses the file for every form.
        request.wtforms_translations = _of_wtforms(language())  # type: ignore[attr-defined]

    @app.after_request
    def remember(response: Response) -> Response:
        chosen = request.args.get("taal", "")
        if (
            chosen in app.config["SPOKEN"]
            and request.cookies.get(COOKIE) != chosen
            and response.mimetype == "text/html"
            and not g.get("remembers_no_language")
        ):
            response.set_cookie(
                COOKIE,
                chosen,
                max_age=_YEAR,
                httponly=True,
                samesite="Lax",
                secure=app.config["SESSION_COOKIE_SECURE"],
            )
        return response


class Said(Protocol):
    """A msgid and its values: an error of the domain, or what is wrong with one field."""

    @property
    def message(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


def sentence(said: Said) -> str:
    """What a refused person reads, in their language; two moments are read as a span."""
    text: str = gettext(said.message, **{name: _spoken(v) for name, v in said.values.items()})
    return text


def _spoken(value: object) -> object:
    match value:
        case (datetime() as start, datetime() as end):
            return span_long(start, end)
    return value
