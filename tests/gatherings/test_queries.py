"""Who sees which gathering, what a filter finds, and in how many statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from community.clock import from_local, local_day, now
from community.db import db, transaction
from community.errors import NotFound
from community.gatherings import invitations, queries
from community.gatherings.filters import AgendaFilter, Near, parse
from community.gatherings.kinds import Kind, SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus, gathering_theme
from community.gatherings.queries import ANYBODY, Viewer
from community.libraries.models import Library
from tests.factories import (
    a_branch,
    a_gathering,
    a_host_of,
    a_library,
    a_person,
    a_room,
    a_theme,
    next_week,
)

SOMEBODY = Viewer(person_id=10**6)
STAFF = Viewer(person_id=10**6, works_here=True)
KEY = "only for tests"


@pytest.fixture
def library(app) -> Library:
    return a_library()


def titles(session: Session, library: Library, viewer: Viewer = ANYBODY, **query: str) -> list[str]:
    page = queries.list_agenda(session, library.id, parse(query), now=now(), viewer=viewer)
    return [each.title for each in page.items]


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


PUBLISHED, DRAFT = GatheringStatus.PUBLISHED, GatheringStatus.DRAFT
CANCELLED, CLOSED = GatheringStatus.CANCELLED, GatheringStatus.CLOSED
ALL = "anybody somebody staff invited"


@pytest.mark.parametrize(
    ("status", "visibility", "listed_for", "shown_to"),
    [
        (PUBLISHED, Visibility.PUBLIC, ALL, ALL),
        (PUBLISHED, Visibility.SIGNED_IN, "somebody staff", "somebody staff invited"),
        (PUBLISHED, Visibility.LINK, "", "staff invited"),
        (DRAFT, Visibility.PUBLIC, "", "staff"),
        (DRAFT, Visibility.LINK, "", "staff"),
        (CANCELLED, Visibility.PUBLIC, ALL, ALL),
        (CLOSED, Visibility.SIGNED_IN, "somebody staff", "somebody staff invited"),
    ],
)  # fmt: skip
def test_who_finds_it_in_a_list_and_who_may_open_it(
    session, library, status, visibility, listed_for, shown_to
):
    published_at = None if status is DRAFT else now()
    gathering = a_gathering(status=status, visibility=visibility, published_at=published_at)
    token = invitations.token_for(gathering, key=KEY)
    visitors = {
        "anybody": (ANYBODY, ""),
        "somebody": (SOMEBODY, ""),
        "staff": (STAFF, ""),
        "invited": (ANYBODY, token),
    }

    def opens(viewer: Viewer, invitation: str) -> bool:
        try:
            queries.get_visible(session, library.id, gathering.id, viewer, invitation, KEY)
        except NotFound:
            return False
        return True

    listed = [name for name, (viewer, _) in visitors.items() if titles(session, library, viewer)]
    assert " ".join(listed) == listed_for
    assert " ".join(name for name, how in visitors.items() if opens(*how)) == shown_to


def test_a_draft_that_was_called_off_has_never_been_there(session, library):
    gathering = a_gathering(status=GatheringStatus.CANCELLED, published_at=None)
    assert titles(session, library) == []
    with pytest.raises(NotFound):
        queries.get_visible(session, library.id, gathering.id)


def test_its_host_sees_a_draft(session, library):
    gathering = a_gathering(status=DRAFT, published_at=None)
    host = a_host_of(gathering)
    shown = queries.get_visible(session, library.id, gathering.id, Viewer(host.id))
    assert shown.hosts == [host]
    with pytest.raises(NotFound):
        queries.get_visible(session, library.id, gathering.id, Viewer(a_person("Piet").id))


def test_an_old_invitation_opens_nothing(session, library):
    gathering = a_gathering(visibility=Visibility.LINK)
    old = invitations.token_for(gathering, key=KEY)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).invitation_salt = "0" * 32
    for wrong in (old, "", "x", f"{gathering.id}-", "1-é"):
        with pytest.raises(NotFound):
            queries.get_visible(session, library.id, gathering.id, ANYBODY, wrong, KEY)


def test_another_library_s_gatherings_do_not_exist_here(session, library):
    elsewhere = a_library("zuidpolder")
    gathering = a_gathering(library=elsewhere)
    assert titles(session, library) == []
    with pytest.raises(NotFound):
        queries.get_visible(session, library.id, gathering.id, STAFF)
    assert queries.choices(session, library.id, now=now()).total == 0


def test_another_library_s_branch_of_the_same_name_narrows_nothing_here(session, library):
    elsewhere = a_library("zuidpolder")
    a_gathering("Daar", library=elsewhere)
    a_gathering("Hier", library=library)
    assert titles(session, library, vestiging="ommen") == ["Hier"]


@pytest.fixture
def town(library) -> Library:
    """One gathering for each thing to look for."""
    dalfsen = a_branch(library, "Dalfsen")
    a_room(dalfsen, "Tuinkamer")
    week = next_week()
    a_gathering("Repair Café", library=library, search_text="repair cafe fietsen ommen")
    a_gathering(
        "Lezing",
        library=library,
        kind=Kind.LECTURE,
        branch_id=dalfsen.id,
        starts_at=week + timedelta(days=1),
        search_text="lezing sterren",
    )
    arabic = a_gathering(
        "Samen koken",
        library=library,
        language="ar",
        starts_at=week + timedelta(days=40),
        search_text="samen koken 100 kinderfietsen",
    )
    with transaction() as tx:
        theme = a_theme("koken-voeding")
        tx.execute(gathering_theme.insert().values(gathering_id=arabic.id, theme_id=theme.id))
    return library  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Repair Café", "Lezing", "Samen koken"]),
        ({"vestiging": "dalfsen"}, ["Lezing"]),
        ({"vestiging": "nergens"}, []),
        ({"soort": "lezing"}, ["Lezing"]),
        ({"thema": "koken-voeding"}, ["Samen koken"]),
        ({"thema": "digitaal"}, []),
        ({"voertaal": "ar"}, ["Samen koken"]),
        ({"q": "CAFÉ"}, ["Repair Café"]),
        ({"q": "fietsen"}, ["Repair Café", "Samen koken"]),
        ({"q": "is"}, []),
        ({"q": "100"}, ["Samen koken"]),
        ({"q": "koken samen"}, ["Samen koken"]),
        ({"q": "koken lezing"}, []),
        ({"q": "%"}, ["Repair Café", "Lezing", "Samen koken"]),
        ({"q": "100% k_ken"}, []),
        ({"soort": "lezing", "voertaal": "ar"}, []),
    ],
)
def test_every_filter_finds_what_it_says(session, town, query, found):
    assert titles(session, town, **query) == found


def test_a_list_begins_with_what_goes_on_and_a_day_has_what_is_over_too(session, library):
    noon = from_local(local_day(next_week()), time(12))
    a_gathering("Over", starts_at=noon - timedelta(hours=3), ends_at=noon - timedelta(minutes=1))
    a_gathering("Bezig", starts_at=noon - timedelta(hours=1), ends_at=noon + timedelta(minutes=1))
    a_gathering("Straks", starts_at=noon + timedelta(hours=1))

    def found(wish: AgendaFilter) -> list[str]:
        page = queries.list_agenda(session, library.id, wish, now=noon)
        return [each.title for each in page.items]

    assert found(AgendaFilter()) == ["Bezig", "Straks"]
    assert found(AgendaFilter(near=Near.WEEK)) == ["Bezig", "Straks"]
    assert found(AgendaFilter(day=local_day(noon))) == ["Over", "Bezig", "Straks"]


def test_a_day_has_all_of_that_day_and_nothing_of_the_next(session, library):
    day = local_day(next_week())
    midnight = from_local(day + timedelta(days=1), time())
    a_gathering("Tot middernacht", starts_at=midnight - timedelta(hours=1), ends_at=midnight)
    a_gathering("Vanaf middernacht", starts_at=midnight)
    assert titles(session, library, dag=day.isoformat()) == ["Tot middernacht"]


def test_a_week_and_a_month_show_what_is_over_too(session, library):
    monday = datetime.fromisoformat("2026-03-02T10:00+00:00")
    a_gathering("Maandag", starts_at=monday)
    later = monday + timedelta(days=5)
    week = parse({"beeld": "week"})
    for found in (queries.list_week, queries.list_month):
        assert [each.title for each in found(session, library.id, week, now=later)] == ["Maandag"]


def test_pages_follow_each_other_without_a_gap(session, library):
    for number in range(queries.PAGE_SIZE + 5):
        a_gathering(f"Nr {number}", starts_at=next_week() + timedelta(minutes=number // 3))
    seen = titles(session, library) + titles(session, library, pagina="2")
    assert sorted(seen) == sorted({f"Nr {number}" for number in range(queries.PAGE_SIZE + 5)})
    last = queries.list_agenda(session, library.id, parse({"pagina": "900"}), now=now())
    assert (last.number, last.pages, last.has_next, last.has_previous) == (2, 2, False, True)


def test_choices_name_only_what_is_coming(session, town):
    a_branch(town, "Leegveld")
    a_gathering("Geweest", library=town, kind=Kind.COURSE, starts_at=now() - timedelta(days=2))
    found = queries.choices(session, town.id, now=now())
    assert found.total == 3
    assert found.branches == [("dalfsen", "Dalfsen"), ("ommen", "Ommen")]
    assert found.kinds == [Kind.CONVERSATION, Kind.LECTURE]
    assert found.languages == ["ar", "nl"]
    assert [theme.slug for theme in found.themes] == ["koken-voeding"]


def test_what_comes_next_is_never_called_off(session, library):
    a_gathering("Vervalt", status=GatheringStatus.CANCELLED)
    a_gathering("Gaat door", sign_up_mode=SignUpMode.NONE)
    found = queries.list_next(session, library.id, now=now(), count=5)
    assert [each.title for each in found] == ["Gaat door"]


def test_the_list_asks_no_more_for_a_hundred_than_for_one(session, library):
    for number in range(12):
        room = a_room(a_branch(library, f"Plaats{number}"))
        a_gathering(f"Nr {number}", branch_id=room.branch_id, room_id=room.id)
    library_id = library.id
    session.expunge_all()
    with counted() as statements:
        page = queries.list_agenda(session, library_id, AgendaFilter(), now=now())
        assert len({(each.branch.place, each.room.name) for each in page.items}) == 12
        queries.choices(session, library_id, now=now())
    selects = [each for each in statements if each.startswith("SELECT")]
    assert len(selects) == 4, selects


def test_an_entry_of_a_list_never_fetches_the_long_text(session, library):
    a_gathering("Kort", text="lang " * 1000)
    library_id = library.id
    session.expunge_all()
    (entry,) = queries.list_agenda(session, library_id, AgendaFilter(), now=now()).items
    with pytest.raises(InvalidRequestError, match="text"):
        _ = entry.text
