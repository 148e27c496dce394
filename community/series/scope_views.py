"""Which dates a change is for: asked after the form of a gathering that is one of a series."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from community import clock
from community.db import session, transaction
from community.gatherings import desk_form_views
from community.gatherings.desk_form_views import typed
from community.gatherings.desk_picture import keep_picture
from community.gatherings.desk_views import hand, said_to, seen
from community.gatherings.drafts import DraftRefused, GatheringDraft, draft_of
from community.gatherings.hosting_forms import GatheringForm
from community.gatherings.models import Gathering
from community.libraries.tenancy import this_library
from community.series import changes, editing, queries
from community.series.editing import Change, Outlook, Scope
from community.series.models import SeriesDate
from community.web.htmx import done, render


def ask(
    form: GatheringForm, draft: GatheringDraft, gathering: Gathering
) -> ResponseReturnValue | None:
    """Ask for which dates, or do it for more than this one; None: this one only."""
    scope = request.form.get("scope", "")
    row = queries.find_of(session(), gathering.library_id, gathering.id)
    if row is None or scope == Scope.THIS or gathering.has_begun(clock.now()):
        return None
    change = Change(
        gathering.id,
        draft,
        Scope(scope) if scope in set(Scope) else Scope.ALL,
        also_by_hand="ook_met_de_hand" in request.form,
        seen=seen(form.seen.data),
    )
    return _edit(form, change) if scope in set(Scope) else _ask(form, row, change)


def register(_app: Flask) -> None:
    desk_form_views.ask_first(ask)


def _ask(form: GatheringForm, row: SeriesDate, change: Change) -> ResponseReturnValue | None:
    gathering = row.gathering
    assert gathering is not None  # noqa: S101  (found by it)
    draft = replace(change.draft, picture_id=gathering.picture_id)
    if not changes.differing(draft, draft_of(gathering)) and not _has_new_picture(form, gathering):
        return None
    return render(
        "series/desk_scope.html",
        form=form,
        gathering=gathering,
        series=row.series,
        typed=list(typed(form)),
        outlooks=_outlooks(row, replace(change, draft=draft)),
    )


def _outlooks(row: SeriesDate, change: Change) -> dict[Scope, Outlook | None]:
    """What each answer would come to; None where it is no answer, with a day that moves."""
    found: dict[Scope, Outlook | None] = {}
    for scope in Scope:
        try:
            one = replace(change, scope=scope)
            found[scope] = editing.outlook(session(), row, one, now=clock.now())
        except DraftRefused:
            found[scope] = None
    return found


def _edit(form: GatheringForm, change: Change) -> ResponseReturnValue:
    library_id, by = this_library().id, hand()
    with transaction() as tx:
        picture_id = keep_picture(tx, form, library_id, now=by.now)
        whole = replace(change, draft=replace(change.draft, picture_id=picture_id))
        edited = editing.edit(tx, library_id, whole, by)
    said = [gettext("Saved."), said_to(edited.reach)]
    if edited.refused:
        said.append(
            ngettext(
                "It was not possible for %(num)d date: look there.",
                "It was not possible for %(num)d dates: look there.",
                edited.refused,
            )
        )
    to = url_for("series_desk.show", series_id=edited.series.id)
    return done(" ".join(filter(None, said)), to)


def _has_new_picture(form: GatheringForm, gathering: Gathering) -> bool:
    stands = gathering.picture
    kept = (form.picture_kept.data or "", form.picture_alt.data or "")
    return kept != ((stands.digest, stands.alt) if stands else ("", ""))
