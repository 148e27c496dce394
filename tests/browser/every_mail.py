"""Which test makes each kind of mail (`every_mail.txt`), so that `make screens` can show it.

What the demo town wrote itself is shown as it is there; of the others the letter that a test made.
"""

from __future__ import annotations

from pathlib import Path

LIST = Path(__file__).with_suffix(".txt")


def made_by() -> dict[str, str]:
    """By kind, the address of a test."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))
