"""What a form carries that had the rules of the house beside its button."""

from __future__ import annotations

from community.clock import now
from community.consents.models import Consent
from community.moderation.agreeing import PURPOSE
from community.moderation.models import FIRST_VERSION
from tests.factories import saved

AGREED = {"house_rules": FIRST_VERSION}


def agreed(person, library, version=FIRST_VERSION) -> Consent:
    """Somebody who agreed before."""
    said = Consent(
        library_id=library.id, person_id=person.id, purpose=PURPOSE, text_version=version,
        channel="screen", given_at=now(),
    )  # fmt: skip
    return saved(said)
