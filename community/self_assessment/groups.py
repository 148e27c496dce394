"""The function groups that people answer in. Their order is the order in which they are shown."""

from __future__ import annotations

from enum import StrEnum


class FunctionGroup(StrEnum):
    MANAGEMENT = "management"
    PROGRAMME = "programme"
    FRONT_OFFICE = "front_office"
    VOLUNTEERS = "volunteers"
    OTHER = "other"  #: Also where groups are shown that are too small to be shown alone.
