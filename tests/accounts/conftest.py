from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from community.accounts.models import Person

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def post(app: Flask) -> Callable[[], list[EmailMessage]]:
    """Deliver what is owed, as the worker does, and read what arrived since the last time."""
    folder = Path(app.config["INSTANCE"]) / "mail"

    def arrived() -> list[EmailMessage]:
        before = set(folder.glob("*.eml"))
        done = app.test_cli_runner().invoke(args=["outbox", "deliver", "--once"])
        assert done.exit_code == 0, done.output
        new = sorted(set(folder.glob("*.eml")) - before)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in new]

    return arrived


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def link_in(mail: EmailMessage) -> str:
    """The path of the link to sign in with."""
    line = next(line for line in text_of(mail).splitlines() if "/inloggen/" in line)
    return line[line.index("/inloggen/") :].strip()
