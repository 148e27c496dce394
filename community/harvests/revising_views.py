"""What is published changes in one go, and a name under words is asked for."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from community import clock
from community.access_log.marks import Whose, reads
from community.access_log.models import Reading
from community.accounts.access import me
from community.conversations.models import LONGEST, Kind
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.harvests import items, presenting, queries, quoting, reader_queries, showing
from community.harvests.forms import DescribeForm, ItemForm, NameForm
from community.harvests.models import LONGEST_WHY, Harvest
from community.harvests.presenting import Revision
from community.libraries.tenancy import tenant_blueprint, this_library
from community.texts import UnfitText, clean_text
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import done, render
from community.web.i18n import sentence

bp = tenant_blueprint(
    "harvests_revising", __name__, "/beheer/activiteiten/<int:gathering_id>/oogst"
)


@bp.route("/herzien", methods=["GET", "POST"])
@librarians_only
@private
def revise(gathering_id: int) -> ResponseReturnValue:
    """Every item with its words in a field; together they are the next edition."""
    harvest = _harvest(gathering_id)
    if not harvest.is_public:
        raise NotFound
    form = DescribeForm(obj=harvest)
    if request.method == "GET":
        form.seen.data = harvest.version
        return _revising(harvest, form, {}, "")
    typed, wrong = _typed(harvest)
    if wrong or not form.validate():
        return _revising(harvest, form, typed, wrong, status=422)
    revision = Revision(
        why=request.form.get("why", "").strip(),
        items={item_id: said for item_id, said in typed.items() if item_id},
        added=(typed[0],) if typed.get(0) else (),  # type: ignore[arg-type]
        title=form.title.data,
        summary=form.summary.data,
    )
    library_id, harvest_id, by = harvest.library_id, harvest.id, me().id
    try:
        with transaction() as tx:
            presenting.revise(
                tx, library_id, harvest_id, revision, version=form.version, by=by, now=clock.now()
            )
    except DomainError as refused:
        fresh = _harvest(gathering_id)
        form.seen.data = fresh.version
        return _revising(fresh, form, typed, sentence(refused), status=refused.status)
    said = gettext("Published again. Earlier editions can still be read.")
    return done(said, url_for("harvests_desk.show", gathering_id=gathering_id))


@bp.route("/<int:item_id>/wijzig", methods=["GET", "POST"])
@librarians_only
@private
def edit(gathering_id: int, item_id: int) -> ResponseReturnValue:
    """Its words and kind. When somebody else was first, what was typed stays in the field."""
    harvest = _harvest(gathering_id)
    of = harvest.library_id, harvest.id
    item, form = queries.get_item(session(), harvest, item_id), ItemForm()
    refused = None
    if request.method == "GET":
        form.kind.data, form.text.data = item.kind.value, item.text
    elif form.validate():
        try:
            with transaction() as tx:
                items.edit(
                    tx, *of, item_id, version=form.version, kind=form.what, text=form.text.data
                )
            at = url_for(
                "harvests_desk.show", gathering_id=gathering_id, _anchor=f"kaart-{item_id}"
            )
            return done(gettext("Saved."), at)
        except DomainError as no:
            refused = no
    harvest = _harvest(gathering_id)
    item = queries.get_item(session(), harvest, item_id)
    form.seen.data = harvest.version
    return render(
        "harvests/edit.html",
        status=refused.status if refused else 422 if form.errors else 200,
        gathering=harvest.gathering,
        harvest=harvest,
        item=item,
        form=form,
        refused=sentence(refused) if refused else "",
    )


@bp.route("/<int:item_id>/naam", methods=["GET", "POST"])
@librarians_only
@reads(Reading.HARVEST, Whose.GATHERING)
@private
def name(gathering_id: int, item_id: int) -> ResponseReturnValue:
    """Ask somebody who was there, or note what they already said."""
    harvest = _harvest(gathering_id)
    item, form = queries.get_item(session(), harvest, item_id), NameForm()
    there = reader_queries.list_signed_up(session(), harvest)
    form.sign_up.choices = [SelectChoice(str(each.id), each.person.full_name) for each in there]
    if form.validate_on_submit():
        of, now = (harvest.library_id, harvest.id, item_id), clock.now()
        sign_up_id, aloud = int(form.sign_up.data), form.how.data
        with transaction() as tx:
            if aloud:
                quoting.note_aloud(tx, *of, sign_up_id, name=form.name.data, how=aloud, now=now)
            else:
                quoting.ask(tx, *of, sign_up_id, name=form.name.data, now=now)
        said = (
            gettext("Noted. The name is under these words.")
            if aloud
            else gettext("Asked. The name appears once they say yes.")
        )
        return done(said, url_for("harvests_desk.show", gathering_id=gathering_id))
    return render(
        "harvests/name.html",
        status=422 if form.errors else 200,
        gathering=harvest.gathering,
        item=item,
        form=form,
        consents=queries.list_consents(session(), item),
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _harvest(gathering_id: int) -> Harvest:
    return queries.get_of(session(), this_library().id, gathering_id)


def _typed(harvest: Harvest) -> tuple[dict[int, tuple[Kind, str] | None], str]:
    """By item its kind and words, None for what goes; 0: what is added. And what is wrong."""
    typed: dict[int, tuple[Kind, str] | None] = {}
    wrong = ""
    shown = queries.list_items(session(), harvest.library_id, harvest.id)
    for item_id in (0, *(item.id for item in shown)):
        if f"text-{item_id}" not in request.form:
            continue
        try:
            text = clean_text(request.form[f"text-{item_id}"])
        except UnfitText as unfit:
            wrong, text = gettext(unfit.message, **unfit.values), ""
        kind = request.form.get(f"kind-{item_id}", "")
        if len(text) > LONGEST or (text and kind not in set(Kind)):
            wrong = gettext("Keep it below 1,500 characters.")
        elif text or item_id:
            typed[item_id] = (Kind(kind), text) if text else None
    why = request.form.get("why", "").strip()
    if not why or len(why) > LONGEST_WHY:
        wrong = wrong or gettext("Say in a sentence what is different, and why.")
    return typed, wrong


def _fields(
    harvest: Harvest, typed: dict[int, tuple[Kind, str] | None]
) -> list[tuple[int, Kind, str]]:
    """Each item with what stands in its fields: what was typed, else what it says now."""
    fields = []
    for shown in showing.items(session(), harvest):
        item = shown.item
        kind, text = typed.get(item.id, (item.kind, item.text)) or (item.kind, "")
        fields.append((item.id, kind, text))
    return fields


def _revising(
    harvest: Harvest,
    form: DescribeForm,
    typed: dict[int, tuple[Kind, str] | None],
    wrong: str,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    return render(
        "harvests/revise.html",
        status=status,
        gathering=harvest.gathering,
        harvest=harvest,
        fields=_fields(harvest, typed),
        added=typed.get(0) or (Kind.INSIGHT, ""),
        form=form,
        wrong=wrong,
        why=request.form.get("why", ""),
    )
