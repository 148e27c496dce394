"""The yardstick: the least that Flask can do, on the same server."""

from __future__ import annotations

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    return "hello"
