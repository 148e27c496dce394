"""What is thrown when a problem cannot be understood, or cannot be solved by anybody."""

from __future__ import annotations


class WrongProblem(ValueError):
    """A malformed or impossible problem; its one English sentence says what is wrong with it."""
