"""Programs that ask, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from community.api import programs
from community.api.models import ApiToken, Scope
from community.clock import now
from community.db import transaction
from community.libraries.models import Library
from tests import factories


@dataclass
class Program:
    row: ApiToken
    key: str
    client: FlaskClient | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self.headers | _named(headers))

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self.client.post(
            path, json={} if body is None else body, headers=self.headers | _named(headers)
        )


def a_token(
    library: Library | None = None,
    *scopes: Scope,
    client: FlaskClient | None = None,
    lasts: timedelta = timedelta(days=30),
    made: datetime | None = None,
) -> Program:
    """A program with a token of the library; with every scope, unless some are named."""
    of = library or factories.the_library()
    with transaction() as tx:
        row, key = programs.make(
            tx, of.id, "Gemeentesite", frozenset(scopes or Scope),
            lasts=lasts, by_id=None, now=made or now(),
        )  # fmt: skip
    return Program(row, key, client)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
