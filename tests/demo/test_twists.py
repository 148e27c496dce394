"""What the town must show whenever it is made, on any day of the month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from community.demo import planning, twists
from community.demo.places import TOWNS
from community.demo.planning import Venue
from community.gatherings.models import GatheringStatus


def test_from_the_next_day_on_more_people_want_to_come_to_something_than_fit() -> None:
    """Who opens the town at night finds a waiting list too."""
    town = TOWNS[0]
    venues = [Venue(place, 1, (1, 2, 3, 4)) for place in town.places]
    for day in range(28):
        today = datetime(2026, 11, 1, 23, tzinfo=UTC) + timedelta(days=day)
        planned = planning.plan(1, town, venues, 300, now=today, host="kring.example.org")
        twists.tell_apart(planned, today)
        assert [
            one
            for one in planned
            if one.row["starts_at"] > today + timedelta(days=1)
            and one.row["status"] is GatheringStatus.PUBLISHED
            and one.row["capacity"]
            and one.wanted > one.row["capacity"]
        ], today
