"""The log's rows about closed gatherings: last, because they say what all rooms know by then."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.demo.afterwards import asked_at
from community.demo.rows import Row, add
from community.gatherings.hosting_steps import what_it_is
from community.gatherings.models import Gathering, GatheringStatus
from community.lots.models import Instrument
from community.partners import joining
from community.partners.models import Partnership
from community.series.models import Series, SeriesDate
from community.teams.models import Team, TeamPart

_Said = dict[int, list[dict[str, object]]]


def tell_of_the_closed(session: Session, library_id: int) -> None:
    """One row for each that has none yet, as closing it would have written."""
    told = select(Activity.gathering_id).where(
        Activity.library_id == library_id,
        Activity.verb == Verb.GATHERING_CLOSED,
        Activity.gathering_id.is_not(None),
    )
    closed = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.CLOSED,
            Gathering.id.not_in(told),
        )
        .order_by(Gathering.ends_at, Gathering.id)
    ).all()
    partners, teams = _partners(session, library_id), _teams(session, library_id)
    series = _series(session, library_id)
    add(session, Activity, [
        _row(one, partners[one.id], teams[one.id], series.get(one.id)) for one in closed
    ])  # fmt: skip


def _row(
    one: Gathering,
    partners: list[dict[str, object]],
    teams: list[dict[str, object]],
    series_id: int | None,
) -> Row:
    facts: Row = {
        name: getattr(one, name) for name in ("library_id", "starts_at", "is_sensitive", "mode")
    }
    return complete(
        Verb.GATHERING_CLOSED,
        library_id=one.library_id,
        now=one.ends_at + timedelta(hours=1),
        branch_id=one.branch_id,
        gathering_id=one.id,
        quantity=one.head_count or 0,
        details={
            **what_it_is(one),
            "estimated": one.head_count_estimated,
            "duration": (one.ends_at - one.starts_at) // timedelta(minutes=1),
            "series_id": series_id,
            "partners": partners,
            "teams": teams,
            "pulse": asked_at(facts, one.id, Instrument.PULSE),
            "tally": asked_at(facts, one.id, Instrument.TALLY),
        },
    )


def _partners(session: Session, library_id: int) -> _Said:
    found = session.scalars(
        select(Partnership)
        .where(Partnership.library_id == library_id)
        .options(joinedload(Partnership.partner))
        .order_by(Partnership.id)
    )
    said: _Said = defaultdict(list)
    for one in found:
        said[one.gathering_id].append(joining.in_words_of_the_log(one))
    return said


def _teams(session: Session, library_id: int) -> _Said:
    rows = session.execute(
        select(TeamPart.gathering_id, Team.id, Team.front_line)
        .join(TeamPart.team)
        .where(TeamPart.library_id == library_id, TeamPart.disputed_at.is_(None))
        .order_by(TeamPart.gathering_id, Team.id)
    )
    said: _Said = defaultdict(list)
    for gathering_id, team_id, front_line in rows:
        said[gathering_id].append({"team": team_id, "front_line": front_line})
    return said


def _series(session: Session, library_id: int) -> dict[int, int]:
    rows = session.execute(
        select(SeriesDate.gathering_id, Series.root_id, Series.id)
        .join(SeriesDate.series)
        .where(SeriesDate.library_id == library_id)
    )
    return {
        gathering_id: root_id or series_id
        for gathering_id, root_id, series_id in rows
        if gathering_id is not None
    }
