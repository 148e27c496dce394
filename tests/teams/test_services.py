"""Which teams took part: logged once it has been, corrected by rows that name the first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import closing, hosting
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import GatheringStatus
from community.gatherings.template_models import GatheringTemplate
from community.teams import services
from community.teams.models import TeamPart
from community.teams.services import NameIsTaken, TeamDraft, TeamHasTakenPart
from tests.factories import a_gathering, a_librarian, a_library, the_library
from tests.gatherings.desk import hidden_inputs, typed
from tests.gatherings.drafting import BASE_URL
from tests.series.acts import a_first, gatherings, repeat
from tests.teams.rows import a_part, a_team

pytestmark = pytest.mark.usefixtures("app")


def set_teams(gathering, *teams):
    with transaction() as tx:
        services.set_teams(
            tx, gathering.library_id, gathering.id, [team.id for team in teams],
            by_id=None, now=now(),
        )  # fmt: skip


def dispute(gathering, team, reason="Wij waren op de markt."):
    with transaction() as tx:
        services.dispute(tx, gathering.library_id, gathering.id, team.id, reason, now=now())


def log() -> list[Activity]:
    session().rollback()
    found = select(Activity).where(Activity.verb.startswith("team:")).order_by(Activity.id)
    return list(session().scalars(found))


def yesterday(**fields):
    return a_gathering(starts_at=now() - timedelta(days=1), **fields)


def test_what_is_over_is_logged_at_once_and_only_once():
    gathering, desk = yesterday(), a_team(front_line=True)
    set_teams(gathering, desk)
    set_teams(gathering, desk)
    (row,) = log()
    assert (row.verb, row.gathering_id, row.quantity) == ("team:took_part", gathering.id, 1)
    assert row.details == {"team": desk.id, "front_line": True}
    assert row.happened_at == gathering.ends_at


def test_a_plan_is_not_logged_until_the_gathering_is_closed():
    gathering, desk, busy = a_gathering(), a_team(front_line=True), a_team("Educatie")
    set_teams(gathering, desk, busy)
    set_teams(gathering, desk)
    assert log() == []
    later = gathering.ends_at + timedelta(hours=1)
    with transaction() as tx:
        closing.close(tx, gathering.library_id, gathering.id, 12, estimated=False, now=later)
    assert [row.details["team"] for row in log()] == [desk.id]
    closed = session().scalars(select(Activity).where(Activity.verb == "gathering:closed")).one()
    assert closed.details["teams"] == [{"team": desk.id, "front_line": True}]


def test_taking_it_back_names_the_row_that_was_wrong():
    gathering, desk = yesterday(), a_team()
    set_teams(gathering, desk)
    set_teams(gathering)
    first, second = log()
    assert (second.verb, second.quantity, second.corrects_id) == ("team:took_part", 0, first.id)
    assert session().scalars(select(TeamPart)).all() == []


def test_what_a_team_disputes_no_longer_counts_and_the_first_reason_stands():
    gathering, desk, busy = yesterday(), a_team(), a_team("Educatie")
    set_teams(gathering, desk, busy)
    dispute(gathering, desk)
    dispute(gathering, desk, "Een andere reden.")
    first, _, disputed = log()
    assert (disputed.verb, disputed.corrects_id) == ("team:disputed", first.id)
    part = session().get_one(TeamPart, (gathering.id, desk.id))
    assert part.dispute_reason == "Wij waren op de markt."
    with transaction() as tx:
        closing.close(tx, gathering.library_id, gathering.id, 5, estimated=True, now=now())
    closed = session().scalars(select(Activity).where(Activity.verb == "gathering:closed")).one()
    assert [each["team"] for each in closed.details["teams"]] == [busy.id]
    set_teams(gathering, busy)
    assert len(log()) == 3, "what was disputed is corrected already"


def test_what_a_team_did_not_do_cannot_be_disputed():
    with pytest.raises(NotFound):
        dispute(yesterday(), a_team())


def test_the_database_itself_keeps_a_dispute_and_its_reason_together():
    gathering, desk = yesterday(), a_team()
    for wrong in (
        {"disputed_at": now(), "dispute_reason": "", "activity_id": 1},
        {"disputed_at": now(), "dispute_reason": "Zomaar", "activity_id": None},
    ):
        with pytest.raises(IntegrityError):
            a_part(desk, gathering, **wrong)


def test_a_team_that_took_part_stays_and_one_that_did_not_can_go():
    desk, busy = a_team(), a_team("Educatie")
    a_part(desk, yesterday())
    with pytest.raises(TeamHasTakenPart), transaction() as tx:
        services.remove_team(tx, desk.library_id, desk.id)
    with transaction() as tx:
        services.remove_team(tx, busy.library_id, busy.id)


def test_two_teams_of_a_library_cannot_be_told_apart_by_the_same_name():
    desk, busy = a_team("Balie"), a_team("Educatie")
    here = the_library().id
    with pytest.raises(NameIsTaken), transaction() as tx:
        services.add_team(tx, here, TeamDraft("balie"), None)
    with pytest.raises(NameIsTaken), transaction() as tx:
        services.change_team(tx, here, busy.id, TeamDraft("BALIE"), None)
    elsewhere = a_library("salland").id
    with transaction() as tx:
        services.change_team(tx, here, desk.id, TeamDraft("Balie", front_line=True), None)
        services.add_team(tx, elsewhere, TeamDraft("Balie"), None)


def test_a_team_of_another_library_takes_no_part_here():
    gathering, theirs = yesterday(), a_team(library=a_library("salland"))
    with pytest.raises(NotFound):
        set_teams(gathering, theirs)


def test_nothing_is_logged_about_a_draft():
    draft = yesterday(status=GatheringStatus.DRAFT, published_at=None)
    set_teams(draft, a_team())
    assert log() == []


# ─── the next one ───


def teams_at(gathering_id):
    session().rollback()
    parts = session().scalars(select(TeamPart).where(TeamPart.gathering_id == gathering_id))
    return {part.team_id for part in parts}


def test_a_copy_takes_the_teams_along_that_are_still_at_work():
    gathering = a_gathering()
    desk, young = a_team("Balie"), a_team("Jeugd")
    tired = a_team("Moe", is_resting=True)
    disputed = a_team("Niet wij")
    for team in (desk, young, tired):
        a_part(team, gathering)
    a_part(disputed, gathering, activity_id=1, disputed_at=now(), dispute_reason="Wij niet.")
    with transaction() as tx:
        copy = hosting.copy(tx, gathering.library_id, gathering.id, Hand(None, BASE_URL, now()))
    assert teams_at(copy.id) == {desk.id, young.id}
    assert not session().scalars(select(Activity).where(Activity.gathering_id == copy.id)).all()


def test_a_template_takes_the_teams_along_and_so_does_the_form_of_a_copy(client_of):
    gathering = a_gathering(title="Dialoog", capacity=12)
    team = a_team("Balie")
    a_part(team, gathering)
    desk, home = client_of(a_librarian()), "/vechtdal/beheer"
    desk.post(f"{home}/sjablonen/van/{gathering.id}", data={"name": "Dialoog"})
    template = session().scalars(select(GatheringTemplate)).one()
    begun = desk.get(f"{home}/activiteiten/nieuw?sjabloon={template.id}").text
    copied = desk.get(f"{home}/activiteiten/{gathering.id}/kopieer").text
    for html in (begun, copied):
        sent = {**typed(act="concept"), **hidden_inputs(html)}
        kept = desk.post(f"{home}/activiteiten/nieuw", data=sent)
        assert teams_at(int(kept.location.rpartition("/")[2])) == {team.id}
    elsewhere = a_gathering(library=a_library("zuidpolder"))
    stolen = {**sent, "zoals": f"activiteit-{elsewhere.id}"}
    assert desk.post(f"{home}/activiteiten/nieuw", data=stolen).status_code == 404


def test_the_dates_of_a_series_have_the_teams_of_the_date_before():
    first = a_first()
    team = a_team("Balie")
    a_part(team, first)
    dates = gatherings(repeat(first))
    assert len(dates) > 1
    assert all(teams_at(each.id) == {team.id} for each in dates)
