"""`flask --app app meetlat …`: how a library stands, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click
from flask import Flask
from flask.cli import AppGroup

from community.clock import now
from community.db import session
from community.libraries.cli import named
from community.meetlat import standing
from community.meetlat.engine.results import DimensionResult, IndicatorResult, Need
from community.meetlat.engine.stored import dump
from community.meetlat.standing import Worked
from community.web.terminal import counted

meetlat = AppGroup("meetlat", help="Show and freeze the meetlat of a library.")

_A_DAY = click.DateTime(formats=["%Y-%m-%d"])


@meetlat.command("show")
@click.argument("slug")
@click.option(
    "--until",
    type=_A_DAY,
    metavar="YYYY-MM-DD",
    help="The last day of the twelve months; by default yesterday.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(slug: str, until: datetime | None, as_json: bool) -> None:
    """Show how library SLUG stands.

    Levels, raw values, confidence, and what is missing.
    """
    library_id = named(slug).id
    day = until.date() if until else standing.yesterday(now())
    worked = standing.compute(session(), library_id, day)
    if as_json:
        click.echo(dump(worked.result))
        return
    for line in _lines(worked):
        click.echo(line)


def _lines(worked: Worked) -> Iterator[str]:
    period, result = worked.aggregates.period, worked.result
    provisional = ", anchors provisional" if result.provisional else ""
    yield f"{period.since} to {period.until}, meetlat {result.version}{provisional}"
    yield (
        f"{counted(len(worked.aggregates.occasions), 'activity', 'activities')},"
        f" {counted(worked.aggregates.people.unique, 'person', 'people')}"
    )
    for dimension in result.dimensions:
        yield ""
        yield _headline(dimension)
        for indicator in dimension.indicators:
            yield _line(indicator)


def _headline(dimension: DimensionResult) -> str:
    weight = f"{dimension.measurable_weight:.0%} of the weight"
    if dimension.score is None:
        return f"{dimension.key.title()}: cannot be measured yet ({weight})"
    return f"{dimension.key.title()}: {dimension.score:.2f}, {dimension.confidence} ({weight})"


def _line(one: IndicatorResult) -> str:
    if one.level is None or one.value is None or one.raw is None:
        missing = ", ".join(_need(need) for need in one.needs if not need.is_met)
        return f"  {one.code}  –      missing: {missing}"
    held = f", limited by {one.held_by}" if one.held_by else ""
    return f"  {one.code}  {one.level:.2f}   value {one.value:.2f}, raw {one.raw:.2f}{held}"


def _need(need: Need) -> str:
    return f"{need.of.replace('_', ' ')} {need.have:g} of {need.least:g}"


def register(app: Flask) -> None:
    app.cli.add_command(meetlat)
