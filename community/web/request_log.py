"""One JSON line per request, with a number that a person can read out over the phone.

Names the route, never the path: tokens and ids of people stay out of every log.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
from time import perf_counter

from flask import Flask, Response, g, request

log = logging.getLogger("community.requests")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def reference() -> str:
    """The number of this request, such as `7k3f-92mq`."""
    if "reference" not in g:
        alphabet = "23456789abcdefghjkmnpqrstuvwxyz"
        letters = "".join(secrets.choice(alphabet) for _ in range(8))
        g.reference = f"{letters[:4]}-{letters[4:]}"
    number: str = g.reference
    return number


def register(app: Flask) -> None:
    if not app.testing:
        root = logging.getLogger()
        if not any(isinstance(handler.formatter, JsonLines) for handler in root.handlers):
            handler = logging.StreamHandler(sys.stderr)
            handler.setFormatter(JsonLines())
            root.addHandler(handler)
            root.setLevel(logging.INFO)
        app.logger.handlers.clear()
        logging.getLogger("werkzeug").setLevel(logging.WARNING)

    @app.before_request
    def start() -> None:
        g.started_at = perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = reference()
        log.info(
            "request",
            extra={
                "facts": {
                    "reference": reference(),
                    "method": request.method,
                    "route": request.url_rule.rule if request.url_rule else None,
                    "library": library.slug if (library := g.get("library")) else None,
                    "status": response.status_code,
                    "ms": round((perf_counter() - g.get("started_at", perf_counter())) * 1000, 1),
                }
            },
        )
        return response
