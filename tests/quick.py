"""What every test's house has in common is made once in a process, not once in a test.

Most tests find the same house, moved to a database of their own. Those with settings have one of
their own, and each learned the same two hundred addresses and compiled the same statements again.
Only the tests do this: a house that is open is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, make_url
from werkzeug.routing import Rule

from community.config import configure
from community.db import configure_engine, db
from tests.postgres import Staying

#: So many compiled statements a worker keeps: all tests together ask for more than one house does.
STATEMENTS = 10_000


class KeptHouse:
    """The house of one worker, which every test finds as if it had just been opened.

    Making one takes as long as many a test, and so does all that it reads when somebody first asks:
    templates, translations, addresses. What is of one test only (settings, the database, what the
    rooms remember) is put back. The house itself stays: a test that builds something on to it is
    refused by Flask, as after any first request, and asks for `own_app`.
    """

    def __init__(
        self,
        make: Callable[[str, Path], Flask],
        settings: Callable[[str, Path], dict[str, object]],
    ) -> None:
        self._make, self._settings = make, settings
        self._app: Flask | None = None
        self._moved_in = False

    @contextmanager
    def at(self, database_url: str, instance: Path, **settings: object) -> Iterator[Flask]:
        """The house, at this database, with its context open; with settings that it reads late."""
        assert not self._moved_in, "one test has one house; another is made by `make_app`"
        app = self._app or self._open(database_url, instance)
        app.config.clear()
        app.config.update(self._config)
        configure(app, self._settings(database_url, instance) | settings)
        app.extensions.clear()
        app.extensions.update({name: _as_new(it) for name, it in self._remembered.items()})
        with app.app_context():
            _move(app)
            self._moved_in = True
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
                self._moved_in = False

    def _open(self, database_url: str, instance: Path) -> Flask:
        self._app = app = self._make(database_url, instance)
        app._got_first_request = True  # From the first test on, whichever comes first.
        self._config = dict(app.config)
        del self._config["SQLALCHEMY_ENGINE_OPTIONS"]  # Of one kind of database.
        self._remembered = {name: _as_new(it) for name, it in app.extensions.items()}
        return app


def _as_new(remembered: Any) -> Any:
    """What a room remembers in a dict or a list is copied; a part of the house stays itself."""
    return copy(remembered) if type(remembered) in {dict, list} else remembered


def _move(app: Flask) -> None:
    """Give the house an engine on the database that its settings name."""
    options = {
        **app.config["SQLALCHEMY_ENGINE_OPTIONS"], "url": app.config["SQLALCHEMY_DATABASE_URI"],
    }  # fmt: skip
    engine = db._make_engine(None, options, app)
    configure_engine(engine)
    in_haste(engine)
    db._app_engines[app][None] = engine


def in_haste(engine: Engine) -> None:
    """Let SQLite leave it to the system when a file is written: no test has to survive a power cut.

    Else closing a database, as every test does, waits for the disk.
    """
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "connect", lambda driver, _record: driver.execute("PRAGMA synchronous = OFF")
        )


def learn_addresses_once() -> None:
    """Keep what Werkzeug read in a rule, and compile how its address is written at first use."""
    read = Rule.compile
    compile_builder = Rule._compile_builder
    known: dict[tuple[object, ...], tuple[Any, Any, Any, Any]] = {}

    def compile_later(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(self: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(compile_builder(rule, append_unknown))
            return made[0](self, **values)

        return build

    def compile_once(rule: Rule) -> None:
        assert rule.map is not None
        key = (
            rule.rule, rule.host, rule.subdomain, rule.merge_slashes, rule.strict_slashes,
            rule.map.host_matching, *rule.map.converters.values(),
        )  # fmt: skip
        if key not in known:
            read(rule)
            known[key] = (rule._parts, rule._trace, rule._converters, set(rule.arguments))
            return
        rule._parts, rule._trace, rule._converters, arguments = known[key]
        rule.arguments |= arguments
        rule._build = rule._compile_builder(False).__get__(rule, None)
        rule._build_unknown = rule._compile_builder(True).__get__(rule, None)

    Rule._compile_builder = compile_later  # type: ignore[assignment, method-assign]
    Rule.compile = compile_once  # type: ignore[assignment, method-assign]


def share_engines() -> None:
    """Let every engine of a kind speak the first one's dialect, which keeps its statements.

    That one has asked the database already what it is. Connections to PostgreSQL stay open.
    """
    make = SQLAlchemy._make_engine
    firsts: dict[str, Engine] = {}

    def make_alike(
        house: SQLAlchemy, bind_key: str | None, options: dict[str, Any], app: Flask
    ) -> Engine:
        url = make_url(options["url"])
        if url.get_backend_name() == "postgresql":
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            options = {**options, "creator": partial(Staying.to, url.database, address)}
        engine = make(house, bind_key, {"query_cache_size": STATEMENTS, **options}, app)
        first = firsts.get(engine.dialect.name)
        if first is None or first.dialect.server_version_info is None:
            firsts[engine.dialect.name] = engine  # Whoever was first never asked.
            return engine
        engine.dialect.initialize = lambda connection: None  # type: ignore[method-assign]
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    SQLAlchemy._make_engine = make_alike  # type: ignore[assignment, method-assign]
