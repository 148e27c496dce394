"""What every test stands on: a house of its own, on both databases, migrated as a real one is.

`app` runs a test twice, on SQLite and on PostgreSQL; in `make test`, one with a visitor takes turns
(`tests/turns.py`). Its context is open during the test, so that services and queries can be called
at once; requests of `client` do not see that context. A worker keeps one house for all of them
(`tests/quick.py`), except where a test has `settings`, or builds something on to it: that one asks
for `own_app`.
"""

from __future__ import annotations

import atexit
import contextvars
import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.accounts.models import Person
from community.accounts.services import open_browser
from community.clock import now
from community.db import db, transaction

# Before any test: what is loaded while a test has stopped the clock keeps that time for good.
from community.house import create_app
from tests import postgres, turns
from tests.fresh import Fresh
from tests.once import leave, once
from tests.postgres import Postgres, Staying, the_folder
from tests.quick import KeptHouse, in_haste, learn_addresses_once, share_engines
from tools.setup import is_bundled

# How long an example takes says something about the machine, not about the rule.
# CI tries the same examples every time; who runs the tests by hand looks for new ones.
hypothesis.settings.register_profile(
    "house", deadline=None, print_blob=True, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and postgres.FOLDER not in os.environ:
        # A run that is told to stop (a time limit, say) ends as by Ctrl-C, and tidies up.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        # At exit, not sooner: the server's own package still writes there when Python ends.
        atexit.register(postgres.close_folder, postgres.open_folder())


#: What takes long in one piece, the longest first: begun last, it would keep one core waiting.
LONGEST = (
    "tests/tools/",
    "tests/demo/",
    "tests/series/test_machine.py",
    "tests/architecture/",
    "tests/browser/",
    "tests/exports/",
    "tests/calendars/test_real_client.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--by-turns", action="store_true", help=turns.__doc__)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("by_turns"):
        config.hook.pytest_deselected(items=[item for item in items if not turns.has_it(item)])
        items[:] = [item for item in items if turns.has_it(item)]

    def turn(item: pytest.Item) -> int:
        return next(
            (turn for turn, where in enumerate(LONGEST) if item.nodeid.startswith(where)),
            len(LONGEST),
        )

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking it all over for rubbish, for every house that a test
    leaves behind, is a seventh of what the tests take."""
    gc.collect()
    gc.freeze()


learn_addresses_once()
share_engines()


class Visitor(FlaskClient):
    """A test client whose requests see nothing of the test's own context, as in a real server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)  # A file that is sent is closed, as by a real server.
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()  # What the test reads next is what the request left behind.
        return response


def settings_for_tests(database_url: str, instance: Path) -> dict[str, object]:
    """CSRF tokens are left to the tests that are about them."""
    return {
        "TESTING": True,
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "SECRET_KEY": "only for tests",
        "WTF_CSRF_ENABLED": False,
        # Factories write rows, not verbs: a kept page would not know. See test_page_cache.py.
        "PAGE_CACHE_MB": 0,
    }


def make_app(database_url: str, instance: Path, **settings: object) -> Flask:
    """The whole house on one database."""
    app = create_app(settings_for_tests(database_url, instance) | settings)
    app.test_client_class = Visitor
    with app.app_context():
        in_haste(db.engine)
    app.jinja_env.bytecode_cache = compiled_templates()
    return app


def compiled_templates() -> FileSystemBytecodeCache:
    """What one house of this run compiled, the others read: that takes longer than the page."""
    return FileSystemBytecodeCache(str(the_folder() / "templates"))


the_house = KeptHouse(make_app, settings_for_tests)

#: What mails are made of. Who sets just these two looks at mails, which read them when one is made:
#: for that no house of one's own is needed.
OF_MAILS = {"BASE_URL", "MAIL_FROM"}


def migrate(database_url: str, instance: Path) -> None:
    with make_app(database_url, instance).app_context():
        flask_migrate.upgrade()
        leave()


@pytest.fixture(scope="session")
def bundle() -> None:
    """What browsers get is of the styles and scripts that stand in `frontend/` now."""
    if not is_bundled():
        what_to_do = "run `node frontend/build.mjs`, or `make test`, which does that by itself"
        pytest.fail(f"static/dist is not of what stands in frontend/: {what_to_do}", pytrace=False)


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated SQLite file; a test's own is a copy of it, in a fifth of a millisecond."""
    path = the_folder() / "template.db"
    once("sqlite_template", lambda: migrate(f"sqlite:///{path}", the_folder()))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """A migrated database, to make others from."""

    def make() -> None:
        postgres_server.drop("template")
        migrate(postgres_server.create("template"), the_folder())
        Staying.end("template")  # It is copied when nobody is in it.

    once("postgres_template", make)
    return "template"


@pytest.fixture(scope="session")
def fresh_postgres(
    postgres_server: Postgres, postgres_template: str, worker_id: str
) -> Iterator[Fresh]:
    fresh = Fresh(postgres_server, f"test_{worker_id}", postgres_template)
    yield fresh
    fresh.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "community.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(fresh_postgres: Fresh) -> Iterator[str]:
    yield fresh_postgres.url
    fresh_postgres.put_back()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database; whoever asks for it runs on both engines."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def settings() -> dict[str, object]:
    """Settings of this test's house; a module or a test overrides it."""
    return {}


@pytest.fixture
def app(
    database_url: str,
    tmp_path: Path,
    settings: dict[str, object],
    request: pytest.FixtureRequest,
) -> Iterator[Flask]:
    if settings and settings.keys() != OF_MAILS:
        yield request.getfixturevalue("own_app")
        return
    with the_house.at(database_url, tmp_path / "instance", **settings) as app:
        yield app


@pytest.fixture
def own_app(database_url: str, tmp_path: Path, settings: dict[str, object]) -> Iterator[Flask]:
    """A house for this test alone, to build something on to."""
    app = make_app(database_url, tmp_path / "instance", **settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """For reading; changes go through `transaction()` or a service, as in the house itself."""
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


def signed_in(app: Flask, person: Person) -> FlaskClient:
    """The browser in which somebody is signed in."""
    with transaction() as tx:
        secret = open_browser(tx, person, device="a test", now=now())
    return with_secret(app, secret)


def with_secret(app: Flask, secret: str | None) -> FlaskClient:
    """A browser with the cookie that holds this secret; without one nobody is signed in."""
    browser = app.test_client()
    if secret is not None:
        with browser.session_transaction() as cookie:
            cookie.permanent = True
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
    return browser


@pytest.fixture
def client_of(app: Flask) -> Callable[[Person], FlaskClient]:
    """Somebody's own browser: `client_of(librarian).get(…)`."""
    return partial(signed_in, app)


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """What is asked of the database in the meantime."""

    @contextmanager
    def seen() -> Iterator[list[str]]:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return seen
