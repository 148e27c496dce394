"""What a librarian does to a gathering, and what that sets going."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, transaction
from community.errors import NotFound
from community.gatherings import closing, hosting
from community.gatherings.drafts import DraftRefused, appointment_of, draft_of
from community.gatherings.hosting_rules import (
    GatheringIsCancelled,
    GatheringIsOver,
    Overtaken,
    PeopleCountOnIt,
)
from community.gatherings.kinds import Audience, CoreFunction, Kind, Mode, SignUpMode
from community.gatherings.models import (
    CalendarItem,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.libraries.models import LibraryVersion
from community.outbox.models import OutboxMail
from tests.factories import (
    a_branch,
    a_gathering,
    a_librarian,
    a_library,
    a_person,
    a_picture,
    a_room,
    a_sign_up,
    a_theme,
    the_library,
)
from tests.gatherings.drafting import a_draft, a_hand

pytestmark = pytest.mark.usefixtures("app")

DAY = timedelta(days=1)


def create(draft=None, by=None):
    draft = draft or a_draft()
    with transaction() as tx:
        return hosting.create(tx, the_library().id, draft, a_hand(by))


def publish(gathering):
    with transaction() as tx:
        return hosting.publish(tx, gathering.library_id, gathering.id, a_hand())


def published(**fields):
    return publish(create(a_draft(**fields)))


def edit(gathering, *, seen=None, by=None, **changes):
    again = replace(draft_of(db.session().get(Gathering, gathering.id)), **changes)
    with transaction() as tx:
        return hosting.edit(tx, gathering.library_id, gathering.id, again, a_hand(by), seen=seen)


def move(gathering, **changes):
    new = replace(appointment_of(db.session().get(Gathering, gathering.id)), **changes)
    with transaction() as tx:
        return hosting.move(tx, gathering.library_id, gathering.id, new, a_hand())


def cancel(gathering, reason="De zaal is niet vrij.", *, later=timedelta()):
    with transaction() as tx:
        return hosting.cancel(tx, gathering.library_id, gathering.id, reason, a_hand(later=later))


def close(gathering, count=12, *, estimated=False, at=None):
    with transaction() as tx:
        return closing.close(
            tx,
            gathering.library_id,
            gathering.id,
            count,
            estimated=estimated,
            now=at or gathering.ends_at + timedelta(hours=1),
        )


def stands(gathering):
    db.session().rollback()
    return db.session().get(Gathering, gathering.id)


def mails(template):
    return (
        db.session()
        .scalars(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id))
        .all()
    )


def logged(verb):
    return db.session().scalars(select(Activity).where(Activity.verb == verb)).all()


def version():
    db.session().rollback()
    row = db.session().get(LibraryVersion, the_library().id)
    return row.agenda, row.pages


def refusal(refused):
    return {problem.name for problem in refused.value.problems}


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


# ─── changing ───


def test_a_change_of_words_moves_nothing():
    gathering = published()
    a_sign_up(gathering)
    _same, told = edit(gathering, title="Samen koken")
    assert stands(gathering).title == "Samen koken"
    assert stands(gathering).sequence == 0
    assert told.people == 0
    assert mails("gatherings/moved") == []


def test_a_change_of_words_is_in_the_feeds_at_once():
    gathering = published()
    before = version()
    edit(gathering, title="Samen koken")
    assert version()[0] != before[0]
    bodies = db.session().scalars(select(CalendarItem.body)).all()
    assert all(b"Samen koken" in body for body in bodies)


@pytest.mark.parametrize("through", ["edit", "move"])
def test_another_time_reaches_everybody_who_counts_on_it(through):
    gathering = published(capacity=2)
    mailed = [
        a_sign_up(gathering, status=status)
        for status in (SignUpStatus.CONFIRMED, SignUpStatus.PENDING, SignUpStatus.WAITING)
    ]
    a_sign_up(gathering, status=SignUpStatus.CANCELLED)
    a_sign_up(gathering, a_person(email=None), status=SignUpStatus.WAITING)
    was = gathering.starts_at
    later = {"starts_at": was + DAY, "ends_at": gathering.ends_at + DAY}
    _same, told = (edit if through == "edit" else move)(gathering, **later)
    now_stands = stands(gathering)
    assert (told.mails, told.calls) == (3, 1)
    assert now_stands.sequence == 1
    assert now_stands.moved_from == was
    assert [mail.person_id for mail in mails("gatherings/moved")] == [
        sign_up.person_id for sign_up in mailed
    ]
    assert [mail.key for mail in mails("gatherings/moved")] == [
        f"sign_up:{sign_up.id}:moved:1" for sign_up in mailed
    ]
    assert len(logged(Verb.GATHERING_MOVED)) == 1


@pytest.mark.parametrize("what", ["branch", "room", "address", "end", "online"])
def test_another_place_or_end_is_a_move_too(what):
    gathering = published()
    a_sign_up(gathering)
    branch = a_branch(place="Dalfsen")
    changes = {
        "branch": {"branch_id": branch.id},
        "room": {"room_id": a_room(gathering.branch).id},
        "address": {"branch_id": None, "address": "Kerkweg 2, Lemele"},
        "end": {"ends_at": gathering.ends_at + timedelta(minutes=30)},
        "online": {"mode": Mode.HYBRID, "online_url": "https://praat.example/kring"},
    }
    move(gathering, **changes[what])
    assert stands(gathering).sequence == 1
    assert stands(gathering).moved_from is None
    assert len(mails("gatherings/moved")) == 1


def test_moving_to_where_it_stands_already_tells_nobody():
    gathering = published()
    a_sign_up(gathering)
    _same, told = move(gathering)
    assert told.people == 0
    assert stands(gathering).sequence == 0
    assert logged(Verb.GATHERING_MOVED) == []


def test_two_moves_are_two_pieces_of_news():
    gathering = published()
    a_sign_up(gathering)
    for _ in range(2):
        start = stands(gathering).starts_at + DAY
        move(gathering, starts_at=start, ends_at=start + DAY / 12)
    assert stands(gathering).sequence == 2
    assert len(mails("gatherings/moved")) == 2


def test_a_draft_moves_in_silence():
    gathering = create()
    edit(gathering, starts_at=gathering.starts_at + DAY, ends_at=gathering.ends_at + DAY)
    assert stands(gathering).sequence == 0
    assert stands(gathering).moved_from is None
    assert logged(Verb.GATHERING_MOVED) == []


def test_until_when_people_sign_up_moves_along():
    closes_at = now() + 2 * DAY
    gathering = published(sign_up_closes_at=closes_at)
    move(gathering, starts_at=gathering.starts_at + DAY, ends_at=gathering.ends_at + DAY)
    assert stands(gathering).sign_up_closes_at == closes_at + DAY


def test_nothing_moves_to_the_past():
    gathering = published()
    with pytest.raises(DraftRefused) as refused:
        move(gathering, starts_at=now() - DAY, ends_at=now() + DAY)
    assert refusal(refused) == {"starts_at"}
    assert stands(gathering).starts_at == gathering.starts_at


def test_of_what_is_over_the_words_can_change_but_not_the_time():
    gathering = a_gathering(starts_at=now() - 2 * DAY)
    edit(gathering, title="Zo was het")
    assert stands(gathering).title == "Zo was het"
    with pytest.raises(DraftRefused):
        edit(gathering, ends_at=gathering.ends_at + DAY)


def test_capacity_never_goes_below_the_seats_that_are_taken():
    gathering = published(capacity=5)
    a_sign_up(gathering, party_size=3)
    with pytest.raises(DraftRefused) as refused:
        edit(gathering, capacity=2)
    assert refused.value.problems[0].values == {"taken": 3}
    edit(gathering, capacity=3)
    assert stands(gathering).capacity == 3


@pytest.mark.parametrize("capacity", [3, None])
def test_more_room_lets_in_who_waits_longest(capacity):
    gathering = published(capacity=1)
    a_sign_up(gathering)
    waiting = [a_sign_up(gathering, status=SignUpStatus.WAITING) for _ in range(3)]
    edit(gathering, capacity=capacity)
    statuses = [db.session().get(SignUp, sign_up.id).status for sign_up in waiting]
    let_in = 2 if capacity else 3
    assert statuses == [SignUpStatus.CONFIRMED] * let_in + [SignUpStatus.WAITING] * (3 - let_in)
    assert stands(gathering).taken == 1 + let_in
    assert len(mails("gatherings/promoted")) == let_in


def test_a_form_that_was_overtaken_changes_nothing():
    gathering = published()
    seen = gathering.revised_at
    librarian = a_librarian(name="Sanne")
    edit(gathering, seen=seen, by=librarian, title="Van Sanne")
    with pytest.raises(Overtaken):
        edit(gathering, seen=seen, title="Van een ander")
    assert stands(gathering).title == "Van Sanne"
    assert stands(gathering).revised_by_id == librarian.id


# ─── calling off ───


def test_calling_off_reaches_everybody_and_stays_to_be_seen():
    gathering = published(capacity=1)
    for status in (SignUpStatus.CONFIRMED, SignUpStatus.WAITING):
        a_sign_up(gathering, status=status)
    a_sign_up(gathering, a_person(email=None), status=SignUpStatus.WAITING)
    before = version()
    _same, told = cancel(gathering)
    called_off = stands(gathering)
    assert (told.mails, told.calls) == (2, 1)
    assert called_off.status is GatheringStatus.CANCELLED
    assert called_off.sequence == 1
    assert called_off.published_at is not None
    assert called_off.cancel_reason == "De zaal is niet vrij."
    assert len(mails("gatherings/cancelled")) == 2
    assert len(logged(Verb.GATHERING_CANCELLED)) == 1
    assert version()[0] != before[0]
    bodies = db.session().scalars(select(CalendarItem.body)).all()
    assert all(b"STATUS:CANCELLED" in body for body in bodies)


def test_calling_off_twice_tells_once():
    gathering = published()
    a_sign_up(gathering)
    cancel(gathering)
    _same, told = cancel(gathering, "Nog een keer.")
    assert told.people == 0
    assert stands(gathering).cancel_reason == "De zaal is niet vrij."
    assert len(mails("gatherings/cancelled")) == 1


@pytest.mark.parametrize("reason", ["", "   ", "twee\r\nregels", "a" * 301, "nul\x00"])
def test_calling_off_asks_a_reason_that_can_be_read(reason):
    gathering = published()
    with pytest.raises(DraftRefused) as refused:
        cancel(gathering, reason)
    assert refusal(refused) == {"reason"}
    assert stands(gathering).status is GatheringStatus.PUBLISHED


def test_what_is_over_is_not_called_off_and_what_is_called_off_not_changed():
    gathering = published()
    with pytest.raises(GatheringIsOver):
        cancel(gathering, later=30 * DAY)
    cancel(gathering)
    with pytest.raises(GatheringIsCancelled):
        edit(gathering, title="Toch")
    with pytest.raises(GatheringIsCancelled):
        publish(gathering)


def test_unpublishing_works_until_somebody_signs_up():
    gathering = published()
    with transaction() as tx:
        hosting.unpublish(tx, gathering.library_id, gathering.id, a_hand())
    assert stands(gathering).status is GatheringStatus.DRAFT
    assert db.session().scalar(select(func.count(CalendarItem.gathering_id))) == 0
    publish(gathering)
    a_sign_up(gathering)
    with pytest.raises(PeopleCountOnIt), transaction() as tx:
        hosting.unpublish(tx, gathering.library_id, gathering.id, a_hand())
    assert stands(gathering).status is GatheringStatus.PUBLISHED


def test_only_a_draft_without_people_is_thrown_away():
    theme = a_theme("digitaal")
    gathering = create(a_draft(theme_ids=frozenset({theme.id})))
    with transaction() as tx:
        hosting.discard(tx, gathering.library_id, gathering.id)
    assert stands(gathering) is None
    other = published()
    with pytest.raises(Exception, match="Only a draft"), transaction() as tx:
        hosting.discard(tx, other.library_id, other.id)


# ─── afterwards ───


def test_closing_notes_how_many_came():
    gathering = published()
    close(gathering, 12, estimated=True)
    closed = stands(gathering)
    assert closed.status is GatheringStatus.CLOSED
    assert (closed.head_count, closed.head_count_estimated) == (12, True)
    (row,) = logged(Verb.GATHERING_CLOSED)
    assert row.quantity == 12
    assert row.branch_id == gathering.branch_id
    assert row.details["duration"] == 120
    assert row.details["estimated"] is True


def test_closing_again_with_another_number_corrects_the_log():
    gathering = published()
    close(gathering, 12)
    close(gathering, 12)
    assert len(logged(Verb.GATHERING_CLOSED)) == 1
    close(gathering, 14)
    first, second = logged(Verb.GATHERING_CLOSED)
    assert second.corrects_id == first.id
    assert stands(gathering).head_count == 14


def test_nobody_is_counted_before_the_end_or_of_what_never_was():
    gathering = published()
    for wrong, at in [
        (gathering, now()),
        (create(), now() + 30 * DAY),
    ]:
        with pytest.raises(Exception, match=r"not over|never published"):
            close(wrong, at=at)
    cancel(gathering)
    with pytest.raises(GatheringIsCancelled):
        close(gathering)


@pytest.mark.parametrize("count", [-1, 10**9])
def test_a_head_count_is_a_number_of_people(count):
    gathering = published()
    with pytest.raises(DraftRefused):
        close(gathering, count)
