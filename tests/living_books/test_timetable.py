"""The hours of a day cut into talks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from community.living_books import timetable
from community.living_books.timetable import Cut


@settings(max_examples=60)
@given(
    minutes=st.integers(0, 600),
    cut=st.builds(Cut, st.integers(20, 30), st.integers(0, 30), st.integers(0, 24),
                  st.integers(0, 120)),
)  # fmt: skip
def test_talks_never_overlap_and_all_lie_within_the_hours(minutes, cut):
    found = timetable.begins(minutes, cut)
    assert all(later - at >= cut.slot + cut.pause for at, later in pairwise(found))
    assert all(at + cut.slot <= minutes for at in found)
    assert bool(found) == (minutes >= cut.slot)
