"""Fourteen months of gatherings at once: who signed up, who came, what the log knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.activity.models import Activity
from community.config import LANGUAGES
from community.demo import log, turnout
from community.demo.people import Townspeople
from community.demo.planning import Planned
from community.demo.rows import Row, add, add_returning_ids
from community.demo.turnout import Turnout
from community.gatherings import calendar_items
from community.gatherings.models import (
    Attendance,
    CalendarItem,
    Gathering,
    GatheringHost,
    GatheringStatus,
    SignUp,
    gathering_theme,
)
from community.search.folding import fold_all
from community.topics.models import Theme


def add_gatherings(
    session: Session,
    planned: Sequence[Planned],
    turnouts: Sequence[Turnout],
    folk: Townspeople,
    chance: Random,
    now: datetime,
) -> None:
    """What was planned, with who signed up and came, and what the log says of it."""
    themes = {theme.slug: theme for theme in session.scalars(select(Theme))}
    there = [turnout.who_was_there(one, chance) for one in turnouts]
    for one, signed, came in zip(planned, turnouts, there, strict=True):
        one.row.update(
            created_by_id=folk.librarian,
            taken=signed.taken,
            waiting=signed.waiting,
            next_queue_no=signed.next_queue_no,
            search_text=_search_text(one, [themes[slug] for slug in one.entry.themes]),
        )
        if turnout.closes(one.row, now):
            heads = sum(row["party_size"] for row in came) or chance.randrange(4, 26)
            estimated = chance.random() < 0.15
            one.row.update(
                status=GatheringStatus.CLOSED, head_count=heads, head_count_estimated=estimated
            )
    ids = add_returning_ids(session, Gathering, [one.row for one in planned])
    for gathering_id, signed in zip(ids, turnouts, strict=True):
        for row in signed.sign_ups:
            row["gathering_id"] = gathering_id
    _add_themes_and_hosts(session, planned, ids, themes, folk)
    sign_ups = [row for signed in turnouts for row in signed.sign_ups]
    sign_up_ids = add_returning_ids(session, SignUp, sign_ups)
    id_of = {id(row): key for row, key in zip(sign_ups, sign_up_ids, strict=True)}
    _add_log(session, planned, ids, turnouts, there, folk, id_of)


def _search_text(one: Planned, themes: Sequence[Theme]) -> str:
    """As hosting writes it."""
    place, room_id = one.venue.place, one.row["room_id"]
    room = place.rooms[one.venue.room_ids.index(room_id)][0] if room_id else ""
    labels = (label for theme in themes for label in (theme.label, theme.label_en))
    return fold_all(
        one.row["title"], one.row["summary"], f"Bibliotheek {place.town}", place.town, room, *labels
    )


def add_calendar_items(session: Session, library_id: int, base_url: str, now: datetime) -> None:
    """The events of the feeds, for what still stands in one."""
    in_feeds = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.published_at.is_not(None),
            Gathering.ends_at > now - timedelta(days=31),
        )
        .options(
            joinedload(Gathering.library),
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            selectinload(Gathering.themes),
        )
    )
    items = (
        calendar_items.item(gathering, language, base_url)
        for gathering in in_feeds
        for language in LANGUAGES
    )
    columns = ("gathering_id", "language", "inputs_hash", "body")
    add(session, CalendarItem, [{name: getattr(item, name) for name in columns} for item in items])


def _add_themes_and_hosts(
    session: Session,
    planned: Sequence[Planned],
    ids: Sequence[int],
    themes: Mapping[str, Theme],
    folk: Townspeople,
) -> None:
    links = [
        {"gathering_id": gathering_id, "theme_id": themes[slug].id}
        for gathering_id, one in zip(ids, planned, strict=True)
        for slug in one.entry.themes
    ]
    session.execute(gathering_theme.insert(), links)
    hosted = [key for key, one in zip(ids, planned, strict=True) if one.entry.capacity]
    # In turns, so that everybody's own page has something on it.
    hosts = [
        {"gathering_id": gathering_id, "person_id": person}
        for gathering_id, person in zip(hosted, cycle(folk.hosts), strict=False)
    ]
    add(session, GatheringHost, hosts)


def _add_log(
    session: Session,
    planned: Sequence[Planned],
    ids: Sequence[int],
    turnouts: Sequence[Turnout],
    there: Sequence[list[Row]],
    folk: Townspeople,
    id_of: dict[int, int],
) -> None:
    rows: list[Row] = []
    arrivals: list[tuple[Row, Row]] = []
    for one, gathering_id, signed, came in zip(planned, ids, turnouts, there, strict=True):
        rows += log.of_gathering(one.row, gathering_id)
        rows += log.of_sign_ups(one.row, gathering_id, signed.sign_ups, folk.keys)
        if one.row["status"] is GatheringStatus.CLOSED:
            arrivals += [
                (log.of_arrival(one.row, gathering_id, row, folk.keys), row) for row in came
            ]
    rows.sort(key=lambda row: row["happened_at"])
    add(session, Activity, rows)
    activity_ids = add_returning_ids(session, Activity, [row for row, _ in arrivals])
    add(session, Attendance, [
        {
            "library_id": activity["library_id"],
            "gathering_id": activity["gathering_id"],
            "sign_up_id": id_of[id(sign_up)],
            "activity_id": activity_id,
            "people": activity["quantity"],
            "checked_in_at": activity["happened_at"],
            "undone_at": None,
            "noted_at": activity["happened_at"],
        }
        for (activity, sign_up), activity_id in zip(arrivals, activity_ids, strict=True)
    ])  # fmt: skip
