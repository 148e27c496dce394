"""The engine of matching; its parts measure themselves."""

from __future__ import annotations

from pathlib import Path

from tools.bench import assignments, tables


def run(_folder: Path) -> None:
    assignments.run()
    tables.run()
