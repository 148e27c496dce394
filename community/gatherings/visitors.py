"""Where the words that visitors are counted by were; they moved to the room of the area."""

from __future__ import annotations

from community.areas.visitors import PC4, AgeClass

__all__ = ["PC4", "AgeClass"]
