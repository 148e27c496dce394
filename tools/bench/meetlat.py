"""The meetlat over a log of more than three million rows: worked out afresh, and read warm."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from community.clock import local_day, now
from tools.bench import years
from tools.bench.load import heading, row


def run(engine: str, url: str, folder: Path) -> None:
    heading(f"The meetlat, {engine} ({years.A_YEAR:,} gatherings a year, for {years.YEARS} years)")
    until = local_day(now()) - timedelta(days=1)
    begun = perf_counter()
    count = years.fill(url, folder, until)
    row("rows of the log, written in bulk", f"{count:,} ({perf_counter() - begun:.0f} s)")
    # In a process of its own, so that its memory is its own.
    command = [sys.executable, "-m", "tools.bench.standing", url, str(folder), until.isoformat()]
    subprocess.run(command, check=True, env=dict(os.environ))
