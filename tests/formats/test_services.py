"""A version is never changed, and a gathering keeps the one that it took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.clock import now
from community.db import transaction
from community.errors import NotFound
from community.formats import content as contents
from community.formats import queries, services, shipped
from community.formats.content import Round, running_order
from community.formats.models import Format, FormatVersion
from community.gatherings import along
from community.gatherings.hosting_rules import GatheringIsCancelled, Hand
from community.gatherings.kinds import Kind
from tests.factories import a_gathering, a_library, the_library
from tests.formats.rows import a_format, content, goes_by
from tests.gatherings.crowd import rush


@pytest.mark.parametrize("key", shipped.names())
@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_a_format_of_the_house_is_whole(key, spoken):
    found, language = shipped.content_of(key, spoken)
    assert language == spoken
    assert found.rounds
    assert all(each.title and each.question and each.minutes for each in found.rounds)
    assert 2 <= found.least <= found.most <= contents.MOST_SEATS
    assert max(map(len, (found.how, found.tip))) <= contents.LONGEST_TEXT
    assert len(found.purpose) <= contents.LONGEST_PURPOSE
    assert contents.read(contents.kept(found)) == found


def test_in_another_language_the_house_speaks_dutch():
    assert shipped.content_of("dialogue", "tr")[1] == "nl"


def test_a_table_plan_learns_how_often_people_change_tables():
    assert shipped.content_of("world_cafe", "nl")[0].seatings == 3
    assert shipped.content_of("dialogue", "nl")[0].seatings == 1


def test_the_running_order_adds_up():
    said = content(opening=10, closing=0, rounds=(Round("Een", "", 20), Round("Twee", "", 15)))
    steps = [
        (each.begins, each.minutes, each.round and each.round.title) for each in running_order(said)
    ]
    assert steps == [(0, 10, None), (10, 20, "Een"), (30, 15, "Twee")]
    assert said.minutes == 45


def test_saving_makes_the_next_version_and_the_gathering_keeps_its_own(session):
    made, gathering = a_format(), a_gathering()
    library_id = the_library().id
    goes_by(gathering, made)
    rewritten(made, name="Korter")
    taken = queries.get_of(session, library_id, gathering.id)
    assert taken.content.name == "Buurtgesprek"
    newer = queries.find_newer(session, taken)
    assert newer is not None
    assert (newer.number, newer.content.name) == (2, "Korter")
    taken = goes_by(gathering, made)
    assert taken.content.name == "Korter"
    assert queries.find_newer(session, taken) is None


def test_saving_the_same_again_is_no_new_version(session):
    rewritten(a_format(), name="Buurtgesprek")
    assert session.scalar(select(func.count(FormatVersion.id))) == 1


def test_who_save_at_once_make_versions_one_after_the_other(app, session):
    made = a_format()
    acts = [lambda name=name: rewritten(made, name=name) for name in ("Van Bas", "Van Sanne")] * 3
    assert rush(app, acts, in_flight=6) == []
    session.rollback()
    numbers = session.scalars(select(FormatVersion.number).order_by(FormatVersion.number)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 3


def test_gatherings_that_first_take_a_format_of_the_house_share_its_version(app, session):
    gatherings = [a_gathering().id for _each in range(4)]
    library_id = the_library().id

    def take(gathering_id: int) -> None:
        choice = services.Choice(key="dialogue")
        with transaction() as tx:
            services.choose(tx, library_id, gathering_id, choice, now=now())

    acts = [lambda gathering_id=each: take(gathering_id) for each in gatherings]
    assert rush(app, acts, in_flight=4) == []
    session.rollback()
    versions = {queries.get_of(session, library_id, each).version_id for each in gatherings}
    assert len(versions) == 1


def test_a_conversation_in_english_gets_english_questions(app):
    gathering = a_gathering(language="en")
    assert goes_by(gathering, "dialogue").content.rounds[0].title == "Getting to know each other"


def test_questions_of_its_own_stay_with_a_new_version_and_go_with_another_format(app):
    made, gathering = a_format(), a_gathering()
    goes_by(gathering, made)
    usual = content().rounds
    asked(gathering, "Wat is thuis?", usual[0].question, "Waar ben je thuis?", "", "")
    rewritten(made, closing=30)
    taken = goes_by(gathering, made)
    assert taken.questions == ["", "Waar ben je thuis?", "", ""]
    said = [each.question for each in taken.content.rounds]
    assert said == [
        usual[0].question, "Waar ben je thuis?", usual[2].question, usual[3].question
    ]  # fmt: skip
    another = goes_by(gathering, "socratic")
    assert another.questions == []
    assert another.main_question == "Wat is thuis?"


def test_only_a_conversation_that_goes_on_has_a_format(app):
    with pytest.raises(services.NotAConversation):
        goes_by(a_gathering(kind=Kind.LECTURE), "dialogue")
    with pytest.raises(GatheringIsCancelled):
        goes_by(a_gathering(status="cancelled", cancelled_at=now()), "dialogue")


def test_what_is_not_there_cannot_be_taken(app):
    gathering, elsewhere = a_gathering(), a_library("salland")
    for choice in ("toernooi", a_format(library=elsewhere)):
        with pytest.raises(NotFound):
            goes_by(gathering, choice)


def test_what_is_retired_is_taken_by_nobody_new(session):
    made, gathering, another = a_format(), a_gathering(), a_gathering()
    goes_by(gathering, made)
    with transaction() as tx:
        services.retire(tx, made.library_id, made.id, now=now())
    with pytest.raises(services.FormatIsRetired):
        goes_by(another, made)
    assert queries.get_of(session, made.library_id, gathering.id).content.name == "Buurtgesprek"
    with transaction() as tx:
        services.bring_back(tx, made.library_id, made.id)
    goes_by(another, made)


def test_without_a_format_after_all(session):
    gathering = a_gathering()
    goes_by(gathering, "open_table")
    for _twice in range(2):
        with transaction() as tx:
            services.leave_out(tx, gathering.library_id, gathering.id)
    assert queries.find_of(session, gathering.library_id, gathering.id) is None


def test_a_copy_goes_by_the_same_version_with_the_same_questions(session):
    first = a_gathering()
    goes_by(first, "world_cafe")
    asked(first, "Wat is thuis?", "", "Waar?", "")
    kept = along.of(session, first)
    later = a_gathering(starts_at=now() + timedelta(days=9))
    lecture = a_gathering(kind=Kind.LECTURE)
    with transaction() as tx:
        for each in (later, lecture):
            along.give(tx, each, kept, Hand(None, "", now()))
    taken = queries.get_of(session, later.library_id, later.id)
    assert (taken.content.name, taken.main_question) == ("World Café", "Wat is thuis?")
    assert taken.content.rounds[1].question == "Waar?"
    assert queries.find_of(session, lecture.library_id, lecture.id) is None


def rewritten(made: Format, **other: object) -> None:
    with transaction() as tx:
        services.rewrite(
            tx, made.library_id, made.id, content(**{"name": "Buurtgesprek", **other}),
            language="nl", by_id=1, now=now(),
        )  # fmt: skip


def asked(gathering, main_question: str, *questions: str) -> None:
    with transaction() as tx:
        services.ask(
            tx, gathering.library_id, gathering.id,
            main_question=main_question, questions=questions,
        )  # fmt: skip
