"""What every command of the house says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from flask import Flask

from community.web.terminal import counted, progress

#: Flask's own, and those of its extensions.
NOT_OURS = {"db", "routes", "run", "shell"}
#: As much as stands beside a name in a list of commands on a screen of 80 columns.
SHORT = 70


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Every group and command below this one, by what is typed."""
    for name, command in group.commands.items():
        if not path and name in NOT_OURS:
            continue
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


@pytest.fixture
def ours(app: Flask) -> dict[str, click.Command]:
    found = dict(commands(app.cli))
    assert len(found) > 25
    return found


def test_every_command_begins_with_one_whole_sentence(ours: dict[str, click.Command]) -> None:
    for typed, command in ours.items():
        says = (command.help or "").partition("\n")[0]
        assert says.endswith("."), typed
        assert len(command.get_short_help_str(SHORT)) + 3 > len(says.partition(". ")[0]), typed
        assert not command.get_short_help_str(SHORT).endswith("..."), typed


def test_every_option_says_what_it_does_and_what_it_wants(ours: dict[str, click.Command]) -> None:
    for typed, command in ours.items():
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help":
                assert option.help or option.show_default, (typed, option.name)
                assert not option.help or option.help.endswith("."), (typed, option.name)
                assert option.name != "slug" or option.metavar == "SLUG", typed


def test_one_is_one_and_thousands_can_be_read() -> None:
    assert [counted(number, "mail") for number in (0, 1, 1200)] == [
        "0 mails",
        "1 mail",
        "1,200 mails",
    ]
    assert counted(2, "person", "people") == "2 people"


def test_a_file_hears_of_progress_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    tell = progress()
    for done in range(1, 2_502):
        tell(done, 2_501)
    assert capsys.readouterr().out.splitlines() == [
        "1,000 of 2,501",
        "2,000 of 2,501",
        "2,501 of 2,501",
    ]
