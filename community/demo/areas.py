"""Who live around the libraries of the demo: made up, in the proportions of a region like it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from community.areas.area import Area, Place
from community.areas.models import Stage, WorkingArea
from community.demo.places import DE_WAARDEN, VECHTDAL, ZUIDPOLDER, Town
from community.demo.rows import Row, add
from community.plain import to_plain

#: Of a hundred people, how many are in each age class: a village that greys, a town, a new estate.
_GREY, _MIXED, _YOUNG = (11, 6, 11, 15, 28, 29), (13, 6, 16, 19, 25, 21), (19, 7, 14, 25, 22, 13)

#: PC4, people, how they are divided, municipality, district.
_LIVES: dict[str, Sequence[tuple[str, int, tuple[int, ...], str, str]]] = {
    VECHTDAL.slug: (
        ("7691", 4310, _MIXED, "Hardenberg", "Bergentheim"),
        ("7692", 1980, _GREY, "Hardenberg", "Mariënberg"),
        ("7701", 12870, _MIXED, "Hardenberg", "Dedemsvaart"),
        ("7707", 3920, _GREY, "Hardenberg", "Balkbrug"),
        ("7711", 8640, _MIXED, "Dalfsen", "Nieuwleusen"),
        ("7721", 9870, _MIXED, "Dalfsen", "Dalfsen-Midden"),
        ("7722", 2260, _GREY, "Dalfsen", "Oudleusen"),
        ("7731", 10450, _MIXED, "Ommen", "Centrum"),
        ("7732", 2840, _YOUNG, "Ommen", "Buitengebied"),
        ("7734", 410, _GREY, "Ommen", "Vilsteren"),
        ("7736", 380, _GREY, "Ommen", "Beerze"),
        ("7771", 7820, _MIXED, "Hardenberg", "Centrum"),
        ("7772", 10960, _YOUNG, "Hardenberg", "Baalder"),
        ("7773", 6240, _GREY, "Hardenberg", "Heemse"),
        ("7783", 3470, _GREY, "Hardenberg", "Gramsbergen"),
    ),
    ZUIDPOLDER.slug: (
        ("4421", 6120, _MIXED, "Zuidpolder", "Haven"),
        ("4424", 2480, _GREY, "Zuidpolder", "Nieuwland"),
        ("4425", 1240, _GREY, "Zuidpolder", "Buitengebied"),
    ),
    DE_WAARDEN.slug: (
        ("4004", 9240, _MIXED, "De Waarden", "Binnenstad"),
        ("4006", 7130, _YOUNG, "De Waarden", "Passewaaij"),
        ("4011", 1870, _GREY, "De Waarden", "Veerdorp"),
    ),
}


def add_area(session: Session, library_id: int, town: Town, *, now: datetime) -> None:
    """Handed in a year ago; at the first library newer figures wait to be looked at."""
    stands = _area(town, 100)
    rows = [_row(library_id, Stage.STANDING, stands, "inwoners-verzonnen.csv", now, days=400)]
    if town is VECHTDAL:
        fresh = _area(town, 101)
        rows.append(_row(library_id, Stage.CHECKED, fresh, "inwoners-nieuw.csv", now, days=1))
    add(session, WorkingArea, rows)


def _row(library_id: int, stage: Stage, area: Area, name: str, now: datetime, *, days: int) -> Row:
    return {
        "library_id": library_id, "stage": stage, "name": name, "contents": to_plain(area),
        "handed_in_at": now - timedelta(days=days), "handed_in_by_id": None,
    }  # fmt: skip


def _area(town: Town, percent: int) -> Area:
    """As many people as that, of every hundred that lived there."""
    return Area(tuple(
        _place(pc4, residents * percent // 100, shares, municipality, district)
        for pc4, residents, shares, municipality, district in _LIVES[town.slug]
    ))  # fmt: skip


def _place(
    pc4: str, residents: int, shares: tuple[int, ...], municipality: str, district: str
) -> Place:
    """Every person is in one class: what is rounded off goes to the next."""
    bounds = [residents * sum(shares[:number]) // 100 for number in range(len(shares) + 1)]
    ages = tuple(upper - lower for lower, upper in pairwise(bounds))
    return Place(pc4, residents, ages, municipality, district)
