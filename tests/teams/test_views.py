"""The chips at the desk, and the teams in the settings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.db import session
from community.teams.models import Team, TeamPart
from tests.factories import a_gathering, a_host_of, a_librarian, a_member, the_library
from tests.teams.rows import a_part, a_team

SETTINGS = "/vechtdal/beheer/instellingen"


@pytest.fixture
def manager(app, client_of):
    the_library()
    return client_of(a_member(Role.MANAGER, name="Joke"))


def test_a_librarian_ticks_the_teams_and_unticks_one(app, client_of):
    gathering = a_gathering(starts_at=now() - timedelta(days=1))
    desk, busy = a_team("Balie"), a_team("Educatie")
    a_team("Ligt stil", is_resting=True)
    librarian = client_of(a_librarian())
    here = f"/vechtdal/beheer/activiteiten/{gathering.id}"
    page = librarian.get(here).text
    assert "Wie van ons werkten mee?" in page
    assert "Ligt stil" not in page
    librarian.post(f"{here}/teams", data={"teams": [desk.id, busy.id]})
    librarian.post(f"{here}/teams", data={"teams": [busy.id]})
    assert session().scalars(select(TeamPart.team_id)).all() == [busy.id]
    librarian.post(f"{here}/teams", data={"teams": ["999999"]})
    assert session().scalars(select(TeamPart.team_id)).all() == [busy.id]


def test_a_host_sees_nothing_of_it(app, client_of):
    gathering = a_gathering()
    a_part(a_team("Balie"), gathering)
    page = client_of(a_host_of(gathering)).get(f"/vechtdal/beheer/activiteiten/{gathering.id}")
    assert "Balie" not in page.text


def test_a_manager_adds_a_team_with_a_lead_and_changes_it(manager):
    assert f"{SETTINGS}/teams" in manager.get(SETTINGS).text
    wrong = manager.post(f"{SETTINGS}/teams/nieuw", data={"name": "", "lead_name": "Bas"})
    assert wrong.status_code == 422
    assert "Een team heeft een naam." in wrong.text
    assert "Vul in waar de lijst naartoe gaat." in wrong.text
    filled = {"name": "Balie", "front_line": "y", "lead_name": "Bas", "lead_email": "b@example.org"}
    manager.post(f"{SETTINGS}/teams/nieuw", data=filled)
    html = manager.get(f"{SETTINGS}/teams").text
    assert "De lijst gaat naar Bas" in html
    assert "Staat elke dag tussen het publiek" in html
    twice = manager.post(f"{SETTINGS}/teams/nieuw", data=filled)
    assert twice.status_code == 422
    team = session().scalars(select(Team)).one()
    form = manager.get(f"{SETTINGS}/teams/{team.id}").text
    assert 'value="b@example.org"' in form
    manager.post(f"{SETTINGS}/teams/{team.id}", data={"name": "Balie", "is_resting": "y"})
    html = manager.get(f"{SETTINGS}/teams").text
    assert "Niemand krijgt de lijst nog" in html
    assert "Rust" in html
    manager.post(f"{SETTINGS}/teams/{team.id}/weg")
    assert "Er is nog geen team." in manager.get(f"{SETTINGS}/teams").text
