"""What somebody agreed to, as rows."""

from __future__ import annotations

from community.accounts.agreed import MAY_INVITE
from community.accounts.models import Person
from community.clock import now
from community.consents.models import Channel, Consent
from community.libraries.models import Library
from tests import factories


def a_consent(person: Person, library: Library | None = None, **fields: object) -> Consent:
    """That the library may invite, unless the test says otherwise; no room knows of it."""
    given = {
        "purpose": MAY_INVITE.name,
        "text_version": MAY_INVITE.current,
        "channel": Channel.SCREEN,
        "given_at": now(),
        **fields,
    }
    of = library or factories.the_library()
    return factories.saved(Consent(library_id=of.id, person_id=person.id, **given))
