"""What every test's house has in common is made once in a process, not once in a test.

A test has a house of its own, and each learned the same two hundred addresses and compiled the same
statements again. Only the tests do this: a house that is open is made once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from werkzeug.routing import Rule


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


def compile_statements_once() -> None:
    """Let every engine of a kind speak the first one's dialect, which keeps its statements."""
    make = SQLAlchemy._make_engine
    firsts: dict[str, Engine] = {}

    def make_alike(
        house: SQLAlchemy, bind_key: str | None, options: dict[str, Any], app: Flask
    ) -> Engine:
        engine = make(house, bind_key, options, app)
        first = firsts.setdefault(engine.dialect.name, engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    SQLAlchemy._make_engine = make_alike  # type: ignore[assignment, method-assign]
