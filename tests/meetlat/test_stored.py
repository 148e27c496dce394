"""What a meting keeps comes back as it was, and always as the same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from community.meetlat.engine import stored
from community.meetlat.engine.aggregates import (
    Aggregates,
    Area,
    Judgements,
    Occasion,
    Organisation,
    PartnerShare,
    People,
    Period,
)

OCCASION = Occasion(
    gathering_ids=(7, 9), day=date(2026, 3, 1), branch_id=1, series_id=None, kind="dialogue",
    conversational=True, sensitive=False, initiator="resident", initiator_no=0, head_count=14,
    estimated=False, checked_in=9, ages={"31-45": 4, "0-12": 2}, places={"7731": 6},
    first_time=3, been_before=6, pulse="always", pulse_answers=5, pulse_met_someone=4, harvest=1,
    partners=(PartnerShare(0, confirmed=True, brought=False),), teams=2, front_line=True,
    edited_late=0,
)  # fmt: skip
AGGREGATES = Aggregates(
    period=Period(date(2025, 4, 1), date(2026, 3, 31)),
    people=People(history_days=365, unique=9, new=3, cohort=0, returned=0, acquainted=1),
    occasions=(OCCASION,),
    organisations=(
        Organisation(
            no=0, partner_ids=(3, 4), sector="onderwijs", joint=1, contacts=0,
            brought_and_confirmed=0, goal_complete=False, joint_before=0,
        ),
    ),
    judgements=Judgements(asked=0, given=0, sums=(0, 0, 0), answers=(0, 0, 0)),
    area=Area(ages={"31-45": 100}, places={"7731": 100}),
    log_days=400,
)  # fmt: skip


def test_aggregates_come_back_as_they_were():
    assert stored.unpack(stored.pack(AGGREGATES)) == AGGREGATES


def test_the_order_in_which_counts_came_in_does_not_change_the_bytes():
    turned = dict(sorted(OCCASION.ages.items()))
    assert list(turned) != list(OCCASION.ages)
    other = replace(AGGREGATES, occasions=(replace(OCCASION, ages=turned),))
    assert stored.dump(AGGREGATES) == stored.dump(other)


def test_a_field_too_many_is_an_error():
    meddled = stored.dump(AGGREGATES).replace(b'"log_days":400', b'"log_days":400,"more":1')
    with pytest.raises(Exception, match="Aggregates"):
        stored.load(Aggregates, meddled)
