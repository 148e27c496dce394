"""A sheet as a file: words stay words, dates are dates, and nothing is calculated."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from community.texts import FORMULA, inert
from community.web.sheets import MOST_IN_A_CELL, Sheet, as_csv, as_xlsx

#: What a spreadsheet can show: no control characters but these.
TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\t\r\n")
)


def read_csv(sheet: Sheet) -> list[list[str]]:
    text = b"".join(as_csv(sheet)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def read_xlsx(sheet: Sheet):
    file = io.BytesIO()
    as_xlsx(sheet, file)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    return book.get_sheet_by_index(0).to_python()


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=5))
@settings(max_examples=60)
def test_no_cell_of_a_csv_begins_like_a_formula(rows):
    read = read_csv(Sheet("x", ["=kop", "b"], rows))
    assert read[0] == ["'=kop", "b"]
    cells = [cell for row in read for cell in row]
    assert not any(cell.startswith(FORMULA) for cell in cells)
    assert read[1:] == [[inert(cell) for cell in row] for row in rows]


@given(TEXT)
def test_what_is_inert_says_the_same(cell):
    assert inert(cell).removeprefix("'") == cell.removeprefix("'")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_looks_like_a_formula_is_words(cell):
    assert inert(cell) == f"'{cell}"
    assert inert(f"a{cell}") == f"a{cell}"


@given(st.lists(TEXT.filter(lambda text: text.strip() == text and "\r" not in text), max_size=4))
@settings(max_examples=15)
def test_a_spreadsheet_holds_the_words_themselves(cells):
    rows = [[cell, "einde"] for cell in cells]
    assert read_xlsx(Sheet("x", ["=SOM(1)", "b"], rows)) == [["=SOM(1)", "b"], *rows]


def test_dates_and_numbers_are_that_in_a_spreadsheet():
    moment = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    sheet = Sheet("x", list("abcde"), [[date(2026, 3, 3), moment, 4, "https://x.nl", None]])
    assert read_xlsx(sheet)[1] == [
        date(2026, 3, 3), datetime(2026, 7, 1, 14, 30), 4.0, "https://x.nl", "",  # noqa: DTZ001
    ]  # fmt: skip
    assert read_csv(sheet)[1] == ["2026-03-03", "2026-07-01 14:30", "4", "https://x.nl", ""]


def test_a_tab_may_be_called_anything():
    assert read_xlsx(Sheet("[Wie/komt?]: " * 9, ["a"], [["x" * (MOST_IN_A_CELL + 9)]]))


def test_a_long_list_comes_in_pieces():
    told: list[int] = []
    pieces = list(as_csv(Sheet("x", ["a"], ([n] for n in range(1_200))), told.append))
    assert len(pieces) == 3
    assert told == [500, 1000, 1200]
