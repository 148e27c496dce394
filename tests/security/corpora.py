"""What strangers type, bring and ask, kept as data: one corpus a file, one attack a line.

In a file `␤`, `␍`, `␉` and `␀` stand for the characters they picture, `⟪2028⟫` for a code point
(half a pair too), and `⟪…⟫×500` for 500 times what is between the signs. An empty line, or one
that begins with `# `, is for who reads it, unless it begins in an attack (`# <img …>`).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

_PICTURED = str.maketrans({"␤": "\n", "␍": "\r", "␉": "\t", "␀": "\0"})
_TIMES = re.compile("⟪([^⟪⟫]+)⟫×([0-9]+)")
_POINT = re.compile("⟪([0-9A-F]{4,6})⟫(?!×)")


@cache
def corpus(name: str) -> tuple[str, ...]:
    """All attacks of `name.txt`, spelt out."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return tuple(spelt_out(line) for line in lines if line and not _is_for_readers(line))


def spelt_out(line: str) -> str:
    pointed = _POINT.sub(lambda found: chr(int(found[1], 16)), line.translate(_PICTURED))
    return _TIMES.sub(lambda found: _letter(found[1]) * int(found[2]), pointed)


def _letter(text: str) -> str:
    return chr(int(text, 16)) if re.fullmatch("[0-9A-F]{4,6}", text) else text


def _is_for_readers(line: str) -> bool:
    return line.startswith("# ") and not line.startswith("# <")


def named(attack: str) -> str:
    """An attack as a test's name: short, and fit for every terminal."""
    return attack[:40].encode("unicode_escape").decode("ascii")
