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
    assert "1 person, 1 gathering, 1 sign-up" in words
    assert "COMMUNITY_SECRET_KEY is not in it" in words
    code, words = said(app, "backup", "from", file)
    assert code == 1
    assert "1 person has an account here already. Add --over" in words
    code, words = said(app, "backup", "from", file, "--over")
    assert code == 0, words
    assert "1 unsent mail from the backup waiting for a decision" in words
    assert said(app, "outbox", "restored", "--drop") == (0, "1 mail dropped.\n")


def test_nothing_is_written_where_everybody_reads(app):
    served = Path(app.static_folder) / "dist" / "copy.tar.gz"
    code, words = said(app, "backup", "to", served)
    assert code == 1
    assert "anyone could download" in words
    assert not served.exists()


def test_a_house_that_is_open_is_left_alone(app, tmp_path):
    file = tmp_path / "copy.tar.gz"
    file.write_bytes(b"Dear library,")
    code, words = said(app, "backup", "from", file)
    assert (code, "is not a complete backup" in words) == (1, True)
    beat(queue_of(app), "outbox")
    for words_typed in (("backup", "from", file), ("move", "to", "sqlite://")):
        code, words = said(app, *words_typed)
        assert code == 1
        assert "The site is open" in words
