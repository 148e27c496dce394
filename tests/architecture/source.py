"""The source as the guards read it: which files there are, and what they contain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = HOUSE / "templates"


def python_files(*folders: str) -> Iterator[Path]:
    """Those in these folders, or of these names."""
    for path in (HOUSE / each for each in folders or ("community",)):
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def templates(pattern: str = "*") -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob(pattern) if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()
