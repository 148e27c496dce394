"""One JSON line per request, with a number that a person can read out over the phone.

Names the route, never the path: tokens and ids of people stay out of every log.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from time import perf_counter

from flask import Flask, Response, g, request

log = logging.getLogger("community.requests")

_READ_ALOUD = "23456789abcdefghjkmnpqrstuvwxyz"


#: What JSON leaves as it is, and a terminal or another reader of lines does not.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
#: An address of somebody; the secret of a link or of a program: long, and of mixed signs.
_PRIVATE = re.compile(
    r"[^\s@'\"<>(),;:=]+@[\w.-]+\.\w+"
    r"|(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22,}"
)
#: PostgreSQL shows the row that was refused, or the value that was there already.
_ROW = re.compile(r"DETAIL: .*?(?=\n\n|\n\[SQL|\Z)", re.DOTALL)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": discreet(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = discreet(self.formatException(record.exc_info))
        return _UNSEEN.sub(_spelt, json.dumps(line, ensure_ascii=False))


def _spelt(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def discreet(text: str) -> str:
    """What an error or somebody else's package says, without addresses, secrets and rows."""
    return _PRIVATE.sub("…", _ROW.sub("DETAIL: …", text))


def reference() -> str:
    """The number of this request, such as `7k3f-92mq`."""
    if "reference" not in g:
        g.reference = new_reference()
    number: str = g.reference
    return number


def new_reference() -> str:
    # 31 signs; that the first eight come a little more often than the others harms nobody.
    letters = "".join(_READ_ALOUD[byte % len(_READ_ALOUD)] for byte in secrets.token_bytes(8))
    return f"{letters[:4]}-{letters[4:]}"


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
