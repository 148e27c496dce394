"""When not to look for rubbish, and where."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_looked_for() -> Iterator[None]:
    """While thousands of rows are compared, or the house is loaded: that makes none.

    Looked for again afterwards, if it was before.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def pass_over_what_is_there() -> None:
    """The house that is loaded stays till the process ends: going over it takes a quarter second.

    Else whoever comes at that moment waits for it.
    """
    gc.freeze()
