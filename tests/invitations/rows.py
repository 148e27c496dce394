"""An invitation as a row, for tests that only need one to be there."""

from __future__ import annotations

from community.accounts.models import Person
from community.clock import now
from community.gatherings.models import Gathering
from community.invitations.models import Invitation
from tests.factories import saved


def an_invitation(gathering: Gathering, person: Person) -> Invitation:
    return saved(
        Invitation(
            library_id=gathering.library_id,
            gathering_id=gathering.id,
            person_id=person.id,
            invited_at=now(),
        )
    )
