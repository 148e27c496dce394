"""The formats at the desk: the house's own, and what this library makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import may_work_here, me
from community.db import session, transaction
from community.formats import queries, services, shipped
from community.formats.content import Content
from community.formats.forms import FormatForm
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import language
from community.web.slots import Menu, MenuItem
from community.words import N_

bp = tenant_blueprint("formats", __name__, "/beheer/werkvormen")


@dataclass(frozen=True, slots=True)
class Offered:
    """A format that can be chosen: `ref` is a key of the house, or the number of an own one."""

    ref: str
    content: Content
    spoken: str  #: The language that it is written in.
    is_own: bool
    is_retired: bool = False

    @property
    def choice(self) -> services.Choice:
        if self.is_own:
            return services.Choice(format_id=int(self.ref))
        return services.Choice(key=self.ref)


def offered(library_id: int, spoken: str) -> Iterator[Offered]:
    """The library's own first, then those of the house in the language that is spoken."""
    for own in queries.list_own(session(), library_id):
        is_retired = own.retired_at is not None
        latest = own.latest
        yield Offered(
            str(own.id), latest.content, latest.language, is_own=True, is_retired=is_retired
        )
    for key in shipped.names():
        yield Offered(key, *shipped.content_of(key, spoken), is_own=False)


@bp.get("")
@librarians_only
@private
def index() -> ResponseReturnValue:
    listed = list(offered(this_library().id, language()))
    return render(
        "formats/index.html",
        own=[each for each in listed if each.is_own],
        house=[each for each in listed if not each.is_own],
    )


@bp.get("/van-het-huis/<format_key>")
@librarians_only
@private
def house(format_key: str) -> ResponseReturnValue:
    """One that ships with the house; who wants to change it makes a copy."""
    if format_key not in shipped.names():
        abort(404)
    content, spoken = shipped.content_of(format_key, language())
    return render("formats/show.html", content=content, spoken=spoken, key=format_key, found=None)


@bp.get("/<int:format_id>")
@librarians_only
@private
def show(format_id: int) -> ResponseReturnValue:
    found = queries.get_own(session(), this_library().id, format_id)
    latest = found.latest
    return render(
        "formats/show.html", content=latest.content, spoken=latest.language, key="", found=found
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    """A copy of `?van=`, or one of one's own from the first word."""
    form = FormatForm()
    if request.method == "GET":
        content, spoken = _copied(request.args.get("van", ""))
        form.show(content, spoken)
    elif form.validate():
        with transaction() as tx:
            made = services.write(
                tx, this_library().id, form.content(),
                language=form.language.data, by_id=me().id, now=clock.now(),
            )  # fmt: skip
        return done(gettext("The format has been added."), url_for(".show", format_id=made.id))
    return _form(form, url_for(".new"), gettext("A new format"))


@bp.route("/<int:format_id>/wijzig", methods=["GET", "POST"])
@librarians_only
@private
def edit(format_id: int) -> ResponseReturnValue:
    """Saving makes the next version; what was planned keeps its own."""
    library_id, form = this_library().id, FormatForm()
    found = queries.get_own(session(), library_id, format_id)
    if request.method == "GET":
        form.show(found.latest.content, found.latest.language)
    elif form.validate():
        with transaction() as tx:
            services.rewrite(
                tx, library_id, format_id, form.content(),
                language=form.language.data, by_id=me().id, now=clock.now(),
            )  # fmt: skip
        return done(gettext("Saved."), url_for(".show", format_id=format_id))
    return _form(form, url_for(".edit", format_id=format_id), found.latest.content.name)


@bp.post("/<int:format_id>/weg")
@librarians_only
def retire(format_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.retire(tx, this_library().id, format_id, now=clock.now())
    said = gettext("This format is no longer offered. What was planned with it keeps it.")
    return done(said, url_for(".show", format_id=format_id))


@bp.post("/<int:format_id>/terug")
@librarians_only
def bring_back(format_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.bring_back(tx, this_library().id, format_id)
    return done(gettext("It can be chosen again."), url_for(".show", format_id=format_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    item = MenuItem("formats.index", N_("Formats"), order=15, shown=may_work_here)
    slots.add_to_menu(app, Menu.PLANNING, item)


def _form(form: FormatForm, action: str, heading: str) -> ResponseReturnValue:
    is_wrong = request.method == "POST"  # What was right went on to the next page.
    form.make_room()
    return render(
        "formats/form.html",
        status=422 if is_wrong else 200,
        form=form,
        is_wrong=is_wrong,
        action=action,
        heading=heading,
    )


def _copied(ref: str) -> tuple[Content, str]:
    """What a new one begins from; an open table when nothing is said."""
    if number := row_id(ref):
        latest = queries.get_own(session(), this_library().id, number).latest
        return latest.content, latest.language
    return shipped.content_of(ref if ref in shipped.names() else "open_table", language())
