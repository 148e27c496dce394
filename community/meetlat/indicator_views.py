"""One question of the meetlat: what was measured, how, and the rows that it was made of."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue

from community.db import session
from community.libraries.tenancy import this_library
from community.meetlat import labels, page_queries, part_labels, reading, row_labels
from community.meetlat.behind import behind
from community.meetlat.evidence import Evidence, Line, Unit
from community.meetlat.views import bp
from community.pages import how_many
from community.web.access import librarians_only
from community.web.asked import page_number
from community.web.headers import private
from community.web.htmx import go, render

ROWS_ON_A_PAGE = 50


@bp.get("/<any(O1, O2, O3, O4, O5, O6, O7, O8, S1, S2, S3, S4, S5, S6, S7, S8):question>")
@librarians_only
@private
def indicator(question: str) -> ResponseReturnValue:
    """Added up again from the rows that nobody hides anything of; shown is what may be shown."""
    library = this_library()
    stand = page_queries.find_stand(session(), library.id)
    inputs = page_queries.find_inputs(session(), library.id)
    if stand is None or inputs is None:
        return go(url_for(".index"))
    words = labels.words_of(stand.result.version)
    dimension, result = reading.find_indicator(stand.result, question)
    rows = behind(inputs).open(result, words.standard)
    made_of = rows.made_of
    pages = how_many(len(made_of.lines), ROWS_ON_A_PAGE)
    number = min(page_number(request.args.get("pagina", "")), pages)
    shown = made_of.lines[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE]
    return render(
        "meetlat/indicator.html",
        stand=stand,
        words=words,
        dimension=dimension,
        result=result,
        made_of=made_of,
        table=row_labels.table(rows, shown, words.standard.rules),
        rows_page={
            "number": number,
            "pages": pages,
            "has_previous": number > 1,
            "has_next": number < pages,
        },
        names=_names(library.id, made_of, shown),
        parts=part_labels.parts_in_words(words, result),
    )


def register(app: Flask) -> None:
    for function in (
        part_labels.added_again, part_labels.by_which_way, part_labels.division,
        part_labels.ladder_in_words, part_labels.rows_in_words,
    ):  # fmt: skip
        app.jinja_env.globals[function.__name__] = function


def _names(library_id: int, made_of: Evidence, shown: Sequence[Line]) -> dict[int, str]:
    """Of what is still there, by the first id of each row."""
    if made_of.unit is Unit.ACTIVITY:
        ids = [one.occasion.gathering_ids[0] for one in shown if one.occasion]
        return page_queries.titles(session(), library_id, ids)
    if made_of.unit is Unit.PARTNER:
        ids = [each for one in shown if one.organisation for each in one.organisation.partner_ids]
        return page_queries.partner_names(session(), library_id, ids)
    return {}
