"""What a list may say, and in which words it is told what is wrong with it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.clock import local_day, now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.history import cells, queries, taking_in
from community.history.cells import Brings
from community.history.models import State
from community.lists import ListRefused, Wrong
from tests.factories import a_branch, a_library
from tests.history.handed import a_handed_in_list
from tests.history.lists import a_line, a_list, taken_in, who_came


@pytest.fixture
def library(app):
    return a_library()


def gatherings():
    session().rollback()
    return session().scalar(select(func.count(Gathering.id)))


def flaws_of(report):
    return [(flaw.line, flaw.column) for flaw in report.flaws.kept]


def test_one_mistake_keeps_everything_out_and_says_where_it_is(library, tmp_path):
    wrong = a_line(gathering_key="T-2", date="31-2-2025", kind="feestje", branch="Parijs")
    report = taken_in(library, a_list(tmp_path, a_line(), wrong))
    assert report.refused
    assert flaws_of(report) == [(3, "kind"), (3, "date"), (3, "branch")]
    assert gatherings() == 0


def test_the_wrong_lines_can_be_skipped(library, tmp_path):
    rows = [a_line(), a_line(gathering_key="T-2", date="ooit"), a_line(gathering_key="T-3")]
    came = who_came(
        tmp_path, ("T-2", "a", "0", ""), ("T-3", "a", "0", "hond"), ("T-3", "b", "", "")
    )
    report = taken_in(library, a_list(tmp_path, *rows), came, skips_errors=True)
    assert (report.outcome.added, report.outcome.came, report.flaw_count) == (2, 1, 3)


#: What somebody may type, and the column that is named for it.
MISTAKES: list[tuple[dict[str, object], str]] = [
    ({"gathering_key": ""}, "gathering_key"),
    ({"title": ""}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"title": "Taal\x00café"}, "title"),
    ({"kind": ""}, "kind"),
    ({"date": (now() + timedelta(days=1)).date()}, "date"),
    ({"date": "2025-03-30", "start": "2:30"}, "start"),
    ({"start": "25:00"}, "start"),
    ({"duration": "0"}, "duration"),
    ({"participants": ""}, "participants"),
    ({"participants": "een stuk of tien"}, "participants"),
    ({"participants": "1e3"}, "participants"),
    ({"estimated": "misschien"}, "estimated"),
    ({"first_time": "15"}, "first_time"),
    ({"counts_age": "oud:3"}, "counts_age"),
    ({"counts_age": "65+"}, "counts_age"),
    ({"counts_pc4": "0731:3"}, "counts_pc4"),
    ({"themes": "breien met kabels"}, "themes"),
    ({"core_function": "vermaak"}, "core_function"),
    ({"initiator": "de koning"}, "initiator"),
    ({"partners": "Nieuw"}, "partner_sectors"),
    ({"partners": "Nieuw", "partner_sectors": "zorg|taal"}, "partners"),
    ({"partners": "N", "partner_sectors": "zorg", "partner_brought": "liefde"},
     "partner_brought"),
    ({"harvest": "-1"}, "harvest"),
]  # fmt: skip


def test_a_cell_that_cannot_be_meant_is_named(library, tmp_path):
    rows = [{**a_line(gathering_key=n), **typed} for n, (typed, _) in enumerate(MISTAKES)]
    report = taken_in(library, a_list(tmp_path, *rows))
    assert flaws_of(report) == [(n, column) for n, (_, column) in enumerate(MISTAKES, 2)]


def test_a_key_that_is_there_twice_is_told_with_its_first_line(library, tmp_path):
    report = taken_in(library, a_list(tmp_path, a_line(), a_line(title="Anders")))
    assert [flaw.values["line"] for flaw in report.flaws.kept] == [2]


def test_who_came_to_something_that_is_not_in_the_list_is_a_mistake(library, tmp_path):
    report = taken_in(library, a_list(tmp_path, a_line()), who_came(tmp_path, ("T-9", "a", "", "")))
    assert [flaw.line for flaw in report.check_in_flaws.kept] == [2]
    assert report.refused


def test_a_branch_is_known_by_its_place_as_long_as_that_says_which(library, tmp_path):
    a_branch(library, "Ommen", slug="ommen-zuid", name="Ommen Zuid")
    assert taken_in(library, a_list(tmp_path, a_line(branch="Ommen"))).refused is False
    report = taken_in(library, a_list(tmp_path, a_line(branch="ommen zuid")))
    assert not report.refused


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("gathering_key,date,title,kind\n", "semicolons"),
        ("gathering_key;date;title\n", "kind"),
        ("gathering_key;date;title;kind;kleur\n", "kleur"),
        ("", "first line"),
        ('gathering_key;date;title;kind\nA;2025-01-01;"Taalcafé;x\n', "quotation"),
    ],
)
def test_what_is_no_such_list_is_refused_as_a_whole(library, tmp_path, content, says):
    path = tmp_path / "wrong.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ListRefused) as refused:
        taken_in(library, path)
    assert says in str(refused.value)


def test_a_count_says_of_what_it_is():
    assert cells.counts(cells.age)("65+:12|18-30:4") == {"65+": 12, "18-30": 4}
    with pytest.raises(Wrong) as refused:
        cells.counts(cells.age)("12")
    assert refused.value.message == cells.NO_COUNT


def test_what_is_done_with_is_not_taken_up_again(library):
    done = a_handed_in_list(library)
    later = now() + timedelta(days=1)
    assert queries.find_due(session(), now=later) is None
    with transaction() as tx:
        tx.merge(done).state = State.WAITING
    assert queries.find_due(session(), now=later) == done.id


def test_a_list_in_another_encoding_is_refused(library, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_bytes("gathering_key;date;title;kind\nA;1-1-2025;Taalcafé;x\n".encode("cp1252"))
    with pytest.raises(ListRefused, match="UTF-8"):
        taken_in(library, path)


def test_a_long_list_goes_in_by_parts_and_tells_how_far_it_is(library, tmp_path, monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_LINES", 2)
    rows = [a_line(gathering_key=f"T-{n}", series="Reeks", partners="P", partner_sectors="zorg")
            for n in range(5)]  # fmt: skip
    told = []
    taking_in.take_in(
        taking_in.Lists(a_list(tmp_path, *rows)),
        library.id,
        taking_in.Hand(None, "example.org", "secret", now()),
        lambda _tx, done, total, _outcome: told.append((done, total)),
    )
    assert told == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize(
    ("text", "brings"),
    [
        ("4,yes,50", Brings(240, True, 5000)),
        ("1.5,nee,", Brings(90, False, 0)),
        ("4,1,12.50", Brings(240, True, 1250)),
        (",ja,", Brings(0, True, 0)),
        ("2,5 uur + ruimte + € 50", Brings(150, True, 5000)),
        ("hours, room", Brings(60, True, 0)),
        ("room and 3 hours", Brings(180, True, 0)),
        ("zaal", Brings(0, True, 0)),
        ("geld 12,50", Brings(0, False, 1250)),
        ("niets", Brings()),
        ("nee", Brings()),
    ],
)
def test_what_a_partner_brought_is_read_in_numbers_or_in_words(text, brings):
    assert cells.brought(text) == brings


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_is_read_in_both_ways_of_writing(day):
    assert cells.day(day.isoformat()) == cells.day(f"{day.day}-{day.month}-{day.year}") == day


@given(st.times())
def test_a_time_is_read_in_both_ways_of_writing(at):
    at = time(at.hour, at.minute)
    assert cells.clock_time(f"{at:%H:%M}") == cells.clock_time(f"{at:%-H.%M} uur") == at


@settings(max_examples=60)
@given(st.text())
def test_no_cell_makes_us_stumble(text):
    readers = (cells.day, cells.clock_time, cells.number(0, 9), cells.yes, cells.brought,
               cells.first_time, cells.counts(cells.age))  # fmt: skip
    said = []
    for read in readers:
        try:
            read(text)
        except Wrong as wrong:
            said.append(wrong.message % wrong.values)
    assert all(said)


def test_today_is_past_once_it_is_over(library, tmp_path):
    line = a_line(date=local_day(now()) - timedelta(days=1))
    assert not taken_in(library, a_list(tmp_path, line)).refused
