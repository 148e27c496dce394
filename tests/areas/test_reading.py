"""What a list of who live where may look like, and what is said of what is wrong in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.areas import reading, writing
from community.areas.area import Area
from community.areas.fictional import FICTIONAL
from community.areas.reading import (
    NO_NUMBER,
    NO_PC4,
    NO_SUM,
    NOBODY,
    TWICE,
    AreaRefused,
    read,
    whole,
)
from tests.areas.lists import DALFSEN, HEADS, OMMEN, a_list


def wrongs(*lines):
    return [(flaw.line, flaw.column, flaw.message) for flaw in read(a_list(*lines)).flaws]


def test_a_list_is_read_in_the_order_of_its_postcodes():
    area = Area(read(a_list(OMMEN, DALFSEN)).parts)
    assert area.places == {"7721": 500, "7731": 1000}
    assert list(area.places) == ["7721", "7731"]
    assert area.ages["65+"] == 375
    assert sum(area.ages.values()) == area.residents == 1500


@pytest.mark.parametrize(
    "heads",
    [
        "\ufeffPostcode;Aantal_inwoners;0 t/m 12 jaar;13–17;18 - 30;31-45;46-64;65 jaar of ouder",
        "PC4;Inwonertal;0-12 jaar;13-17 jaar;18-30 jaar;31-45 jaar;46-64 jaar;65 en ouder",
        "postcode4;population;0-12;13-17;18-30;31-45;46-64;65+",
    ],
)
def test_dutch_heads_are_known_by_several_names(heads):
    assert read(a_list(OMMEN, heads=heads)).parts == read(a_list(OMMEN)).parts


def test_municipality_and_district_come_along_and_other_columns_are_named():
    heads = f"{HEADS};Gemeente;Wijknaam;Huizen"
    reading = read(a_list(f"{OMMEN};Ommen;Centrum;420", heads=heads))
    (part,) = reading.parts
    assert (part.municipality, part.district) == ("Ommen", "Centrum")
    assert reading.unused == ("Huizen",)


def test_without_a_column_of_people_the_classes_are_added_up():
    heads = HEADS.replace("inwoners;", "")
    (part,) = read(a_list("7731;1;2;3;4;5;6", heads=heads)).parts
    assert part.residents == 21


def test_every_mistake_is_told_by_its_line():
    assert wrongs(
        OMMEN,
        "",
        "773;1000;100;80;150;170;250;250",
        "7733;veel;100;80;150;170;250;250",
        "7734;1000;100;80;150;170;;250",
        OMMEN,
        "7735;100;100;80;150;170;250;250",
        "7736;0;0;0;0;0;0;0",
    ) == [
        (4, "pc4", NO_PC4),
        (5, "inwoners", NO_NUMBER),
        (6, "46-64", NO_NUMBER),
        (7, "pc4", TWICE),
        (8, "", NO_SUM),
        (9, "inwoners", NOBODY),
    ]


def test_classes_that_statistics_rounded_are_good_enough():
    assert wrongs("7731;1005;100;80;150;170;250;250") == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("1234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("12,5", 13),
        ("12.4", 12), ("1.234,5", 1235), ("0", 0), ("-5", None), ("", None), ("1e5", None),
        ("1,2,3", None), ("=1+1", None), ("٣", None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_numbers_as_spreadsheets_write_them(text, people):
    assert whole(text) == people


@given(st.integers(0, 99_999), st.sampled_from(["", ",0", ",4", ".2"]))
def test_decimals_never_change_a_number_of_people(number, decimals):
    assert whole(f"{number}{decimals}") == number


def test_what_an_older_spreadsheet_saves_is_read_too():
    heads = f"{HEADS};gemeente"
    (part,) = read(f"{heads}\n{OMMEN};Súdwest-Fryslân\n".encode("cp1252")).parts
    assert part.municipality == "Súdwest-Fryslân"


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"\x00\x81\xff",
        a_list(),
        a_list(OMMEN.replace(";", ","), heads=HEADS.replace(";", ",")),
        a_list(OMMEN, heads=HEADS.replace("65+", "ouder")),
        a_list(OMMEN, heads=f"{HEADS};65 en ouder"),
        a_list('"7731;1000'),
    ],
)
def test_what_is_no_such_list_is_refused_as_a_whole(contents):
    with pytest.raises(AreaRefused):
        read(contents)


def test_a_list_without_end_is_refused_where_it_becomes_too_long(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    assert len(read(a_list(OMMEN, DALFSEN)).parts) == 2
    for lines in ((OMMEN, DALFSEN, OMMEN), (DALFSEN, "77;x", "77;x", "77;x")):
        with pytest.raises(AreaRefused, match="longer"):
            read(a_list(*lines))


def test_what_is_written_is_read_back():
    assert read(writing.as_csv(FICTIONAL)).parts == FICTIONAL.parts
    assert read(writing.example()).flaws == ()


def test_a_name_is_no_formula():
    heads = f"{HEADS};gemeente"
    area = Area(read(a_list(f"{OMMEN};=1+1", heads=heads)).parts)
    assert b";'=1+1;" in writing.as_csv(area)
