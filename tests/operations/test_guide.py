"""The operator's guide: its commands work, its settings exist, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from community import checks
from community.config import DEFAULTS
from tests.architecture.source import HOUSE

GUIDE = HOUSE / "docs" / "operators.md"
BLOCK = re.compile(r"^```sh run([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, list[str]]]:
    """What is said of a block, and its commands."""
    return [
        (said.strip(), [line for line in body.splitlines() if line])
        for said, body in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_command_of_the_guide_works_in_the_order_in_which_it_stands(app, tmp_path):
    """`kring` is the house's own command, run here without a process of its own."""
    ran = 0
    for said, lines in blocks():
        for line in lines:
            program, *words = shlex.split(line.replace("/var/lib/kenniskring/", f"{tmp_path}/"))
            if program == "kring":
                result = app.test_cli_runner().invoke(args=words)
                failed, told = result.exit_code, result.output
            else:
                command = [sys.executable if program == "python3" else program, *words]
                done = subprocess.run(command, check=False, capture_output=True, text=True)
                failed, told = done.returncode, done.stderr
            assert not failed or said == "may-fail", f"{line}: {told}"
            assert "Traceback" not in told
            ran += 1
    assert ran >= 6


def test_every_setting_stands_in_the_guide_and_nothing_else_does():
    told = set(re.findall(r"COMMUNITY_([A-Z_]+)", GUIDE.read_text(encoding="utf-8")))
    assert told == {*DEFAULTS, "INSTANCE"}


def test_every_line_of_check_is_explained(app):
    table = GUIDE.read_text(encoding="utf-8").split("## Reading `check`")[1].split("\n## ")[0]
    explained = set(re.findall(r"`([a-z ]+)`", "\n".join(
        line.split("|")[1] for line in table.splitlines() if line.startswith("| `")
    )))  # fmt: skip
    assert explained >= set(checks.registered())


def test_its_links_lead_somewhere():
    text = GUIDE.read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^## (.*)$", text, re.MULTILINE)
    }
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors, target
        else:
            assert (GUIDE.parent / target).exists(), target


def test_kring_knows_the_settings_and_passes_everything_on(tmp_path):
    """As systemd reads them: a password may have spaces, quotes and dollars in it."""
    house = tmp_path / "house"
    (house / ".venv/bin").mkdir(parents=True)
    flask = house / ".venv/bin/flask"
    flask.write_text('#!/bin/sh\nprintf "%s\\n" "$COMMUNITY_MAIL_URL" "$PWD" "$@"\nexit 2\n')
    flask.chmod(0o755)
    settings = tmp_path / "settings"
    url = "smtp://a:p$HOME'`id`&q@mail.example.org?timeout=5"
    settings.write_text(f"# a note\nPATH=/nowhere\nCOMMUNITY_MAIL_URL={url}")
    env = {"KRING_HOUSE": str(house), "KRING_SETTINGS": str(settings), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [HOUSE / "deploy/kring", "library", "create", "a b"],
        env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    words = ["--app", "app", "library", "create", "a b"]
    assert done.stdout.splitlines() == [url, str(house), *words]
    assert Path(HOUSE / "deploy/kring").stat().st_mode & 0o111
