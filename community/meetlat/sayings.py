"""What the page says about change: from which score to which, by which questions, or why not."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from community.meetlat.engine.movement import Movement, is_sure
from community.meetlat.engine.standard import Standard
from community.meetlat.labels import Words, counted, decimals, percent, period_in_words
from community.meetlat.page_queries import Frozen
from community.meetlat.reading import Dimension, Moment
from community.web import stick
from community.web.formats import day_short, joined
from community.web.stick import Point, tenths

#: So much of a change is drawn from the middle to the edge.
_WIDEST = 0.5


def movement_in_words(words: Words, moved: Movement) -> str:
    """`Ontmoeting daalde van 3,6 naar 3,2: nieuwe gezichten −0,2, …`"""
    fell = moved.change < 0
    because = ", ".join(
        f"{words.name(each.code).lower()} {tenths(each.tenths / 10, sign=True)}"
        for each in moved.largest
        if (each.tenths < 0) == fell
    )
    name = words.dimensions[moved.key]
    said: str
    if moved.same_set and moved.before is not None and moved.now is not None:
        facts = {"dimension": name, "was": tenths(moved.before), "now": tenths(moved.now)}
        said = (
            gettext("%(dimension)s fell from %(was)s to %(now)s", **facts)
            if fell
            else gettext("%(dimension)s rose from %(was)s to %(now)s", **facts)
        )
    else:
        by = tenths(abs(moved.change))
        said = (
            gettext("%(dimension)s fell by %(by)s", dimension=name, by=by)
            if fell
            else gettext("%(dimension)s rose by %(by)s", dimension=name, by=by)
        )
    return f"{said}: {because}." if because else f"{said}."


def differing_sets(words: Words, moved: Movement) -> str:
    """Said first: the two scores are not of the same questions."""
    said: list[str] = []
    if moved.only_now:
        said.append(
            gettext("New in this score: %(questions)s.", questions=_names(words, moved.only_now))
        )
    if moved.only_before:
        said.append(
            gettext(
                "No longer in this score: %(questions)s.",
                questions=_names(words, moved.only_before),
            )
        )
    said.append(gettext("What follows compares only the questions that were measured both times."))
    return " ".join(said)


def why_no_movement(dimension: Dimension, against: Frozen | None, standard: Standard) -> str:
    """Why no change is shown beside a score."""
    said: str
    if against is None:
        said = gettext("There is no earlier measurement yet, so there is no difference to see.")
    elif dimension.before is None or dimension.before.score is None:
        said = gettext("It could not be measured last time, so there is no difference to see.")
    elif dimension.moved is None:
        said = gettext(
            "Last time it was measured with a different meetlat: the two cannot be compared."
        )
    elif not (is_sure(dimension.result, standard) and is_sure(dimension.before, standard)):
        said = gettext("One of the two scores is still uncertain, so we show no difference.")
    else:
        said = gettext("Hardly different from last time.")
    return said


def held_against(against: Frozen) -> str:
    """`Vergeleken met de meting tot en met 30 september, vastgelegd op 12 oktober door Sanne.`"""
    facts = {"until": day_short(against.until), "frozen": day_short(against.frozen_at)}
    said: str = (
        gettext(
            "Compared with the measurement up to %(until)s, frozen on %(frozen)s by %(name)s.",
            name=against.frozen_by, **facts,
        )
        if against.frozen_by
        else gettext(
            "Compared with the measurement up to %(until)s, frozen on %(frozen)s.", **facts
        )
    )  # fmt: skip
    return said


def effect_bar(effect: float) -> Markup:
    """Left of the line for less, right of it for more; the number stands beside it."""
    width = min(1.0, abs(effect) / _WIDEST) * 50
    if effect < 0:
        shape = (
            f'<rect class="kk-why__down" x="{50 - width:g}%" y="1" width="{width:g}%" height="10"/>'
        )
    else:
        shape = f'<rect class="kk-why__up" x="50%" y="0" width="{width:g}%" height="12"/>'
    axis = '<line class="kk-why__axis" x1="50%" x2="50%" y1="-8" y2="20"/>'
    return Markup(f'<svg aria-hidden="true">{axis}{shape}</svg>')  # noqa: S704 (numbers only)


def trend_of(name: str, key: str, moments: Sequence[Moment]) -> Markup:
    """The line of one dimension; the table beside it has the numbers.

    What was measured with another meetlat than the last is a gap in it.
    """
    version = moments[-1].version
    scores = [each.scores[key] if each.version == version else None for each in moments]
    said = ", ".join(
        f"{day_short(moment.until)}: {tenths(score)}"
        for moment, score in zip(moments, scores, strict=True)
        if score is not None
    )
    return stick.trend(name, [Point(score) for score in scores], said)


def register(app: Flask) -> None:
    for filter_ in (counted, decimals, percent, period_in_words):
        app.jinja_env.filters[filter_.__name__] = filter_
    for function in (
        differing_sets, effect_bar, held_against, movement_in_words, trend_of, why_no_movement,
    ):  # fmt: skip
        app.jinja_env.globals[function.__name__] = function


def _names(words: Words, codes: Sequence[str]) -> str:
    return joined([words.name(code).lower() for code in codes])
