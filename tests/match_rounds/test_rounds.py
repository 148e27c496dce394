"""From asking to seats: nobody is moved who signed up herself, who was left out goes first."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.db import transaction
from community.errors import DomainError, NotFound
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.libraries.models import Equipment, Library
from community.match_rounds import choosing, looking, making, moving, planning, publishing, queries
from community.match_rounds.models import Choice, Participant, Population, RoundGathering
from community.matching.engine.__main__ import answered
from community.outbox.models import OutboxMail
from community.preferences import services as preferences
from community.preferences.services import Said
from community.solves import running, states
from community.solves import services as solves
from tests.factories import a_library, a_member, a_room, a_sign_up
from tests.keeping.forgetting import forget
from tests.match_rounds import rounds
from tests.match_rounds.rounds import a_round, chose, planned, published, soon, the


@pytest.fixture
def library(app) -> Library:
    return a_library()


@pytest.fixture(autouse=True)
def engine_here(monkeypatch):
    """The engine itself, but in this process: a process of its own is for the tests of solves."""
    monkeypatch.setattr(
        running, "_answer", lambda solve, _stop: answered(json.dumps(solve.problem).encode())
    )


def mailed(session, template: str) -> set[int]:
    session.rollback()
    return set(
        session.scalars(
            select(OutboxMail.person_id).where(OutboxMail.template == f"match_rounds/{template}")
        )
    )


def test_only_who_may_be_invited_is_asked_by_mail_or_by_telephone(session, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    bep = rounds.who_may_be_asked(library, "Bep", email=None, phone="0529 123")[0]
    a_member(library=library, name="Stil")
    rounds.who_may_be_asked(library, "Kind", under_age_until=now().date() + timedelta(days=9))
    made = a_round(library, soon(library, "A"), soon(library, "B"))
    asked = queries.list_participants(session, library.id, made.id)
    assert {each.person_id for each in asked} == {noor.id, anna.id, bep.id}
    assert mailed(session, "asked") == {noor.id, anna.id}
    board = looking.board(session, library.id, made.id)
    assert [each.person_id for each in board.to_call] == [bep.id]


def test_a_round_is_refused_where_somebody_could_already_have_signed_up(session, library):
    rounds.who_may_be_asked(library, "Noor")
    fine = soon(library, "Later")
    sooner = soon(library, "Sooner", sign_up_opens_at=now() + timedelta(days=2))
    for wrong in (
        sooner,
        soon(library, "Open", sign_up_opens_at=None),
        soon(library, "Sensitive", is_sensitive=True),
        soon(library, "Endless", capacity=None),
        soon(a_library("elders"), "Elsewhere"),
    ):
        with pytest.raises((making.OpensTooSoon, making.NotToBeChosen)):
            a_round(library, fine, wrong)
    with pytest.raises(making.ClosesTooSoon):
        a_round(library, fine, closes_at=now())
    session.rollback()
    assert queries.list_rounds(session, library.id) == []
    a_round(library, fine)
    with pytest.raises(making.NotToBeChosen):
        a_round(library, fine)


def test_the_population_can_be_who_likes_a_theme(session, library):
    noor, _anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    theme = rounds.likes(noor, library)
    made = a_round(library, soon(library, "A"), population=Population.THEME, theme_id=theme.id)
    asked = queries.list_participants(session, library.id, made.id)
    assert [each.person_id for each in asked] == [noor.id]


def test_everybody_is_placed_by_wish_and_an_answer_can_change_until_it_closes(session, library):
    noor, anna, bep = rounds.who_may_be_asked(library, "Noor", "Anna", "Bep")
    first, second = soon(library, "First", 1), soon(library, "Second", 1)
    made = a_round(library, first, second)
    chose(made, noor, second)
    chose(made, noor, first, second)
    chose(made, anna, first)
    with transaction() as tx:
        choosing.decline(tx, library.id, made.id, the(made, bep).id, now=now())
    found = planned(made)
    assert rounds.places(made) == {"Noor": "Second", "Anna": "First", "Bep": None}
    assert found.plan["proven"]
    assert not found.is_open(now())
    with pytest.raises(choosing.ChoosingIsOver):
        chose(made, bep, first)


def test_a_choice_has_to_make_sense(library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    first, second = soon(library, "First"), soon(library, "Second")
    made = a_round(library, first, second)
    number = the(made, noor).id
    for said, error in (
        ({first.id: 1, second.id: 1}, choosing.WishedTwice),
        ({first.id: choosing.CANNOT}, choosing.NothingChosen),
        ({}, choosing.NothingChosen),
    ):
        with pytest.raises(error), transaction() as tx:
            choosing.choose(tx, library.id, made.id, number, said, surprise=False, now=now())
    with transaction() as tx:
        said = {first.id: 4, second.id: 2, 10**6: 1}
        choosing.choose(tx, library.id, made.id, number, said, surprise=False, now=now())
    assert {each.gathering_id: each.position for each in the(made, noor).choices} == {
        second.id: 2, first.id: 3,
    }  # fmt: skip


def test_who_lets_us_choose_goes_where_it_fits_and_never_where_she_cannot(session, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    theme = rounds.likes(noor, library)
    plain, liked, busy = (soon(library, title) for title in ("Plain", "Liked", "Busy"))
    rounds.about(theme, liked, busy)
    made = a_round(library, plain, liked, busy)
    chose(made, noor, cannot=(busy,), surprise=True)
    planned(made)
    assert rounds.places(made) == {"Noor": "Liked"}


def test_a_place_that_is_kept_stays_and_its_seat_is_nobody_elses(session, library):
    people = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "First", 1), soon(library, "Second", 1)
    made = a_round(library, first, second)
    for each in people:
        chose(made, each, first, second)
    planned(made)
    in_second = next(each for each in people if the(made, each).gathering_id == second.id)
    number = the(made, in_second).id
    with transaction() as tx:
        kept = planning.keep(tx, library.id, made.id, number, kept=True)
        kept.gathering_id = first.id  # As if the engine had put her there.
    planned(made)
    assert the(made, in_second).gathering_id == first.id
    assert set(rounds.places(made).values()) == {"First", "Second"}


def test_publishing_signs_up_by_the_houses_own_door_and_tells_who_was_left_out(session, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    only = soon(library, "Only", 1)
    made = a_round(library, only, soon(library, "Other", 1))
    for each in (noor, anna):
        chose(made, each, only)
    planned(made)
    board = looking.board(session, library.id, made.id)
    assert (len(board.left_out), board.shortage_titles, board.shortage.people) == (1, ["Only"], 2)
    out = board.left_out[0].person
    assert board.contested[board.left_out[0].id] == ["Only"]
    for _twice in range(2):
        published(made)
    session.rollback()
    entries = session.scalars(select(SignUp)).all()
    assert [(each.status, each.has_seat) for each in entries] == [(SignUpStatus.CONFIRMED, True)]
    assert entries[0].person_id != out.id
    assert session.get_one(Gathering, only.id).taken == 1
    assert mailed(session, "left_out") == {out.id}
    again = a_round(library, soon(library, "C", 1), soon(library, "D", 1))
    chose(again, noor, *queries.list_gatherings(session, library.id, again.id))
    chose(again, anna, *queries.list_gatherings(session, library.id, again.id))
    problem = planning.problem_of(session, queries.get(session, library.id, again.id), now=now())
    waited = {each["id"]: each["left_out"] for each in problem["people"]}
    assert waited[str(the(again, out).id)] == 1
    assert sorted(waited.values()) == [0, 1]


def test_a_plan_for_which_there_is_no_room_any_more_signs_up_nobody(session, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    first, second = soon(library, "First", 1), soon(library, "Second", 1)
    made = a_round(library, first, second)
    chose(made, noor, first)
    chose(made, anna, second)
    planned(made)
    a_sign_up(session.get_one(Gathering, second.id), a_member(library=library, name="Sooner"))
    with pytest.raises(DomainError, match="no longer has room"):
        published(made)
    session.rollback()
    assert session.get_one(Gathering, first.id).taken == 0
    assert not queries.get(session, library.id, made.id).published_at


def test_without_a_plan_nothing_is_published_and_without_wishes_nothing_is_planned(library):
    rounds.who_may_be_asked(library, "Noor")
    made = a_round(library, soon(library, "A"))
    with pytest.raises(DomainError, match="no plan yet"):
        published(made)
    with pytest.raises(planning.NobodyChose):
        planned(made)


def test_calling_off_wipes_wishes_and_frees_the_activities(session, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    first = soon(library, "First")
    made = a_round(library, first)
    chose(made, noor, first)
    planned(made)
    with transaction() as tx:
        planning.ask_for_plan(tx, library.id, made.id, by_id=noor.id, now=now())
        late = states.take_up(tx, now=now())
    for _twice in range(2):
        with transaction() as tx:
            making.call_off(tx, library.id, made.id, now=now())
    with transaction() as tx:
        ended = states.end(
            tx, late.id, 1, answer={"placed": [], "proven_optimal": True, "closed": []}, now=now()
        )
        solves.what_is_done_with("match_round")(tx, ended, now())
    session.rollback()
    assert queries.get(session, library.id, made.id).plan is None
    assert session.scalars(select(Choice)).all() == []
    assert session.scalars(select(RoundGathering)).all() == []
    with pytest.raises(making.HasEnded):
        planned(made)
    a_round(library, first)


def test_wishes_are_wiped_half_a_year_after_a_round(session, library):
    (noor,) = rounds.who_may_be_asked(library, "Noor")
    first = soon(library, "First")
    made = a_round(library, first)
    chose(made, noor, first)
    published(planned(made))
    assert forget("match_rounds.wishes", now()) == 0
    assert forget("match_rounds.wishes", now() + timedelta(days=184)) == 2
    assert forget("match_rounds.wishes", now() + timedelta(days=185)) == 0
    session.rollback()
    assert session.scalars(select(Choice)).all() == []
    assert queries.get(session, library.id, made.id).plan is None
    assert rounds.places(made) == {"Noor": "First"}
    forget("match_rounds.wishes", now() + timedelta(days=732))
    session.rollback()
    assert queries.list_rounds(session, library.id) == []


def test_another_library_finds_nothing(session, library):
    rounds.who_may_be_asked(library, "Noor")
    made, other = a_round(library, soon(library, "A")), a_library("elders")
    with pytest.raises(DomainError), transaction() as tx:
        making.call_off(tx, other.id, made.id, now=now())
    assert queries.list_rounds(session, other.id) == []


# ─── by hand ───


def a_full_house(library):
    """Noor and Anna each had their first wish, Bep is left out, and Third is empty."""
    noor, anna, bep = rounds.who_may_be_asked(library, "Noor", "Anna", "Bep")
    first, second, third = (soon(library, title, 1) for title in ("First", "Second", "Third"))
    made = a_round(library, first, second, third, least=1)
    chose(made, noor, first, second)
    chose(made, anna, second)
    chose(made, bep, first)
    planned(made)
    # Whom the lot chose does not matter here.
    places = {the(made, noor).id: first.id, the(made, anna).id: second.id, the(made, bep).id: None}
    with transaction() as tx:
        for number, where in places.items():
            tx.get_one(Participant, number).gathering_id = where
    return made, (noor, anna, bep), (first, second, third)


def moved(made, who, to, other=None, seen=None):
    number, with_id = the(made, who).id, the(made, other).id if other else 0
    with transaction() as tx:
        return moving.move(
            tx, made.library_id, made.id, number, to_id=to.id, with_id=with_id,
            seen_id=seen.id if seen else 0, now=now(),
        )  # fmt: skip


def test_every_way_to_move_somebody_says_what_it_does(session, library):
    made, (_noor, anna, bep), (first, _second, third) = a_full_house(library)
    board = looking.board(session, library.id, made.id)
    free, exchange = moving.ways(board, board.placed[first.id][0])
    assert (free.to.title, free.changes[0].wish_before, free.changes[0].wish_after) == (
        "Third", 1, None,
    )  # fmt: skip
    assert (free.first_before, free.first_after) == (2, 1)
    assert free.too_few[1] == 0
    assert [each.person_id for each in free.could_follow] == [bep.id]
    assert exchange.exchanged_with.person_id == anna.id
    assert [(each.wish_before, each.wish_after) for each in exchange.changes] == [(1, 2), (1, None)]
    assert not exchange.too_few
    # Nobody loses a place by hand: who has none is offered free seats alone.
    out = moving.ways(board, board.left_out[0])
    assert [(way.to.id, way.exchanged_with) for way in out] == [(third.id, None)]


def test_who_is_moved_stays_there_when_the_plan_is_made_again(session, library):
    made, (noor, anna, bep), (first, second, third) = a_full_house(library)
    moved(made, noor, third, seen=first)
    moved(made, noor, third, seen=first)  # Twice is once.
    assert rounds.places(made) == {"Noor": "Third", "Anna": "Second", "Bep": None}
    board = looking.board(session, library.id, made.id)
    assert (board.by_hand, board.proven) == (True, False)
    planned(made)
    assert rounds.places(made) == {"Noor": "Third", "Anna": "Second", "Bep": "First"}
    assert looking.board(session, library.id, made.id).by_hand is False
    moved(made, bep, second, anna, seen=first)
    assert rounds.places(made) == {"Noor": "Third", "Anna": "First", "Bep": "Second"}
    assert all(the(made, each).kept for each in (noor, anna, bep))


def test_nobody_is_moved_to_a_full_activity_or_by_a_page_that_is_no_longer_true(library):
    made, (noor, anna, bep), (first, second, third) = a_full_house(library)
    with pytest.raises(moving.NoSeatThere):
        moved(made, bep, first)
    with pytest.raises(moving.NotThereAnyMore):
        moved(made, noor, third, seen=second)  # Noor sits elsewhere by now.
    with pytest.raises(moving.NotThereAnyMore):
        moved(made, bep, third, anna)  # Anna is not there.
    number = the(made, anna).id
    with transaction() as tx:
        planning.keep(tx, library.id, made.id, number, kept=True)
    with pytest.raises(moving.NotThereAnyMore):
        moved(made, noor, second, anna, seen=first)  # Anna's place was kept.
    elsewhere = soon(library, "Not in the round")
    with pytest.raises(NotFound):
        moved(made, noor, elsewhere, seen=first)
    published(made)
    with pytest.raises(making.HasEnded):
        moved(made, bep, third)


def test_nobody_is_moved_without_a_plan_nor_while_one_is_being_made(library):
    made, (noor, _anna, _bep), (first, _second, third) = a_full_house(library)
    with transaction() as tx:
        planning.ask_for_plan(tx, made.library_id, made.id, by_id=made.made_by_id, now=now())
    with pytest.raises(publishing.NoPlanYet):
        moved(made, noor, third, seen=first)
    other = soon(library, "Later")
    fresh = a_round(library, other)
    chose(fresh, noor, other)
    with pytest.raises(publishing.NoPlanYet):
        moved(fresh, noor, other)


def test_an_exchange_is_offered_with_nobody_who_cannot_come_then_or_whose_place_is_kept(
    session, library
):
    made, (noor, anna, _bep), (first, _second, _third) = a_full_house(library)

    def ways(who):
        board = looking.board(session, library.id, made.id)
        found = moving.ways(board, next(each for each in board.takes_part if each.id == who))
        return [way.to.title for way in found]

    assert ways(the(made, noor).id) == ["Third", "Second"]
    number = the(made, anna).id
    with transaction() as tx:
        planning.keep(tx, library.id, made.id, number, kept=True)
    assert ways(the(made, noor).id) == ["Third"]
    with transaction() as tx:
        planning.keep(tx, library.id, made.id, number, kept=False)
        tx.add(Choice(library_id=library.id, participant_id=number, gathering_id=first.id))
    assert ways(the(made, noor).id) == ["Third"]


def test_nobody_is_placed_in_a_room_where_they_cannot_take_part(client, session, library):
    noor, anna = rounds.who_may_be_asked(library, "Noor", "Anna")
    attic = a_room(library.branches[0], "Zolder", equipment=frozenset())
    up, down = soon(library, "Boven", room_id=attic.id), soon(library, "Beneden")
    said = Said(needs=frozenset({Equipment.WHEELCHAIR}), needs_words="Ja.")
    with transaction() as tx:
        preferences.keep(tx, library.id, noor.id, said, now=now())
    made = a_round(library, up, down)
    chose(made, noor, up, down)
    chose(made, anna, up)
    for who, told in ((noor, True), (anna, False)):
        token = queries.token_of(the(made, who), key=current_app.config["SECRET_KEY"])
        assert ("rolstoel" in client.get(f"/vechtdal/kies/{token}").text) is told
    planned(made)
    assert rounds.places(made) == {"Noor": "Beneden", "Anna": "Boven"}
