"""The yardstick: the least that Flask can do, on the same server."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from flask import Flask, Response

app = Flask("hello")
#: The bytes of the feed as they go over the line, read once; and what they are unpacked.
SAME = Path(os.environ["BENCH_SAME"]).read_bytes() if "BENCH_SAME" in os.environ else b""
PLAIN = gzip.decompress(SAME) if SAME else b""


@app.get("/")
def hello() -> str:
    return "hello"


@app.get("/same")
def same() -> Response:
    return Response(SAME, headers={"Content-Encoding": "gzip"}, mimetype="text/calendar")


@app.get("/plain")
def plain() -> Response:
    return Response(PLAIN, mimetype="text/calendar")
