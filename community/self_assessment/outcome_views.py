"""What a round came to: made visible with a button, and then a page for the talk with the team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue

from community import clock
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.self_assessment import queries, questionnaire, rounds
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import AssessmentEvidence, AssessmentRound
from community.self_assessment.outcome import BlockOutcome, Measured, Outcome, StatementOutcome
from community.web.access import librarians_only
from community.web.headers import private
from community.web.htmx import go, render
from community.web.i18n import language

bp = tenant_blueprint(
    "self_assessment_outcome", __name__, "/beheer/zelfmeting/<int:round_id>/uitslag"
)

#: As many things to talk about as one meeting of a team has room for.
MOST_POINTS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of evidence; the group only where that is large enough to be shown alone."""

    words: str
    group: FunctionGroup | None


@dataclass(frozen=True, slots=True)
class BlockPage:
    """A block with its words."""

    name: str
    said: BlockOutcome
    statements: Sequence[tuple[str, StatementOutcome, Sequence[Shown]]]


@dataclass(frozen=True, slots=True)
class Point:
    """Something to talk about: what, and the groups that see it least and most."""

    text: str
    low: tuple[FunctionGroup, float]
    high: tuple[FunctionGroup, float]


@bp.get("")
@librarians_only
@private
def show(round_id: int) -> ResponseReturnValue:
    """Per block, and with `?alles=1` everything that is behind a press, to print."""
    asked = queries.get(session(), this_library().id, round_id)
    if asked.revealed_at is None:
        return go(url_for("self_assessment.show", round_id=round_id))
    outcome = queries.outcome_of(session(), asked)
    pages = _pages(asked, outcome)
    return render(
        "self_assessment/outcome.html",
        asked=asked,
        outcome=outcome,
        pages=pages,
        points=_points(pages),
        not_known=list(_not_known(pages)),
        all_open="alles" in request.args,
    )


@bp.post("")
@librarians_only
def reveal(round_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        rounds.reveal(tx, this_library().id, round_id, now=clock.now())
    return go(url_for(".show", round_id=round_id))


def register(app: Flask) -> None:
    app.register_blueprint(bp)


def _pages(asked: AssessmentRound, outcome: Outcome) -> list[BlockPage]:
    asks = questionnaire.of(asked.version, language())
    evidence = queries.list_evidence(session(), asked.id)
    return [
        BlockPage(block.name, said, list(_statements(block.statements, said, evidence)))
        for block, said in zip(asks.blocks, outcome.blocks, strict=True)
    ]


def _statements(
    texts: Iterable[str],
    said: BlockOutcome,
    evidence: Iterable[AssessmentEvidence],
) -> Iterator[tuple[str, StatementOutcome, Sequence[Shown]]]:
    # *Other* may stand for a group that is too small.
    alone = {each.group for each in said.groups} - {FunctionGroup.OTHER}
    for each, text in zip(said.statements, texts, strict=True):
        lines = [
            Shown(line.words, line.function_group if line.function_group in alone else None)
            for line in evidence
            if line.statement == each.number
        ]
        yield text, each, lines


def _points(pages: Iterable[BlockPage]) -> list[Point]:
    """Where groups lie a step or more apart, those furthest apart first."""
    things: list[tuple[str, Measured]] = []
    for page in pages:
        things.append((page.name, page.said))
        things += [(text, said) for text, said, _shown in page.statements]
    points = [_point(text, said) for text, said in things if said.is_talking_point]
    points.sort(key=lambda point: point.low[1] - point.high[1])
    return points[:MOST_POINTS]


def _point(text: str, said: Measured) -> Point:
    means = [(each.group, each.mean) for each in said.groups]
    return Point(text, min(means, key=lambda one: one[1]), max(means, key=lambda one: one[1]))


def _not_known(pages: Iterable[BlockPage]) -> Iterator[str]:
    for page in pages:
        if not page.said.is_known:
            yield page.name
        for text, said, _shown in page.statements:
            if not said.is_known:
                yield text
