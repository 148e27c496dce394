"""The form of a gathering at the desk: new, copied or changed, and previewed before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from community import clock
from community.bookings import taking
from community.db import session, transaction
from community.gatherings import (
    along,
    closing_queries,
    drafts,
    hosting,
    hosting_queries,
    template_queries,
    templates,
)
from community.gatherings.counting import counting
from community.gatherings.desk_picture import keep_picture, row_of, show_picture, take_picture
from community.gatherings.desk_room import look_at_room
from community.gatherings.desk_views import and_said_to, hand, seen
from community.gatherings.drafts import DraftRefused, GatheringDraft
from community.gatherings.hosting_forms import GatheringForm, put_beside, spoken
from community.gatherings.hosting_queries import NOBODY, Reach
from community.gatherings.hosting_rules import Overtaken, refuse_if_wrong
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.preview import as_it_would_be
from community.libraries.queries import list_branches_with_rooms
from community.libraries.tenancy import tenant_blueprint, this_library
from community.texts import UnfitText, clean_line
from community.topics import queries as topics
from community.web.access import librarians_only
from community.web.addresses import row_id
from community.web.headers import private
from community.web.htmx import done, go, render
from community.web.i18n import language
from community.words import N_

bp = tenant_blueprint("gatherings_form", __name__, "/beheer/activiteiten")

#: What the buttons of the form mean.
PREVIEW, GO_ON, DRAFT, PUBLISH, SAVE, TELL = (
    "voorbeeld", "verder", "concept", "publiceren", "bewaren", "vertellen",
)  # fmt: skip
#: One more question, or one less: `vraag-3` is without the third; `vraag-kunde` adds two at once.
QUESTIONS = re.compile(r"vraag(?:-([1-6])|(-kunde))?")
#: Of a title that another page suggests.
MOST_OF_A_TITLE = 120
#: What something new is made like.
LIKE = re.compile(r"(activiteit|sjabloon)-(\d{1,9})")

_SAID = {
    DRAFT: N_("Saved as a draft."),
    PUBLISH: N_("Published. It is in the agenda now."),
    SAVE: N_("Saved."),
    TELL: N_("Saved."),
}

_afterwards: dict[str, Callable[[Gathering], str]] = {}


def go_on_with(act: str, to: Callable[[Gathering], str]) -> None:
    """Let a button of a room above lead on, after what was filled in is kept."""
    _afterwards[act] = to


Asks = Callable[[GatheringForm, GatheringDraft, Gathering], ResponseReturnValue | None]
_first_asked: list[Asks] = []


def ask_first(ask: Asks) -> None:
    """Let a room above ask something, or take over, before a change is kept; None: go on."""
    if ask not in _first_asked:
        _first_asked.append(ask)


@bp.route("/nieuw", methods=["GET", "POST"])
@librarians_only
@private
def new() -> ResponseReturnValue:
    form = _form()
    if request.method == "POST":
        return _act(form, None)
    if template_id := row_id(request.args.get("sjabloon")):
        return _begin(form, template_id)
    kind = request.args.get("soort", "")
    form.kind.data = kind if kind in set(Kind) else Kind.CONVERSATION.value
    _fill_in_what_is_asked(form)
    return _show(form, None)


def _fill_in_what_is_asked(form: GatheringForm) -> None:
    """A title and a theme, from a page that says what a gathering could be about."""
    with suppress(UnfitText):
        form.title.data = clean_line(request.args.get("titel"))[:MOST_OF_A_TITLE]
    slug = request.args.get("thema", "")
    form.themes.data = [theme.id for theme in topics.list_themes(session()) if theme.slug == slug]


def _begin(form: GatheringForm, template_id: int) -> ResponseReturnValue:
    """Everything as in the template; the date is what has to be typed."""
    library_id = this_library().id
    template = template_queries.get(session(), library_id, template_id)
    begun = templates.start_from(session(), template, clock.local_day(clock.now()))
    form.show(begun.draft)
    form.day.data = form.last_day.data = None
    picture = hosting_queries.find_picture(session(), library_id, begun.draft.picture_id)
    show_picture(form, picture)
    return _show(form, None, template=template, gone=begun.gone, like=f"sjabloon-{template_id}")


@bp.get("/<int:gathering_id>/kopieer")
@librarians_only
@private
def copy(gathering_id: int) -> ResponseReturnValue:
    """The form of a new gathering, filled in like an earlier one, a month later."""
    earlier = hosting_queries.get(session(), this_library().id, gathering_id)
    form = _form()
    form.show(hosting.draft_of_copy(session(), this_library().id, gathering_id, hand()))
    show_picture(form, earlier.picture)
    look_back = closing_queries.find_look_back(session(), earlier.library_id, earlier.id)
    return _show(form, None, copied=earlier, look_back=look_back, like=f"activiteit-{gathering_id}")


@bp.route("/<int:gathering_id>/bewerken", methods=["GET", "POST"])
@librarians_only
@private
def edit(gathering_id: int) -> ResponseReturnValue:
    gathering = hosting_queries.get(session(), this_library().id, gathering_id)
    form = _form(gathering)
    if request.method == "POST":
        return _act(form, gathering)
    form.show(drafts.draft_of(gathering))
    form.seen.data = gathering.revised_at.isoformat()
    show_picture(form, gathering.picture)
    return _show(form, gathering)


@bp.get("/soort")
@librarians_only
@private
def kind() -> ResponseReturnValue:
    """The sentence about how a gathering counts, while its kind is being chosen."""
    form = GatheringForm(formdata=request.args)
    return render("gatherings/_desk_counting.html", counted=counting(form))


@bp.get("/zaal")
@librarians_only
@private
def room() -> ResponseReturnValue:
    """How it stands with the room, while day, time and place are being chosen."""
    number = row_id(request.args.get("activiteit"))
    stands = hosting_queries.get(session(), this_library().id, number) if number else None
    form = GatheringForm(formdata=request.args)
    form.offer_places(list_branches_with_rooms(session(), this_library()))
    return render("bookings/_look.html", look=look_at_room(form, stands))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _form(gathering: Gathering | None = None, *, empty: bool = False) -> GatheringForm:
    """The form with what there is to choose from here; `empty`: whatever was sent."""
    form = GatheringForm(formdata=None) if empty else GatheringForm()
    library = this_library()
    form.offer_places(list_branches_with_rooms(session(), library))
    form.offer_themes(topics.list_themes(session()), language())
    form.offer_hosts(hosting_queries.list_possible_hosts(session(), library.id, gathering))
    return form


def _act(form: GatheringForm, gathering: Gathering | None) -> ResponseReturnValue:
    """Preview, go on typing, or keep it: whichever button was pressed."""
    wish = GO_ON if taking.take(form) else request.form.get("act", PREVIEW)
    fits = form.validate()
    fits = take_picture(form) and fits
    if row := QUESTIONS.fullmatch(wish):
        form.tidy_questions(without=int(row[1] or 0))
        if row[2]:
            form.ask_for_kunde()
        wish = GO_ON
    if wish == GO_ON:
        form.forget_errors()
        return _show(form, gathering, asking=bool(row))
    fits = form.questions_fit(sensitive=form.is_sensitive.data) and fits
    if not fits or not form.times_exist():
        return _show(form, gathering, 422)
    draft = form.draft(minutes=KIND_FACTS[Kind(form.kind.data)].minutes)
    try:
        return _answered(form, draft, gathering, wish)
    except DraftRefused as refused:
        put_beside(form, refused.problems)
        return _show(form, gathering and _again(gathering), 422)
    except Overtaken as overtaken:
        assert gathering is not None  # noqa: S101  (something new cannot be overtaken)
        form.form_errors.append(gettext(overtaken.message))
        return _show_overtaken(form, _again(gathering))


def _answered(
    form: GatheringForm, draft: GatheringDraft, gathering: Gathering | None, wish: str
) -> ResponseReturnValue:
    """Ask what a room above wants to know, show how it would be, or keep it."""
    if gathering is not None and wish in {SAVE, TELL}:
        for ask in _first_asked:
            if (answer := ask(form, draft, gathering)) is not None:
                return answer
    told = _to_be_told(draft, gathering)
    if wish == PREVIEW or (wish == SAVE and told.people):
        return _preview(form, draft, gathering, told)
    return _keep(form, draft, gathering, wish)


def _keep(
    form: GatheringForm, draft: GatheringDraft, gathering: Gathering | None, wish: str
) -> ResponseReturnValue:
    library, by, told = this_library(), hand(), NOBODY
    with transaction() as tx:
        picture_id = keep_picture(tx, form, library.id, now=by.now)
        draft = replace(draft, picture_id=picture_id)
        if gathering is None:
            kept = hosting.create(tx, library.id, draft, by)
            along.give(tx, kept, _along(tx, library.id), by)
        else:
            revision = seen(form.seen.data)
            kept, told = hosting.edit(tx, library.id, gathering.id, draft, by, seen=revision)
        if wish == PUBLISH:
            hosting.publish(tx, library.id, kept.id, by)
    if wish in _afterwards:
        return go(_afterwards[wish](kept))
    to = url_for("gatherings_desk.show", gathering_id=kept.id)
    return done(and_said_to(gettext(_SAID.get(wish, _SAID[SAVE])), told), to)


def _along(tx: Session, library_id: int) -> Mapping[str, Any]:
    """What the gathering or the template has that it is made like, besides what the form shows."""
    like = LIKE.fullmatch(request.form.get("zoals", ""))
    if like is None:
        return {}
    if like[1] == "sjabloon":
        content = template_queries.get(tx, library_id, int(like[2])).content
        return dict(content.get("along", {}))
    return along.of(tx, hosting_queries.get(tx, library_id, int(like[2])))


def _to_be_told(draft: GatheringDraft, gathering: Gathering | None) -> Reach:
    """Who would get a mail if this were saved now."""
    if gathering is None or gathering.status is not GatheringStatus.PUBLISHED:
        return NOBODY
    if drafts.completed(draft).appointment == drafts.appointment_of(gathering):
        return NOBODY
    return hosting_queries.reach(session(), gathering)


def _preview(
    form: GatheringForm, draft: GatheringDraft, gathering: Gathering | None, told: Reach
) -> ResponseReturnValue:
    """The public page as it would be, with what was typed in hidden fields."""
    library, by = this_library(), hand()
    complete = drafts.completed(draft)
    refuse_if_wrong(session(), library.id, complete, by, gathering)
    would_be = as_it_would_be(session(), library, complete, gathering, now=by.now)
    would_be.picture = row_of(form, library.id)
    return render(
        "gatherings/desk_preview.html",
        gathering=would_be,
        stands=gathering,
        lacking=list(drafts.problems_before_publishing(would_be, now=by.now)),
        form=form,
        typed=list(typed(form)),
        told=told,
        invitation="",
        is_public=False,
        now=by.now,
    )


def typed(form: GatheringForm) -> Iterator[tuple[str, str]]:
    """All that was filled in, as it came; a picture only by the name under which it is kept."""
    for name, value in request.form.items(multi=True):
        if name not in {"csrf_token", "act", "picture_kept"}:
            yield name, value
    yield "picture_kept", form.picture_kept.data or ""


def _show_overtaken(form: GatheringForm, gathering: Gathering) -> ResponseReturnValue:
    """What was typed stays; beside it what stands now, and whose that is."""
    theirs = _form(gathering, empty=True)
    theirs.show(drafts.draft_of(gathering))
    form.seen.data = gathering.revised_at.isoformat()
    differing = [
        (field.label.text, spoken(theirs[field.name]))
        for field in form
        if field.name in GatheringForm.SEEN and spoken(field) != spoken(theirs[field.name])
    ]
    if form.asked() != theirs.asked():
        asked = "; ".join(question.label for question in theirs.asked())
        differing.append((gettext("What we ask when people sign up"), asked))
    who = hosting_queries.find_reviser(session(), gathering)
    return _show(form, gathering, 409, differing=differing, revised_by=who)


def _again(gathering: Gathering) -> Gathering:
    """Read anew: what was refused has been rolled back."""
    return hosting_queries.get(session(), this_library().id, gathering.id)


def _show(
    form: GatheringForm,
    gathering: Gathering | None,
    status: int = 200,
    **context: Any,
) -> ResponseReturnValue:
    return render(
        "gatherings/desk_form.html",
        status=status,
        form=form,
        gathering=gathering,
        counted=counting(form),
        look=look_at_room(form, gathering),
        picture=row_of(form, this_library().id),
        now=clock.now(),
        **{"like": request.form.get("zoals", ""), **context},
    )
