"""What becomes of what a librarian fills in, until it is in the agenda."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, transaction
from community.errors import NotFound
from community.gatherings import closing, hosting
from community.gatherings.drafts import DraftRefused, appointment_of
from community.gatherings.kinds import Audience, CoreFunction, Kind, Mode, SignUpMode
from community.gatherings.models import (
    CalendarItem,
    Gathering,
    GatheringStatus,
)
from tests.factories import (
    a_branch,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_picture,
    a_room,
    a_theme,
    the_library,
)
from tests.gatherings.drafting import (
    DAY,
    a_draft,
    a_hand,
    create,
    edit,
    logged,
    publish,
    published,
    refusal,
    stands,
    version,
)

pytestmark = pytest.mark.usefixtures("app")


# ─── making ───


def test_a_new_gathering_is_a_draft_that_nobody_sees():
    before = version()
    librarian = a_librarian()
    gathering = stands(create(by=librarian))
    assert gathering.status is GatheringStatus.DRAFT
    assert gathering.created_by_id == gathering.revised_by_id == librarian.id
    assert gathering.uid.endswith("@kring.example.org")
    assert version() == before
    assert db.session().scalar(select(func.count(CalendarItem.gathering_id))) == 0


def test_what_is_not_said_follows_from_the_kind():
    gathering = stands(create(a_draft(kind=Kind.LANGUAGE_CAFE, capacity=None)))
    assert gathering.sign_up_mode is SignUpMode.NONE
    assert gathering.core_function is CoreFunction.EDUCATION
    assert gathering.audience is Audience.NEWCOMERS
    assert gathering.ends_at - gathering.starts_at == timedelta(minutes=90)


def test_what_is_said_stays_when_the_kind_changes_and_the_rest_follows():
    gathering = create(a_draft(kind=Kind.LECTURE, core_function=CoreFunction.ARTS))
    edit(gathering, kind=Kind.STORYTIME, capacity=None)
    assert stands(gathering).core_function is CoreFunction.ARTS
    assert stands(gathering).audience is Audience.CHILDREN
    assert stands(gathering).sign_up_mode is SignUpMode.NONE


def test_a_gathering_is_found_by_its_place_and_its_themes_in_both_languages():
    theme = a_theme("techniek-reparatie")
    gathering = stands(create(a_draft(title="Café Één", theme_ids=frozenset({theme.id}))))
    for word in ("cafe een", "ommen", "repareren", "repairing"):
        assert word in gathering.search_text


WRONG: list[tuple[dict[str, object], set[str]]] = [
    ({"title": "  "}, {"title"}),
    ({"title": "a" * 201}, {"title"}),
    ({"title": "x" * 100_000}, {"title"}),
    ({"title": "twee\nregels"}, {"title"}),
    ({"title": "a\x00b"}, {"title"}),
    ({"title": "half \ud800"}, {"title"}),
    ({"summary": "\u202etsker"}, {"summary"}),
    ({"text": "a" * 20_001}, {"text"}),
    ({"text": "nul \x00"}, {"text"}),
    ({"capacity": 0}, {"capacity"}),
    ({"capacity": 10**9}, {"capacity"}),
    ({"capacity": -1}, {"capacity"}),
    ({"sign_up_mode": SignUpMode.NONE}, {"capacity"}),
    ({"sign_up_mode": SignUpMode.ELSEWHERE, "capacity": None}, {"elsewhere_url"}),
    (
        {
            "sign_up_mode": SignUpMode.ELSEWHERE,
            "capacity": None,
            "elsewhere_url": "javascript:alert(1)",
        },
        {"elsewhere_url"},
    ),
    ({"elsewhere_url": "https://kaartjes.example"}, {"elsewhere_url"}),
    ({"mode": Mode.ONLINE, "branch_id": None}, {"online_url"}),
    ({"mode": Mode.HYBRID, "online_url": "http://onveilig.example"}, {"online_url"}),
    ({"mode": Mode.HYBRID, "online_url": "https://a.example/\u2028x"}, {"online_url"}),
    ({"branch_id": 10**6}, {"place"}),
    ({"room_id": 10**6}, {"place"}),
    ({"theme_ids": frozenset({10**6})}, {"themes"}),
    ({"picture_id": 10**6}, {"picture"}),
]


def test_what_is_not_right_is_refused_by_the_name_of_its_field():
    for fields, wrong in WRONG:
        with pytest.raises(DraftRefused) as refused:
            create(a_draft(**fields))
        assert refusal(refused) == wrong, fields
    assert db.session().scalar(select(func.count(Gathering.id))) == 0


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        (DAY, DAY, {"ends_at"}),
        (2 * DAY, DAY, {"ends_at"}),
        (DAY, 33 * DAY, {"ends_at"}),
        (DAY, 31 * DAY, set()),
        (3000 * DAY, 3001 * DAY, {"starts_at"}),
        (-12_000 * DAY, -11_999 * DAY, {"starts_at"}),
    ],
)
def test_it_ends_after_it_begins_within_a_month_and_within_reach(begin, end, wrong):
    moment = now()
    draft = a_draft(starts_at=moment + begin, ends_at=moment + end)
    if not wrong:
        assert create(draft).id
        return
    with pytest.raises(DraftRefused) as refused:
        create(draft)
    assert refusal(refused) == wrong


def test_signing_up_opens_before_it_closes_and_closes_before_it_is_over():
    start = now() + DAY
    for opens_at, closes_at, wrong in [
        (start, None, {"sign_up_opens_at"}),
        (start - DAY / 4, start - DAY / 2, {"sign_up_opens_at"}),
        (None, start + DAY, {"sign_up_closes_at"}),
    ]:
        with pytest.raises(DraftRefused) as refused:
            create(a_draft(starts_at=start, sign_up_opens_at=opens_at, sign_up_closes_at=closes_at))
        assert refusal(refused) == wrong


def test_places_and_pictures_of_another_library_do_not_exist():
    here, there = the_library(), a_library("zuidpolder")
    elsewhere = there.branches[0]
    theirs = {
        "branch_id": elsewhere.id,
        "room_id": a_room(elsewhere).id,
        "picture_id": a_picture(there).id,
    }
    for name, value in theirs.items():
        with pytest.raises(DraftRefused):
            create(a_draft(**{name: value}))
    assert here.id != there.id


def test_a_room_belongs_to_the_branch_it_is_chosen_with():
    other = a_branch(place="Dalfsen")
    with pytest.raises(DraftRefused) as refused:
        create(a_draft(room_id=a_room(other).id))
    assert refusal(refused) == {"place"}


def test_whoever_works_here_can_receive_people_and_nobody_else():
    hanna, resident = a_member(Role.HOST, name="Hanna"), a_member(Role.RESIDENT)
    stranger = a_librarian(a_library("zuidpolder"))
    gathering = create(a_draft(host_ids=frozenset({hanna.id})))
    assert [host.id for host in stands(gathering).hosts] == [hanna.id]
    for nobody in (resident, stranger):
        with pytest.raises(DraftRefused) as refused:
            create(a_draft(host_ids=frozenset({nobody.id})))
        assert refusal(refused) == {"hosts"}


def test_who_receives_people_already_stays_when_the_words_change():
    gathering = published()
    guest = a_host_of(gathering)
    edit(gathering, title="Samen koken")
    assert [host.id for host in stands(gathering).hosts] == [guest.id]


# ─── publishing ───


def test_publishing_puts_it_in_the_log_and_in_the_feeds_once():
    gathering = create()
    before = version()
    publish(gathering)
    assert stands(gathering).published_at is not None
    between = version()
    assert between[0] != before[0]
    publish(gathering)
    assert version() == between
    assert len(logged(Verb.GATHERING_PUBLISHED)) == 1
    assert logged(Verb.GATHERING_PUBLISHED)[0].details["kind"] == "conversation"
    assert db.session().scalar(select(func.count(CalendarItem.gathering_id))) == 2


def test_what_lies_in_the_past_or_nowhere_cannot_be_published():
    for gathering, wrong in [
        (create(a_draft(starts_at=now() - DAY)), {"starts_at"}),
        (create(a_draft(branch_id=None)), {"place"}),
    ]:
        with pytest.raises(DraftRefused) as refused:
            publish(gathering)
        assert refusal(refused) == wrong
        assert stands(gathering).status is GatheringStatus.DRAFT
    assert logged(Verb.GATHERING_PUBLISHED) == []


def test_another_librarys_gathering_cannot_be_touched():
    gathering = published()
    other = a_library("zuidpolder").id
    hand = a_hand()
    for act in (
        lambda tx: hosting.publish(tx, other, gathering.id, hand),
        lambda tx: hosting.edit(tx, other, gathering.id, a_draft(), hand),
        lambda tx: hosting.move(tx, other, gathering.id, appointment_of(gathering), hand),
        lambda tx: hosting.cancel(tx, other, gathering.id, "nee", hand),
        lambda tx: hosting.copy(tx, other, gathering.id, hand),
        lambda tx: hosting.unpublish(tx, other, gathering.id, hand),
        lambda tx: hosting.discard(tx, other, gathering.id),
        lambda tx: closing.close(tx, other, gathering.id, 1, estimated=False, now=now()),
    ):
        with pytest.raises(NotFound), transaction() as tx:
            act(tx)
