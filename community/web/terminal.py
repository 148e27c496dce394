"""What a command says: in English, with its counts spelled out, and how far it has come."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
from flask_babel import force_locale

from community.lists import Flaws
from community.web.i18n import Said, sentence

#: Where nobody watches, progress is told once in so many lines.
_EVERY = 1_000


def counted(number: int, one: str, many: str = "") -> str:
    """`1 person`, `1,200 people`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def in_english(said: Said) -> str:
    """A command speaks one language, whatever the first one of the house is."""
    with force_locale("en"):
        return sentence(said)


def refusal(said: Said) -> click.ClickException:
    """What a rule of the house refused, as a command ends with it."""
    return click.ClickException(in_english(said))


def progress() -> Callable[[int, int], None]:
    """On one line that is written over; in a file, a line now and then."""
    watched, told = sys.stdout.isatty(), 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if watched:
            click.echo(f"\r{done:,} of {total:,}", nl=done == total)
        elif done == total or done // _EVERY > told:
            told = done // _EVERY
            click.echo(f"{done:,} of {total:,}")

    return tell


def tell_flaws(name: str, flaws: Flaws) -> None:
    """Each mistake in a list with its line and column, as a compiler says it."""
    for flaw in flaws.kept:
        where = f"{name}, line {flaw.line}{f', {flaw.column}' if flaw.column else ''}"
        click.echo(f"{where}: {in_english(flaw)}", err=True)
    if flaws.count > len(flaws.kept):
        click.echo(f"{name}: and {flaws.count - len(flaws.kept):,} more", err=True)
