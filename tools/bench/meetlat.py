"""The meetlat over a log of more than three million rows: worked out afresh, and read warm."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient

from community.clock import local_day, now
from community.db import db
from community.meetlat.engine.standard import standard
from tests.conftest import make_app, signed_in
from tests.factories import a_librarian
from tools.bench import years
from tools.bench.load import heading, row

PAGE = "/vechtdal/beheer/meetlat"
CODES = [each.code for each in standard().indicators]


def run(engine: str, url: str, folder: Path) -> None:
    heading(f"The meetlat, {engine} ({years.A_YEAR:,} gatherings a year, for {years.YEARS} years)")
    until = local_day(now()) - timedelta(days=1)
    begun = perf_counter()
    count = years.fill(url, folder, until)
    row("rows of the log, written in bulk", f"{count:,} ({perf_counter() - begun:.0f} s)")
    # In a process of its own, so that its memory is its own.
    command = [sys.executable, "-m", "tools.bench.standing", url, str(folder), until.isoformat()]
    subprocess.run(command, check=True, env=dict(os.environ))
    app = make_app(url, folder)
    with app.app_context():
        browser = signed_in(app, a_librarian())
        row("the page, warm", f"{_warm(browser, PAGE):.0f} ms", "≤ 150 ms")
        warm = {code: _warm(browser, f"{PAGE}/{code}") for code in CODES}
        slowest = max(CODES, key=warm.__getitem__)
        typical = f"{median(warm.values()):.0f} ms, {slowest} {warm[slowest]:.0f} ms"
        row("behind a number, warm: of sixteen the median, the slowest", typical, "≤ 150 ms")
        db.engine.dispose()


def _warm(browser: FlaskClient, path: str) -> float:
    """The median of seven, in milliseconds; the first does not count."""
    took = []
    for _ in range(8):
        begun = perf_counter()
        if browser.get(path).status_code != HTTPStatus.OK:
            raise SystemExit(f"{path} does not open")
        took.append((perf_counter() - begun) * 1000)
    return median(took[1:])
