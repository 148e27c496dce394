"""The area that the house ships, for a library that has not brought its own: nobody lives there."""

from __future__ import annotations

from pathlib import Path

from community.areas.area import Area
from community.areas.reading import read

FICTIONAL = Area(read((Path(__file__).parent / "fictional.csv").read_bytes()).parts, fictional=True)
