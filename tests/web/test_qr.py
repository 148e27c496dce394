"""What stands in the path is what belongs in a QR, with an edge, and a title that is not markup."""

from __future__ import annotations

import re

import pytest
import segno

from community.web.qr import QUIET, qr_svg


def modules(svg: str) -> set[tuple[int, int]]:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg)
    return {(int(x) + step, int(y)) for x, y, length in runs for step in range(int(length))}


@pytest.mark.parametrize("text", ["https://kring.example.org/vechtdal/agenda", "7731", "é"])
def test_every_dark_module_is_drawn_and_no_other(app, text):
    with app.test_request_context():
        svg = qr_svg(text)
    matrix = segno.make(text, micro=False, error="m").matrix
    dark = {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit
    }
    assert modules(svg) == dark
    assert f'viewBox="0 0 {len(matrix) + 2 * QUIET} ' in svg


def test_what_is_in_it_is_said_and_is_no_markup(app):
    with app.test_request_context():
        svg = qr_svg("<script>")
    assert "<title>QR-code van &lt;script&gt;</title>" in svg
    assert 'fill="currentColor"' in svg
