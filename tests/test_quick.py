"""What the tests share, a house and a database in each worker, is as new for every one of them."""

from __future__ import annotations

import psycopg
import pytest
from flask import Blueprint

from tests import turns
from tests.conftest import the_house


@pytest.fixture
def inside(fresh_postgres):
    with psycopg.connect(fresh_postgres.url.replace("+psycopg", ""), autocommit=True) as inside:
        yield inside


def looks(fresh) -> list[tuple[object, ...]]:
    with psycopg.connect(fresh.url.replace("+psycopg", "")) as inside:
        return inside.execute(
            "SELECT (SELECT count(*) FROM theme),"
            " (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),"
            " (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger)"
        ).fetchall()


@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM theme",
        "CREATE TABLE more (number int)",
        "ALTER TABLE gathering DROP CONSTRAINT ck_gathering_never_oversold",
    ],
)
def test_a_database_is_as_new_after_whatever_was_done_there(fresh_postgres, inside, act):
    new = looks(fresh_postgres)
    inside.execute(act)
    assert looks(fresh_postgres) != new
    fresh_postgres.put_back()
    assert looks(fresh_postgres) == new


def test_the_house_is_as_new_for_who_moves_in_next(sqlite_url, tmp_path):
    with the_house.at(sqlite_url, tmp_path / "one") as app:
        new = dict(app.config)
        app.config |= {"BASE_URL": "https://elders.example.org", "MORE": 1}
        app.extensions["queue"] = "of one"
    with the_house.at(sqlite_url, tmp_path / "two") as app:
        assert app.config["INSTANCE"] == str(tmp_path / "two")
        assert app.config.keys() == new.keys()
        assert app.config["BASE_URL"] == new["BASE_URL"]
        assert "queue" not in app.extensions


def test_nobody_builds_on_to_the_house_that_all_share(sqlite_url, tmp_path):
    with the_house.at(sqlite_url, tmp_path) as app, pytest.raises(AssertionError):
        app.register_blueprint(Blueprint("more", __name__))


def test_turns_are_shared_and_nobody_is_left_out(request):
    """Of the two of a pair the same is asked, so one of them has the turn; and both get turns."""
    cases = [turns.whose_turn("test_somebody_looks", f"[-{number}]") for number in range(40)]
    assert set(cases) == set(turns.ENGINES)
    pairs: dict[object, list[bool]] = {}
    for item in request.session.items:
        if engine := getattr(item, "callspec", None) and item.callspec.params.get("database_url"):
            pair = (item.nodeid.partition("[")[0], item.callspec.id.replace(engine, "", 1))
            pairs.setdefault(pair, []).append(turns.has_it(item))
    assert all(any(pair) for pair in pairs.values())
