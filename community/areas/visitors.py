"""What visitors may tell of themselves, to be counted: the words of the meetlat."""

from __future__ import annotations

import re
from enum import StrEnum


class AgeClass(StrEnum):
    CHILD = "0-12"
    TEENAGER = "13-17"
    YOUNG = "18-30"
    GROWN = "31-45"
    MIDDLE = "46-64"
    OLDER = "65+"


#: The first four digits of a postcode.
PC4 = re.compile(r"[1-9][0-9]{3}")
