"""What comes in by JSON becomes a problem, or is refused in one sentence."""

from __future__ import annotations

import json

import pytest

from community.matching.engine.tables import figures, reading
from community.matching.engine.tables.problem import Cover, Guest, Locked, TablesProblem
from community.matching.engine.wrong import WrongProblem

#: The example of MATCHING's program form, with people enough.
EXAMPLE = {
    "kind": "tables", "rounds": 3, "tables": 2, "size": [4, 8], "seed": 1, "seconds": 2.0,
    "people": [
        {"id": "p1", "attributes": {"age": "65+", "district": "7721"}, "languages": ["nl"],
         "host": False},
        *({"id": f"p{no}"} for no in range(2, 10)),
    ],
    "hosts_per_table": 1, "hosts_stay": False,
    "together": [["p1", "p2"]], "apart": [["p3", "p4"]],
    "cover": [{"language": "ar", "for": ["p9"]}], "met_before": [["p1", "p3"]],
    "pair_scores": [["p1", "p2", 12.5]], "balance": ["age", "district"],
    "locked": [{"round": 0, "table": 1, "person": "p1"}], "previous": None, "absent": [],
    "walk_ins": [],
}  # fmt: skip
LEAST = {"kind": "tables", "tables": 2, "size": [1, 2], "people": [{"id": "a"}, {"id": "b"}]}


def test_the_whole_form_is_read():
    problem = reading.read(json.loads(json.dumps(EXAMPLE)))
    assert problem.people[0] == Guest("p1", {"age": "65+", "district": "7721"}, ("nl",))
    assert problem.sizes == ((4, 8), (4, 8))
    assert problem.cover == (Cover("ar", ("p9",)),)
    assert problem.locked == (Locked(0, 1, "p1"),)
    assert problem.pair_scores == (("p1", "p2", 12.5),)


def test_what_is_left_out_has_the_default_of_the_form():
    people = (Guest("a"), Guest("b"))
    assert reading.read(LEAST) == TablesProblem(people=people, sizes=((1, 2), (1, 2)))


def test_tables_may_have_sizes_of_their_own():
    problem = reading.read({"kind": "tables", "tables": [[1, 2], [0, 1]], "people": [{"id": "a"}]})
    assert problem.sizes == ((1, 2), (0, 1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "chairs"}, 'The kind must be "tables".'),
        ({"colour": "red"}, "There is an unknown key in the problem: colour."),
        ({"people": [{"id": "a", "sex": "f"}, {"id": "b"}]},
         "There is an unknown key in item 0 of people in the problem: sex."),
        ({"people": [{"id": 1}]},
         "Id in item 0 of people in the problem must be a text, not 1."),
        ({"people": [{"id": "a"}, {"id": "a"}]}, "The person a stands 2 times among the people."),
        ({"people": []}, "There is nobody to seat."),
        ({"people": {"id": "a"}}, "People in the problem must be a list, not {'id': 'a'}."),
        ({"rounds": 0}, "There must be at least one round."),
        ({"rounds": True}, "Rounds in the problem must be a whole number, not True."),
        ({"rounds": "3"}, "Rounds in the problem must be a whole number, not '3'."),
        ({"seconds": float("nan")}, "The seconds must be a number above 0."),
        ({"seconds": 10**400}, "Seconds in the problem must be a number that fits, not 1000"),
        ({"steps": -1}, "The steps cannot be fewer than 0."),
        ({"tables": 0}, "There must be 1 to 10000 tables, not 0."),
        ({"tables": [[1, 2]]}, "With a size per table in tables there is no size beside it."),
        ({"size": [2, 1]}, "Table 0 must have 1 or more seats, least before most: 2 to 1."),
        ({"size": [0, 0]}, "Table 0 must have 1 or more seats, least before most: 0 to 0."),
        ({"size": [1]}, "Size in the problem must be a list of 2, not [1]."),
        ({"tables": 1, "size": [1, 1]}, "There are 2 people for 1 seats."),
        ({"size": [2, 2]}, "There are 2 people, and the tables need at least 4."),
        ({"hosts_per_table": 3}, "Table 0 has 2 seats for 3 hosts."),
        ({"apart": [["a", "z"]]}, "In apart stands z, who is not among the people."),
        ({"apart": [["a", "a"]]}, "In apart somebody stands twice in [a, a]."),
        ({"together": [["a"]]}, "In together stands somebody alone."),
        ({"cover": [{"language": "ar", "for": ["z"]}]},
         "In cover stands z, who is not among the people."),
        ({"absent": ["z"]}, "In absent stands z, who is not among the people."),
        ({"pair_scores": [["a", "b", float("nan")]]},
         "The score of a and b must be a finite number, not nan."),
        ({"pair_scores": [["a", "b", float("inf")]]},
         "The score of a and b must be a finite number, not inf."),
        ({"pair_scores": [["a", "b", 1], ["b", "a", 2]]}, "The pair a and b has 2 scores."),
        ({"locked": [{"round": 1, "table": 0, "person": "a"}]},
         "a is locked in round 1, which is not there."),
        ({"locked": [{"round": 0, "table": -1, "person": "a"}]},
         "a is locked at table -1, which is not there."),
        ({"locked": [{"round": 0, "table": 0, "person": "a"},
                     {"round": 0, "table": 1, "person": "a"}]},
         "a is locked 2 times in round 0."),
        ({"locked": [{"round": 0, "table": 0, "person": "a"},
                     {"round": 0, "table": 0, "person": "b"}]},
         "The locked seats of round 0 leave too few people for the other tables."),
        ({"previous": [[["a"], ["b"]], [["a"], ["b"]]]}, "The previous plan has 2 rounds, not 1."),
        ({"previous": [[["a", "b"]]]}, "Round 0 of the previous plan has 1 tables for 2."),
        ({"previous": [[["a"], ["z"]]]}, "In previous stands z, who is not among the people."),
        ({"previous": [[["a"], ["a"]]]}, "In round 0 of the previous plan a has 2 seats."),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_or_answered_is_refused_in_one_sentence(change, sentence):
    with pytest.raises(WrongProblem) as refused:
        reading.read({**LEAST, **change})
    assert str(refused.value).startswith(sentence)


def test_figures_of_a_plan_by_hand():
    """Six people twice over two tables: a sits with b both times, c and d met before."""
    people = [
        Guest("a", {"age": "old"}, ("nl",), host=True),
        Guest("b", {"age": "old"}, ("nl", "ar"), host=True),
        Guest("c", {"age": "old"}), Guest("d", {"age": "young"}), Guest("e", {"age": "young"}),
        Guest("f"),
    ]  # fmt: skip
    problem = TablesProblem(
        people, ((3, 3), (3, 3)), rounds=2, hosts_per_table=1, apart=[("a", "b"), ("e", "f")],
        together=[("c", "d")], cover=[Cover("ar", ("a", "b", "f"))], met_before=[("d", "e")],
        pair_scores=[("b", "a", 2.0), ("e", "f", 5.0)], locked=[Locked(1, 0, "f")],
    )  # fmt: skip
    found = figures.measure(problem, [[["a", "b", "c"], ["d", "e", "f"]],
                                      [["a", "b", "f"], ["c", "d", "e"]]])  # fmt: skip
    assert list(found.violations) == [
        ("host", "1"), ("together", "c", "d"), ("apart", "a", "b"), ("apart", "e", "f"),
        ("cover", "ar", "b"), ("cover", "ar", "f"),
    ]  # fmt: skip
    # a and b meet twice; d and e, who met before, twice.
    assert found.repeats == 1 + 2
    # Old: 1½ a table, so 3 and 0 are one outside; young: 1 exactly, so 0 and 2 are.
    assert found.misfits == {"age": 4 + 2}
    assert found.pair_score == 2 * 2.0 + 5.0
    assert (found.met_least, found.met_mean) == (3, 20 / 6)


def test_a_plan_that_is_not_whole_says_so():
    problem = reading.read({**LEAST, "size": [1, 1]})
    found = figures.measure(problem, [[["a", "b"], []]])
    assert list(found.violations) == [("size", "0", "0"), ("size", "0", "1")]
    assert list(figures.measure(problem, [[["a"], ["a"]]]).violations) == [
        ("seat", "0", "a"), ("seat", "0", "b"),
    ]  # fmt: skip
