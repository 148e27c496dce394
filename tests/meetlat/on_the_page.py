"""A year of a made-up library, and how it stands by it: for pages to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from community.clock import now
from community.libraries.models import Library
from community.meetlat.engine.aggregates import Aggregates, Area, Period
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.meetlat.engine.stored import dump, pack
from community.meetlat.models import MeetlatPublication, Meting, Publicity, Standing
from tests.factories import saved
from tests.meetlat.counts import (
    a_library,
    an_occasion,
    an_organisation,
    judgements,
    people,
    with_partner,
)

AREA = Area(
    ages={"0-12": 2100, "13-17": 900, "18-30": 1900, "31-45": 2600, "46-64": 4100, "65+": 3900},
    places={"7731": 6200, "7732": 3900, "7734": 2300, "7735": 1900, "7737": 1100, "7738": 100},
)
SECTORS = ("education", "welfare", "care", "volunteers", "culture", "government")


def an_activity(no: int, gathering_id: int, day: date) -> Any:
    """One of a year: some with a partner, some a conversation, some begun by a resident."""
    head_count = 4 + no * 7 % 23
    known = min(head_count, 3 + no % 9)
    organisation = no % 7
    return an_occasion(
        no,
        gathering_ids=(gathering_id,) if no % 19 else (gathering_id, 10_000_000 + no),
        day=day,
        conversational=no % 2 == 0,
        sensitive=no % 31 == 30,
        initiator=("library", "library", "resident", "library", "group", "partner")[no % 6],
        initiator_no=no % 5 if no % 6 in {2, 4} else None,
        head_count=head_count,
        checked_in=head_count - no % 4,
        ages={"31-45": known // 2, "65+": known - known // 2},
        places={"7731": known // 2, "7734": known - known // 2},
        first_time=no % 8,
        been_before=no % 11,
        pulse="always" if no % 3 else "none",
        pulse_answers=known if no % 3 else 0,
        pulse_met_someone=known - no % 3 if no % 3 else 0,
        harvest=1 if no % 8 in {0, 2, 4} else 0,
        partners=with_partner(organisation, confirmed=no % 3 == 0, brought=no % 2 == 0)
        + (with_partner((organisation + 1) % 7, confirmed=True) if no % 9 == 0 else ())
        if no % 4 == 1
        else (),
        teams=1 + no % 3,
        front_line=no % 2 == 1,
        edited_late=1 if no == 7 else 0,
    )  # fmt: skip


def a_year(
    until: date | None = None, ids: Sequence[int] = tuple(range(1, 81)), **parts: Any
) -> Aggregates:
    """Twelve months in which everything can be measured, unless `parts` say otherwise."""
    until = until or now().date() - timedelta(days=1)
    period = Period(until - timedelta(days=364), until)
    activities = tuple(
        an_activity(no, each, until - timedelta(days=4 * no % 360)) for no, each in enumerate(ids)
    )
    of_each = [sum(1 for one in activities if any(p.organisation == no for p in one.partners))
               for no in range(9)]  # fmt: skip
    nobody = {
        "people": people(unique=423, new=38, cohort=120, returned=29, acquainted=93),
        "judgements": judgements(asked=9, given=6, sums=(25, 27, 24)),
        "organisations": tuple(
            an_organisation(
                no, partner_ids=(no + 1,), sector=SECTORS[no % 6], joint=made, contacts=2,
                brought_and_confirmed=made // 2, goal_complete=no == 1, joint_before=2 * (no != 3),
            )
            for no, made in enumerate(of_each)
        ),
        "area": AREA,
        "occasions": activities,
        "period": period,
    }  # fmt: skip
    return a_library(**{**nobody, **parts})


def a_first_year(until: date | None = None) -> Aggregates:
    """So little that most of it cannot be measured yet."""
    whole = a_year(until, ids=range(1, 9))
    few = people(unique=21, new=3, cohort=0, returned=0, acquainted=0, history_days=0)
    return replace(whole, people=few, judgements=judgements(), organisations=())


def a_standing(library: Library, counts: Aggregates | None = None) -> Standing:
    counts = counts or a_year()
    result = score(counts, standard())
    return saved(
        Standing(
            library_id=library.id, until=counts.period.until, worked_out_at=now(),
            last_activity_id=0, version=result.version, inputs=pack(counts), result=dump(result),
        )
    )  # fmt: skip


def a_meting(library: Library, counts: Aggregates, by_id: int | None = None) -> Meting:
    result = score(counts, standard())
    return saved(
        Meting(
            library_id=library.id, until=counts.period.until,
            frozen_at=now() - timedelta(days=3), frozen_by_id=by_id, version=result.version,
            inputs=pack(counts), result=dump(result),
        )
    )  # fmt: skip


def a_publication(library: Library, shows: Publicity = Publicity.SCORES) -> MeetlatPublication:
    return saved(MeetlatPublication(library_id=library.id, shows=shows, changed_at=now()))
