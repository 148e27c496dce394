"""The kring draws as many seats as there are, and never says more than it shows."""

from __future__ import annotations

import re
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.web.kring import (
    ONE_RING,
    SHARE,
    TWO_RINGS,
    _large,
    _share,
    kring_large,
    kring_small,
)

CIRCLE = re.compile(
    r'<circle class="kk-kring__([\w]+)[^"]*" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"'
)


def circles(svg: str) -> dict[str, list[tuple[float, float, float]]]:
    found: dict[str, list[tuple[float, float, float]]] = {}
    for kind, x, y, r in CIRCLE.findall(svg):
        found.setdefault(kind, []).append((float(x), float(y), float(r)))
    return found


def counts(svg: str) -> tuple[int, int, int]:
    """Taken by others, mine, free."""
    seats = circles(svg)
    taken, mine, free = (len(seats.get(kind, [])) for kind in ("taken", "mine", "free"))
    return taken, mine, free


seats_up_to_eighty = st.integers(1, TWO_RINGS).flatmap(
    lambda capacity: st.tuples(st.integers(0, capacity), st.just(capacity))
)


@pytest.mark.usefixtures("in_dutch")
class TestLarge:
    @given(seats_up_to_eighty, st.integers(0, 4))
    def test_every_seat_is_drawn_once(self, filled: tuple[int, int], mine: int):
        taken, capacity = filled
        mine = min(mine, taken)
        svg = kring_large(taken, capacity, mine)
        assert counts(svg) == (taken - mine, mine, capacity - taken)
        assert len(circles(svg).get("halo", [])) == mine

    @given(seats_up_to_eighty, st.integers(0, 4))
    def test_nothing_is_drawn_outside_the_box(self, filled: tuple[int, int], mine: int):
        for drawn in circles(kring_large(*filled, mine)).values():
            for x, y, r in drawn:
                assert -2 <= x - r <= x + r <= 402
                assert -2 <= y - r <= y + r <= 402

    @given(st.integers(2, TWO_RINGS))
    def test_no_two_seats_overlap(self, capacity: int):
        seats = circles(kring_large(capacity, capacity))["taken"]
        for number, (x, y, r) in enumerate(seats):
            for other_x, other_y, other_r in seats[number + 1 :]:
                assert hypot(x - other_x, y - other_y) > r + other_r

    @pytest.mark.parametrize(("capacity", "rings"), [(ONE_RING, 1), (ONE_RING + 1, 2)])
    def test_a_second_ring_begins_where_one_is_full(self, capacity: int, rings: int):
        seats = circles(kring_large(capacity, capacity))["taken"]
        assert len({round(hypot(x - 200, y - 200)) for x, y, _r in seats}) == rings

    @given(st.integers(ONE_RING + 1, TWO_RINGS), st.integers(2, 20), st.integers(0, 4))
    def test_at_tables_every_seat_is_drawn_once_and_apart(
        self, capacity: int, at_table: int, mine: int
    ):
        svg = kring_large(capacity, capacity, mine, at_table=at_table)
        assert counts(svg) == (capacity - mine, mine, 0)
        found = circles(svg)
        assert len(found["table"]) == -(-capacity // at_table)
        seats = found["taken"]
        for number, (x, y, r) in enumerate(seats):
            assert -2 <= min(x, y) - r <= max(x, y) + r <= 402
            assert hypot(x - 200, y - 200) - r > 70, "what is said in the middle has to fit"
            for other_x, other_y, other_r in seats[number + 1 :]:
                assert hypot(x - other_x, y - other_y) > r + other_r

    def test_tables_fill_alike(self):
        """Six tables of eight: with six seats free, one at each."""
        free = circles(kring_large(42, 48, at_table=8))["free"]
        for number, (x, y, _r) in enumerate(free):
            for other_x, other_y, _other_r in free[number + 1 :]:
                assert hypot(x - other_x, y - other_y) > 60

    @pytest.mark.parametrize("capacity", [ONE_RING, TWO_RINGS + 1])
    def test_few_seats_make_one_ring_and_very_many_the_share(self, capacity: int):
        assert len(circles(kring_large(0, capacity, at_table=8))["table"]) == 1

    def test_a_full_hall_shows_the_share(self):
        assert counts(kring_large(100, 200)) == (6, 0, 6)
        assert "100 stoelen zijn vrij" in kring_large(100, 200)

    def test_the_middle_says_how_many_seats_are_free(self):
        svg = kring_large(44, 48)
        assert ">4</text>" in svg
        assert ">stoelen vrij</text>" in svg
        assert ">stoel vrij</text>" in kring_large(47, 48)

    def test_online_nobody_has_a_chair(self):
        svg = kring_large(44, 48, seated=False)
        assert "<title>4 plekken zijn vrij.</title>" in svg
        assert ">plekken vrij</text>" in svg
        assert "stoel" not in svg

    def test_a_full_kring_says_so(self):
        svg = kring_large(48, 48)
        assert "<title>Alle 48 stoelen zijn bezet.</title>" in svg
        assert ">Vol</text>" in svg

    def test_the_title_names_your_own_seat(self):
        title = "44 stoelen zijn bezet. Eén daarvan is van jou. 4 stoelen zijn vrij."
        assert f"<title>{title}</title>" in kring_large(44, 48, mine=1)

    def test_an_empty_kring_does_not_count_to_zero(self):
        assert "<title>Er is nog geen stoel bezet. 8 stoelen zijn vrij.</title>" in kring_large(
            0, 8
        )

    def test_without_a_limit_nothing_is_called_free(self):
        svg = kring_large(12, None, mine=1)
        assert counts(svg) == (0, 1, 0)
        assert "<title>12 mensen doen mee.</title>" in svg
        assert "vrij" not in svg

    def test_a_cancelled_gathering_has_no_seats(self):
        svg = kring_large(5, 12, cancelled=True)
        assert counts(svg) == (0, 0, 0)
        assert "<title>Gaat niet door</title>" in svg

    def test_walk_ins_above_the_capacity_are_not_drawn(self):
        assert counts(kring_large(14, 12)) == (12, 0, 0)


@pytest.mark.usefixtures("in_english")
def test_the_words_follow_the_language_although_the_drawing_is_kept():
    _large.cache_clear()
    assert "<title>44 seats are taken. 4 seats are free.</title>" in kring_large(44, 48)


def test_both_languages_can_be_asked_for_in_turn(speaking):
    for language, word in (("nl", "vrij"), ("en", "free"), ("nl", "vrij")):
        with speaking(language):
            assert f"{word}</text>" in kring_large(3, 9)


@given(st.integers(1, 10_000).flatmap(lambda c: st.tuples(st.integers(0, c + 5), st.just(c))))
def test_the_share_is_empty_or_full_only_when_the_gathering_is(filled: tuple[int, int]):
    taken, capacity = filled
    share = _share(taken, capacity)
    assert 0 <= share <= SHARE
    assert (share == 0) == (taken == 0)
    assert (share == SHARE) == (taken >= capacity)


@pytest.mark.parametrize(
    ("taken", "capacity", "share"), [(11, 24, 6), (44, 48, 11), (3, 16, 2), (6, 14, 5)]
)
def test_a_small_kring_is_drawn_as_in_the_design(taken: int, capacity: int, share: int):
    assert counts(kring_small(taken, capacity)) == (share, 0, SHARE - share)


def test_a_small_kring_is_dashed_for_walking_in_and_for_called_off():
    for svg in (kring_small(3, None), kring_small(3, 12, cancelled=True)):
        assert counts(svg) == (0, 0, 0)
        assert "kk-kring__table--open" in svg


def test_a_small_kring_is_left_to_the_words_beside_it():
    assert 'aria-hidden="true"' in kring_small(3, 12)
