"""The program form of an assignment: read with its defaults, or refused in one sentence."""

from __future__ import annotations

import json

import pytest

from community.matching.engine.assignment import reading
from community.matching.engine.assignment.problem import AssignmentProblem, Seats, Seeker
from community.matching.engine.assignment.solving import solve
from community.matching.engine.wrong import WrongProblem

LEAST = {
    "kind": "assignment",
    "people": [{"id": "a"}, {"id": "b"}],
    "conversations": [{"id": "x", "capacity": 2}, {"id": "y", "capacity": 2}],
    "pairs": [["a", "x", 873]],
}


def test_the_whole_form_is_read_and_answered():
    people = [{"id": "a", "left_out": 1, "seats": 2}, {"id": "b"}]
    whole = LEAST | {
        "people": people,
        "overlaps": [["x", "y"]],
        "together": [["a", "b"]],
        "seed": 1,
    }
    problem = reading.read(json.loads(json.dumps(whole)))
    assert problem == AssignmentProblem(
        people=(Seeker("a", 1, 2), Seeker("b")),
        conversations=(Seats("x", 2), Seats("y", 2)),
        pairs=(("a", "x", 873),),
        overlaps=(("x", "y"),),
        together=(("a", "b"),),
        seed=1,
    )
    assert reading.written(solve(problem))["unplaced"] == {"a": ["x"], "b": []}


def test_the_answer_stands_in_the_words_of_the_form():
    answer = reading.written(solve(reading.read(LEAST)))
    assert answer.pop("seconds") < 60
    assert answer == {
        "kind": "assignment",
        "placed": [["a", "x"]],
        "unplaced": {"b": []},
        "closed": [],
        "people_placed": 1,
        "score": 873,
        "proven_optimal": True,
        "big": 3000,
        "certificate": {"people": {"a": 3873, "b": 0}, "conversations": {"x": 0, "y": 0}},
        "fairness": {"worst_rank": 1, "mean_rank": 1.0},
    }
    json.dumps(answer)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "tables"}, 'The kind must be "assignment".'),
        ({"colour": 1}, "There is an unknown key in the problem: colour."),
        ({"people": [{"id": "a", "age": 8}]},
         "There is an unknown key in item 0 of people in the problem: age."),
        ({"people": [{"id": "a"}, {"id": "a"}]}, "The person a stands 2 times among the people."),
        ({"people": [{"id": "a", "left_out": -1}]},
         "The person a cannot have been left out -1 times."),
        ({"people": [{"id": "a", "seats": 0}]},
         "The person a must want at least one seat, not 0."),
        ({"conversations": [{"id": "x"}]},
         "There is no capacity in item 0 of conversations in the problem."),
        ({"conversations": [{"id": "x", "capacity": 1}, {"id": "x", "capacity": 1}]},
         "The conversation x stands 2 times among the conversations."),
        ({"conversations": [{"id": "x", "capacity": -1}]},
         "The conversation x must have 0 to 1000000 seats."),
        ({"conversations": [{"id": "x", "capacity": 1, "least": 2}]},
         "The conversation x needs 2 people for 1 seats."),
        ({"pairs": [["z", "x", 1]]}, "In pairs stands z, who is not among the people."),
        ({"pairs": [["a", "z", 1]]}, "In pairs stands z, which is not among the conversations."),
        ({"pairs": [["a", "x", float("nan")]]},
         "Item 0 of pairs in the problem must be a whole number, not nan."),
        ({"pairs": [["a", "x", 1001]]},
         "The score of a and x must be a whole number from 0 to 1000."),
        ({"pairs": [["a", "x", 1], ["a", "x", 2]]}, "The pair a and x stands in pairs twice."),
        ({"overlaps": [["x", "q"]]},
         "In overlaps stands q, which is not among the conversations."),
        ({"overlaps": [["x", "x"]]}, "In overlaps stands x with itself."),
        ({"together": [["a"]]}, "In together stands somebody alone."),
        ({"together": [["a", "a"]]}, "In together somebody stands twice in [a, a]."),
        ({"together": [["a", "z"]]}, "In together stands z, who is not among the people."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_sentence(change, sentence):
    with pytest.raises(WrongProblem) as refused:
        reading.read(LEAST | change)
    assert str(refused.value) == sentence
