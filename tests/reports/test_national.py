"""The national statistics, byte for byte, of a small town."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import python_calamine

from community.clock import now
from community.db import session, transaction
from community.gatherings.kinds import Audience, CoreFunction, Kind, Mode
from community.gatherings.models import Gathering
from community.partners import joining
from community.partners.models import Sector
from community.reports import national, queries, workbook
from community.reports.words import COLUMNS
from community.reports.years import Year
from tests.factories import a_branch, a_library, a_theme, the_library
from tests.history.lists import DAY, a_line, a_list, taken_in
from tests.partners.making import a_partner, joined
from tests.reports.rows import HOUR, a_held, recount

pytestmark = pytest.mark.usefixtures("app")

MARCH = datetime(2025, 3, 4, 13, tzinfo=UTC)
Y2025 = Year(2025)


def the_csv(year=Y2025):
    return national.csv_of(session(), the_library(), year)


def lines(year=Y2025):
    return the_csv(year).decode("utf-8-sig").splitlines()[1:]


HEAD = (
    "\ufeffjaar;organisatie;locatie;kernfunctie;thema;vorm;wijze;doelgroep;aantal_activiteiten;"
    "aantal_deelnemers;waarvan_geschat;toegankelijk_zonder_lidmaatschap\r\n"
)


def test_a_small_town_byte_for_byte():
    library = a_library(name="Bibliotheek ’t Vechtdal; en meer")
    ommen = a_branch(library, "Ommen", slug="ommen-2", name="=Bibliotheek Ommen")
    talk = {"branch_id": ommen.id, "themes": [a_theme("geld-recht"), a_theme("digitaal")]}
    a_held(12, at=MARCH, **talk)
    a_held(30, at=MARCH + 24 * HOUR, estimated=True, **talk)
    a_held(
        7, at=MARCH, kind=Kind.READING_GROUP, core_function=CoreFunction.READING,
        audience=Audience.ADULTS, open_to_non_members=False, mode=Mode.HYBRID, branch_id=ommen.id,
    )  # fmt: skip
    a_held(
        40, at=MARCH, kind=Kind.LECTURE, core_function=CoreFunction.KNOWLEDGE, mode=Mode.ONLINE,
        branch_id=None,
    )  # fmt: skip
    a_held(
        0, at=MARCH, kind=Kind.EXHIBITION, core_function=CoreFunction.ARTS, branch_id=None,
        address="De Brug", audience=Audience.OLDER,
    )  # fmt: skip
    of = '2025;"Bibliotheek ’t Vechtdal; en meer"'
    assert (
        the_csv()
        == (
            f"{HEAD}"
            f"{of};'=Bibliotheek Ommen;lezen en literatuur;;Leesclub;Op een plek en online;"
            "Volwassenen;1;7;0;nee\r\n"
            f"{of};'=Bibliotheek Ommen;ontmoeting en debat;Digitaal & computer;Gesprek;Op een plek;"
            "Iedereen;2;42;30;ja\r\n"
            f"{of};buiten de vestigingen;kunst en cultuur;;Tentoonstelling;Op een plek;"
            "65-plussers;1;0;0;ja\r\n"
            f"{of};online;kennis en informatie;;Lezing;Online;Volwassenen;1;40;0;ja\r\n"
        ).encode()
    )
    assert HEAD.strip().strip("\ufeff") == ";".join(COLUMNS)


def test_a_correction_takes_the_place_of_what_it_corrects():
    gathering = a_held(12, at=MARCH)
    recount(gathering, 14, estimated=True)
    recount(gathering, 15)
    (line,) = lines()
    assert line.endswith(";1;15;0;ja")


def test_an_activity_counts_in_the_year_in_which_it_ends_here():
    a_held(3, at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    assert lines() == []
    assert lines(Year(2026))[0].endswith(";1;3;0;ja")
    assert queries.first_year(session(), the_library().id) == 2026


def test_as_it_was_when_it_was_closed():
    """The function of then, also when somebody files it elsewhere afterwards."""
    gathering = a_held(3, at=MARCH)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).core_function = CoreFunction.ARTS
    assert ";ontmoeting en debat;" in lines()[0]


def test_nothing_of_another_library_is_in_it():
    the_library()
    a_held(3, at=MARCH, library=a_library("salland"))
    assert the_csv() == HEAD.encode()


def test_the_past_that_was_read_in_counts_too(tmp_path):
    taken_in(the_library(), a_list(tmp_path, a_line(participants="9", estimated="ja")))
    assert lines(Year(DAY.year))[0].endswith(";ontwikkeling en educatie;;Taalcafé;Op een plek;"
        "Nieuwkomers;1;9;9;ja")  # fmt: skip


def test_partners_are_told_by_sector_and_departments_count_once():
    gathering = a_held(9, at=MARCH)
    schools = [
        a_partner(sector=Sector.EDUCATION, kvk="12345678"),
        a_partner(sector=Sector.EDUCATION, kvk="12345678"),
        a_partner(sector=Sector.EDUCATION),
    ]
    for school in schools:
        joined(gathering, school)
    left = a_partner(sector=Sector.CARE)
    joined(gathering, left)
    with transaction() as tx:
        joining.leave(tx, gathering.library_id, gathering.id, left.id, now=now())
    joined(a_held(9, at=MARCH - 365 * 24 * HOUR), schools[0])
    found = queries.list_together(session(), gathering.library_id, Y2025)
    assert {row for row in national.by_sector(found) if row[1]} == {(Sector.EDUCATION, 2, 2)}


def test_the_workbook_has_the_same_rows_and_what_a_row_cannot_tell():
    ommen = a_branch(place="Ommen", slug="o", name="B", municipality="Ommen", district="West")
    a_held(12, at=MARCH, branch_id=ommen.id)
    a_held(3, at=MARCH, branch_id=None, address="=A1")
    file = io.BytesIO(workbook.xlsx_of(session(), the_library(), Y2025))
    book = python_calamine.CalamineWorkbook.from_filelike(file)
    assert book.sheet_names == [
        "Landelijk 2025", "Per gemeente en wijk", "Partners per sector", "Uitleg",
    ]  # fmt: skip
    statistics, places, partners, explained = (
        book.get_sheet_by_index(number).to_python() for number in range(4)
    )
    assert tuple(statistics[0]) == COLUMNS
    assert statistics[1][8:] == [1, 12, 0, "ja"]
    assert places[1:] == [
        ["Ommen", "West", 2025, 1, 12, 0, 0],
        ["Plaats onbekend", "", 2025, 1, 3, 0, 0],
    ]
    assert len(partners) == 1 + len(Sector)
    assert "Een activiteit is" in explained[1][0]
