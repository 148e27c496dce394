"""What follows from the kind of a gathering, so that nothing is asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CONVERSATION = "conversation"
    LANGUAGE_CAFE = "language_cafe"
    READING_GROUP = "reading_group"
    WORKSHOP = "workshop"
    COURSE = "course"
    LECTURE = "lecture"
    DROP_IN = "drop_in"
    CONSULTATION = "consultation"
    EXHIBITION = "exhibition"
    CELEBRATION = "celebration"
    STORYTIME = "storytime"
    REPAIR = "repair"


class SignUpMode(StrEnum):
    NONE = "none"  #: *Gewoon binnenlopen.*
    HERE = "here"
    INVITATION = "invitation"  #: With a link that the librarian gives out.
    ELSEWHERE = "elsewhere"  #: With a link to a ticket shop; Kenniskring takes no payments.


#: Where the library itself keeps the list of who comes.
SIGN_UP_MODES = (SignUpMode.HERE, SignUpMode.INVITATION)


class CoreFunction(StrEnum):
    """The five functions of the Dutch library act; a gathering serves exactly one."""

    KNOWLEDGE = "knowledge"
    EDUCATION = "education"
    READING = "reading"
    MEETING = "meeting"
    ARTS = "arts"


class Audience(StrEnum):
    EVERYONE = "everyone"
    CHILDREN = "children"  #: 0 to 12
    YOUNG = "young"  #: 12 to 18
    ADULTS = "adults"
    OLDER = "older"  #: 65 and over
    NEWCOMERS = "newcomers"


class Initiator(StrEnum):
    LIBRARY = "library"
    RESIDENT = "resident"
    GROUP = "group"
    PARTNER = "partner"


class Mode(StrEnum):
    PHYSICAL = "physical"
    ONLINE = "online"
    HYBRID = "hybrid"


class Visibility(StrEnum):
    """Who may see it."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    LINK = "link"  #: Only who has the invitation link; in no list and no feed.


class Eligibility(StrEnum):
    """Who may take part. Says nothing about who may see it."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"  #: Only with an account.


@dataclass(frozen=True, slots=True)
class KindFacts:
    conversational: bool
    core_function: CoreFunction
    sign_up_mode: SignUpMode = SignUpMode.HERE
    audience: Audience = Audience.EVERYONE
    minutes: int = 90
    open_to_non_members: bool = True
    #: What hangs on the walls leaves the room to others.
    takes_room: bool = True


KIND_FACTS: dict[Kind, KindFacts] = {
    Kind.CONVERSATION: KindFacts(True, CoreFunction.MEETING, minutes=120),
    Kind.LANGUAGE_CAFE: KindFacts(
        True, CoreFunction.EDUCATION, SignUpMode.NONE, audience=Audience.NEWCOMERS
    ),
    Kind.READING_GROUP: KindFacts(
        True, CoreFunction.READING, audience=Audience.ADULTS, open_to_non_members=False
    ),
    Kind.WORKSHOP: KindFacts(False, CoreFunction.EDUCATION, minutes=120),
    Kind.COURSE: KindFacts(
        False, CoreFunction.EDUCATION, audience=Audience.ADULTS, minutes=120,
        open_to_non_members=False,
    ),
    Kind.LECTURE: KindFacts(False, CoreFunction.KNOWLEDGE, audience=Audience.ADULTS),
    Kind.DROP_IN: KindFacts(True, CoreFunction.MEETING, SignUpMode.NONE),
    Kind.CONSULTATION: KindFacts(
        False, CoreFunction.KNOWLEDGE, SignUpMode.NONE, audience=Audience.ADULTS, minutes=120
    ),
    Kind.EXHIBITION: KindFacts(
        False, CoreFunction.ARTS, SignUpMode.NONE, minutes=480, takes_room=False
    ),
    Kind.CELEBRATION: KindFacts(False, CoreFunction.MEETING, SignUpMode.NONE, minutes=180),
    Kind.STORYTIME: KindFacts(
        False, CoreFunction.READING, SignUpMode.NONE, audience=Audience.CHILDREN, minutes=45
    ),
    Kind.REPAIR: KindFacts(True, CoreFunction.MEETING, minutes=180),
}  # fmt: skip
