"""Marks a string for translation where Flask-Babel may not be known: services and models."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Return `message` itself; the extraction of strings finds it here, the web translates it."""
    return message
