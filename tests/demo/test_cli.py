"""`flask demo` fills an empty house that is there to look around in, and no other."""

from __future__ import annotations

from sqlalchemy import func, select

from community.demo import town
from community.libraries.models import Library
from tests.factories import a_library


def test_a_house_with_a_library_is_left_alone(app, session):
    a_library()
    told = app.test_cli_runner().invoke(args=["demo"])
    assert told.exit_code == 1
    assert "There are libraries already." in told.output
    quiet = app.test_cli_runner().invoke(args=["demo", "--if-empty"])
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert session.scalar(select(func.count(Library.id))) == 1


def test_a_house_that_people_use_gets_no_people_whose_passwords_everybody_knows(app, monkeypatch):
    filled: list[int] = []

    def fill(*_args, **_more):
        filled.append(1)
        return []

    monkeypatch.setattr(town, "fill", fill)
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    told = app.test_cli_runner().invoke(args=["demo"])
    assert told.exit_code == 1
    assert "not for production" in told.output
    assert filled == []
    monkeypatch.setitem(app.config, "PRODUCTION", False)
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    assert filled == [1]
