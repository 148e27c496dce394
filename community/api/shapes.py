"""What a gathering, a branch, a theme and a sign-up look like to a program.

Each field stands here once, with its kind and where it comes from. The answer is made from this
list and so is the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from community.api.queries import ThemeHere
from community.api.schema import (
    COUNT,
    DECIMAL,
    ID,
    MOMENT,
    TEXT,
    URL,
    YES_OR_NO,
    Schema,
    Type,
    list_of,
    number,
    object_of,
    one_of,
    text,
)
from community.gatherings.kinds import Audience, Eligibility, Kind, Mode, SignUpMode, Visibility
from community.gatherings.models import (
    LARGEST_PARTY,
    MOST_SEATS,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.libraries.models import Branch, Room

Thing = TypeVar("Thing")

#: More terms under one theme than any library keeps.
MOST_TERMS = 10_000


@dataclass(frozen=True, slots=True)
class Telling:
    """What an answer needs besides the rows: the language asked, and where things are found."""

    language: str
    address: Callable[[Gathering], str]
    picture: Callable[[Gathering], str | None]


Read = Callable[[Any, Telling], object]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Type
    read: Read


@dataclass(frozen=True, slots=True)
class Shape(Generic[Thing]):
    name: str
    fields: Sequence[Field]

    def show(self, thing: Thing, telling: Telling) -> dict[str, object]:
        return {field.name: field.read(thing, telling) for field in self.fields}

    @property
    def schema(self) -> Schema:
        return object_of({field.name: field.kind for field in self.fields})


def _same(name: str, kind: Type) -> Field:
    """A field that is called in the database as it is here."""
    return Field(name, kind, lambda thing, _: getattr(thing, name))


def _at(name: str, description: str, *, nullable: bool = True) -> Field:
    kind = (MOMENT.or_null if nullable else MOMENT).said(description)
    return Field(name, kind, lambda thing, _: moment(getattr(thing, name)))


def moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def _seats_free(gathering: Gathering, _telling: Telling) -> int | None:
    """Who waits goes first: then there is none for somebody new."""
    return 0 if gathering.waiting and gathering.capacity else gathering.seats_free


_GATHERING = (
    _same("id", ID),
    _same("title", text(200)),
    _same("summary", TEXT),
    _same("kind", one_of(Kind)),
    _same("language", TEXT.said("Of what is spoken there: nl, en, ar …")),
    _at("starts_at", "In UTC.", nullable=False),
    _at("ends_at", "In UTC.", nullable=False),
    _same("status", one_of(GatheringStatus)),
    _at("moved_from", "When it would have begun before it was last moved."),
    _same("cancel_reason", TEXT.said("Why it was cancelled; else empty.")),
    _same("mode", one_of(Mode)),
    Field("branch_id", ID.or_null, lambda it, _: it.branch_id),
    Field("branch", TEXT.or_null, lambda it, _: it.branch.name if it.branch else None),
    Field("room_id", ID.or_null, lambda it, _: it.room_id),
    Field("room", TEXT.or_null, lambda it, _: it.room.name if it.room else None),
    _same("address", TEXT.said("Where it is, when that is not in a branch.")),
    _same("sign_up_mode", one_of(SignUpMode)),
    _same("elsewhere_url", TEXT.said("Where people sign up, if that is elsewhere.")),
    _at("sign_up_opens_at", "null: at once."),
    _at("sign_up_closes_at", "null: when it begins."),
    _same("capacity", number(1, MOST_SEATS).or_null.said("null: everybody fits.")),
    Field("seats_free", COUNT.or_null.said("null: there is always room."), _seats_free),
    _same("has_waiting_list", YES_OR_NO),
    _same("audience", one_of(Audience)),
    _same("cost", TEXT.said("Empty: free.")),
    Field(
        "themes",
        list_of(TEXT, 50).said("Slugs of themes."),
        lambda it, _: [theme.slug for theme in it.themes],
    ),
    Field("url", URL.said("Its page."), lambda it, telling: telling.address(it)),
    Field("picture_url", URL.or_null, lambda it, telling: telling.picture(it)),
    Field(
        "picture_alt",
        TEXT.or_null.said("What is in the picture."),
        lambda it, _: it.picture.alt if it.picture else None,
    ),
)

#: One of a list.
GATHERING: Shape[Gathering] = Shape("Gathering", _GATHERING)

#: One by itself: also the long texts.
WHOLE_GATHERING: Shape[Gathering] = Shape(
    "WholeGathering",
    (
        *_GATHERING,
        _same("text", TEXT.said("Markdown.")),
        _same("bring", TEXT),
        _same("accessibility", TEXT),
        _same("visibility", one_of(Visibility)),
        _same("eligibility", one_of(Eligibility)),
        _at("revised_at", "When the library last changed it.", nullable=False),
    ),
)

ROOM: Shape[Room] = Shape("Room", (
    _same("id", ID),
    Field("title", TEXT, lambda room, _: room.name),
    _same("capacity", COUNT.or_null),
    _same("directions", TEXT),
))  # fmt: skip

BRANCH: Shape[Branch] = Shape("Branch", (
    _same("id", ID),
    Field("title", TEXT, lambda branch, _: branch.name),
    _same("slug", TEXT.said("What `vestiging` takes.")),
    _same("place", TEXT),
    _same("street", TEXT),
    _same("postcode", TEXT),
    _same("municipality", TEXT),
    _same("phone", TEXT),
    _same("accessibility", TEXT),
    _same("latitude", DECIMAL.or_null),
    _same("longitude", DECIMAL.or_null),
    Field(
        "rooms",
        Type({"type": "array", "items": ROOM.schema}, list),
        lambda branch, telling: [ROOM.show(room, telling) for room in branch.rooms],
    ),
))  # fmt: skip


THEME: Shape[ThemeHere] = Shape("Theme", (
    Field("id", ID, lambda it, _: it.theme.id),
    Field(
        "title", TEXT.said("In the language asked."),
        lambda it, telling: it.theme.label_in(telling.language),
    ),
    Field("slug", TEXT.said("What `thema` takes."), lambda it, _: it.theme.slug),
    Field(
        "terms",
        list_of(TEXT, MOST_TERMS).said("What this library calls what stands under it, in Dutch."),
        lambda it, _: list(it.terms),
    ),
))  # fmt: skip

SIGN_UP: Shape[SignUp] = Shape("SignUp", (
    _same("id", ID),
    Field("title", TEXT.said("Somebody's name."), lambda it, _: it.person.full_name),
    _same("status", one_of(SignUpStatus, SignUpStatus.CANCELLED)),
    _same("party_size", number(1, LARGEST_PARTY)),
    _at("created_at", "When they signed up.", nullable=False),
))  # fmt: skip

#: How many parties and people, by state.
COUNTS = {
    f"{status}_{what}": COUNT
    for status in SignUpStatus
    if status is not SignUpStatus.CANCELLED
    for what in ("parties", "people")
}
