"""The engine and a plain, slow reference agree, whatever was counted; and what must hold always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.meetlat.engine import stored
from community.meetlat.engine.aggregates import Aggregates, Area, Occasion
from community.meetlat.engine.results import MeetlatResult
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from tests.meetlat import reference
from tests.meetlat.counts import (
    AREA,
    a_library,
    an_occasion,
    an_organisation,
    indicator,
    judgements,
    occasions,
    organisations,
    people,
    with_partner,
)

AGES = standard().age_classes
SECTORS = ("care", "education", "sport", "work", "culture", "other")

libraries = st.integers(0, 2**32).map(lambda seed: some_library(Random(seed)))  # noqa: S311


def some_library(chance: Random) -> Aggregates:
    """From a village where little is known to a town where everything is."""
    known = chance.random()
    area_places = [str(7700 + no) for no in range(chance.randint(0, 6))]
    partners = chance.randint(0, 14)
    unique = chance.randint(0, 140)
    cohort = chance.randint(0, 45)
    given = chance.randint(0, 12)
    return a_library(
        people=people(
            history_days=chance.choice((100, 364, 365, 700)),
            unique=unique,
            new=chance.randint(0, unique),
            cohort=cohort,
            returned=chance.randint(0, cohort),
            acquainted=chance.randint(0, unique),
        ),
        occasions=tuple(
            some_occasion(no, chance, known, partners) for no in range(chance.randint(0, 40))
        ),
        organisations=tuple(
            an_organisation(
                no,
                sector=chance.choice(SECTORS),
                joint=chance.randint(0, 2),
                contacts=chance.randint(0, 1),
                brought_and_confirmed=chance.randint(0, 1),
                goal_complete=chance.random() < 0.3,
                joint_before=chance.randint(0, 1),
            )
            for no in range(partners)
        ),
        judgements=judgements(
            asked=given + chance.randint(0, 12),
            given=given,
            sums=tuple(sum(chance.randint(1, 5) for _ in range(given)) for _ in range(3)),
        ),
        area=Area(
            ages={age: chance.randint(0, 4000) for age in AGES[: chance.randint(0, 6)]},
            places={place: chance.choice((0, 90, 199, 200, 2000)) for place in area_places},
        ),
    )


def some_occasion(no: int, chance: Random, known: float, partners: int) -> Occasion:
    heads = chance.randint(3, 60)
    told = chance.randint(0, heads) if chance.random() < known else 0
    first = chance.randint(0, told)
    answers = chance.randint(0, heads // 2) if chance.random() < known else 0
    who = chance.sample(range(partners), min(partners, chance.choice((0, 0, 1, 1, 2))))
    return an_occasion(
        no,
        sensitive=chance.random() < 0.1,
        conversational=chance.random() < 0.6,
        initiator=chance.choice(("library", "resident", "group", "partner")),
        initiator_no=chance.choice((None, 0, 0, 1, 2, 3, 4)),
        head_count=heads,
        checked_in=told,
        ages=counts(chance, AGES, told),
        places=counts(chance, [str(7700 + place) for place in range(8)], told),
        first_time=first,
        been_before=told - first,
        pulse=chance.choice(("none", "lot", "always")),
        pulse_answers=answers,
        pulse_met_someone=chance.randint(0, answers),
        harvest=chance.randint(0, 2),
        partners=tuple(
            share
            for one in who
            for share in with_partner(
                one, confirmed=chance.random() < 0.6, brought=chance.random() < 0.6
            )
        ),
        teams=chance.randint(0, 3),
        front_line=chance.random() < 0.6,
    )


def counts(chance: Random, labels: Sequence[str], number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for label in chance.choices(labels, k=number):
        found[label] = found.get(label, 0) + 1
    return found


@settings(max_examples=150, deadline=None)
@given(libraries)
def test_the_engine_says_what_a_plain_reference_says(library: Aggregates):
    result = score(library, standard())
    for part, found in zip(
        result.dimensions,
        (reference.meeting(library), reference.working_together(library)),
        strict=True,
    ):
        levels = reference.levels(found)
        assert {one.code: one.is_measurable for one in part.indicators} == {
            code: one is not None for code, one in levels.items()
        }
        for one in part.indicators:
            if one.is_measurable:
                assert one.value == pytest.approx(found[one.code][0])
                assert one.level == pytest.approx(levels[one.code])
        expected, letter = reference.bar(found)
        assert part.score == pytest.approx(expected)
        assert part.confidence == letter


def test_random_libraries_can_measure_everything_and_nothing():
    # Or the comparison above would say little.
    measured: set[str] = set()
    letters: set[str | None] = set()
    for seed in range(120):
        for part in score(some_library(Random(seed)), standard()).dimensions:  # noqa: S311
            measured |= {one.code for one in part.indicators if one.is_measurable}
            letters.add(part.confidence)
    assert measured == {one.code for one in standard().indicators}
    assert letters >= {"B", "C", None}


@settings(max_examples=40, deadline=None)
@given(libraries)
def test_a_result_comes_back_as_it_was_and_is_worked_out_again_with_the_same_bytes(
    library: Aggregates,
):
    result = score(library, standard())
    bytes_ = stored.dump(result)
    assert stored.load(MeetlatResult, bytes_) == result
    assert stored.dump(stored.load(MeetlatResult, bytes_)) == bytes_
    again = stored.unpack(stored.pack(library))
    assert stored.dump(score(again, standard())) == bytes_


@settings(max_examples=40, deadline=None)
@given(libraries)
def test_the_order_in_which_things_were_logged_does_not_matter(library: Aggregates):
    turned = replace(library, occasions=library.occasions[::-1])
    for one, other in zip(
        score(library, standard()).dimensions, score(turned, standard()).dimensions, strict=True
    ):
        assert one.score == pytest.approx(other.score)
        for a, b in zip(one.indicators, other.indicators, strict=True):
            assert a.level == pytest.approx(b.level)


@settings(max_examples=60, deadline=None)
@given(libraries, st.sampled_from(("new", "returned", "acquainted")))
def test_one_more_of_what_is_wanted_never_lowers_an_indicator(library: Aggregates, what: str):
    before = library.people
    most = before.cohort if what == "returned" else before.unique
    if getattr(before, what) < most:
        more = replace(before, **{what: getattr(before, what) + 1})
        code = {"new": "O1", "returned": "O2", "acquainted": "O5"}[what]
        assert not_lower(library, replace(library, people=more), code)


@settings(max_examples=60, deadline=None)
@given(libraries, st.integers(0, 39))
def test_one_more_answer_harvest_or_confirmation_never_lowers_an_indicator(
    library: Aggregates, no: int
):
    if no >= len(library.occasions):
        return
    one = library.occasions[no]
    better = {
        "O3": replace(one, pulse_met_someone=one.pulse_answers),
        "O6": replace(one, harvest=one.harvest + 1),
        "S2": replace(one, partners=tuple(
            replace(share, confirmed=True, brought=True) for share in one.partners
        )),
        "S7": replace(one, teams=2, front_line=True),
    }  # fmt: skip
    better["S6"] = better["S2"]
    for code, improved in better.items():
        others = (*library.occasions[:no], improved, *library.occasions[no + 1 :])
        assert not_lower(library, replace(library, occasions=others), code)


def not_lower(before: Aggregates, after: Aggregates, code: str) -> bool:
    old, new = (indicator(score(one, standard()), code).uncapped for one in (before, after))
    return old is None or new >= old - 1e-12


EXACTLY_ENOUGH = a_library(
    people=people(unique=50, new=5, cohort=20, returned=4, acquainted=5),
    occasions=tuple(
        an_occasion(
            no, checked_in=5, ages={"65+": 5}, places={"7731": 10}, partners=with_partner(no % 6),
            pulse="lot" if no < 5 else "none", pulse_answers=6 if no < 5 else 0, head_count=40,
        )
        for no in range(10)
    ),
    organisations=organisations(8, joint_before=1)[:4] + tuple(
        an_organisation(4 + no, joint_before=1, contacts=0) for no in range(4)
    ) + (an_organisation(8),),
    judgements=judgements(asked=12, given=5, sums=(15, 15, 15)),
)  # fmt: skip


def without_one(code: str, of: str) -> Aggregates:
    """The same, one short of a minimum."""
    library = EXACTLY_ENOUGH
    first, *others = library.occasions
    first_short = {
        "activities": replace(first, checked_in=0),
        "profiled_activities": replace(first, ages={"65+": 4}, places={"7731": 4}),
        "placed": replace(first, places={"7731": 9}),
        "answers": replace(first, pulse_answers=5),
        "answered_activities": replace(first, pulse="none"),
        "response": replace(first, head_count=41),
        "conversations": replace(first, conversational=False),
        "joint_activities": replace(first, partners=()),
    }
    if code == "O7":
        return replace(library, occasions=tuple(others))
    if of in first_short:
        return replace(library, occasions=(first_short[of], *others))
    keyed, given = library.people, library.judgements
    return {
        "people": replace(library, people=replace(keyed, unique=49)),
        "cohort": replace(library, people=replace(keyed, cohort=19)),
        "inhabitants": replace(library, area=Area({}, {})),
        "partners": replace(library, organisations=library.organisations[1:]),
        "partners_before": replace(library, organisations=library.organisations[1:]),
        "joint_partners": replace(library, occasions=tuple(
            replace(one, partners=with_partner(no % 5)) for no, one in enumerate(library.occasions)
        )),
        "judgements": replace(library, judgements=replace(given, given=4, asked=9)),
    }[of]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "of"), [(one.code, of) for one in standard().indicators for of in one.least]
)
def test_one_short_of_a_minimum_is_not_enough(code: str, of: str):
    enough = indicator(score(EXACTLY_ENOUGH, standard()), code)
    assert enough.is_measurable
    if (code, of) == ("S8", "response"):
        short = replace(EXACTLY_ENOUGH, judgements=judgements(13, 5, (15, 15, 15)))
    else:
        short = without_one(code, of)
    missed = indicator(score(short, standard()), code)
    assert not missed.is_measurable
    assert of in [need.of for need in missed.needs if not need.is_met]
    assert (missed.value, missed.raw, missed.numerator, missed.parts) == (None, None, None, {})


def test_without_names_three_quarters_of_meeting_can_be_measured():
    library = a_library(
        people=people(history_days=0),
        occasions=occasions(
            12, ages={"65+": 5}, places={"7731": 9}, first_time=2, been_before=5, pulse="always",
            pulse_answers=6,
        ),
    )  # fmt: skip
    part = score(library, standard()).ontmoeting
    assert [one.code for one in part.indicators if not one.is_measurable] == ["O2", "O5"]
    assert (part.measurable_weight, part.confidence) == (0.75, "B")


def test_in_a_first_year_working_together_is_measured_without_who_stayed():
    library = replace(
        EXACTLY_ENOUGH, organisations=organisations(6, joint=1), judgements=judgements()
    )
    part = score(library, standard()).samenwerking
    assert [one.code for one in part.indicators if not one.is_measurable] == ["S4", "S8"]
    assert (part.measurable_weight, part.confidence) == (0.7, "C")


def test_where_nothing_happened_nothing_is_said():
    result = score(a_library(area=AREA), standard())
    for part in result.dimensions:
        assert (part.score, part.confidence, part.measurable_weight) == (None, None, 0)
        assert all(need.have == 0 for one in part.indicators for need in one.needs
                   if need.of != "inhabitants")  # fmt: skip
    assert (result.version, result.provisional) == ("0.1-voorstel", True)
