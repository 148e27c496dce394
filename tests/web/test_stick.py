"""The measuring stick."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from community.web.stick import stick


@pytest.mark.parametrize(
    ("score", "numbers"),
    [
        (4.0, "1235"),
        (3.96, "1235"),
        (4.04, "1235"),
        (4.06, "12345"),
        (3.5, "12345"),
        (None, "12345"),
    ],
)
def test_no_line_runs_through_a_number(pages: Flask, score: float | None, numbers: str):
    """Where the score comes out whole, its own number says it."""
    with pages.test_request_context("/v/agenda"):
        drawn = stick("Ontmoeting", score)
    assert "".join(re.findall(r'kk-stick__no" [^>]*>(\d)<', drawn)) == numbers
