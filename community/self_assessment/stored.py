"""An outcome as bytes, and back: the same outcome is always the same bytes."""

from __future__ import annotations

import json
from datetime import date

from cattrs import Converter

from community.self_assessment.outcome import Outcome

_converter = Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def dump(of: Outcome) -> bytes:
    """Canonical JSON: keys sorted, no blanks, UTF-8; the sheets themselves are not in it."""
    text = json.dumps(
        _converter.unstructure(of),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return text.encode()


def load(stored: bytes) -> Outcome:
    """The outcome that `dump` wrote. A field too many or too few is an error, never a guess."""
    return _converter.structure(json.loads(stored), Outcome)
