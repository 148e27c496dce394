"""Lists of who live where, and areas that were handed in."""

from __future__ import annotations

from datetime import datetime

from community.areas import services
from community.areas.area import Area
from community.areas.reading import read
from community.db import transaction
from community.libraries.models import Library

HEADS = "pc4;inwoners;0-12;13-17;18-30;31-45;46-64;65+"
OMMEN = "7731;1000;100;80;150;170;250;250"
DALFSEN = "7721;500;50;40;75;85;125;125"


def a_list(*lines: str, heads: str = HEADS) -> bytes:
    return "\r\n".join([heads, *lines, ""]).encode()


def an_area(*lines: str) -> Area:
    reading = read(a_list(*(lines or (OMMEN, DALFSEN))))
    assert reading.flaws == ()
    return Area(reading.parts)


def a_waiting_area(library: Library, now: datetime, area: Area | None = None) -> None:
    """Handed in and right, but not taken over yet."""
    with transaction() as tx:
        services.hand_in(tx, library.id, area or an_area(), "inwoners.csv", by_id=None, now=now)
