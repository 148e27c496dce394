"""The log as a file: the part that the page shows, with what was put right said as such."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from community.activity.verbs import Verb
from community.clock import local_day, now
from community.db import transaction
from community.exports import wishes
from community.exports.wishes import Wish
from community.logbook import noting
from community.logbook.happenings import Happening, Part
from tests.factories import a_gathering, a_theme
from tests.logbook.notes import a_note, says
from tests.logbook.rows import arrived, happened

FILES = "/vechtdal/beheer/bestanden/lijst"


def lines(desk, **part) -> list[dict[str, str]]:
    answer = desk.get(FILES, query_string={"soort": "log", "als": "csv", **part})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_what_happened_is_a_line_each_with_who_said_it_better_and_nobodys_name(desk):
    café = a_gathering("=SOM(A1)")
    arrived(café, 3)
    first = happened(Verb.GATHERING_CLOSED, of=café, quantity=2)
    happened(Verb.GATHERING_CLOSED, of=café, quantity=3, corrects_id=first)
    note = a_note(text="Mevrouw De Bruin vroeg iets.", theme_id=a_theme("digitaal").id)
    with transaction() as tx:
        noting.correct(tx, note.library_id, note.id, says("Iemand vroeg iets."), now=now())
    found = lines(desk)
    told = [(each["Activiteit"], each["Mensen"], each["Hoe het ervoor staat"]) for each in found]
    assert told == [
        ("'=SOM(A1)", "3", ""),
        ("", "", "Later verbeterd"),
        ("", "", "Verbetering"),
        ("'=SOM(A1)", "2", "Later verbeterd"),
        ("'=SOM(A1)", "3", "Verbetering"),
    ]
    assert found[1]["Thema"] == "Digitaal & computer"
    assert "De Bruin" not in str(found)
    assert found[2]["In woorden"] == "Aan de balie: ‘Iemand vroeg iets.’"


def test_the_page_leads_to_the_same_part_as_a_file(desk):
    arrived(a_gathering("Taalcafé"), 2)
    a_note(text="Een vraag.")
    page = desk.get("/vechtdal/beheer/logboek?wat=buiten").text
    today = local_day(now())
    year = f"van={today - timedelta(days=365)}&amp;tot={today}"
    assert f"{FILES}?soort=log&amp;als=csv&amp;{year}&amp;wat=buiten" in page
    assert [line["Wat er gebeurde"] for line in lines(desk, wat="buiten")] == ["Buiten"]
    assert lines(desk, van="2020-01-01", tot="2020-12-31") == []
    xlsx = desk.get(FILES, query_string={"soort": "log", "als": "xlsx"})
    assert xlsx.data.startswith(b"PK")


@pytest.mark.parametrize("part", [Part(), Part(kind=Happening.OUTSIDE, theme="digitaal")])
def test_a_long_list_remembers_which_part_it_is_of(part):
    today = local_day(now())
    wish = Wish(first=today, last=today, part=part)
    assert wishes.read(wish.kept()) == wish
    kept = wish.kept()
    del kept["part"]  # As one kept before the log was a list.
    assert wishes.read(kept) == Wish(first=today, last=today)
