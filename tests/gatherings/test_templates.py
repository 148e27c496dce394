"""A gathering kept as a template: everything but the date, for the whole library."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.clock import NoSuchLocalTime, from_local, local, local_day, now
from community.db import db, session, transaction
from community.errors import NotFound
from community.gatherings import hosting_queries, patterns, template_queries, templates
from community.gatherings.drafts import DraftRefused, GatheringDraft, draft_of
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.questions import Question
from community.gatherings.template_models import GatheringTemplate
from community.plain import NotPlain
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_picture,
    a_room,
    a_theme,
    the_library,
)
from tests.gatherings.asking import SIX
from tests.gatherings.desk import DESK, error_beside, the_gathering, typed
from tests.gatherings.drafting import a_draft, create

TEMPLATES = "/vechtdal/beheer/sjablonen"
DAY = date(2027, 3, 2)

minutes = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda number: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
)
lengths = st.integers(1, 30 * 24 * 60).map(lambda number: timedelta(minutes=number))


@st.composite
def drafts(draw) -> GatheringDraft:
    """Anything that a form could give; a field that is added later comes by itself."""
    starts_at = draw(minutes)
    ends_at = draw(st.none() | lengths.map(lambda length: starts_at + length))
    asked = st.lists(st.builds(Question), max_size=3).map(tuple)
    return draw(
        st.builds(
            GatheringDraft,
            starts_at=st.just(starts_at),
            ends_at=st.just(ends_at),
            questions=asked,
        )
    )


# ─── everything but the date ───


@settings(max_examples=60)
@given(drafts(), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_there_and_back_it_is_the_same_but_for_the_date(draft, day):
    kept = json.loads(json.dumps(patterns.kept(patterns.pattern_of(draft))))
    again = patterns.read(kept).on(day)
    for each in fields(GatheringDraft):
        if each.name not in patterns.MOMENTS:
            assert getattr(again, each.name) == getattr(draft, each.name), each.name
    assert again.sign_up_opens_at is again.sign_up_closes_at is None
    assert again.ends_at > again.starts_at
    try:
        same_time = from_local(day, local(draft.starts_at).time())
    except NoSuchLocalTime:
        assume(False)
    assert again.starts_at == same_time


def test_only_moments_fall_away():
    expected = {"starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at"}
    assert expected == patterns.MOMENTS


def test_it_takes_as_long_on_the_clock_also_in_the_night_that_summer_begins():
    starts_at = from_local(date(2027, 3, 2), time(22))
    pattern = patterns.pattern_of(
        GatheringDraft(
            kind=Kind.DROP_IN, title="Nacht", starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=6),
        )
    )  # fmt: skip
    that_night = pattern.on(date(2027, 3, 27))
    assert local(that_night.ends_at).time() == time(4)
    assert that_night.ends_at - that_night.starts_at == timedelta(hours=5)


def test_at_a_time_that_the_clock_skips_it_is_an_hour_later():
    starts_at = from_local(date(2027, 3, 2), time(2, 30))
    draft = GatheringDraft(kind=Kind.DROP_IN, title="Nacht", starts_at=starts_at)
    assert local(patterns.pattern_of(draft).on(date(2027, 3, 28)).starts_at).time() == time(3, 30)


def test_what_was_kept_before_a_field_existed_reads_as_its_default():
    draft = GatheringDraft(kind=Kind.DROP_IN, title="Koffie", starts_at=now(), questions=SIX)
    kept = patterns.kept(patterns.pattern_of(draft))
    del kept["rest"]["questions"]
    kept["rest"]["colour_of_the_curtains"] = "green"
    again = patterns.read(kept).on(DAY)
    assert (again.title, again.questions) == ("Koffie", ())


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        {"starts": "14:00", "minutes": 90, "rest": {}},
        {"starts": "14:00", "minutes": 90, "rest": {"kind": "feest", "title": "x"}},
        {"starts": "14:00", "minutes": 90, "rest": {"kind": "drop_in", "title": 7}},
        {"starts": "laat", "minutes": 90, "rest": {"kind": "drop_in", "title": "x"}},
    ],
)
def test_what_is_no_template_is_not_read_as_one(content):
    with pytest.raises(NotPlain):
        patterns.read(content)


# ─── in the library ───


def save(name, draft, library=None, *, over=False):
    keep = templates.save_over if over else templates.save
    with transaction() as tx:
        keep(tx, (library or the_library()).id, name, draft, now=now())
    return the_template(name)


def the_template(name):
    found = select(GatheringTemplate).where(GatheringTemplate.name == name)
    return session().scalars(found.order_by(GatheringTemplate.id.desc())).first()


def begin(template, day=DAY):
    return templates.start_from(session(), template, day)


@pytest.mark.usefixtures("app")
def test_a_gathering_becomes_a_template_and_a_template_a_gathering():
    librarian, room = a_librarian(), a_room(min(the_library().branches, key=lambda each: each.id))
    gathering = create(
        a_draft(
            theme_ids=frozenset({a_theme("digitaal").id}),
            host_ids=frozenset({librarian.id}),
            branch_id=room.branch_id,
            room_id=room.id,
            questions=SIX,
            picture_id=a_picture().id,
            sign_up_closes_at=now(),
        )
    )
    stands = draft_of(hosting_queries.get(session(), gathering.library_id, gathering.id))
    begun = begin(save("Dialoog", stands))
    assert begun.gone == ()
    again = replace(
        begun.draft, starts_at=stands.starts_at, ends_at=stands.ends_at,
        sign_up_closes_at=stands.sign_up_closes_at,
    )  # fmt: skip
    assert again == stands
    assert local_day(begun.draft.starts_at) == DAY


@pytest.mark.usefixtures("app")
def test_a_name_is_given_once_and_anew_only_when_that_is_meant():
    save("Dialoog", a_draft(title="Eerst"))
    with pytest.raises(DraftRefused):
        save(" Dialoog ", a_draft(title="Daarna"))
    assert begin(the_template("Dialoog")).draft.title == "Eerst"
    save("Dialoog", a_draft(title="Daarna"), over=True)
    assert begin(the_template("Dialoog")).draft.title == "Daarna"
    save("Anders", a_draft(), over=True)
    assert [each.name for each in listed()] == ["Anders", "Dialoog"]


def listed(library=None):
    session().rollback()
    return template_queries.list_templates(session(), (library or the_library()).id)


@pytest.mark.usefixtures("app")
def test_another_library_has_templates_of_its_own():
    template = save("Dialoog", a_draft())
    other = a_library("salland")
    save("Dialoog", a_draft(branch_id=None), other)
    assert len(listed()) == len(listed(other)) == 1
    with pytest.raises(NotFound):
        template_queries.get(session(), other.id, template.id)


@pytest.mark.usefixtures("app")
def test_what_a_template_names_and_is_gone_is_left_out_and_said():
    the_library()
    elsewhere = a_library("salland")
    theirs = min(elsewhere.branches, key=lambda each: each.id)
    left = a_host_of(a_gathering())
    draft = a_draft(
        branch_id=theirs.id,
        room_id=a_room(theirs).id,
        theme_ids=frozenset({a_theme("digitaal").id, 99_999}),
        host_ids=frozenset({left.id}),
        picture_id=99_999,
        questions=SIX,
    )
    begun = begin(save("Dialoog", draft))
    assert len(begun.gone) == 5
    assert (begun.draft.branch_id, begun.draft.room_id, begun.draft.picture_id) == (None,) * 3
    assert begun.draft.theme_ids == {a_theme("digitaal").id}
    assert begun.draft.host_ids == frozenset()
    assert begun.draft.questions == SIX


@pytest.mark.usefixtures("app")
def test_of_a_room_that_is_gone_the_branch_stays():
    branch = min(the_library().branches, key=lambda each: each.id)
    begun = begin(save("Dialoog", a_draft(branch_id=branch.id, room_id=99_999)))
    assert (begun.draft.branch_id, begun.draft.room_id, len(begun.gone)) == (branch.id, None, 1)


# ─── at the desk ───


def test_a_gathering_is_kept_as_a_template_from_its_own_page(desk):
    gathering = a_gathering("Samen lezen")
    save_it = f"{TEMPLATES}/van/{gathering.id}"
    assert save_it in desk.get(f"{DESK}/{gathering.id}").text
    assert 'value="Samen lezen"' in desk.get(save_it).text
    assert desk.post(save_it, data={"name": ""}).status_code == 422
    assert desk.post(save_it, data={"name": "Leeskring"}).status_code == 303
    again = desk.post(save_it, data={"name": "Leeskring"})
    assert again.status_code == 422
    assert error_beside(again, "name")
    assert 'name="replace"' in again.text
    assert desk.post(save_it, data={"name": "Leeskring", "replace": "y"}).status_code == 303
    assert "Leeskring" in desk.get(TEMPLATES).text


def test_a_new_activity_begins_with_a_choice_where_there_is_one(desk):
    begins = f"{TEMPLATES}/begin"
    assert desk.get(begins).location.endswith(f"{DESK}/nieuw")
    been = a_gathering("Samen koken", starts_at=now() - timedelta(days=30))
    template = save("Leeskring", a_draft())
    page = desk.get(begins).text
    assert f"{DESK}/nieuw?sjabloon={template.id}" in page
    assert f"{DESK}/{been.id}/kopieer" in page
    assert f'href="{DESK}/nieuw"' in page
    assert "Samen koken" in desk.get(f"{begins}?q=koken").text
    assert "Samen koken" not in desk.get(f"{begins}?q=lezen").text


def test_the_form_is_filled_in_from_a_template_all_but_the_date(desk):
    template = save("Leeskring", a_draft(title="Samen lezen", questions=SIX, room_id=99_999))
    page = desk.get(f"{DESK}/nieuw?sjabloon={template.id}").text
    assert 'value="Samen lezen"' in page
    assert 'value="14:00"' in page
    assert SIX[3].label in page
    assert "De zaal is er niet meer." in page or "De ruimte is er niet meer." in page
    day = page.split('name="day"')[1].split(">")[0]
    assert 'value=""' in day or "value=" not in day
    assert desk.get(f"{DESK}/nieuw?sjabloon=99999").status_code == 404
    desk.post(f"{DESK}/nieuw", data=typed(title="Samen lezen", act="publiceren"))
    assert the_gathering().status is GatheringStatus.PUBLISHED


def test_a_template_is_seen_renamed_and_thrown_away(desk):
    template, other = save("Leeskring", a_draft(title="Samen lezen")), save("Dialoog", a_draft())
    page = f"{TEMPLATES}/{template.id}"
    assert "Samen lezen" in desk.get(page).text
    taken = desk.post(page, data={"name": other.name})
    assert taken.status_code == 422
    assert error_beside(taken, "name")
    assert desk.post(page, data={"name": "Leesclub"}).status_code == 303
    assert [each.name for each in listed()] == ["Dialoog", "Leesclub"]
    assert "Leesclub" in desk.get(f"{page}/weggooien").text
    assert len(listed()) == 2
    assert desk.post(f"{page}/weggooien").status_code == 303
    assert [each.name for each in listed()] == ["Dialoog"]
    assert desk.post(f"{page}/weggooien").status_code == 404


def test_of_what_came_back_only_the_last_time_is_an_example(app):
    for weeks in (3, 2, 1):
        a_gathering("Taalcafé", starts_at=now() - timedelta(weeks=weeks))
    a_gathering("Samen koken", starts_at=now() - timedelta(days=10))
    a_gathering("Straks", starts_at=now() + timedelta(days=1))
    earlier = template_queries.list_earlier(db.session(), the_library().id, now=now())
    assert [each.title for each in earlier] == ["Taalcafé", "Samen koken"]
    last = db.session().scalars(select(Gathering.starts_at).where(Gathering.title == "Taalcafé"))
    assert earlier[0].starts_at == max(last)
