"""What programs write of a gathering: each field once, for reading a body and for the document."""

from __future__ import annotations

import re
from typing import Any

from community.api.bodies import Body, Given
from community.api.schema import (
    ID,
    MOMENT,
    YES_OR_NO,
    NotThis,
    Type,
    list_of,
    number,
    one_of,
    text,
)
from community.gatherings.drafts import LENGTHS
from community.gatherings.kinds import (
    Audience,
    CoreFunction,
    Eligibility,
    Kind,
    Mode,
    SignUpMode,
    Visibility,
)
from community.gatherings.models import MOST_SEATS, GatheringStatus
from community.words import N_


def _matching(pattern: str) -> Type:
    """A short word, such as a slug."""
    fits = re.compile(pattern, re.ASCII)

    def read(value: Any) -> str:
        if not (isinstance(value, str) and fits.fullmatch(value)):
            raise NotThis(N_("We do not understand this value."))
        return value

    return Type({"type": "string", "pattern": f"^{pattern}$"}, read)


_PLACE = (
    Given("mode", one_of(Mode)),
    Given("branch_id", ID.or_null),
    Given("room_id", ID.or_null.said("A room of that branch.")),
    Given("address", text(LENGTHS["address"])),
    Given("online_url", text(LENGTHS["online_url"]).said("For who takes part; never shown here.")),
)

_FIELDS = (
    Given("kind", one_of(Kind)),
    Given("title", text(LENGTHS["title"])),
    Given("starts_at", MOMENT),
    Given("ends_at", MOMENT.said("Left out: as long as that kind usually takes.")),
    Given("summary", text(LENGTHS["summary"])),
    Given("text", text(LENGTHS["text"]).said("Markdown.")),
    Given("language", _matching("[a-z]{2,3}")),
    Given("themes", list_of(_matching("[a-z0-9][a-z0-9-]{0,59}"), 22).said("Slugs of themes.")),
    *_PLACE,
    Given("sign_up_mode", one_of(SignUpMode)),
    Given("elsewhere_url", text(LENGTHS["elsewhere_url"])),
    Given("capacity", number(1, MOST_SEATS).or_null),
    Given("has_waiting_list", YES_OR_NO),
    Given("sign_up_opens_at", MOMENT.or_null),
    Given("sign_up_closes_at", MOMENT.or_null),
    Given("visibility", one_of(Visibility)),
    Given("eligibility", one_of(Eligibility)),
    Given("cost", text(LENGTHS["cost"])),
    Given("bring", text(LENGTHS["bring"])),
    Given("accessibility", text(LENGTHS["accessibility"])),
    Given("audience", one_of(Audience)),
    Given("core_function", one_of(CoreFunction)),
)

NEW_GATHERING = Body(
    "NewGathering",
    (
        *_FIELDS,
        Given(
            "status",
            one_of(GatheringStatus, GatheringStatus.CLOSED, GatheringStatus.CANCELLED).said(
                "Left out: a draft."
            ),
        ),
    ),
    required=("kind", "title", "starts_at"),
)
CHANGED_GATHERING = Body("ChangedGathering", _FIELDS)
MOVED_GATHERING = Body(
    "MovedGathering",
    (
        Given("starts_at", MOMENT),
        Given("ends_at", MOMENT.said("Left out: it lasts as long as it did.")),
        *_PLACE,
    ),
    required=("starts_at",),
)
CANCELLED_GATHERING = Body(
    "CancelledGathering",
    (Given("reason", text(300).said("People read this.")),),
    required=("reason",),
)
PUBLISHED_GATHERING = Body("PublishedGathering", ())
