"""A house that is open in this very process, under a name instead of a number.

For what a test wants to hear of itself, and for what browsers give to a name alone.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from community.db import db
from tests.conftest import make_app


@contextmanager
def open_here(database_url: str, instance: Path) -> Iterator[tuple[str, Flask]]:
    """Its address and the house, whose context is open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    app = make_app(database_url, instance, BASE_URL=url, WTF_CSRF_ENABLED=True)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with app.app_context():
            yield url, app
            db.session.remove()
            db.engine.dispose()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
