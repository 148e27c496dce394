"""The annual report: three years, per place, with whom, and who came as far as it may be told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.activity import services as activity
from community.activity.verbs import Verb
from community.areas.area import Area
from community.areas.area import Place as Part
from community.db import session, transaction
from community.gatherings.kinds import CoreFunction, Initiator, Mode
from community.libraries.models import Branch
from community.partners.models import Sector
from community.reports import annual
from community.reports.annual import Figures
from community.reports.places import Place, Sort, Whereabouts
from community.reports.years import Year
from tests.calendars.agenda import counted
from tests.factories import a_branch, the_library
from tests.partners.making import a_partner, joined
from tests.reports.rows import HOUR, a_held, recount

MARCH = datetime(2025, 3, 4, 13, tzinfo=UTC)
YEAR = 365 * 24 * HOUR
Y2025 = Year(2025)
OMMEN = Place(Sort.KNOWN, "Ommen", "Centrum")
UNKNOWN, ONLINE = Place(Sort.UNKNOWN), Place(Sort.ONLINE)


def the_report(year=Y2025):
    return annual.report(session(), the_library(), year)


def named(trend):
    return [figures and (figures.activities, figures.people) for figures in trend]


def a_card_box(gathering, *, yes=0, no=0, ages=None):
    """What the tally cards of a gathering came to, as the log has it."""
    with transaction() as tx:
        return activity.record(
            tx, Verb.TALLY_ENTERED, library_id=gathering.library_id, quantity=yes + no,
            branch_id=gathering.branch_id, gathering_id=gathering.id, now=gathering.ends_at,
            details={"first_time": {"yes": yes, "no": no}, "age_class": ages or {}, "pc4": {}},
        )  # fmt: skip


def a_check_in(gathering, *, first, age=None, counted_as="resident"):
    with transaction() as tx:
        return activity.record(
            tx, Verb.ATTENDANCE_CHECKED_IN, library_id=gathering.library_id,
            branch_id=gathering.branch_id, gathering_id=gathering.id, now=gathering.starts_at,
            counted_as=counted_as,
            details={"minutes_from_start": 0, "duration": 60, "via": "list", "first_time": first,
                     "age_class": age, "pc4": None},
        )  # fmt: skip


@pytest.fixture
def branches(app):
    library = the_library()
    given = {"library": library, "municipality": "Hardenberg"}
    return (
        a_branch(library, "Ommen", slug="o", name="B", municipality="Ommen", district="Centrum"),
        a_branch(**given, place="Baalder", district="Baalder"),
        a_branch(**given, place="De Krim"),
    )


def test_three_years_stand_beside_each_other_and_before_the_log_is_no_number(branches):
    ommen, _baalder, _krim = branches
    first = a_held(5, at=MARCH - YEAR, branch_id=ommen.id)
    recount(first, 6)
    joined(
        a_held(20, at=MARCH, branch_id=ommen.id, estimated=True, initiator=Initiator.GROUP),
        a_partner(sector=Sector.CARE),
    )
    a_held(10, at=MARCH, branch_id=ommen.id, core_function=CoreFunction.ARTS)
    report = the_report()
    assert report.trend == (None, Figures(1, 6), Figures(2, 30, 20, joint=1, begun=1))
    assert report.figures.estimated == 20
    assert dict(report.functions)[CoreFunction.ARTS] == Figures(1, 10)
    assert len(report.functions) == len(CoreFunction)
    assert (report.sectors, report.partners) == (((Sector.CARE, 1, 1),), 1)


def test_places_are_told_by_municipality_and_district(branches):
    ommen, baalder, krim = branches
    a_held(5, at=MARCH, branch_id=ommen.id)
    a_held(6, at=MARCH, branch_id=baalder.id)
    a_held(7, at=MARCH - YEAR, branch_id=krim.id)
    a_held(8, at=MARCH, branch_id=None, address="Dorpshuis, Kerkweg 2, Baalder")
    a_held(9, at=MARCH, branch_id=None, mode=Mode.ONLINE)
    a_held(1, at=MARCH, branch_id=None, address="Parijs")
    told = [
        (each.place.municipality or each.place.sort.name, named(each.trend)[1:],
         [(district.name, named(district.trend)[1:]) for district in each.districts])
        for each in the_report().municipalities
    ]  # fmt: skip
    assert told == [
        ("Hardenberg", [(1, 7), (2, 14)],
         [("Baalder", [(0, 0), (2, 14)]), ("", [(1, 7), (0, 0)])]),
        ("Ommen", [(0, 0), (1, 5)], [("Centrum", [(0, 0), (1, 5)])]),
        ("ONLINE", [(0, 0), (1, 9)], []),
        ("UNKNOWN", [(0, 0), (1, 1)], []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("branch_id", "address", "mode", "place"),
    [
        (1, "", Mode.HYBRID, OMMEN),
        (2, "", Mode.PHYSICAL, Place(Sort.KNOWN, "Dalfsen", "Oudleusen")),
        (3, "", Mode.PHYSICAL, UNKNOWN),
        (9, "", Mode.PHYSICAL, UNKNOWN),
        (None, "", Mode.ONLINE, ONLINE),
        (None, "Kerkweg 2, 7722 ab Ergens", Mode.PHYSICAL,
         Place(Sort.KNOWN, "Dalfsen", "Oudleusen")),
        (None, "Dorpshuis, Kerkweg 2, ommen", Mode.HYBRID, OMMEN),
        (None, "Oudleusen", Mode.PHYSICAL, Place(Sort.KNOWN, "Dalfsen", "Oudleusen")),
        (None, "Kerkweg 7722, Parijs", Mode.PHYSICAL, UNKNOWN),
        (None, "", Mode.PHYSICAL, UNKNOWN),
    ],
)  # fmt: skip
def test_where_something_was(branch_id, address, mode, place):
    where = Whereabouts(
        [
            Branch(id=1, place="Ommen", municipality="Ommen", district="Centrum", postcode=""),
            Branch(id=2, place="Oudleusen", municipality="", district="", postcode="7722 AB"),
            Branch(id=3, place="Verweg", municipality="", district="", postcode="1011 AB"),
        ],
        Area((Part("7722", 10, (0,) * 6, "Dalfsen", "Oudleusen"), Part("7723", 10, (0,) * 6))),
    )
    assert where.of(branch_id, address, mode) == place


def test_first_timers_come_from_cards_and_without_cards_from_check_in(branches):
    ommen, baalder, _krim = branches
    with_cards = a_held(20, at=MARCH, branch_id=ommen.id)
    wrong = a_card_box(with_cards, yes=90, no=9)
    with transaction() as tx:
        activity.record(
            tx, Verb.TALLY_ENTERED, library_id=with_cards.library_id, quantity=20,
            branch_id=ommen.id, gathering_id=with_cards.id, now=with_cards.ends_at,
            details={"first_time": {"yes": 12, "no": 8}, "age_class": {"65+": 20}, "pc4": {}},
            corrects_id=wrong,
        )  # fmt: skip
    a_check_in(with_cards, first=True)
    others = a_held(20, at=MARCH, branch_id=baalder.id)
    came = [a_check_in(others, first=number < 6, age="18-30") for number in range(12)]
    a_check_in(others, first=True, counted_as="staff")
    a_check_in(others, first=None)
    with transaction() as tx:
        activity.record(
            tx, Verb.ATTENDANCE_UNDONE, library_id=others.library_id, gathering_id=others.id,
            corrects_id=came[-1], now=others.ends_at,
        )  # fmt: skip
    report = the_report()
    assert [place.municipality for place in report.first_time.places] == ["Hardenberg", "Ommen"]
    assert report.first_time.table.cells == ((6, 5), (12, 8))
    assert report.first_time.table.total == 31
    assert report.ages.total == 31


def test_few_people_are_not_told_of_nor_to_be_worked_out(branches):
    ommen, baalder, _krim = branches
    a_card_box(a_held(9, at=MARCH, branch_id=ommen.id), yes=3, no=20, ages={"65+": 3, "0-12": 20})
    a_card_box(a_held(9, at=MARCH, branch_id=baalder.id), yes=30, no=40)
    report = the_report()
    hardenberg, of_ommen = report.first_time.table.cells
    assert of_ommen[0] is None
    assert None in hardenberg, "else it is the total minus this"
    assert report.ages.cells.count(None) >= 2
    assert the_report(Year(2026)).first_time is None


def test_a_year_of_many_activities_asks_the_database_no_more_than_one_of_a_few(branches):
    asked = []
    for branch in branches:
        a_held(5, at=MARCH, branch_id=branch.id)
        joined(a_held(5, at=MARCH, branch_id=None, address="Parijs"), a_partner())
        session().rollback()
        with counted() as statements:
            the_report()
        asked.append(len(statements))
    assert asked[0] == asked[2] <= 8
