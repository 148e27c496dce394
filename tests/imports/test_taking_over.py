"""From a list to the agenda: what a row becomes, by which rules, and what people hear of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event, func, select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import local, now
from community.db import db, transaction
from community.gatherings import hosting
from community.gatherings.kinds import Initiator, Kind, Mode, SignUpMode
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import applying, queries, staging
from community.imports.judging import CALLED_OFF_HERE, NEVER_HERE, OWN, THROWN_AWAY, TWICE
from community.imports.models import Choices, Imported, ImportStatus, Outcome
from community.initiatives.models import Initiation
from community.outbox.models import OutboxMail
from community.partners.models import Partnership
from tests.factories import (
    a_booking,
    a_branch,
    a_gathering,
    a_library,
    a_room,
    a_sign_up,
    a_theme,
    next_week,
)
from tests.imports.lists import (
    a_calendar,
    a_hand,
    a_row,
    a_sheet,
    an_event,
    applied,
    begun,
    outcomes,
    rows_of,
    staged,
    taken_over,
    wrong,
)
from tests.partners.making import a_partner

AGENDA = Choices(publish=True)


def gatherings(session):
    wanted = select(Gathering).order_by(Gathering.starts_at, Gathering.id)
    return session.scalars(wanted, execution_options={"populate_existing": True}).all()


def mails(session):
    return session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)).all()


def logged(session, verb):
    return session.scalar(select(func.count()).where(Activity.verb == verb))


def test_nothing_is_in_the_agenda_before_it_is_taken_over(session):
    a_library()
    run = staged(a_sheet(a_row()))
    assert (run.status, run.total, run.staged, run.content) == (ImportStatus.READY, 1, 1, None)
    assert outcomes(run) == [Outcome.NEW]
    assert gatherings(session) == []


def test_a_row_becomes_a_draft_with_all_that_it_says(session):
    library = a_library()
    a_room(library.branches[0], "Leeszaal")
    row = a_row(
        soort="Taalcafé", zaal="leeszaal", meedoen="Hier aanmelden", plaatsen="12",
        kosten="€ 2", taal="Nederlands", **{"thema's": a_theme("digitaal").label},
    )  # fmt: skip
    run = taken_over(a_sheet(row))
    assert wrong(run) == []
    [gathering] = gatherings(session)
    assert (gathering.title, gathering.status) == ("Breicafé", GatheringStatus.DRAFT)
    assert (gathering.starts_at, gathering.ends_at) == (next_week(14), next_week(16))
    assert (gathering.kind, gathering.capacity) == (Kind.LANGUAGE_CAFE, 12)
    assert (gathering.sign_up_mode, gathering.cost) == (SignUpMode.HERE, "€ 2")
    assert [theme.slug for theme in gathering.themes] == ["digitaal"]
    assert gathering.room.name == "Leeszaal"
    assert gathering.booking is not None
    assert run.status is ImportStatus.APPLIED


def test_what_a_row_does_not_say_is_as_was_chosen_for_the_list(session):
    library = a_library()
    partner = a_partner(library=library)
    chosen = Choices(
        kind=Kind.LECTURE, branch_id=library.branches[0].id, publish=True, partner_id=partner.id,
        theme_ids=frozenset({a_theme("digitaal").id}), sign_up_mode=SignUpMode.NONE,
    )  # fmt: skip
    taken_over(a_sheet(a_row(vestiging="")), choices=chosen)
    [gathering] = gatherings(session)
    assert (gathering.kind, gathering.status) == (Kind.LECTURE, GatheringStatus.PUBLISHED)
    assert (gathering.branch_id, gathering.sign_up_mode) == (chosen.branch_id, SignUpMode.NONE)
    assert [theme.slug for theme in gathering.themes] == ["digitaal"]
    assert logged(session, Verb.GATHERING_PUBLISHED) == 1


def test_the_partner_of_a_list_is_noted_and_not_mailed_for_each(session):
    library = a_library()
    partner = a_partner(library=library)
    chosen = Choices(partner_id=partner.id)
    taken_over(a_sheet(a_row(), a_row("Kaarten", "2")), choices=chosen)
    assert {one.initiator for one in gatherings(session)} == {Initiator.PARTNER}
    assert session.scalars(select(Partnership.partner_id)).all() == [partner.id] * 2
    initiations = session.scalars(select(Initiation)).all()
    assert [(one.partner_id, one.mailed_to, one.confirmed_at) for one in initiations] == [
        (partner.id, "", None)
    ] * 2
    assert mails(session) == []


def test_an_event_becomes_one_in_the_agenda_with_its_link_and_place(session):
    library = a_library()
    event = an_event(
        URL="https://welzijn.example/wandelen", LOCATION="Bibliotheek Ommen",
        DESCRIPTION="<p>Samen <b>buiten</b></p><p>Neem brood mee</p>",
    )  # fmt: skip
    elsewhere = an_event("2@welzijn", "Koken", LOCATION="Dorpshuis\\, Kerkweg 2")
    online = an_event("3@welzijn", "Praten", LOCATION="https://bellen.example/kamer")
    taken_over(a_calendar(event, elsewhere, online), choices=AGENDA)
    walk, cook, talk = sorted(gatherings(session), key=lambda one: one.id)
    assert (walk.title, walk.status) == ("Wandelen", GatheringStatus.PUBLISHED)
    assert (walk.branch_id, walk.address) == (library.branches[0].id, "")
    assert (walk.sign_up_mode, walk.elsewhere_url) == (
        SignUpMode.ELSEWHERE,
        "https://welzijn.example/wandelen",
    )
    assert walk.text == "Samen buiten\nNeem brood mee"
    assert (cook.address, cook.sign_up_mode) == ("Dorpshuis, Kerkweg 2", SignUpMode.NONE)
    assert (talk.mode, talk.online_url) == (Mode.ONLINE, "https://bellen.example/kamer")


def test_the_same_list_again_changes_nothing(session):
    a_library()
    first = taken_over(a_sheet(a_row()), choices=AGENDA)
    [before] = [(one.sequence, one.revised_at, one.uid) for one in gatherings(session)]
    again = staged(a_sheet(a_row()), source=first.source)
    assert outcomes(again) == [Outcome.SAME]
    applied(again)
    assert [(one.sequence, one.revised_at, one.uid) for one in gatherings(session)] == [before]


def test_what_moved_in_the_list_moves_here_and_people_hear_of_it(session):
    a_library()
    first = taken_over(a_sheet(a_row()), choices=AGENDA)
    [gathering] = gatherings(session)
    a_sign_up(gathering)
    later = f"{local(next_week() + timedelta(days=1)):%d-%m-%Y}"
    run = staged(a_sheet(a_row(datum=later)), source=first.source)
    assert outcomes(run) == [Outcome.CHANGED]
    applied(run)
    [moved] = gatherings(session)
    assert local(moved.starts_at).date() == local(next_week() + timedelta(days=1)).date()
    assert (moved.id, moved.sequence) == (gathering.id, 1)
    assert mails(session) == ["gatherings/moved"]
    assert logged(session, Verb.GATHERING_MOVED) == 1
    assert len(gatherings(session)) == 1


def test_what_was_changed_here_stays_when_the_list_did_not_change_it(session):
    a_library()
    first = taken_over(a_sheet(a_row()))
    [gathering] = gatherings(session)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).cost = "€ 5"
    taken_over(a_sheet(a_row("Brei- en haakcafé")), source=first.source)
    [after] = gatherings(session)
    assert (after.title, after.cost, after.sequence) == ("Brei- en haakcafé", "€ 5", 0)


def test_what_the_list_calls_off_is_called_off_here(session):
    a_library()
    first = taken_over(a_calendar(an_event()), choices=Choices(publish=True, branch_id=1))
    [gathering] = gatherings(session)
    a_sign_up(gathering)
    off = a_calendar(an_event(STATUS="CANCELLED"), an_event("2@x", STATUS="CANCELLED"))
    run = taken_over(off, source=first.source)
    assert outcomes(run) == [Outcome.CANCELLED, Outcome.SKIPPED]
    assert wrong(run) == [("", NEVER_HERE)]
    [gathering] = gatherings(session)
    assert gathering.status is GatheringStatus.CANCELLED
    assert mails(session) == ["gatherings/cancelled"]
    assert outcomes(staged(off, source=first.source))[0] is Outcome.SAME


def test_a_calendar_is_recognised_by_its_uids_whatever_its_name(session):
    a_library()
    first = taken_over(a_calendar(an_event()), choices=Choices(branch_id=1))
    again = staged(a_calendar(an_event(title="Wandelen in het bos")))
    assert again.source_id == first.source_id
    assert outcomes(again) == [Outcome.CHANGED]


def test_our_own_agenda_does_not_come_back_to_us(session):
    gathering = a_gathering()
    run = staged(a_calendar(an_event(gathering.uid)))
    assert (outcomes(run), wrong(run)) == ([Outcome.SKIPPED], [("", OWN)])


def test_what_was_thrown_away_or_called_off_here_does_not_come_back(session):
    a_library()
    rows = [a_row(), a_row("Kaarten", "2")]
    first = taken_over(a_sheet(*rows), choices=Choices(publish=True))
    knit, cards = gatherings(session)
    with transaction() as tx:
        hosting.unpublish(tx, knit.library_id, knit.id, a_hand())
        hosting.discard(tx, knit.library_id, knit.id)
        hosting.cancel(tx, cards.library_id, cards.id, "Ziek", a_hand())
    rows[1]["titel"] = "Kaarten maken"
    run = taken_over(a_sheet(*rows), source=first.source)
    assert [each[1] for each in wrong(run)] == [THROWN_AWAY, CALLED_OFF_HERE]
    assert [one.title for one in gatherings(session)] == ["Kaarten"]


def test_keys_of_one_list_say_nothing_in_another(session):
    a_library()
    taken_over(a_sheet(a_row()))
    taken_over(a_sheet(a_row("Iets heel anders")))
    assert len(gatherings(session)) == 2


def test_without_a_key_a_row_is_known_by_its_title_and_day(session):
    a_library()
    first = taken_over(a_sheet(a_row(key="")))
    run = taken_over(a_sheet(a_row(key="", begin="13:30")), source=first.source)
    assert outcomes(run) == [Outcome.CHANGED]
    assert [one.starts_at for one in gatherings(session)] == [next_week(13, 30)]


def test_what_stands_twice_in_a_list_is_said_of_the_second(session):
    a_library()
    run = taken_over(a_sheet(a_row(), a_row("Anders")))
    assert outcomes(run) == [Outcome.NEW, Outcome.WRONG]
    assert wrong(run) == [("key", TWICE)]
    assert len(gatherings(session)) == 1


def test_a_room_that_is_taken_is_said_per_row_also_within_the_list(session):
    library = a_library()
    room = a_room(library.branches[0], "Leeszaal")
    a_booking(room, next_week(10))
    rows = [
        a_row(key="1", begin="10:30", zaal="Leeszaal"),
        a_row(key="2", zaal="Leeszaal"),
        a_row(key="3", begin="15:00", zaal="Leeszaal"),
    ]
    run = staged(a_sheet(*rows))
    assert outcomes(run) == [Outcome.WRONG, Outcome.NEW, Outcome.WRONG]
    assert [name for name, _said in wrong(run)] == ["place", "place"]


def test_what_became_impossible_since_it_was_shown_stays_behind_and_says_why(session):
    library = a_library()
    room = a_room(library.branches[0], "Leeszaal")
    run = staged(a_sheet(a_row(zaal="Leeszaal"), a_row("Kaarten", "2")))
    a_booking(room, next_week(14))
    applied(run)
    assert outcomes(run) == [Outcome.WRONG, Outcome.NEW]
    assert [one.title for one in gatherings(session)] == ["Kaarten"]


def test_a_published_row_obeys_the_rules_of_the_agenda(session):
    a_library()
    past = f"{local(now() - timedelta(days=2)):%d-%m-%Y}"
    rows = [a_row(vestiging=""), a_row("Kaarten", "2", datum=past)]
    assert [name for name, _said in wrong(staged(a_sheet(*rows), choices=AGENDA))] == [
        "place",
        "starts_at",
    ]
    assert wrong(staged(a_sheet(*rows))) == []


def test_another_librarys_branch_and_list_do_not_exist_here(session):
    here, there = a_library(), a_library("zuidpolder")
    a_branch(there, "Elders")
    run = staged(a_sheet(a_row(vestiging="Elders")), library=here)
    assert [name for name, _said in wrong(run)] == ["branch"]
    first = taken_over(a_calendar(an_event()), library=there, choices=Choices())
    mine = staged(a_calendar(an_event()), library=here)
    assert mine.source_id != first.source_id
    assert outcomes(mine) == [Outcome.NEW]


def test_taking_over_twice_changes_nothing(session):
    a_library()
    run = taken_over(a_sheet(a_row()))
    applied(run)
    assert len(gatherings(session)) == 1
    assert session.scalar(select(func.count()).select_from(Imported)) == 1


def test_a_big_list_is_looked_at_in_batches(session, monkeypatch):
    a_library()
    monkeypatch.setattr("community.imports.staging.BATCH", 2)
    run = taken_over(a_sheet(*(a_row(f"Nummer {each}", str(each)) for each in range(5))))
    assert (run.status, run.staged, len(gatherings(session))) == (ImportStatus.APPLIED, 5, 5)
    assert all(row.is_done for row in rows_of(run))


def test_other_choices_are_judged_by_in_batches_and_taken_up_where_it_was_cut_off(
    session, monkeypatch
):
    a_library()
    monkeypatch.setattr("community.imports.staging.BATCH", 2)
    run = staged(a_sheet(*(a_row(f"Nummer {each}", str(each)) for each in range(5))))
    with transaction() as tx:
        staging.choose(tx, run.library_id, run.id, Choices(kind=Kind.LECTURE))
    assert queries.list_waiting(session, now=now()) == [(run.library_id, run.id)]
    with pytest.raises(applying.NotReady), transaction() as tx:
        applying.ask(tx, run.library_id, run.id)
    staging.read(transaction, run.library_id, run.id, now=now())
    assert {row.wanted.kind for row in rows_of(run)} == {Kind.LECTURE}
    again = queries.get_run(session, run.library_id, run.id)
    assert (again.status, again.total, again.staged) == (ImportStatus.READY, 5, 5)


def test_a_longer_list_takes_no_more_queries_to_judge(session):
    a_library()

    def statements(rows):
        run = begun(a_sheet(*(a_row(f"Nummer {each}", str(each)) for each in range(rows))))
        said: list[str] = []
        listener = partial(_note, said)
        event.listen(db.engine, "before_cursor_execute", listener)
        staging.read(transaction, run.library_id, run.id, now=now())
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(said)

    assert statements(300) == statements(3) <= 40


def _note(said, _connection, _cursor, statement, *_more):
    said.append(statement)
