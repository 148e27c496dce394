"""Handing in a list at the desk: it is taken in aside, and its page says what came of it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.db import session
from community.gatherings.models import Gathering
from community.history import examples, jobs, taking_in
from community.history.models import PastImport, State
from tests.factories import a_librarian, the_library
from tests.history.lists import A_LINE, a_line, a_list, who_came

PAGE = "/vechtdal/beheer/inlezen/verleden"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


def hand_in(desk, gatherings, came=None, **fields):
    data = {"gatherings": (io.BytesIO(gatherings), "vroeger.csv"), **fields}
    if came is not None:
        data["check_ins"] = (io.BytesIO(came), "wie.csv")
    return desk.post(PAGE, data=data, content_type="multipart/form-data")


def the_import():
    session().rollback()
    return session().scalars(select(PastImport)).one()


def gatherings():
    session().rollback()
    return session().scalar(select(func.count(Gathering.id)))


def test_the_examples_can_be_handed_in_as_they_are(desk):
    links = ("activiteiten", "aanwezigen")
    first, second = (desk.get(f"{PAGE}/voorbeeld-{each}.csv").data for each in links)
    assert first == examples.gatherings()
    answer = hand_in(desk, first, second)
    assert answer.status_code == 303
    assert "is zo aan de beurt" in desk.get(answer.location).text
    assert jobs.take_in_next(now())
    page = desk.get(answer.location).text
    assert "2 nieuw" in page
    assert "3 keer ingecheckt" in page
    assert gatherings() == 2
    assert "vroeger.csv" in desk.get(PAGE).text


def test_the_lists_themselves_are_not_kept(desk):
    hand_in(desk, examples.gatherings(), examples.who_came())
    handed = the_import()
    paths = jobs.files_of(handed.library_id, handed.id)
    assert all(path.is_file() for path in paths)
    jobs.take_in_next(now())
    assert list(paths[0].parent.iterdir()) == []
    assert not jobs.take_in_next(now())


def test_what_is_wrong_is_told_by_line_and_in_words(desk, tmp_path):
    wrong = a_list(tmp_path, a_line(), a_line(gathering_key="T-2", kind="feestje")).read_bytes()
    came = who_came(tmp_path, ("T-9", "a", "", "")).read_bytes()
    answer = hand_in(desk, wrong, came)
    jobs.take_in_next(now())
    page = desk.get(answer.location).text
    assert "er zitten 2 fouten in" in page
    assert "Activiteiten, regel 3" in page
    assert "‘feestje’ is niet een van" in page
    assert "Wie er waren, regel 2" in page
    assert gatherings() == 0


def test_wrong_lines_are_skipped_when_that_was_asked(desk, tmp_path):
    wrong = a_list(tmp_path, a_line(), a_line(gathering_key="T-2", kind="feestje")).read_bytes()
    answer = hand_in(desk, wrong, skips_errors="y")
    jobs.take_in_next(now())
    page = desk.get(answer.location).text
    assert "1 nieuw" in page
    assert "regel 3" in page


def test_what_is_no_list_is_told_as_a_whole(desk):
    answer = hand_in(desk, b"a,b,c\n1,2,3\n")
    jobs.take_in_next(now())
    assert "puntkomma" in desk.get(answer.location).text
    assert the_import().state is State.REFUSED


def test_without_a_list_the_form_comes_again(desk):
    answer = desk.post(PAGE, data={})
    assert answer.status_code == 422
    assert "Kies de lijst." in answer.text


def test_what_a_worker_let_fall_is_finished_by_the_next(desk, tmp_path, monkeypatch):
    rows = [a_line(gathering_key=f"T-{n}") for n in range(4)]
    answer = hand_in(desk, a_list(tmp_path, *rows).read_bytes())
    monkeypatch.setattr(taking_in, "MOST_LINES", 2)
    with monkeypatch.context() as patched:
        tell = jobs.handing_in.tell

        def stop(tx, number, done, *rest, **more):
            if done > 2:
                raise KeyboardInterrupt
            tell(tx, number, done, *rest, **more)

        patched.setattr(jobs.handing_in, "tell", stop)
        with pytest.raises(KeyboardInterrupt):
            jobs.take_in_next(now())
    assert gatherings() == 2
    assert "2 van 4" in desk.get(answer.location).text
    assert not jobs.take_in_next(now()), "somebody may still be at it"
    assert jobs.take_in_next(now() + timedelta(minutes=11))
    assert "2 nieuw" in desk.get(answer.location).text
    assert gatherings() == 4


def test_the_command_takes_in_and_says_so(app, tmp_path):
    slug = the_library().slug
    path, came = a_list(tmp_path, A_LINE), who_came(tmp_path, ("T-1", "a@b.nl", "0", ""))
    command = ["activity", "import", str(path), "--library", slug, "--checkins", str(came)]
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    assert "1 new" in done.output
    assert "1 of 1" in done.output
    a_list(tmp_path, a_line(kind="feestje"))
    wrong = app.test_cli_runner().invoke(args=command)
    assert wrong.exit_code == 1
    assert "past.csv, line 2, kind" in wrong.output
    nowhere = app.test_cli_runner().invoke(args=[*command[:4], "nergens"])
    assert "There is no library ‘nergens’" in nowhere.output
