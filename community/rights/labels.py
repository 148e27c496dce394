"""What the columns of traces are called, and what stands in them, for their person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from community.access_log.labels import READINGS
from community.accounts.labels import ROLES
from community.consents.labels import CHANNELS
from community.conversations import labels as conversations
from community.credentials import labels as credentials
from community.gatherings import labels as gatherings
from community.introductions import labels as introductions
from community.introductions.models import Means
from community.invitations.labels import ANSWERED
from community.libraries.labels import EQUIPMENT
from community.living_books import labels as living_books
from community.moderation import labels as moderation
from community.moderation.models import HouseRule
from community.moderation.rules import title_of
from community.moments import Moment
from community.notifications.labels import REMINDERS
from community.outbox import labels as outbox
from community.promises import labels as promises
from community.promises.models import Said
from community.proposals import labels as proposals
from community.register import labels as register
from community.register.models import Direction, SeenBy
from community.skills import labels as skills
from community.skills.models import SkillState
from community.tally.labels import AGES
from community.web import formats

COLUMNS: dict[str, LazyString] = {
    "age_class": _("Age"), "age_said_at": _("Said to be 16 or older"), "agreed_at": _("Agreed"),
    "agreed_how": _("How you agreed"), "agreed_words": _("What you agreed to"),
    "answer": _("Answer"), "answered_at": _("Answered"), "appeal": _("Your objection"),
    "asked": _("What the library asked"), "asked_at": _("Asked for"), "away": _("Was not there"),
    "back_at": _("Brought back"), "backed_at": _("Supported"), "been_before": _("Been before"),
    "began_it": _("Your initiative"), "borrowed_at": _("Borrowed"), "branch_id": _("Branch"),
    "bring": _("What you bring"), "by_mail": _("By e-mail"), "called_at": _("Called"),
    "cancelled_at": _("Cancelled"), "channel": _("How"), "checked_in_at": _("Came in"),
    "comes_online": _("Also online"), "confirmed_at": _("Confirmed"),
    "confirmed_how": _("How you confirmed"), "confirmed_words": _("What you confirmed"),
    "connected_at": _("Connected"), "consent_at": _("Your consent"),
    "consent_words": _("What you consented to"),
    "conversation_id": _("Conversation"), "created_at": _("Made"), "decided_at": _("Decided"),
    "declines": _("Did not take part"), "device": _("Device"),
    "digest_since": _("Weekly e-mail since"), "direction": _("Offer or question"),
    "edited_at": _("Changed"), "email": _("E-mail address"), "expires_at": _("Until"),
    "given_at": _("Agreed"), "purpose": _("What you agreed to"), "text_version": _("Version"),
    "rules_version": _("Version of the house rules"),
    "first_told_at": _("First time"), "second_told_at": _("Second time"),
    "kept_at": _("You stay since"),
    "first_name": _("First name"), "forms": _("In which form"), "gathering_id": _("Activity"),
    "group_id": _("Group"), "has_fitting": _("What suits you, in the weekly e-mail"),
    "hidden_why": _("Why it was hidden"), "how": _("How"), "how_often": _("How often"),
    "invited_at": _("Invited"), "is_anonymous": _("Without your name"),
    "is_contact": _("Contact person"), "is_host": _("Host"), "is_reminded": _("Gets reminders"),
    "isbn": _("ISBN"), "kind": _("Kind"), "kinds": _("Kinds of activities"),
    "language": _("Language"), "last_used_at": _("Last used"), "left_at": _("Left"),
    "library_id": _("Library"), "made_at": _("Made"), "made_at_desk": _("Made at the counter"),
    "mailed_to": _("E-mailed to"), "may_invite_since": _("May invite you since"),
    "message_id": _("Message"), "mixed_since": _("Tables may be mixed since"),
    "mixed_words": _("What you agreed to"), "moments": _("When"), "muted_at": _("No e-mails since"),
    "name": _("Name"), "named_at": _("Named"), "needs": _("What a room must have"),
    "needs_since": _("That may be used since"), "network_id": _("Network"),
    "no_photo": _("Rather not in a photo"), "nod": _("What you pressed"),
    "nodded_at": _("Pressed"), "offer_id": _("Training"), "old_email": _("Your address before"),
    "opened_at": _("Open since"),
    "outcome": _("What came of it"), "own_value": _("Your own word"),
    "own_words": _("In your own words"), "party_size": _("Number of people"),
    "pc4": _("Four digits of your postcode"), "people": _("Number of people"),
    "phase": _("When it was said"), "position": _("Place in your list"),
    "question": _("Question"), "queued_at": _("Owed since"), "rank": _("Place in your list"),
    "readers": _("Readers at once"), "reason": _("Reason"), "reasons": _("Reasons"),
    "remembered_since": _("Companions may be remembered since"),
    "remembered_words": _("What you agreed to"), "reminders": _("Reminders"),
    "happened_at": _("When"),
    "reply": _("Your answer"), "reported_at": _("Reported"), "revised_at": _("Last changed"),
    "role": _("Role"), "rule": _("House rule"), "says": _("Suits you"),
    "says_yes": _("You said yes"), "seat": _("Which of your party"),
    "seen_by": _("Who sees it"), "sent_at": _("Sent"), "sentence": _("In one sentence"),
    "shares": _("What you give the other"), "signed_up_at": _("Signed up"), "since": _("Since"),
    "source": _("Where it comes from"), "spots": _("Where"), "state": _("How things stand"),
    "spoken": _("Said at the counter"), "heard": _("Said at the counter"),
    "status": _("How things stand"), "surprise": _("Anything is fine"),
    "take_back": _("Withdrawn"), "taken_at": _("Taken on"), "template": _("E-mail"),
    "term_id": _("Word"), "text": _("Text"), "theme_id": _("Theme"), "title": _("Title"),
    "told_at": _("Told"), "tongues": _("Languages"), "undone_at": _("Undone"),
    "used_at": _("Used"),
    "url": _("Web address"), "value": _("Your answer"), "verdict": _("Decision"),
    "was_there": _("Was there"), "why": _("Why"), "withdrawn_at": _("Withdrawn"),
    "wording": _("Words"), "words": _("Your words"), "written_at": _("Written"),
    "by_when": _("By when"), "denied_at": _("Said no"), "said": _("What happened"),
    "by": _("By whom"), "changed_at": _("When"), "met_at": _("First time"),
    "what": _("What"), "yes_at": _("Said yes"), "yes_by": _("In which way"),
}  # fmt: skip

#: Of the person themselves.
OWN: dict[str, LazyString] = {
    "first_name": _("First name"), "surname": _("Surname"), "email": _("E-mail address"),
    "phone": _("Phone"), "language": _("Language of our e-mails"),
    "email_confirmed_at": _("Address confirmed"), "created_at": _("Known since"),
    "seen_at": _("Last signed in"), "age_said_at": _("Said to be 16 or older"),
    "under_age_until": _("Under 16, as noted by a librarian; ends on"),
}  # fmt: skip

_HERE: tuple[Mapping[StrEnum, LazyString], ...] = (
    {
        SkillState.DRAFT: _("Waiting for your yes"),
        SkillState.CONFIRMED: _("You said yes"),
        SkillState.RESTING: _("Resting"),
    },
    {Direction.OFFER: _("Offer"), Direction.REQUEST: _("Question")},
    {
        SeenBy.LIBRARIANS: _("Librarians"),
        SeenBy.SIGNED_IN: _("People who are signed in"),
        SeenBy.EVERYONE: _("Everyone"),
    },
    {Means.PAGE: _("On the page"), Means.DESK: _("At the counter"), Means.PHONE: _("By phone")},
    {
        Said.MADE: _("Made"), Said.AGREED: _("You said yes"), Said.DENIED: _("You said no"),
        Said.REWORDED: _("Said in other words"), Said.PROMISED: _("Open again"),
        Said.BUSY: _("Ongoing"), Said.DONE: _("Done"), Said.LET_GO: _("Let go"),
    },
)  # fmt: skip

_ALL: tuple[Mapping[Any, LazyString], ...] = (
        READINGS, EQUIPMENT,
        ROLES, CHANNELS, gatherings.SIGN_UP_STATUSES, gatherings.KINDS, ANSWERED, AGES, REMINDERS,
        skills.KINDS, skills.SOURCES, skills.HOW, register.TONGUES, register.FORMS,
        register.SPOTS, register.HOW_OFTEN, register.STATES, introductions.SHARES,
        introductions.OUTCOMES, conversations.KINDS, conversations.PHASES, conversations.NODS,
        proposals.STATES, proposals.SAYS, living_books.STATES, moderation.WHYS,
        moderation.VERDICTS, outbox.STATES, promises.STATES, credentials.CHANGED,
        credentials.BY, *_HERE,
)  # fmt: skip

#: What stands in a column of chosen words, from the labels that the rooms have for them.
VALUES: dict[tuple[type[StrEnum], str], LazyString] = {
    (type(key), key.value): words
    for labels in _ALL
    for key, words in labels.items()
    if isinstance(words, LazyString)
}  # fmt: skip


def column(name: str) -> str:
    return str(COLUMNS[name])


def value(said: Any) -> str:
    """As a person reads it; empty stays empty."""
    if said is None or said == "":
        return "—"
    for kind, in_words in _SAID.items():
        if isinstance(said, kind):
            return in_words(said) or "—"
    return f"{said}"


def _chosen(said: StrEnum) -> str:
    return str(VALUES.get((type(said), said.value), said.value))


#: The first that fits; a chosen word is a text as well.
_SAID: dict[type | tuple[type, ...], Callable[[Any], str]] = {
    bool: lambda said: str(gettext("yes") if said else gettext("no")),
    datetime: lambda said: str(formats.date_time_long(said)),
    date: lambda said: str(formats.day_long(said)),
    Moment: register.moment,
    HouseRule: lambda said: str(gettext(title_of(said))),
    StrEnum: _chosen,
    (frozenset, list): lambda said: formats.comma().join(sorted(value(each) for each in said)),
    dict: lambda said: formats.comma().join(f"{key}: {value(each)}" for key, each in said.items()),
}
