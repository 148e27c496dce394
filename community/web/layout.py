"""What every page says about itself: its language, its address and the messages it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, current_app, get_flashed_messages, request
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from community.web.i18n import language, page_languages, wished

#: A language calls itself by its own name.
NAMES = {"nl": "Nederlands", "en": "English", "uk": "Українська", "ar": "العربية"}
#: As those name it who show a page in their own list of finds.
_LOCALES = {"nl": "nl_NL", "en": "en_GB", "uk": "uk_UA", "ar": "ar_AR"}


def register(app: Flask) -> None:
    app.jinja_env.filters["hyphenated"] = hyphenated
    app.jinja_env.globals.update(
        text_direction=text_direction,
        other_languages=other_languages,
        own_name_of=NAMES.__getitem__,
        in_language=in_language,
        languages_of_page=page_languages,
        not_in_chosen_language=not_in_chosen_language,
        open_graph_locale=lambda: _LOCALES[language()],
        direction_of=direction_of,
        foreign=foreign,
        page_address=page_address,
        flashed=flashed,
    )


def text_direction() -> str:
    """`ltr` or `rtl`, for the page as a whole."""
    return direction_of(language())


def direction_of(code: str) -> str:
    """`ltr` or `rtl`: how a language is written."""
    return str(Locale.parse(code).text_direction)


def foreign(code: str) -> Markup:
    """For a tag around words in a language that the page is not in: then they are read aloud in it,
    and keep their own direction."""
    return Markup("" if code == language() else f' lang="{escape(code)}" dir="auto"')  # noqa: S704


def other_languages() -> list[tuple[str, str]]:
    """Code and own name of every language of this page but the one it is in."""
    return [(code, NAMES[code]) for code in page_languages() if code != language()]


def not_in_chosen_language() -> tuple[str, str] | None:
    """Who chose a language that this page does not speak reads so in it: its code, a sentence."""
    wish = wished()
    if wish in page_languages():
        return None
    with force_locale(wish):
        said = gettext(
            "This page is not available in your language. You are reading it in %(language)s.",
            language=NAMES[language()],
        )
    return wish, said


def in_language(code: str) -> str:
    """This page, with what is being looked for, in another language."""
    query: MultiDict[str, str] = MultiDict(request.args)
    query["taal"] = code
    return f"?{urlencode(list(query.items(multi=True)))}"


def page_address(
    code: str | None = None, query: Mapping[str, str] | None = None, path: str | None = None
) -> str:
    """The one full address under which this page, in one language, should be known.

    `query` is what makes it another page than the bare path is: a list narrowed to a theme.
    `path` is of another page of the house, built by `url_for`.
    """
    code = code or language()
    path = path or f"{request.script_root}{iri_to_uri(request.path)}"
    address = f"{current_app.config['BASE_URL']}{path}"
    first: str = current_app.config["LANGUAGES"][0]
    said = dict(query or {}) | ({} if code == first else {"taal": code})
    return f"{address}?{urlencode(said)}" if said else address


def flashed() -> list[Any]:
    """What the last form had to say, each with its language. Without a session there is nothing:
    it is not opened."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return get_flashed_messages(with_categories=True)


def hyphenated(attributes: Mapping[str, object]) -> dict[str, object]:
    """`hx_post` as a macro can take it becomes `hx-post` as HTML wants it."""
    return {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
