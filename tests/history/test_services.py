"""Past activities come in as if they had been held here, once, and are put right by a new list."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from community.activity.models import Activity, PersonKey
from community.activity.verbs import CARRIES, Verb
from community.clock import from_local, now
from community.db import Base, session, transaction
from community.gatherings.kinds import Audience, CoreFunction, Initiator, Kind
from community.gatherings.models import Attendance, Gathering, GatheringStatus
from community.history.models import PastPerson
from community.initiatives import services as initiatives
from community.initiatives.models import Initiation, Proof
from community.partners.models import Partner, Partnership, Sector
from community.series.models import Series, SeriesDate
from community.tally.models import Tally
from community.teams.models import Team, TeamPart
from tests.factories import a_librarian, a_library, a_member
from tests.history.lists import DAY, a_line, a_list, taken_in, who_came
from tests.partners.making import a_partner
from tests.teams.rows import a_team

FULL = a_line(
    series="Taalcafé",
    branch="ommen",
    themes="nederlands-taal|Digitaal & computer",
    estimated="nee",
    first_time="4",
    counts_age="65+:12|18-30:2",
    counts_pc4="7731:10",
    initiator="partner",
    partners="Vluchtelingenwerk|Gemeente Ommen",
    partner_sectors="taal|gemeente",
    partner_brought="4,ja,50|2,5 uur",
    teams="Balie",
    harvest="3",
)


@pytest.fixture
def library(app):
    return a_library()


def log(verb: Verb | None = None):
    session().rollback()
    rows = select(Activity).order_by(Activity.id)
    return list(session().scalars(rows if verb is None else rows.where(Activity.verb == verb)))


def only(model):
    session().rollback()
    return session().scalars(select(model)).one()


def count(*models):
    session().rollback()
    return [session().scalar(select(func.count()).select_from(model)) for model in models]


def everything():
    """All rows of the house, as they stand."""
    session().rollback()
    return {
        name: sorted(map(str, session().execute(select(table)).all()))
        for name, table in Base.metadata.tables.items()
    }


def test_a_line_is_a_gathering_that_is_closed(library, tmp_path):
    report = taken_in(library, a_list(tmp_path, FULL))
    assert (report.outcome.added, report.flaw_count) == (1, 0)
    gathering = only(Gathering)
    assert gathering.status is GatheringStatus.CLOSED
    assert gathering.starts_at == from_local(DAY, time(14))
    assert gathering.ends_at - gathering.starts_at == timedelta(minutes=90)
    assert (gathering.kind, gathering.head_count) == (Kind.LANGUAGE_CAFE, 14)
    assert gathering.core_function is CoreFunction.EDUCATION, "follows from its kind"
    assert gathering.audience is Audience.NEWCOMERS
    assert {theme.slug for theme in gathering.themes} == {"nederlands-taal", "digitaal"}
    assert gathering.branch.place == "Ommen"


def test_the_log_has_the_rows_that_holding_it_would_have_left(library, tmp_path):
    taken_in(library, a_list(tmp_path, FULL), who_came(tmp_path, ("T-1", "a@b.nl", "-5", "")))
    gathering = only(Gathering)
    rows = log()
    assert [row.verb for row in rows] == [
        Verb.GATHERING_PUBLISHED, Verb.GATHERING_CLOSED, Verb.TALLY_ENTERED,
        Verb.HARVEST_CONFIRMED, Verb.PARTNER_JOINED, Verb.PARTNER_JOINED, Verb.TEAM_TOOK_PART,
        Verb.ATTENDANCE_CHECKED_IN,
    ]  # fmt: skip
    for row in rows:
        carries = CARRIES[Verb(row.verb)]
        assert carries.details <= row.details.keys()
        assert all(getattr(row, column) is not None for column in carries.columns)
        assert gathering.starts_at - timedelta(minutes=5) <= row.happened_at <= gathering.ends_at
        assert now() - row.recorded_at < timedelta(minutes=5)
        assert row.gathering_id == gathering.id
    closed, tally, harvest, joined = rows[1], rows[2], rows[3], rows[4]
    assert closed.quantity == 14
    assert closed.details["series_id"] == only(Series).id
    assert [each["hours"] for each in closed.details["partners"]] == [4.0, 2.5]
    assert closed.details["tally"] == "always"
    assert tally.details == {
        "first_time": {"yes": 4, "no": 10},
        "age_class": {"65+": 12, "18-30": 2},
        "pc4": {"7731": 10},
    }
    assert harvest.quantity == 3
    assert joined.details["sector"] == Sector.LANGUAGE
    assert (joined.details["hours"], joined.details["room"], joined.details["money"]) == (
        4.0, True, 5000,
    )  # fmt: skip


def test_what_stands_beside_it_is_there_for_the_desk(library, tmp_path):
    taken_in(library, a_list(tmp_path, FULL))
    joined = log(Verb.PARTNER_JOINED)
    session().rollback()
    assert {row.activity_id for row in session().scalars(select(Partnership))} == {
        row.id for row in joined
    }
    assert only(TeamPart).activity_id == log(Verb.TEAM_TOOK_PART)[0].id
    assert only(Tally).paper["age_class"] == {"65+": 12, "18-30": 2}
    series, date = only(Series), only(SeriesDate)
    assert series.until == date.on_date, "it is over: the clock makes no dates of it"


def test_who_began_it_is_not_confirmed_by_a_list(library, tmp_path):
    taken_in(library, a_list(tmp_path, FULL))
    assert only(Gathering).initiator is Initiator.PARTNER
    assert only(Initiation).confirmed_at is None
    assert log(Verb.INITIATOR_CONFIRMED) == []
    assert all(row.confirmed_at is None for row in session().scalars(select(Partnership)))


def test_the_same_list_again_changes_nothing(library, tmp_path):
    came = who_came(tmp_path, ("T-1", "a@b.nl", "-5", ""), ("T-1", "pas 12", "3", "medewerker"))
    taken_in(library, a_list(tmp_path, FULL), came)
    before = everything()
    report = taken_in(library, a_list(tmp_path, FULL), came)
    assert (report.outcome.same, report.outcome.added, report.outcome.came) == (1, 0, 0)
    after = everything()
    # Locks and versions of pages are no part of what somebody knows.
    assert {name for name in after if after[name] != before[name]} == set()


def test_a_corrected_list_corrects_by_rows_that_name_the_earlier_ones(library, tmp_path):
    taken_in(library, a_list(tmp_path, FULL))
    first = {row.verb: row.id for row in log()}
    gone = dict.fromkeys(("harvest", "teams", "partner_sectors", "counts_pc4"), "")
    mended = {**FULL, **gone, "participants": "16", "partners": "Gemeente Ommen"}
    mended["partner_brought"] = "2,5 uur"
    report = taken_in(library, a_list(tmp_path, mended))
    assert report.outcome.changed == 1
    corrections = [row for row in log() if row.corrects_id is not None]
    assert {(row.verb, row.quantity) for row in corrections} == {
        (Verb.GATHERING_CLOSED, 16),
        (Verb.TALLY_ENTERED, 16),
        (Verb.HARVEST_CONFIRMED, 0),
        (Verb.TEAM_TOOK_PART, 0),
        (Verb.PARTNER_JOINED, 0),
    }
    closed = next(row for row in corrections if row.verb == Verb.GATHERING_CLOSED)
    assert closed.corrects_id == first[Verb.GATHERING_CLOSED]
    assert only(Gathering).head_count == 16
    assert only(Partnership).minutes == 150
    assert count(TeamPart) == [0]
    assert taken_in(library, a_list(tmp_path, mended)).outcome.same == 1


def test_what_was_taken_back_can_come_back(library, tmp_path):
    for harvest in ("2", "", "2"):
        taken_in(library, a_list(tmp_path, a_line(harvest=harvest)))
    assert [row.quantity for row in log(Verb.HARVEST_CONFIRMED)] == [2, 0, 2]


def test_who_said_yes_themselves_stays_who_began_it(library, tmp_path):
    taken_in(library, a_list(tmp_path, a_line(initiator="bewoner")))
    librarian = a_librarian(library)
    with transaction() as tx:
        initiatives.note_yes(
            tx, library.id, only(Gathering).id, Proof.SPOKEN, "Ja, van mij",
            by_id=librarian.id, now=now(),
        )  # fmt: skip
    taken_in(library, a_list(tmp_path, a_line(initiator="bibliotheek", participants="9")))
    assert only(Gathering).initiator is Initiator.RESIDENT
    assert only(Initiation).proof is Proof.SPOKEN
    assert only(Gathering).head_count == 9


def test_a_partner_and_a_team_that_are_known_are_not_made_again(library, tmp_path):
    partner, team = a_partner("Gemeente Ommen", library=library), a_team("Balie", library=library)
    line = a_line(partners="gemeente ommen", teams="BALIE")
    report = taken_in(library, a_list(tmp_path, line))
    assert (report.outcome.partners, report.outcome.teams) == (0, 0)
    assert (only(Partner).id, only(Team).id) == (partner.id, team.id)


def test_a_person_the_library_knows_has_one_key_for_everything(library, tmp_path):
    noor = a_member(library=library, email="noor@example.org")
    came = who_came(tmp_path, ("T-1", "Noor@Example.org", "0", ""), ("T-1", "pas 1", "0", ""))
    taken_in(library, a_list(tmp_path, a_line()), came)
    key = session().scalars(select(PersonKey.key).where(PersonKey.person_id == noor.id)).one()
    assert {row.person_key for row in log(Verb.ATTENDANCE_CHECKED_IN)} == {
        key, only(PastPerson).key,
    }  # fmt: skip


def test_nobody_can_be_read_from_what_is_kept(library, tmp_path):
    came = who_came(tmp_path, ("T-1", "geheim@example.org", "0", ""), ("T-1", "pas 4711", "0", ""))
    taken_in(library, a_list(tmp_path, a_line()), came)
    kept = json.dumps(everything())
    assert "geheim" not in kept
    assert "4711" not in kept


def test_the_same_code_is_the_same_person_at_every_gathering(library, tmp_path):
    rows = [
        a_line(gathering_key=key, date=DAY + timedelta(days=n)) for n, key in enumerate("ABC", 1)
    ]
    came = who_came(tmp_path, *((key, "pas 1", "0", "") for key in "ABC"))
    taken_in(library, a_list(tmp_path, *rows), came)
    assert len({row.person_key for row in log(Verb.ATTENDANCE_CHECKED_IN)}) == 1
    session().rollback()
    assert len(set(session().scalars(select(Attendance.key)))) == 3, "which no other row tells"


def test_longer_ago_than_the_log_keeps_people_nobody_has_a_key(library, tmp_path):
    came = who_came(tmp_path, ("T-1", "pas 1", "0", ""))
    taken_in(library, a_list(tmp_path, a_line(date="2019-03-04")), came)
    assert [row.person_key for row in log(Verb.ATTENDANCE_CHECKED_IN)] == [None]


def test_a_corrected_list_of_who_came_undoes_and_notes_again(library, tmp_path):
    gatherings = a_list(tmp_path, a_line())
    rows = [("T-1", "a", "0", ""), ("T-1", "b", "0", ""), ("T-1", "c", "0", "")]
    taken_in(library, gatherings, who_came(tmp_path, *rows))
    mended = [("T-1", "a", "0", ""), ("T-1", "b", "0", "medewerker")]
    report = taken_in(library, gatherings, who_came(tmp_path, *mended))
    assert (report.outcome.came, report.outcome.undone) == (1, 2)
    undone = log(Verb.ATTENDANCE_UNDONE)
    came = {row.id: row for row in log(Verb.ATTENDANCE_CHECKED_IN)}
    assert all(row.person_key == came[row.corrects_id].person_key for row in undone)
    assert len(came) == 4
    session().rollback()
    here = select(Attendance).where(Attendance.undone_at.is_(None))
    assert len(session().scalars(here).all()) == 2
    assert taken_in(library, gatherings, who_came(tmp_path, *rows)).outcome.undone == 1


def test_who_is_in_the_list_twice_came_once(library, tmp_path):
    came = who_came(tmp_path, *[("T-1", "a@b.nl", "0", "")] * 4)
    line = a_line(participants="")
    assert taken_in(library, a_list(tmp_path, line), came).outcome.came == 1
    assert only(Gathering).head_count == 1


def test_two_libraries_may_use_the_same_keys(library, tmp_path):
    other = a_library("zuidpolder")
    came = who_came(tmp_path, ("T-1", "a@b.nl", "0", ""))
    for each in (library, other):
        assert taken_in(each, a_list(tmp_path, a_line()), came).outcome.added == 1
    assert count(Gathering, PastPerson) == [2, 2]
    keys = {row.library_id: row.person_key for row in log(Verb.ATTENDANCE_CHECKED_IN)}
    assert keys[library.id] != keys[other.id]
