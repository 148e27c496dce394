"""A QR code as a drawing in the page: nothing to fetch, sharp at every size, also on paper."""

from __future__ import annotations

from itertools import groupby

import segno
from markupsafe import Markup

#: Light modules around it, as the standard asks; without them a scanner does not find it.
QUIET_ZONE = 4


def qr_svg(text: str, title: str) -> Markup:
    """`text` as an SVG in currentColor; `title` says what it is to who does not see it."""
    modules = segno.make(text, error="m", micro=False).matrix
    size = len(modules) + 2 * QUIET_ZONE
    path = "".join(_runs(row, y) for y, row in enumerate(modules, start=QUIET_ZONE))
    return Markup(
        '<svg class="kk-qr" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges">'
        '<title>{title}</title><path fill="currentColor" d="{path}"/></svg>'
    ).format(size=size, title=title, path=path)


def _runs(row: bytearray, y: int) -> str:
    """The dark stretches of one row, each a rectangle one module high."""
    drawn, x = [], QUIET_ZONE
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            drawn.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(drawn)
