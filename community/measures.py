"""How long people wait for what is scarce, told to who keeps the figures; mostly nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

#: Is told what was waited for and how many seconds.
Listener = Callable[[str, float], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell it from now on."""
    _listeners.append(listener)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """The block waits for that."""
    began = perf_counter()
    try:
        yield
    finally:
        for listener in _listeners:
            listener(what, perf_counter() - began)
