"""Making one term of two: looking what it means first, then the button."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.search.folding import fold
from community.topics import merging, queries
from community.topics.forms import MergeForm
from community.topics.merging import ItIsOneTerm
from community.topics.models import Term
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

#: So many are offered while somebody types; the others are there by their whole name.
MOST_NAMES = 500

bp = tenant_blueprint("topic_merging", __name__, "/beheer/themas")


@bp.get("/<int:term_id>/samenvoegen")
@librarians_only
@private
def look(term_id: int) -> ResponseReturnValue:
    """What it will mean; or, when the other term is not there, the question which one."""
    library_id, name = this_library().id, request.args.get("met", "").strip()
    goes, stays = queries.get_term(session(), library_id, term_id), _named(library_id, name)
    if stays is None:
        return _which(goes, name)
    try:
        merger = merging.preview(session(), library_id, term_id, stays.id)
    except ItIsOneTerm as one:
        return _which(goes, name, sentence(one))
    return render("topics/merge.html", goes=goes, merger=merger)


@bp.post("/<int:term_id>/samenvoegen")
@librarians_only
def merge(term_id: int) -> ResponseReturnValue:
    """Pressing twice is no error: the second time it is done already."""
    library_id, form = this_library().id, MergeForm()
    stays = _named(library_id, form.stays.data)
    if stays is None:
        return _which(queries.get_term(session(), library_id, term_id), form.stays.data)
    gone = queries.find_term(session(), library_id, term_id) is None
    if not (gone and queries.is_called(session(), stays, fold(form.goes.data))):
        with transaction() as tx:
            merging.merge(tx, library_id, term_id, stays.id)
    return done(
        gettext("‘%(goes)s’ is now another word for ‘%(stays)s’.",
                goes=form.goes.data, stays=stays.label),
        url_for("topics.edit", term_id=stays.id),
    )  # fmt: skip


def _which(goes: Term, name: str, error: str = "") -> ResponseReturnValue:
    """Ask with which term; when one was named, it cannot be that one."""
    if name and not error:
        error = gettext("There is no term ‘%(label)s’.", label=name)
    names = queries.list_names(session(), goes.library_id, MOST_NAMES)
    status = 422 if error or request.method == "POST" else 200
    return render(
        "topics/merge.html", status=status, goes=goes, name=name, error=error, names=names
    )


def _named(library_id: int, name: str) -> Term | None:
    return queries.find_by_name(session(), library_id, fold(name)) if name else None


def register(app: Flask) -> None:
    app.register_blueprint(bp)
