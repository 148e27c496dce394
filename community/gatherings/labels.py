"""What people call the kinds, ways and marks of a gathering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.gatherings.kinds import (
    Audience,
    CoreFunction,
    Eligibility,
    Initiator,
    Kind,
    Mode,
    SignUpMode,
    Visibility,
)
from community.gatherings.models import GatheringStatus, SignUpStatus
from community.gatherings.questions import QuestionKind

KINDS: dict[Kind, LazyString] = {
    Kind.CONVERSATION: _("Conversation"),
    Kind.LANGUAGE_CAFE: _("Language café"),
    Kind.READING_GROUP: _("Reading group"),
    Kind.WORKSHOP: _("Workshop"),
    Kind.COURSE: _("Course"),
    Kind.LECTURE: _("Lecture"),
    Kind.DROP_IN: _("Drop-in"),
    Kind.CONSULTATION: _("Advice hour"),
    Kind.EXHIBITION: _("Exhibition"),
    Kind.CELEBRATION: _("Celebration"),
    Kind.STORYTIME: _("Storytime"),
    Kind.REPAIR: _("Repair café"),
}

SIGN_UP_MODES: dict[SignUpMode, LazyString] = {
    SignUpMode.NONE: _("Just walk in"),
    SignUpMode.HERE: _("Sign up here"),
    SignUpMode.INVITATION: _("By invitation, with a link you give out"),
    SignUpMode.ELSEWHERE: _("Sign up on another site"),
}

CORE_FUNCTIONS: dict[CoreFunction, LazyString] = {
    CoreFunction.KNOWLEDGE: _("Knowledge and information"),
    CoreFunction.EDUCATION: _("Development and education"),
    CoreFunction.READING: _("Reading and literature"),
    CoreFunction.MEETING: _("Meeting and debate"),
    CoreFunction.ARTS: _("Art and culture"),
}

AUDIENCES: dict[Audience, LazyString] = {
    Audience.EVERYONE: _("Everyone"),
    Audience.CHILDREN: _("Children up to 12"),
    Audience.YOUNG: _("Young people, 12 to 18"),
    Audience.ADULTS: _("Adults"),
    Audience.OLDER: _("People aged 65 and over"),
    Audience.NEWCOMERS: _("Newcomers"),
}

INITIATORS: dict[Initiator, LazyString] = {
    Initiator.LIBRARY: _("The library"),
    Initiator.RESIDENT: _("A resident"),
    Initiator.GROUP: _("A group of residents"),
    Initiator.PARTNER: _("A partner"),
}

MODES: dict[Mode, LazyString] = {
    Mode.PHYSICAL: _("In person"),
    Mode.ONLINE: _("Online"),
    Mode.HYBRID: _("In person and online"),
}

VISIBILITIES: dict[Visibility, LazyString] = {
    Visibility.PUBLIC: _("Everyone"),
    Visibility.SIGNED_IN: _("Only people who are signed in"),
    Visibility.LINK: _("Only people who have the link"),
}

ELIGIBILITIES: dict[Eligibility, LazyString] = {
    Eligibility.EVERYONE: _("Everyone"),
    Eligibility.SIGNED_IN: _("Only people with an account"),
}

STATUSES: dict[GatheringStatus, LazyString] = {
    GatheringStatus.DRAFT: _("Draft"),
    GatheringStatus.PUBLISHED: _("Published"),
    GatheringStatus.CLOSED: _("Closed"),
    GatheringStatus.CANCELLED: _("Cancelled"),
}

SIGN_UP_STATUSES: dict[SignUpStatus, LazyString] = {
    SignUpStatus.PENDING: _("Not confirmed yet"),
    SignUpStatus.CONFIRMED: _("Takes part"),
    SignUpStatus.WAITING: _("On the waiting list"),
    SignUpStatus.CANCELLED: _("Left"),
}

QUESTION_KINDS: dict[QuestionKind, LazyString] = {
    QuestionKind.SHORT: _("In a few words"),
    QuestionKind.LONG: _("In a few sentences"),
    QuestionKind.CHOICE: _("By choosing one answer"),
    QuestionKind.SEVERAL: _("By ticking what fits; more than one is fine"),
    QuestionKind.YES_NO: _("With yes or no"),
    QuestionKind.NUMBER: _("With a number"),
    QuestionKind.BRINGS: _("With what they can do or know: a proposal for their skills"),
    QuestionKind.WANTS: _("With what they want to learn: a proposal for their skills"),
}

#: The languages in which people talk at gatherings, most spoken first; keys are BCP 47.
LANGUAGES: dict[str, LazyString] = {
    "nl": _("Dutch"),
    "en": _("English"),
    "ar": _("Arabic"),
    "tr": _("Turkish"),
    "pl": _("Polish"),
    "uk": _("Ukrainian"),
    "fr": _("French"),
    "de": _("German"),
    "es": _("Spanish"),
    "ti": _("Tigrinya"),
    "fa": _("Farsi"),
    "ps": _("Pashto"),
    "so": _("Somali"),
    "ru": _("Russian"),
    "zh": _("Chinese"),
    "pt": _("Portuguese"),
    "fy": _("Frisian"),
    "nds": _("Low Saxon"),
}
