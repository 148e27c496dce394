"""Who fits what: a score that is the sum of its reasons, and who is kept out by which rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.matching.engine.scoring.components import rarity
from community.matching.engine.scoring.filters import FILTERS, refusal
from community.matching.engine.scoring.problem import (
    MOST_POINTS,
    ONLINE,
    WEIGHTS,
    Component,
    Conversation,
    Person,
    Refusal,
    Weighing,
)
from community.matching.engine.scoring.ranking import (
    explain,
    rank_conversations,
    rank_people,
)
from community.matching.engine.wrong import WrongProblem

bounded = settings(max_examples=60, deadline=None)


def some(words: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=4)


PEOPLE = st.builds(
    Person,
    id=st.sampled_from(["p1", "p2", "p3"]),
    languages=some("nae"),
    moments=some("123"),
    places=some("xyz"),
    comes_online=st.booleans(),
    ages=st.sampled_from([None, (0, 15), (16, 120), (70, 74)]),
    needs=some("wl"),
    blocked=some("qr"),
    consents=some("ts"),
    likes=some("abcts"),
    offers=some("abc"),
    seeks=some("abc"),
    kilometres=st.dictionaries(st.sampled_from("xyz"), st.floats(0, 60)),
    days_since_placed=st.none() | st.integers(0, 400),
    times_placed=st.integers(0, 9),
    hosts=st.booleans(),
)
CONVERSATIONS = st.builds(
    Conversation,
    id=st.sampled_from(["c1", "c2", "c3"]),
    languages=some("nae"),
    moments=some("123"),
    place=st.none() | st.sampled_from("xyz"),
    is_online=st.booleans(),
    ages=st.sampled_from([None, (0, 12), (12, 18), (65, 120)]),
    has=some("wl"),
    people=some("pqr"),
    sensitive=some("ts"),
    themes=some("abcts"),
    offers=some("abc"),
    seeks=some("abc"),
    wants_hosts=st.booleans(),
)
WEIGHINGS = st.builds(Weighing, rarity=st.dictionaries(st.sampled_from("abcts"), st.floats(1, 9)))
ALIKE = st.floats(0, 1)


@bounded
@given(PEOPLE, CONVERSATIONS, WEIGHINGS, ALIKE)
def test_the_contributions_sum_exactly_to_the_score(
    person: Person, conversation: Conversation, weighing: Weighing, alike: float
) -> None:
    fit = explain(person, conversation, weighing, meaning=alike)
    assert fit.score == sum(each.points for each in fit.contributions)
    assert 0 <= fit.score <= MOST_POINTS
    for each in fit.contributions:
        assert 0 < each.points <= WEIGHTS[each.component]


@bounded
@given(
    st.lists(PEOPLE, unique_by=lambda each: each.id),
    CONVERSATIONS,
    WEIGHINGS,
    st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), ALIKE),
    st.randoms(use_true_random=False),
)
def test_a_ranking_holds_who_no_filter_refuses_and_each_score_is_the_explained_one(
    people: list[Person],
    conversation: Conversation,
    weighing: Weighing,
    alike: dict[str, float],
    chance,
) -> None:
    ranking = rank_people(conversation, people, weighing, meaning=alike)
    free = [each for each in people if refusal(each, conversation) is None]
    assert {fit.person for fit in ranking.fits} == {each.id for each in free}
    assert ranking.eligible + sum(ranking.refused.values()) == len(people)
    scores = [fit.score for fit in ranking.fits]
    assert scores == sorted(scores, reverse=True)
    by_id = {each.id: each for each in people}
    for fit in ranking.fits:
        again = explain(by_id[fit.person], conversation, weighing, meaning=alike.get(fit.person, 0))
        assert fit == again
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert rank_people(conversation, shuffled, weighing, meaning=alike) == ranking


@bounded
@given(
    PEOPLE, st.lists(CONVERSATIONS, unique_by=lambda each: each.id), WEIGHINGS, st.integers(0, 3)
)
def test_from_either_side_the_same_pair_has_the_same_score(
    person: Person, conversations: list[Conversation], weighing: Weighing, most: int
) -> None:
    ranking = rank_conversations(person, conversations, weighing, most=most)
    assert len(ranking.fits) == min(most, ranking.eligible)
    for fit in ranking.fits:
        other = next(each for each in conversations if each.id == fit.conversation)
        assert rank_people(other, [person], weighing).fits == (fit,)


def changed(person: Person, reason: Refusal, values: tuple[str, ...]) -> list[Person]:
    """Everybody this person becomes by doing what the change says: each value, or all of them."""
    asked = frozenset(values)
    if reason is Refusal.LANGUAGE:
        return [person._replace(languages=person.languages | {each}) for each in asked]
    if reason is Refusal.AVAILABILITY:
        return [person._replace(moments=person.moments | {each}) for each in asked]
    if reason is Refusal.REACH:
        return [
            person._replace(comes_online=True)
            if each == ONLINE
            else person._replace(places=person.places | {each})
            for each in asked
        ]
    if reason is Refusal.ACCESS:
        return [person._replace(needs=person.needs - asked)]
    return [person._replace(consents=person.consents | asked)]


@settings(max_examples=150, deadline=None)
@given(PEOPLE, CONVERSATIONS)
def test_the_one_change_lets_in_who_was_refused(person: Person, conversation: Conversation) -> None:
    refused = refusal(person, conversation)
    if refused is None or refused.change is None:
        return
    assert len(refused.reasons) == 1
    assert refused.change
    for other in changed(person, refused.reasons[0], refused.change):
        assert refusal(other, conversation) is None


@bounded
@given(PEOPLE, CONVERSATIONS, WEIGHINGS)
def test_neither_age_nor_need_nor_block_moves_a_score(
    person: Person, conversation: Conversation, weighing: Weighing
) -> None:
    plain = person._replace(ages=None, needs=frozenset(), blocked=frozenset(), consents=frozenset())
    assert explain(plain, conversation, weighing) == explain(person, conversation, weighing)


@bounded
@given(PEOPLE, CONVERSATIONS, WEIGHINGS, st.sampled_from("abc"), ALIKE, ALIKE)
def test_liking_more_and_being_more_alike_never_lowers_a_score(
    person: Person, conversation: Conversation, weighing: Weighing, term: str, a: float, b: float
) -> None:
    low, high = sorted((a, b))
    before = explain(person, conversation, weighing, meaning=low).score
    more = person._replace(likes=person.likes | {term}, offers=person.offers | {term})
    assert explain(more, conversation, weighing, meaning=high).score >= before


NOOR = Person("noor", languages=frozenset({"nl"}))
TABLE = Conversation("table", languages=frozenset({"nl"}), place="ommen")


@pytest.mark.parametrize(
    ("reason", "person", "conversation", "change"),
    [
        (Refusal.LANGUAGE, {"languages": {"ar"}}, {}, ("nl",)),
        (Refusal.AVAILABILITY, {"moments": {"mo1"}}, {"moments": {"tu2", "tu3"}}, ("tu2", "tu3")),
        (Refusal.REACH, {"places": {"dalfsen"}}, {}, ("ommen",)),
        (
            Refusal.REACH,
            {"places": {"dalfsen"}, "comes_online": False},
            {"is_online": True},
            ("ommen", "online"),
        ),
        (Refusal.REACH, {"comes_online": False}, {"place": None, "is_online": True}, ("online",)),
        (Refusal.AGE, {"ages": (16, 120)}, {"ages": (0, 12)}, None),
        (Refusal.AGE, {"ages": (0, 15)}, {"ages": (65, 120)}, None),
        (Refusal.ACCESS, {"needs": {"lift", "loop"}}, {"has": {"loop"}}, ("lift",)),
        (Refusal.BLOCKED, {"blocked": {"piet"}}, {"people": {"piet"}}, None),
        (Refusal.SENSITIVE, {"consents": {"debt"}}, {"sensitive": {"debt", "grief"}}, ("grief",)),
    ],
)
def test_each_filter_refuses_for_its_own_reason(reason, person, conversation, change) -> None:
    def fields(given):
        return {k: frozenset(v) if isinstance(v, set) else v for k, v in given.items()}

    refused = refusal(NOOR._replace(**fields(person)), replace(TABLE, **fields(conversation)))
    assert refused is not None
    assert (refused.reasons, refused.change) == ((reason,), change)
    ranking = rank_people(replace(TABLE, **fields(conversation)), [NOOR._replace(**fields(person))])
    assert (ranking.fits, ranking.refused) == ((), {reason: 1})


def test_who_said_nothing_is_refused_nothing_but_a_sensitive_theme() -> None:
    anything = replace(
        TABLE, moments=frozenset({"su3"}), is_online=True, ages=(65, 120), people=frozenset({"x"})
    )
    assert refusal(NOOR, anything) is None
    assert set(FILTERS) == set(Refusal)


def test_two_obstacles_have_no_one_change() -> None:
    refused = refusal(NOOR._replace(languages=frozenset(), places=frozenset({"dalfsen"})), TABLE)
    assert refused is not None
    assert refused.reasons == (Refusal.LANGUAGE, Refusal.REACH)
    assert refused.change is None


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    weighing = Weighing(rarity=rarity({"bees": 2, "reading": 90}, 100))
    both = replace(TABLE, themes=frozenset({"bees", "reading"}))

    def points(term: str) -> int:
        return (
            explain(NOOR._replace(likes=frozenset({term})), both, weighing).contributions[0].points
        )

    assert points("bees") > 3 * points("reading") > 0
    assert points("bees") + points("reading") == WEIGHTS[Component.THEME]


def test_every_component_can_bring_all_its_points() -> None:
    terms = frozenset({"bees", "tea"})
    person = NOOR._replace(
        moments=frozenset({"mo1"}), likes=terms, offers=terms, seeks=terms,
        kilometres={"ommen": 0.0}, hosts=True,
    )  # fmt: skip
    table = replace(
        TABLE, moments=frozenset({"mo1"}), themes=terms, offers=terms, seeks=terms, wants_hosts=True
    )
    fit = explain(person, table, meaning=1.0)
    assert {each.component: each.points for each in fit.contributions} == WEIGHTS
    assert fit.score == MOST_POINTS == sum(WEIGHTS.values())
    assert {each.component: each.because for each in fit.contributions if each.because} == {
        Component.THEME: ("bees", "tea"),
        Component.GETS: ("bees", "tea"),
        Component.GIVES: ("bees", "tea"),
        Component.TIME: ("mo1",),
    }


def points(component: Component, person: Person, conversation: Conversation = TABLE) -> int:
    found = explain(person, conversation).contributions
    return next((each.points for each in found if each.component is component), 0)


def test_distance_decays_and_nobody_travels_to_what_is_online() -> None:
    far = [points(Component.DISTANCE, NOOR._replace(kilometres={"ommen": km})) for km in (0, 6, 12)]
    assert far == [80, 40, 20]
    assert points(Component.DISTANCE, NOOR) == 40
    assert points(Component.DISTANCE, NOOR, replace(TABLE, is_online=True)) == 80


def test_who_waited_long_and_who_is_new_come_first() -> None:
    def newness(days: int | None) -> int:
        return points(Component.NEWNESS, NOOR._replace(days_since_placed=days))

    def newcomer(times: int) -> int:
        return points(Component.NEWCOMER, NOOR._replace(times_placed=times))

    assert [newness(days) for days in (0, 45, 90, 400, None)] == [0, 25, 50, 50, 50]
    assert [newcomer(times) for times in (0, 3, 9)] == [60, 30, 15]


def test_half_of_the_time_is_half_of_the_points() -> None:
    evening = replace(TABLE, moments=frozenset({"mo2", "mo3"}))
    assert points(Component.TIME, NOOR._replace(moments=frozenset({"mo3"})), evening) == 50
    assert points(Component.TIME, NOOR, evening) == 50  # Not said.
    assert points(Component.TIME, NOOR._replace(moments=evening.moments), evening) == 100


def test_a_host_counts_only_where_hosts_are_wanted() -> None:
    host = NOOR._replace(hosts=True)
    assert points(Component.HOST, host) == 0
    assert points(Component.HOST, host, replace(TABLE, wants_hosts=True)) == 40
    assert points(Component.HOST, NOOR, replace(TABLE, wants_hosts=True)) == 0


def test_who_fits_best_comes_first() -> None:
    people = [NOOR._replace(id=f"p{times}", times_placed=times) for times in (4, 0, 9, 1)]
    found = rank_people(TABLE, people, most=3)
    assert [fit.person for fit in found.fits] == ["p0", "p1", "p4"]
    assert found.eligible == 4


def test_equals_are_drawn_by_a_lot_that_differs_per_conversation_and_stays() -> None:
    people = [NOOR._replace(id=f"p{number}") for number in range(30)]
    orders = {
        tuple(fit.person for fit in rank_people(replace(TABLE, id=each), people).fits)
        for each in ("c1", "c1", "c2", "c3")
    }
    assert len(orders) == 3
    assert tuple(each.id for each in people) not in orders


@pytest.mark.parametrize("alike", [float("nan"), -0.1, 1.1])
def test_no_number_is_made_of_what_is_none(alike: float) -> None:
    with pytest.raises(WrongProblem, match="0 to 1"):
        rank_people(TABLE, [NOOR], meaning={"noor": alike})
    with pytest.raises(WrongProblem, match="0 to 1"):
        explain(NOOR, TABLE, meaning=alike)


def test_what_cannot_be_is_said_before_anything_is_counted() -> None:
    with pytest.raises(WrongProblem, match="'noor' stands there twice"):
        rank_people(TABLE, [NOOR, NOOR])
    with pytest.raises(WrongProblem, match="'table' stands there twice"):
        rank_conversations(NOOR, [TABLE, TABLE])
    with pytest.raises(WrongProblem, match="kilometres"):
        rank_people(TABLE, [NOOR._replace(kilometres={"ommen": -1.0})])
    with pytest.raises(WrongProblem, match="together at most 1000"):
        rank_people(TABLE, [NOOR], Weighing(weights={Component.THEME: 1001}))
    with pytest.raises(WrongProblem, match="rarity"):
        rank_people(TABLE, [NOOR], Weighing(rarity={"bees": float("nan")}))
