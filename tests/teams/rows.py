"""Teams as they stand after the fact: rows, not verbs."""

from __future__ import annotations

from community.accounts.models import Person
from community.clock import local_day, now
from community.gatherings.models import Gathering
from community.libraries.models import Library
from community.teams.models import Team, TeamList, TeamPart
from community.teams.quarters import quarter_of
from tests.factories import saved, the_library


def a_team(
    name: str = "Balie",
    *,
    library: Library | None = None,
    lead: Person | None = None,
    **fields: object,
) -> Team:
    of = library or the_library()
    given = {"front_line": False, "is_resting": False, **fields}
    return saved(Team(library_id=of.id, name=name, lead_id=lead.id if lead else None, **given))


def a_part(team: Team, gathering: Gathering, **fields: object) -> TeamPart:
    return saved(
        TeamPart(
            library_id=team.library_id,
            team_id=team.id,
            gathering_id=gathering.id,
            added_at=now(),
            **fields,
        )
    )


def a_team_list(team: Team, gathering: Gathering) -> TeamList:
    """The list of the quarter that this gathering lies in."""
    quarter = quarter_of(local_day(gathering.starts_at))
    return saved(
        TeamList(library_id=team.library_id, team_id=team.id, quarter=quarter, made_at=now())
    )
