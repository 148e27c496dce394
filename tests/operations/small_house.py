"""A house of four lines, for what serves it; it does not load while there is a file `broken`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

if Path("broken").exists():
    raise RuntimeError("this version does not load")


def app(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
