"""The words of the house: themes, the terms below them, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from community.accounts.access import may_work_here
from community.db import session, transaction
from community.errors import NotFound
from community.libraries.tenancy import tenant_blueprint, this_library
from community.topics import editing, link_queries, queries
from community.topics.editing import GoesInCircles, NameIsTaken, NoSuchBroader
from community.topics.forms import TermForm
from community.topics.merge_views import MOST_NAMES
from community.topics.models import Term, Theme
from community.topics.small_words import foreign_in, language_in, pieces_in
from community.topics.theme_names import called
from community.web import slots
from community.web.access import librarians_only
from community.web.formats import joined
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.i18n import language, sentence
from community.web.layout import foreign
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("topics", __name__, "/beheer/themas")

#: So many terms on a page; who has more of them searches.
MOST_SHOWN = 200


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    """All themes; or the terms of one; or those that have these words in their names."""
    library_id = this_library().id
    words, slug = request.args.get("q", "").strip()[:80], request.args.get("thema", "")
    themes = queries.list_themes(session())
    theme = next((each for each in themes if each.slug == slug), None)
    if slug and theme is None and slug != "geen":
        raise NotFound
    terms = _chosen(library_id, words, slug, theme.id if theme else None)
    return render(
        "topics/index.html",
        fragment="topics/_list.html",
        themes=themes,
        theme=theme,
        slug=slug,
        words=words,
        terms=terms,
        most=MOST_SHOWN,
        counts=queries.count_by_theme(session(), library_id),
        uses=link_queries.count_uses(session(), library_id),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    library_id, form = this_library().id, _form()

    def keep(tx: Session) -> Term:
        return editing.add_term(tx, library_id, form.draft())

    if form.validate_on_submit() and (term := _kept(form, keep)):
        return done(gettext("Saved."), url_for(".edit", term_id=term.id))
    if request.method == "GET":
        theme = request.args.get("thema", "")
        form.themes.data = [
            each.id for each in queries.list_themes(session()) if each.slug == theme
        ]
        form.label.data = request.args.get("q", "")[:80]
    return render("topics/term.html", status=form_status(), form=form, term=None)


@bp.route("/<int:term_id>", methods=["GET", "POST"])
@librarians_only
@private
def edit(term_id: int) -> ResponseReturnValue:
    library_id, form = this_library().id, _form()
    term = queries.get_term(session(), library_id, term_id)

    def keep(tx: Session) -> Term:
        return editing.change_term(tx, library_id, term_id, form.draft())

    if request.method == "GET":
        form.show(term)
    elif form.validate() and _kept(form, keep):
        return done(gettext("Saved."), url_for(".edit", term_id=term_id))
    return render(
        "topics/term.html",
        status=form_status(),
        form=form,
        term=queries.get_term(session(), library_id, term_id),
        names=queries.list_names(session(), library_id, MOST_NAMES),
        uses=link_queries.count_uses(session(), library_id).get(term_id, 0),
    )


@bp.post("/<int:term_id>/weg")
@librarians_only
def remove(term_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        editing.remove_term(tx, this_library().id, term_id)
    return done(gettext("The term is removed."), url_for(".index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        theme_name=called,
        theme_names=theme_names,
        tongue_of=tongue_of,
        tongues_within=tongues_within,
        pieces_within=pieces_within,
    )
    item = MenuItem("topics.index", N_("Themes"), order=78, more=True, shown=may_work_here)
    slots.add_to_menu(app, Menu.DESK, item)
    slots.fill(app, "settings.below", _link)


def theme_names(themes: Iterable[Theme]) -> str:
    """In the language of the page."""
    return joined(each.label_in(language()) for each in themes)


def tongue_of(text: object) -> str:
    """For a tag around somebody's own words, of which nobody noted the language (`foreign`)."""
    return foreign(language_in(str(text)) or language())


def tongues_within(around: str) -> Callable[[object], str]:
    """The same in a mail, which is in its reader's language and not in that of a request."""

    def tongue_of(text: object) -> str:
        code = foreign_in(str(text), around)
        return Markup(f' lang="{code}" dir="auto"' if code else "")  # noqa: S704 (a code)

    return tongue_of


def pieces_within(around: str) -> Callable[[object], Markup]:
    """For a sentence of a mail: what is in it in other letters, such as a title, marked there.

    What is in them as a whole is left to the tag around it.
    """

    def marked(text: object) -> Markup:
        said = str(text)
        if foreign_in(said, around):
            return escape(said)
        pieces = (
            Markup('<span lang="{}" dir="auto">{}</span>').format(code, piece)
            if code
            else escape(piece)
            for piece, code in pieces_in(said, around)
        )
        return Markup("").join(pieces)

    return marked


def _link() -> str:
    return render_template("topics/_settings_link.html")


def _chosen(library_id: int, words: str, slug: str, theme_id: int | None) -> list[Term] | None:
    """The terms to show; None when the themes are."""
    if words:
        return list(queries.list_named_like(session(), library_id, words, MOST_SHOWN))
    if theme_id is not None:
        return list(queries.list_of_theme(session(), library_id, theme_id, MOST_SHOWN))
    return list(queries.list_without_theme(session(), library_id, MOST_SHOWN)) if slug else None


def _form() -> TermForm:
    form = TermForm()
    form.offer(queries.list_themes(session()), language())
    return form


def _kept(form: TermForm, keep: Callable[[Session], Term]) -> Term | None:
    """What was kept; None when a rule says no, which stands beside the field then."""
    try:
        with transaction() as tx:
            return keep(tx)
    except NameIsTaken as taken:
        form.label.errors = [sentence(taken)]
    except (NoSuchBroader, GoesInCircles) as wrong:
        form.broader.errors = [sentence(wrong)]
    return None
