"""Each indicator, worked out by hand."""

from __future__ import annotations

from math import exp, log

import pytest

from community.meetlat.engine.aggregates import Area
from community.meetlat.engine.levels import wilson
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.meetlat.engine.workings import places, rows
from tests.meetlat.counts import (
    a_library,
    an_occasion,
    an_organisation,
    found,
    judgements,
    occasions,
    organisations,
    people,
    with_partner,
)

Z = 1.2816
RULES = standard().rules


def test_new_faces_are_counted_by_keys_when_the_log_reaches_back_a_year():
    one = found("O1", a_library(
        people=people(unique=60, new=12), occasions=occasions(10, checked_in=6),
    ))  # fmt: skip
    assert (one.value, one.level, one.parts["by_keys"]) == (20, 4, 1)


def test_new_faces_are_counted_as_people_said_in_a_first_year():
    one = found("O1", a_library(
        people=people(history_days=364, unique=60, new=60),
        occasions=occasions(10, checked_in=6, first_time=1, been_before=7),
    ))  # fmt: skip
    assert (one.value, one.parts["by_keys"], one.denominator) == (12.5, 0, 80)


def test_a_library_with_too_few_keys_may_still_know_new_faces_from_its_tally_cards():
    one = found("O1", a_library(
        people=people(unique=49, new=49),
        occasions=occasions(10, checked_in=4, first_time=1, been_before=4),
    ))  # fmt: skip
    assert (one.value, one.parts["by_keys"]) == (20, 0)


def test_who_has_neither_hears_what_the_nearest_way_still_takes():
    keys = found("O1", a_library(
        people=people(unique=49), occasions=occasions(10, checked_in=4, first_time=1),
    ))  # fmt: skip
    assert [(need.of, need.have) for need in keys.needs] == [("people", 49), ("activities", 10)]
    cards = found("O1", a_library(
        people=people(unique=3), occasions=occasions(9, first_time=1, been_before=4)
    ))  # fmt: skip
    assert [(need.of, need.have) for need in cards.needs] == [("people", 45), ("activities", 9)]


def test_returners_are_a_share_of_those_whose_half_year_is_over():
    one = found("O2", a_library(people=people(cohort=20, returned=7)))
    assert (one.value, one.level) == (35, 4)


def test_new_contacts_are_what_answers_make_certain():
    one = found("O3", a_library(
        occasions=occasions(6, pulse="lot", pulse_answers=5, pulse_met_someone=3),
    ))  # fmt: skip
    assert one.raw == 60
    assert one.value == pytest.approx(100 * wilson(18, 30, Z))


def test_an_activity_that_was_picked_for_its_pulse_does_not_count():
    picked = an_occasion(99, pulse="none", pulse_answers=14, pulse_met_someone=14)
    asked = occasions(6, pulse="always", pulse_answers=5, pulse_met_someone=3)
    assert found("O3", a_library(occasions=(*asked, picked))) == found(
        "O3", a_library(occasions=asked)
    )


def test_response_is_of_everybody_who_was_there_where_people_were_asked():
    silent = occasions(20, pulse="always", head_count=14)
    asked = occasions(6, pulse="always", pulse_answers=5, pulse_met_someone=3)
    one = found("O3", a_library(occasions=asked + silent))
    assert one.level is None
    (need,) = [need for need in one.needs if need.of == "response"]
    assert need.have == 30 / (26 * 14)


def test_a_public_as_mixed_as_the_area_bridges_fully():
    # Three of each of two classes, against an area with a thousand of each of three.
    area = 1 - 3 * 1000 * 999 / (3000 * 2999)
    one = found("O4", a_library(
        occasions=occasions(10, ages={"0-12": 3, "31-45": 3}),
    ))  # fmt: skip
    assert one.value == pytest.approx((1 - 2 * 3 * 2 / 30) / area)
    assert found("O4", a_library(
        occasions=occasions(10, ages={"0-12": 2, "31-45": 2, "65+": 2})
    )).value == 1  # fmt: skip


def test_of_a_trait_that_fewer_than_five_told_nothing_is_known():
    one = found("O4", a_library(
        occasions=occasions(10, ages={"0-12": 3, "31-45": 3}, places={"7731": 4})
    ))  # fmt: skip
    assert one == found("O4", a_library(occasions=occasions(10, ages={"0-12": 3, "31-45": 3})))


def test_both_traits_count_for_half():
    ages = 2 / 3 * 9000 / 8997
    one = found("O4", a_library(
        occasions=occasions(10, ages={"0-12": 6}, places={"7731": 3, "7732": 3}),
    ))  # fmt: skip
    places_ratio = 0.6 / (1 - 2 * 1500 * 1499 / (3000 * 2999))
    assert one.value == pytest.approx((0 + places_ratio) / 2)
    assert one.parts["area_ages"] == pytest.approx(ages, abs=1e-3)


def test_one_large_audience_weighs_thirty():
    crowd = an_occasion(99, ages={"0-12": 100, "31-45": 100, "65+": 100})
    small = occasions(10, ages={"65+": 10})
    one = found("O4", a_library(occasions=(*small, crowd)))
    assert one.denominator == 130
    assert one.value == pytest.approx(30 / 130, abs=0.001)


def test_without_an_area_nothing_can_be_said_of_how_mixed_a_public_is():
    one = found("O4", a_library(area=Area({}, {}), occasions=occasions(10, ages={"65+": 6})))
    assert one.level is None
    assert [(need.of, need.is_met) for need in one.needs] == [
        ("profiled_activities", True), ("inhabitants", False),
    ]  # fmt: skip


def test_familiar_faces():
    one = found("O5", a_library(people=people(unique=60, acquainted=18)))
    assert (one.value, one.level) == (30, 4)


def test_talk_yields_when_its_harvest_was_confirmed():
    talks = occasions(6, harvest=2) + occasions(4) + occasions(5, conversational=False, harvest=1)
    one = found("O6", a_library(occasions=talks))
    assert one.raw == 60
    assert one.value == pytest.approx(100 * wilson(6, 10, Z))


def test_one_initiator_counts_for_a_quarter_of_all_initiatives():
    tireless = occasions(12, initiator="resident", initiator_no=0)
    others = tuple(an_occasion(20 + no, initiator="group", initiator_no=1 + no) for no in range(4))
    one = found("O7", a_library(occasions=tireless + others + occasions(4)))
    assert (one.numerator, one.denominator, one.parts["begun"]) == (4 + 4, 20, 16)
    assert one.value == pytest.approx(100 * wilson(8, 20, Z))


def test_a_partner_that_begins_is_no_resident():
    assert (
        found("O7", a_library(occasions=occasions(10, initiator="partner", initiator_no=0))).raw
        == 0
    )


def test_everywhere_is_counted_in_inhabitants():
    area = Area({}, {"7731": 6000, "7732": 3000, "7733": 1000})
    came = (an_occasion(0, places={"7731": 90, "7732": 8, "7733": 4}),)
    one = found("O8", a_library(area=area, occasions=came))
    # The mean is 10.2 per 1,000, a quarter 2.55; 7732 has 2.67, and in 7733 there are only four.
    assert (one.value, one.numerator) == (90, 9000)
    assert found("O8", a_library(
        area=area, occasions=(an_occasion(0, places={"7731": 90, "7732": 7, "7733": 5}),)
    )).value == 70  # fmt: skip


def test_small_places_are_taken_together():
    area = Area({}, {"7731": 6000, "7732": 199, "7733": 150, "7734": 0})
    each = places(
        a_library(area=area, occasions=(an_occasion(places={"7732": 4, "7733": 1}),)), RULES
    )
    assert [(row.places, row.inhabitants, row.taking_part, row.reached) for row in each] == [
        (("7731",), 6000, 0, False), (("7732", "7733", "7734"), 349, 5, True),
    ]  # fmt: skip


def test_a_place_that_stays_too_small_joins_the_smallest_of_the_others():
    area = Area({}, {"7731": 6000, "7732": 199, "7733": 400})
    assert [row.places for row in places(a_library(area=area), RULES)] == [
        ("7731",), ("7732", "7733"),
    ]  # fmt: skip


def test_depth_follows_from_evidence():
    ladder = (
        an_organisation(0),
        an_organisation(1, joint=3),
        an_organisation(2, joint=1, goal_complete=True),
        an_organisation(3, joint=1, brought_and_confirmed=1),
        an_organisation(4, joint=1, brought_and_confirmed=1, goal_complete=True),
        an_organisation(5, contacts=0, joint_before=4),
    )
    one = found("S1", a_library(organisations=ladder))
    assert [one.parts[f"step_{no}"] for no in (1, 2, 3, 4)] == [1, 2, 1, 1]
    assert one.raw == 40
    assert one.value == pytest.approx(100 * wilson(2, 5, Z))


def test_what_a_partner_brought_counts_when_the_partner_says_so():
    joint = (
        *occasions(5, partners=with_partner(0, confirmed=True, brought=True)),
        *occasions(3, partners=with_partner(0, confirmed=True)),
        *occasions(2, partners=with_partner(0, brought=True)),
        *occasions(9),
    )
    one = found("S2", a_library(occasions=joint))
    assert (one.raw, one.denominator) == (50, 10)


def test_variety_is_the_effective_number_of_sectors():
    sectors = ("care", "care", "education", "education", "work", "sport")
    each = tuple(an_organisation(no, sector=sector) for no, sector in enumerate(sectors))
    one = found("S3", a_library(organisations=each))
    by_hand = exp(-(2 * (1 / 3) * log(1 / 3) + 2 * (1 / 6) * log(1 / 6)))
    assert one.value == pytest.approx(by_hand)
    assert found("S3", a_library(organisations=organisations(5))).level == 1


def test_who_only_has_contact_with_us_now_did_not_stay():
    before = organisations(8, joint_before=2, joint=0, contacts=9)
    assert found("S4", a_library(organisations=before)).value == 0
    stayed = organisations(6, joint_before=1, joint=1) + before[6:]
    assert found("S4", a_library(organisations=stayed)).value == 75


def test_leaning_on_the_three_largest():
    joint = tuple(an_occasion(no, partners=with_partner(no % 3)) for no in range(12)) + tuple(
        an_occasion(20 + no, partners=with_partner(3 + no % 4)) for no in range(8)
    )
    one = found("S5", a_library(occasions=joint))
    assert (one.value, one.numerator, one.parts["joint_partners"]) == (40, 8, 7)


def test_partners_are_linked_when_both_confirm():
    joint = (
        an_occasion(0, partners=with_partner(0, 1, confirmed=True)),
        an_occasion(1, partners=with_partner(2, confirmed=True) + with_partner(3)),
        an_occasion(2, partners=with_partner(4, 4, confirmed=True)),
    )
    one = found("S6", a_library(occasions=joint, organisations=organisations(5)))
    assert one.value == 40


def test_together_inside_takes_two_teams_and_one_in_front():
    joint = (
        *occasions(4, partners=with_partner(0), teams=2, front_line=True),
        *occasions(3, partners=with_partner(0), teams=2),
        *occasions(3, partners=with_partner(0), front_line=True),
    )
    assert found("S7", a_library(occasions=joint)).raw == 40


def test_the_judgement_of_few_partners_is_drawn_towards_three():
    one = found("S8", a_library(judgements=judgements(10, 5, (20, 25, 15))))
    assert (one.raw, one.value) == (4, (5 * 4 + 15) / 10)
    skipped = judgements(10, 5, (20, 25, 5), answers=(5, 5, 1))
    assert found("S8", a_library(judgements=skipped)).raw == pytest.approx((4 + 5 + 5) / 3)


def test_of_something_sensitive_nothing_is_counted_but_that_it_was_there():
    told = {
        "ages": {"65+": 6}, "places": {"7731": 60}, "first_time": 5, "been_before": 5,
        "pulse": "always", "pulse_answers": 10, "pulse_met_someone": 10,
    }  # fmt: skip
    library = a_library(
        people=people(history_days=0), occasions=occasions(10, sensitive=True, **told)
    )
    result = score(library, standard())
    assert [one.code for one in result.ontmoeting.indicators if one.is_measurable] == ["O6", "O7"]
    assert not any(rows(code, library, RULES) for code in ("O1", "O3", "O4"))


@pytest.mark.parametrize("code", ["O1", "O3", "O4", "O6", "O7", "S1", "S2", "S4", "S5", "S6", "S7"])
def test_rows_add_up_to_what_is_said(code: str):
    organisation = {"joint": 1, "joint_before": 1, "brought_and_confirmed": 1}
    library = a_library(
        people=people(history_days=0),
        organisations=organisations(8, **organisation),
        occasions=tuple(
            an_occasion(
                no, first_time=no, been_before=3, ages={"65+": 5, "0-12": no}, pulse="always",
                pulse_answers=5, pulse_met_someone=no % 5, harvest=no % 3, teams=2,
                front_line=no % 2 == 0, initiator="resident", initiator_no=no % 5,
                partners=with_partner(no % 8, (no + 1) % 8, confirmed=no % 3 == 0, brought=True),
            )
            for no in range(20)
        ),
    )  # fmt: skip
    one, made_of = found(code, library), rows(code, library, RULES)
    assert one.is_measurable
    assert sum(row.part for row in made_of) == pytest.approx(one.numerator)
    assert sum(row.whole for row in made_of) == pytest.approx(one.denominator)
