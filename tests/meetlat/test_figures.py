"""The figures as a file: what the page shows, with the words that they need."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from python_calamine import CalamineWorkbook

from tests.factories import a_librarian, the_library
from tests.meetlat.counts import people
from tests.meetlat.on_the_page import AREA, a_standing, a_year

FILES = "/vechtdal/beheer/meetlat/cijfers"


def test_the_file_says_what_the_page_says_and_what_an_activity_is(app, client_of):
    desk = client_of(a_librarian(the_library()))
    assert desk.get(f"{FILES}.csv").status_code == 404
    few = people(unique=60, new=3, cohort=40, returned=12, acquainted=13)
    a_standing(the_library(), a_year(people=few))
    text = desk.get(f"{FILES}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    by_code = {row[1]: row for row in rows if row[1]}
    assert len(by_code) == 17
    assert by_code["O1"][3:6] == ["minder dan 5 van 60", "", "60"]
    assert by_code["O2"][3:6] == ["30\xa0%", "12", "40"]
    assert any(row[0].startswith("Een activiteit is") for row in rows)
    assert "verzonnen inwoners" not in text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(desk.get(f"{FILES}.xlsx").data))
    assert sheet.get_sheet_by_index(0).to_python()[0][:3] == ["Onderdeel", "Code", "Vraag"]


def test_the_file_says_that_the_people_of_the_area_are_made_up(app, client_of):
    a_standing(the_library(), a_year(area=replace(AREA, fictional=True)))
    text = client_of(a_librarian(the_library())).get(f"{FILES}.csv").data.decode("utf-8-sig")
    assert text.count("Ontmoeting is vergeleken met verzonnen inwoners") == 1
