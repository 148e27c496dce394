"""What the operator types, and reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from community.jobs.queue import beat, queue_of
from tests.backups.houses import fill
from tests.conftest import make_app


@pytest.fixture
def app(sqlite_url, tmp_path):
    app = make_app(sqlite_url, tmp_path / "instance")
    with app.app_context():
        yield app


def said(app, *words: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return found.exit_code, found.output


def test_a_copy_is_made_and_put_back_in_words(app, tmp_path):
    fill(app)
    file = tmp_path / "copy.tar.gz"
    code, words = said(app, "backup", "to", file)
    assert code == 0
    assert "1 people, 1 gatherings, 1 sign-ups" in words
    assert "SECRET_KEY is not in it" in words
    code, words = said(app, "backup", "from", file)
    assert code == 1
    assert "There are 1 people in this house already. With --over" in words
    code, words = said(app, "backup", "from", file, "--over")
    assert code == 0, words
    assert "1 mails that were owed wait for a decision" in words
    assert said(app, "outbox", "restored", "--drop") == (0, "Mails let go: 1.\n")


def test_nothing_is_written_where_everybody_reads(app):
    served = Path(app.static_folder) / "dist" / "copy.tar.gz"
    code, words = said(app, "backup", "to", served)
    assert code == 1
    assert "everybody can read" in words
    assert not served.exists()


def test_a_house_that_is_open_is_left_alone(app, tmp_path):
    file = tmp_path / "copy.tar.gz"
    file.write_bytes(b"Dear library,")
    code, words = said(app, "backup", "from", file)
    assert (code, "is no whole copy" in words) == (1, True)
    beat(queue_of(app), "outbox")
    for words_typed in (("backup", "from", file), ("move", "to", "sqlite://")):
        code, words = said(app, *words_typed)
        assert code == 1
        assert "the house is open" in words
