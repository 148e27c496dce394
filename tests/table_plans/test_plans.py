"""What a table plan promises: nobody is lost, nothing is overwritten, everything can be undone."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session, transaction
from community.gatherings.hosting_rules import GatheringIsCancelled
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.table_plans import (
    arrangement,
    by_hand,
    editor,
    problem,
    proposing,
    queries,
    setting_up,
    showing,
    standing,
    wording,
)
from community.table_plans.by_hand import Seat
from community.table_plans.models import State, WishKind
from community.table_plans.rules import (
    PlanIsFixed,
    PlanWasChanged,
    SeatIsLocked,
)
from community.table_plans.setting_up import AboutGuest
from community.table_plans.standing import Repair
from community.tongues import Tongue
from tests import factories
from tests.gatherings.crowd import rush
from tests.table_plans import plans
from tests.table_plans.plans import do, hand, rounds_of, the


@pytest.fixture
def plan(app):
    return plans.divided(plans.a_plan())


def elsewhere(plan, number=0) -> tuple[str, str]:
    """Two who sit at different tables in a round."""
    tables = rounds_of(plan)[number]
    return tables[0][0], tables[1][0]


def swap(plan, one, other, *, seen=None, number=0):
    return do(by_hand.swap, plan, Seat(number, one), other, hand(plan, seen=seen))


def test_everybody_has_one_seat_in_every_round_and_a_party_is_one_group(app):
    gathering = plans.a_table_evening(6)
    three = factories.a_sign_up(gathering, factories.a_person("Riet"), party_size=3)
    host = factories.a_host_of(gathering, "Ineke")
    plan = plans.divided(plans.a_plan(gathering))
    for tables in rounds_of(plan):
        assert plans.sitting([tables]) == sorted(guest.key for guest in plans.guests(plan))
    table = proposing.table_of(session(), the(plan))
    party = tuple(f"s{three.id}.{number}" for number in (1, 2, 3))
    assert problem.problem_of(table, 2).together == [party]
    assert len(plans.guests(plan)) == 10
    assert [guest.key for guest in plans.guests(plan) if guest.is_host] == [f"h{host.id}"]


def test_two_change_seats_and_every_step_can_be_taken_back(plan):
    first = rounds_of(plan)
    one, other = elsewhere(plan)
    swap(plan, one, other)
    second = rounds_of(plan)
    assert arrangement.where(second)[0][one] == arrangement.where(first)[0][other]
    do(by_hand.move, plan, Seat(1, one), 1, hand(plan))
    do(by_hand.undo, plan, 2, hand(plan))
    assert rounds_of(plan) == second
    do(by_hand.undo, plan, 1, hand(plan))
    assert rounds_of(plan) == first
    # What is done from there on takes the place of what was undone.
    swap(plan, *elsewhere(plan, 1), number=1)
    assert [step.number for step in queries.list_steps(session(), the(plan))] == [2, 1]


def test_the_same_press_twice_is_once(plan):
    one, other = elsewhere(plan)
    seen = the(plan).version
    swap(plan, one, other, seen=seen)
    after = rounds_of(plan)
    swap(plan, one, other, seen=seen)
    assert rounds_of(plan) == after
    assert the(plan).version == seen + 1


def test_of_two_librarians_who_move_somebody_at_once_one_is_told_to_look_again(app, plan):
    one, other = elsewhere(plan)
    third = next(key for key in rounds_of(plan)[0][1] if key != other)
    seen = the(plan).version

    def act(with_whom: str):
        return lambda: swap(plan, one, with_whom, seen=seen)

    wrong = rush(app, [act(other), act(third)], in_flight=2)
    assert [type(error) for error in wrong] == [PlanWasChanged]
    assert the(plan).version == seen + 1


def test_what_is_released_is_what_was_seen(app, plan):
    plans.in_state(plan, State.FIXED)
    one, other = elsewhere(plan)
    seen = the(plan).version

    def release():
        do(standing.stand, plan, State.RELEASED, hand(plan, seen=seen))

    wrong = rush(app, [release, lambda: swap(plan, one, other, seen=seen)], in_flight=2)
    assert [type(error) for error in wrong] == [PlanWasChanged]


def test_a_locked_seat_stays_whatever_is_divided_anew(plan):
    one, other = elsewhere(plan)
    do(by_hand.lock, plan, Seat(0, one), hand(plan), locked=True)
    with pytest.raises(SeatIsLocked):
        swap(plan, one, other)
    at = arrangement.where(rounds_of(plan))[0][one]
    plans.divided(plan)
    assert arrangement.where(rounds_of(plan))[0][one] == at
    do(by_hand.lock, plan, Seat(0, one), hand(plan), locked=False)
    swap(plan, *elsewhere(plan))


def test_wishes_reach_the_engine_until_they_are_let_go(plan):
    plans.wants(plan, WishKind.TOGETHER, "Fatima", "Zeki")
    plans.wants(plan, WishKind.APART, "Cor", "Imke")
    plans.wants(plan, WishKind.MEET, "Nel", "Truus")
    plans.wants(plan, WishKind.COVER, "Petra", tongue=Tongue.ARABIC)
    plans.wants(plan, WishKind.COVER, "Petra", tongue=Tongue.ARABIC)  # Twice is once.
    key = plans.keys(plan)
    table = proposing.table_of(session(), the(plan))
    asked = problem.form_of(problem.problem_of(table, 2))
    assert asked["together"] == [sorted([key["Fatima"], key["Zeki"]])]
    assert asked["apart"] == [sorted([key["Cor"], key["Imke"]])]
    assert asked["pair_scores"] == [[*sorted([key["Nel"], key["Truus"]]), 100.0]]
    assert asked["cover"] == [{"language": "ar", "for": [key["Petra"]]}]
    wish = table.wishes[0]
    do(setting_up.give_up, plan, wish.id, again=False, now=now())
    table = proposing.table_of(session(), the(plan))
    assert problem.problem_of(table, 2).together == []


def test_who_comes_later_and_who_leaves_are_in_the_next_proposal(plan):
    late = factories.a_sign_up(the(plan).gathering, factories.a_person("Yara"))
    gone = plans.keys(plan)["Fatima"]
    with transaction() as tx:
        entry = tx.get_one(SignUp, int(gone[1:].partition(".")[0]))
        entry.status, entry.has_seat = SignUpStatus.CANCELLED, False
    plans.divided(plan)
    there = set(plans.sitting(rounds_of(plan)))
    assert f"s{late.id}.1" in there
    assert gone not in there


def test_what_is_fixed_is_not_divided_anew_and_a_late_answer_changes_nothing(plan):
    do(proposing.propose, plan, hand(plan))
    stood = rounds_of(plan)
    plans.in_state(plan, State.FIXED)
    plans.answer(plan)
    assert rounds_of(plan) == stood
    with pytest.raises(PlanIsFixed):
        do(proposing.propose, plan, hand(plan))
    plans.in_state(plan, State.RELEASED, State.FIXED, State.PROPOSED)
    assert the(plan).released_at is None


def test_nothing_is_planned_for_what_does_not_go_on(plan):
    with transaction() as tx:
        tx.get_one(Gathering, plan.gathering_id).status = GatheringStatus.CANCELLED
    with pytest.raises(GatheringIsCancelled):
        do(proposing.propose, plan, hand(plan))


def test_a_repair_is_applied_as_it_was_shown_or_not_at_all(plan):
    rounds, keys = rounds_of(plan), plans.keys(plan)
    out = keys["Fatima"]
    late = factories.a_sign_up(the(plan).gathering, factories.a_person("Yara"))
    new = f"s{late.id}.1"
    shown = [[[new if key == out else key for key in table] for table in tables]
             for tables in rounds]  # fmt: skip
    lacking = [[[key for key in table if key != out] for table in tables] for tables in rounds]
    with pytest.raises(PlanWasChanged):
        do(standing.repair, plan, Repair(lacking, frozenset({out}), frozenset({new})), hand(plan))
    wanted = Repair(shown, frozenset({out}), frozenset({new}))
    do(standing.repair, plan, wanted, hand(plan))
    assert rounds_of(plan) == shown
    assert queries.list_away(session(), the(plan)) == {out}


def test_what_the_librarian_knows_goes_before_what_somebody_said(plan):
    guest = plans.guests(plan)[0]
    knows = AboutGuest(True, frozenset({Tongue.TURKISH}), "Kerkstraat")
    do(setting_up.know, plan, {guest.id: knows}, hand(plan))
    table = proposing.table_of(session(), the(plan))
    known = next(each for each in table.guests if each.id == guest.id)
    assert (known.is_host, table.own_value_of(known)) == (True, "Kerkstraat")
    assert table.speaks[known.key] == {"tr"}


@pytest.mark.parametrize(
    ("people", "least", "most", "tables"), [(48, 6, 8, 7), (13, 4, 6, 3), (8, 2, 5, 2)]
)
def test_the_number_of_tables_is_worked_out(people, least, most, tables):
    chosen = problem.TablePlan(least=least, most=most, tables=None, hosts_per_table=0)
    assert problem.count_tables(chosen, people, 0) == tables


@pytest.mark.parametrize(
    ("people", "fields", "error"),
    [
        (3, {"least": 4, "most": 6}, problem.TooFewPeople),
        (7, {"least": 5, "most": 6}, problem.DoesNotAddUp),
        (20, {"least": 4, "most": 6, "tables": 2}, problem.WrongNumberOfTables),
        (20, {"least": 4, "most": 5, "hosts_per_table": 1}, problem.TooFewHosts),
    ],
)
def test_what_does_not_add_up_is_said_in_a_sentence(people, fields, error):
    chosen = problem.TablePlan(**{"tables": None, "hosts_per_table": 0, **fields})
    with pytest.raises(error):
        problem.count_tables(chosen, people, 3)


def test_wishes_that_clash_are_named_with_what_could_be_let_go_instead(plan):
    plans.wants(plan, WishKind.TOGETHER, "Fatima", "Zeki")
    plans.wants(plan, WishKind.TOGETHER, "Zeki", "Cor")
    plans.wants(plan, WishKind.APART, "Fatima", "Cor")
    plans.divided(plan)
    page = editor.page_of(session(), the(plan), the(plan).gathering, None, now=now())
    (broken,) = page.broken
    clash = set(page.clash(broken.wish))
    wished = {each.as_engine for each in proposing.table_of(session(), the(plan)).wishes}
    assert clash == wished - {broken.wish.as_engine}
    assert {each.as_engine for each in page.ways_out(broken.wish)} == clash
    do(setting_up.give_up, plan, page.ways_out(broken.wish)[0].id, again=False, now=now())
    plans.divided(plan)
    page = editor.page_of(session(), the(plan), the(plan).gathering, None, now=now())
    assert page.broken == []


def test_what_every_table_has_is_said_once_of_a_wish_that_clashes_with_it(plan):
    hosts = [["host", "0", "a"], ["host", "1", "b"], ["apart", "a", "b"]]
    said = wording.clash(hosts, {"a": "Fatima", "b": "Zeki"})
    assert said.count("gastvrouw") == 1
    assert "Fatima" in said


def test_on_paper_everybody_is_found_by_name(plan):
    plans.divided(plan)
    found = showing.shown(session(), the(plan))
    names = [found.names[guest.key] for guest in found.guests]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 8


def test_a_plan_is_read_in_as_many_statements_whoever_comes(app, statements):
    counts = []
    for people in (6, 18):
        plan = plans.divided(plans.a_plan(plans.a_table_evening(people), least=2, most=6))
        asked_for = the(plan)
        with statements() as asked:
            editor.page_of(session(), asked_for, asked_for.gathering, None, now=now())
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14
