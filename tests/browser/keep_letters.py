"""A plugin of pytest (`-p tests.browser.keep_letters`): one letter of every kind that tests make.

What a test owes is written here once more, in the language of `SPEAK`, while that test's house
still stands. So who wants to look at mails needs no other rows than the tests have.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import has_app_context
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.db import db
from community.outbox import letters
from community.outbox.models import OutboxMail

#: Where `portraits.py` looks for them.
FOLDER = Path(os.environ.get("LETTERS", ""))
LANGUAGE = os.environ.get("SPEAK") or "nl"

_render = letters.render


@contextmanager
def all_in(wanted: str) -> Iterator[None]:
    """Whatever somebody reads, write in this language, as far as the house speaks it to them."""

    @contextmanager
    def one_of(languages: tuple[str, ...], language: str) -> Iterator[str]:
        spoken = wanted if wanted in languages else languages[0]
        with force_locale(spoken):
            yield spoken

    really, letters._in_one_of = letters._in_one_of, one_of
    try:
        yield
    finally:
        letters._in_one_of = really


def path_of(template: str, folder: Path = FOLDER) -> Path:
    return folder / f"{template.replace('/', '.')}.letter"


def kept(template: str, folder: Path) -> letters.Letter | None:
    """What this very run of the tests left; `pickle` reads nothing that came from elsewhere."""
    path = path_of(template, folder)
    return pickle.loads(path.read_bytes()) if path.exists() else None  # noqa: S301


def keep(reading: Session, mail: OutboxMail) -> None:
    """Only the first of a kind, and nothing of a mail that is overtaken."""
    if path_of(mail.template).exists():
        return
    with all_in(LANGUAGE):
        letter = _render(reading, mail)
    if letter is not None:
        path_of(mail.template).write_bytes(pickle.dumps(letter))


def render_and_keep(session: Session, mail: OutboxMail) -> letters.Letter | None:
    letter = _render(session, mail)
    if letter is not None:
        keep(session, mail)
    return letter


def pytest_configure() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    letters.render = render_and_keep


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[Any]:
    """Also what it only owed. What is overtaken by the end of the test is no letter any more."""
    outcome = yield
    if has_app_context():
        db.session.rollback()
        for mail in db.session.scalars(select(OutboxMail)).all():
            keep(db.session(), mail)
    return outcome
