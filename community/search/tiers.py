"""Which tiers this process searches with: words always, meaning when it may and can."""

from __future__ import annotations

import logging
from enum import StrEnum
from importlib import import_module
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.search.meaning import Models

log = logging.getLogger("community.search")


class Tier(StrEnum):
    """The setting COMMUNITY_SEARCH."""

    AUTO = "auto"  #: By meaning too, if the packages of `semantic` are here.
    WORDS = "words"
    MEANING = "meaning"  #: As auto, but a start without the packages is an error.


class _Chosen:
    """Of this process."""

    tier = Tier.WORDS
    models: Models | None = None
    tried = False
    turn = Lock()
    began = Lock()


def choose(tier: Tier) -> None:
    _Chosen.tier = tier


def models() -> Models | None:
    """The models when they are loaded. Until then search is by words: nobody waits for them."""
    if _Chosen.tier is Tier.WORDS:
        return None
    if not _Chosen.tried and _Chosen.began.acquire(blocking=False):
        Thread(target=load, name="search-models", daemon=True).start()
    return _Chosen.models


def load() -> Models | None:
    """Load them now, once; for whoever has the time."""
    if _Chosen.tier is Tier.WORDS:
        return None
    with _Chosen.turn:
        if not _Chosen.tried:
            _Chosen.models = _found()
            _Chosen.tried = True
    return _Chosen.models


def _found() -> Models | None:
    try:
        meaning = import_module("community.search.meaning")
    except ImportError:  # Without numpy there are no models either.
        return None
    found: Models | None = meaning.load()
    names = [model.name for model in found.all] if found else []
    log.info("models of search loaded", extra={"facts": {"models": names}})
    return found
