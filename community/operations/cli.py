"""`flask check` and `flask guards`."""

from __future__ import annotations

import json
from textwrap import wrap

import click
from flask import Flask
from flask.cli import with_appcontext

from community.checks import Finding, Verdict
from community.operations import database
from community.operations.checking import check_all

#: What a script or a monitor goes by.
STATUS = {Verdict.GOOD: 0, Verdict.LOOK: 1, Verdict.WRONG: 2}
COLOURS = {Verdict.GOOD: "green", Verdict.LOOK: "yellow", Verdict.WRONG: "red"}
#: Columns.
VERDICT, NAME, WIDTH = 14, 15, 100


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def check(*, as_json: bool) -> None:
    """Check the installation, and say what to do.

    Exits with 0 when all is good, 1 when something needs a look, and 2 when something is wrong.
    """
    found = check_all()
    worst = max((finding.verdict for finding in found.values()), key=STATUS.__getitem__)
    if as_json:
        told = {
            name: {"verdict": finding.verdict, "says": finding.says, "do": finding.do}
            for name, finding in found.items()
        }
        click.echo(json.dumps({"verdict": worst, "checks": told}, ensure_ascii=False, indent=2))
    else:
        for name, finding in found.items():
            click.echo(_line(name, finding))
    raise SystemExit(STATUS[worst])


def _line(name: str, finding: Finding) -> str:
    """Verdict, name and what was seen; below it what to do."""
    verdict = click.style(f"{finding.verdict:<{VERDICT}}", fg=COLOURS[finding.verdict])
    said = _indented(finding.says)
    if finding.do:
        said += f"\n{' ' * (VERDICT + NAME)}{_indented(f'→ {finding.do}')}"
    return f"{verdict}{name:<{NAME}}{said}"


def _indented(says: str) -> str:
    below = " " * (VERDICT + NAME)
    room = WIDTH - len(below)
    return f"\n{below}".join(wrap(says, room, break_on_hyphens=False, break_long_words=False))


@click.command("guards")
@with_appcontext
def guards() -> None:
    """Restore the database triggers.

    They keep the log and frozen metingen from being changed, and rooms from being booked twice.
    """
    database.raise_guards()
    click.echo("All triggers are in place.")


def register(app: Flask) -> None:
    app.cli.add_command(check)
    app.cli.add_command(guards)
