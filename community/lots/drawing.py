"""The monthly lot. Nobody picks the gatherings that are asked, and nobody can ask for a new draw.

Every gathering has a number between 0 and 1 for each instrument and each month: the first 64 bits
of HMAC-SHA256 over `instrument:year-month:gathering`, keyed with the library's secret seed. It is
drawn when that number is below 1/n. So the draw

* is the same whoever looks, whenever, on whichever server; nothing has to run at the month's turn;
* does not depend on title, kind, host, or how many come;
* only grows when the share does: what was drawn at one in four is drawn at one in two;
* is made anew when something moves to another month, because then it is another month's gathering.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from community.clock import local_day
from community.gatherings.kinds import Mode
from community.gatherings.models import Gathering
from community.lots.models import Asked, Instrument, Practice, Sampling

_ALL = 1 << 64


def number(seed: str, instrument: Instrument, gathering_id: int, starts_at: datetime) -> int:
    """What this gathering drew in its month, out of 2^64."""
    message = f"{instrument}:{local_day(starts_at):%Y-%m}:{gathering_id}".encode()
    return int.from_bytes(hmac.new(seed.encode(), message, hashlib.sha256).digest()[:8])


def is_drawn(sampling: Sampling, instrument: Instrument, gathering: Gathering) -> bool:
    drew = number(sampling.seed, instrument, gathering.id, gathering.starts_at)
    return drew * sampling.one_in < _ALL


def asked(sampling: Sampling | None, instrument: Instrument, gathering: Gathering) -> Asked:
    """Whether people are asked here. Of something sensitive heads are all that is kept, and what
    is online only has no door at which to ask."""
    if sampling is None or gathering.is_sensitive or gathering.mode is Mode.ONLINE:
        return Asked.NONE
    practice = sampling.tally if instrument is Instrument.TALLY else sampling.pulse
    if practice is Practice.ALWAYS:
        return Asked.ALWAYS
    if practice is Practice.BY_LOT and is_drawn(sampling, instrument, gathering):
        return Asked.LOT
    return Asked.NONE
