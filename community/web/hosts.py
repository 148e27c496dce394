"""The names that this house answers to: its own, those in the setting, and this machine's.

No address of ours is made from what a request calls us. But under a stranger's name a browser
would take us for the stranger's own site, and show it what stands here (DNS rebinding); and a proxy
that passes on every name is set up wrongly. So whoever comes by another name gets nothing at all,
before anything is looked up, kept or counted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug import Response

from community.web.headers import SAFETY
from community.web.request_log import new_reference

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("community.requests")

#: A monitor on this machine, a tunnel to it, and who builds the house here.
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_NOTHING = "Onder deze naam is hier niets te vinden.\nThere is nothing here under this name.\n"


class KnownHosts:
    """Around everything else, also the page cache."""

    def __init__(self, wsgi_app: WSGIApplication, names: Iterable[str], *, by_number: bool) -> None:
        self.wsgi_app = wsgi_app
        self.names = {*names, *_THIS_MACHINE}
        self.by_number = by_number

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = _HOST.fullmatch((environ.get("HTTP_HOST") or environ["SERVER_NAME"]).lower())
        asked = found[1] if found else ""
        if asked in self.names or (self.by_number and _is_number(asked)):
            return self.wsgi_app(environ, start_response)
        return _refused(environ["REQUEST_METHOD"])(environ, start_response)


def install(app: Flask) -> None:
    """Put it in front of the house. While developing, any number of this machine will do."""
    own = urlsplit(app.config["BASE_URL"]).hostname or ""
    names = [own, *app.config["HOSTS"]]
    by_number = bool(app.config["DEVELOPMENT"])
    app.wsgi_app = KnownHosts(app.wsgi_app, names, by_number=by_number)  # type: ignore[method-assign]


def _refused(method: str) -> Response:
    reference = new_reference()
    facts = {"reference": reference, "method": method, "route": None, "status": 400}
    log.warning("a name that is not ours", extra={"facts": facts})
    headers = {**SAFETY, "Cache-Control": "no-store", "X-Request-Id": reference}
    return Response(_NOTHING, 400, headers, mimetype="text/plain")


def _is_number(host: str) -> bool:
    """Nobody can point a number at another machine."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
