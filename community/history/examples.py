"""Lists to begin from: the names of the columns, and a few lines that show what goes where."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from community.history import check_ins, lines

_GATHERINGS = (
    (
        "2025-001", "2025-03-04", "14:00", "90", "Taalcafé", "", "taalcafé", "Taalcafé",
        "nederlands-taal", "14", "nee", "4", "65+:6|18-30:4", "7731:10", "", "", "", "bewoner",
        "Vluchtelingenwerk|Gemeente", "taal|gemeente", "4,ja,50|2,nee,", "Balie", "3",
    ),
    (
        "2025-002", "11-3-2025", "20.00", "120", "Lezing over de rivier", "", "lezing", "", "",
        "60", "ja", "", "", "", "kennis en informatie", "fysiek", "volwassenen", "bibliotheek",
        "", "", "", "", "",
    ),
)  # fmt: skip
_CHECK_INS = (
    ("2025-001", "noor@example.org", "-5", "bewoner"),
    ("2025-001", "pas 4711", "10", "bewoner"),
    ("2025-001", "pas 12", "-20", "vrijwilliger"),
)


def gatherings() -> bytes:
    return _written(lines.COLUMNS, _GATHERINGS)


def who_came() -> bytes:
    return _written(check_ins.COLUMNS, _CHECK_INS)


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(columns)
    out.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
