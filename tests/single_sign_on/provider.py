"""An OpenID provider of somebody else's make, on a free port, and a person at its sign-in page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

import requests
from flask.testing import FlaskClient
from oidc_provider_mock import app as openid_provider
from werkzeug.serving import make_server

from community.clock import now
from community.db import transaction
from community.libraries.models import Library
from community.single_sign_on import services
from community.single_sign_on.models import WorkProvider
from community.single_sign_on.services import ProviderDraft

KEY = "only for tests"
PATH = "/vechtdal/inloggen/werkaccount"


@dataclass
class Provider:
    issuer: str
    client_id: str = ""
    secret: str = ""

    def register(self, comes_back_at: str) -> None:
        """As an IT department does: the client, and the one address it may come back at."""
        said = requests.post(
            f"{self.issuer}/oauth2/clients",
            json={
                "redirect_uris": [comes_back_at],
                "token_endpoint_auth_method": "client_secret_basic",
            },
            timeout=5,
        ).json()
        self.client_id, self.secret = said["client_id"], said["client_secret"]

    def knows(self, subject: str, **claims: str) -> None:
        answer = requests.put(f"{self.issuer}/users/{subject}", json={"claims": claims}, timeout=5)
        answer.raise_for_status()

    def signs_in(self, url: str, subject: str) -> str:
        """Somebody signs in there; where in our house their browser is then sent to."""
        answer = requests.post(url, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def a_provider() -> Iterator[Provider]:
    server = make_server(
        "127.0.0.1", 0, openid_provider(require_client_registration=True, require_nonce=True)
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Provider(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def set_up(library: Library, provider: Provider, **changed: str) -> WorkProvider:
    draft = {
        "name": "je gemeente-account",
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "secret": provider.secret,
    }
    with transaction() as tx:
        return services.set_up(tx, library.id, ProviderDraft(**draft | changed), key=KEY, now=now())


def begins(browser: FlaskClient, library: Library, wanted: str = "") -> str:
    """Press the button; where the provider has its sign-in page."""
    query = {"next": wanted} if wanted else None
    answer = browser.get(f"/{library.slug}/inloggen/werkaccount", query_string=query)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]
