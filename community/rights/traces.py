"""Where a person leaves traces: every table that leads to one, what of it is handed over to them,
and what becomes of it when they have themselves erased.

A test holds it against the tables: a new one that leads to a person, or a new text in one, fails
until somebody decided about it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.words import N_


class Fate(StrEnum):
    """What becomes of the rows on erasure."""

    GONE = "gone"
    #: They stay, so that no count changes: of nobody, as the person they lead to has no name.
    BLANKED = "blanked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    table: str
    #: Columns that lead to the person, or to the row of another trace.
    via: tuple[str, ...] = ("person_id",)
    what: str = ""  #: An English msgid; empty: nothing in it that says anything to its person.
    shows: tuple[str, ...] = ()
    fate: Fate = Fate.GONE
    #: Of rows that stay: what is taken out, and what stands there instead.
    blanks: Mapping[str, object] | None = None
    #: Texts that are keys and marks of the machine.
    hides: tuple[str, ...] = ()


def _of_sign_up(**said: object) -> Trace:
    return Trace(via=("sign_up_id",), **said)  # type: ignore[arg-type]


#: In the order in which a person would look.
TRACES = (
    Trace(
        table="membership",
        what=N_("Libraries that know you"),
        shows=("library_id", "role", "may_invite_since", "created_at"),
    ),
    Trace(
        table="consent",
        what=N_("What you agreed to"),
        shows=("library_id", "purpose", "text_version", "channel", "given_at", "withdrawn_at"),
    ),
    Trace(
        table="work_account",
        what=N_("Your work account"),
        shows=("library_id", "connected_at", "last_used_at"),
        hides=("subject",),
    ),
    Trace(
        table="sign_up",
        what=N_("Your sign-ups"),
        shows=(
            "gathering_id", "status", "party_size", "question", "made_at_desk", "no_photo",
            "created_at", "confirmed_at", "cancelled_at",
        ),
        fate=Fate.BLANKED,
        blanks={"question": "", "may_invite": False},
        hides=("salt",),
    ),
    _of_sign_up(
        table="attendance",
        what=N_("That you were there"),
        shows=("gathering_id", "people", "checked_in_at", "undone_at"),
        fate=Fate.BLANKED,
        blanks={"name": ""},
        hides=("key", "name"),
    ),
    _of_sign_up(table="sign_up_answer", what=N_("What you answered"), shows=("question", "value")),
    _of_sign_up(
        table="sign_up_child", what=N_("Children who came along"), shows=("first_name",)
    ),
    _of_sign_up(table="access_need", what=N_("What you need to take part"), shows=("text",)),
    _of_sign_up(table="told"),
    _of_sign_up(
        table="message_addressee",
        what=N_("Messages the library sent you"),
        shows=("message_id", "by_mail", "called_at"),
    ),
    Trace(
        table="invitation",
        what=N_("Invitations you got"),
        shows=("gathering_id", "answer", "reasons", "invited_at", "answered_at"),
        hides=("salt",),
    ),
    Trace(table="not_for_me", what=N_("What you said is not for you"),
          shows=("gathering_id", "since")),
    Trace(
        table="preference",
        what=N_("Your preferences"),
        shows=(
            "library_id", "moments", "tongues", "comes_online", "needs", "needs_since",
            "age_class", "pc4", "mixed_since", "mixed_words",
            "remembered_since", "remembered_words", "revised_at",
        ),
    ),
    Trace(table="preference_branch", via=("preference_id",), what=N_("Branches you chose"),
          shows=("branch_id",)),
    Trace(table="preference_theme", via=("preference_id",), what=N_("Themes you like"),
          shows=("theme_id",)),
    Trace(
        table="standing_answer",
        what=N_("What may be counted about you at the door"),
        shows=("library_id", "been_before", "age_class", "pc4", "agreed_at"),
    ),
    Trace(
        table="mail_wish",
        what=N_("Which e-mails you want"),
        shows=("library_id", "is_reminded", "reminders", "digest_since", "has_fitting", "kinds"),
        hides=("salt",),
    ),
    Trace(table="mail_wish_branch", via=("wish_id",), what=N_("Branches of your weekly e-mail"),
          shows=("branch_id",)),
    Trace(table="mail_wish_theme", via=("wish_id",), what=N_("Themes of your weekly e-mail"),
          shows=("theme_id",)),
    Trace(
        table="skill",
        what=N_("What you know and can do"),
        shows=(
            "kind", "own_words", "source", "state", "agreed_how", "agreed_at", "agreed_words",
            "confirmed_how", "confirmed_at", "confirmed_words", "created_at",
        ),
        hides=("salt", "code_stored"),
    ),
    Trace(table="skill_term", via=("skill_id",), what=N_("Words for what you know"),
          shows=("term_id",)),
    Trace(table="skill_theme", via=("skill_id",), what=N_("Themes of what you know"),
          shows=("theme_id",)),
    Trace(
        table="entry",
        what=N_("What you offer and ask for"),
        shows=(
            "direction", "title", "text", "language", "forms", "moments", "spots", "tongues",
            "how_often", "seen_by", "is_anonymous", "consent_at", "consent_words", "age_said_at",
            "heard", "state", "opened_at", "expires_at", "created_at",
        ),
        # Others may have talked about it: their words hang on the row.
        fate=Fate.BLANKED,
        blanks={"title": "—", "text": "", "consent_words": ""},
        hides=("salt", "hidden_why"),
    ),
    Trace(table="entry_branch", via=("entry_id",),
          what=N_("Branches of what you offer and ask for"), shows=("branch_id",)),
    Trace(table="entry_term", via=("entry_id",), what=N_("Words for what you offer and ask for"),
          shows=("term_id",)),
    Trace(table="entry_theme", via=("entry_id",), what=N_("Themes of what you offer and ask for"),
          shows=("theme_id",)),
    Trace(table="offer_list_entry", via=("entry_id",), hides=("line_hash",)),
    Trace(
        table="introduction_party",
        what=N_("People you were introduced to"),
        shows=("began_it", "yes_at", "yes_by", "shares", "outcome", "told_at"),
        fate=Fate.BLANKED,
        blanks={},
        hides=("salt",),
    ),
    Trace(
        table="introduction_message",
        what=N_("What you wrote to them"),
        shows=("text", "written_at"),
        hides=("once",),
    ),
    Trace(table="introduction_block", via=("person_id", "blocked_id")),
    Trace(
        table="contribution",
        what=N_("What you said in conversations"),
        shows=("kind", "phase", "text", "url", "title", "isbn", "hidden_why", "written_at",
               "edited_at", "withdrawn_at"),
        fate=Fate.BLANKED,
        blanks={"url": "", "title": "", "isbn": ""},
        hides=("once",),
    ),
    Trace(
        table="contribution_nod",
        what=N_("What you recognised, or wanted to join in"),
        shows=("nod", "nodded_at"),
        fate=Fate.BLANKED,
        blanks={},
    ),
    Trace(table="listener", what=N_("Conversations we tell you about"),
          shows=("conversation_id", "muted_at")),
    Trace(
        table="quote_consent",
        what=N_("Quotes you were asked about"),
        shows=("name", "asked_at", "answered_at", "says_yes", "how"),
        hides=("salt",),
    ),
    _of_sign_up(table="harvest_reader", what=N_("Harvests you were asked to read"),
                shows=("told_at",), fate=Fate.BLANKED, blanks={}),
    _of_sign_up(table="harvest_confirmation", what=N_("What you said is right"),
                shows=("confirmed_at",), fate=Fate.BLANKED, blanks={}),
    _of_sign_up(
        table="harvest_correction",
        what=N_("What you wanted changed"),
        shows=("text", "take_back", "made_at", "answer"),
        fate=Fate.BLANKED,
        blanks={"text": ""},
    ),
    Trace(
        table="proposal",
        what=N_("What you proposed"),
        shows=("title", "text", "state", "age_said_at", "asked", "reply", "answer", "created_at",
               "edited_at"),
        fate=Fate.BLANKED,
        blanks={"reply": "", "text": "", "title": "—"},
        hides=("salt", "language", "hidden_why"),
    ),
    Trace(
        table="proposal_backing",
        what=N_("What you supported"),
        shows=("bring", "age_said_at", "backed_at", "spoken"),
        fate=Fate.BLANKED,
        blanks={"bring": ""},
        hides=("salt", "hidden_why"),
    ),
    Trace(table="proposal_vote", via=("backing_id",), what=N_("Dates that suit you"),
          shows=("says",), fate=Fate.BLANKED, blanks={}),
    Trace(
        table="promise",
        what=N_("What you promised"),
        shows=("what", "by_when", "state", "words", "made_at", "agreed_at", "denied_at",
               "answered_at"),
        fate=Fate.BLANKED,
        blanks={"what": "—", "words": "", "is_named": False, "person_id": None},
        hides=("salt", "once"),
    ),
    Trace(
        table="promise_change",
        via=("promise_id",),
        what=N_("What you said about it"),
        shows=("said", "words", "happened_at"),
        fate=Fate.BLANKED,
        blanks={"words": ""},
    ),
    Trace(table="group_member", what=N_("Groups you are in"),
          shows=("group_id", "since", "is_contact"), hides=("salt",)),
    Trace(table="group_message", via=("from_id",), what=N_("What you wrote to groups"),
          shows=("text", "written_at"), hides=("once",)),
    Trace(
        table="living_book",
        what=N_("When you were a living book"),
        shows=("gathering_id", "title", "sentence", "language", "tongues", "readers", "state",
               "asked_at", "answered_at"),
        fate=Fate.BLANKED,
        blanks={"title": "—", "sentence": ""},
        hides=("salt",),
    ),
    _of_sign_up(
        table="living_loan",
        what=N_("Living books you read"),
        shows=("gathering_id", "made_at", "borrowed_at", "back_at"),
        fate=Fate.BLANKED,
        blanks={"name": ""},
        hides=("key", "name"),
    ),
    _of_sign_up(table="living_call", what=N_("That we call you about living books"),
                shows=("since",)),
    _of_sign_up(table="living_wish", what=N_("Living books you wanted to read"),
                shows=("rank", "made_at")),
    Trace(
        table="table_guest",
        via=("sign_up_id", "attendance_id", "person_id"),
        what=N_("Tables you sat at"),
        shows=("seat", "is_host", "tongues", "own_value", "away"),
        fate=Fate.BLANKED,
        blanks={"own_value": ""},
        hides=("key", "salt"),
    ),
    #: What a librarian noted for the plan; who else it names is no business of one of them.
    Trace(table="table_wish", via=("first_id", "second_id")),
    #: Shown to nobody, also not here: it says something of somebody else as well.
    Trace(table="table_company", via=("first_id", "second_id")),
    Trace(
        table="match_round_person",
        what=N_("Match rounds you were asked for"),
        shows=("gathering_id", "answered_at", "declines", "surprise"),
        hides=("salt",),
    ),
    Trace(table="match_round_choice", via=("participant_id",), what=N_("What you chose in them"),
          shows=("gathering_id", "position")),
    Trace(
        table="initiation",
        what=N_("Activities that were your idea"),
        shows=("gathering_id", "name", "mailed_to", "named_at", "confirmed_at", "wording"),
        fate=Fate.BLANKED,
        blanks={"name": "", "mailed_to": "", "wording": ""},
        hides=("salt",),
    ),
    Trace(table="gathering_host", what=N_("Activities where you are a host"),
          shows=("gathering_id",)),
    Trace(table="shift_person", what=N_("Shifts you took"), shows=("gathering_id", "taken_at")),
    Trace(
        table="moderation_case",
        via=("author_id",),
        what=N_("What was decided about your words"),
        shows=(
            "why", "opened_at", "decided_at", "verdict", "rule", "rules_version", "reason",
            "appeal",
        ),
        fate=Fate.BLANKED,
        blanks={"appeal": "", "reason": ""},
        hides=("salt", "subject_kind"),
    ),
    Trace(table="moderation_swept", hides=("subject_kind",)),
    Trace(
        table="report",
        via=("reporter_id",),
        what=N_("What you reported"),
        shows=("rule", "rules_version", "words", "was_there", "reported_at"),
        fate=Fate.BLANKED,
        blanks={"words": ""},
    ),
    Trace(table="network_adviser", what=N_("Networks you advise"), shows=("network_id",)),
    Trace(table="network_offer_sign_up", what=N_("Trainings you signed up for"),
          shows=("offer_id", "signed_up_at", "left_at")),
    Trace(table="address_change", what=N_("Addresses you wanted to change to"),
          shows=("email", "old_email", "created_at"), hides=("salt",)),
    Trace(table="passkey", what=N_("Your passkeys"), shows=("name", "made_at", "last_used_at"),
          hides=("credential_id",)),
    Trace(table="extra_code", what=N_("Your extra code"), shows=("made_at",), hides=("sealed",)),
    Trace(table="known_browser", what=N_("Browsers you signed in with before"),
          shows=("device", "met_at", "used_at"), hides=("secret_hash", "salt", "signed_in_hash")),
    Trace(table="factor_change", what=N_("What changed in your ways to sign in"),
          shows=("what", "by", "changed_at")),
    Trace(table="recovery_code", what=N_("Your recovery codes"), shows=("used_at",),
          hides=("code_hash",)),
    Trace(table="signed_in", what=N_("Where you are signed in"),
          shows=("device", "created_at", "last_used_at"), hides=("secret_hash",)),
    Trace(table="sign_in_link", hides=("salt", "token_hash", "next_url")),
    Trace(
        table="outbox_mail",
        what=N_("E-mails we had to send you"),
        shows=("template", "state", "queued_at", "sent_at"),
        hides=("key", "last_error", "message_id", "sent_to"),
    ),
    Trace(
        table="quiet_account",
        what=N_("That we wrote because we had not heard from you"),
        shows=("first_told_at", "second_told_at", "kept_at"),
        hides=("salt",),
    ),
    #: Shown with the lists that the person was on (`looked`), not row by row.
    Trace(table="access_read"),
    Trace(table="person_key", hides=("key",)),
)  # fmt: skip
BY_TABLE = {trace.table: trace for trace in TRACES}

#: What somebody did for a library as part of their work is the library's: it stays, and leads to
#: nobody once its person has no name.
AT_WORK = frozenset(
    {
        ("access_read", "reader_id"), ("factor_change", "by_id"),
        ("assessment_round", "opened_by_id"), ("gathering", "created_by_id"),
        ("import_run", "started_by_id"), ("import_source", "created_by_id"),
        ("introduction", "introduced_by_id"), ("match_round", "made_by_id"),
        ("message", "written_by_id"), ("meting", "frozen_by_id"),
        ("moderation_case", "decided_by_id"), ("network_consent", "given_by_id"),
        ("network_consent", "withdrawn_by_id"), ("offer_list", "made_by_id"),
        ("outside_note", "noted_by_id"), ("own_rules", "written_by_id"),
        ("plan_action", "made_by_id"),
        ("room_request", "asked_by_id"), ("series", "created_by_id"),
        ("skill", "agreed_before_id"), ("skill", "confirmed_before_id"),
        ("solve", "wanted_by_id"), ("story", "written_by_id"),
        ("story_permission", "recorded_by_id"), ("support_message", "written_by_id"),
        ("support_request", "taken_up_by_id"), ("team", "lead_id"),
        ("working_area", "handed_in_by_id"),
    }
)  # fmt: skip

#: Ties between two traces that tell nothing new about the person.
BESIDES = frozenset(
    {
        ("contribution", "reply_to_id"), ("conversation", "entry_id"),
        ("moderation_case", "appeals_id"),
        ("report", "case_id"), ("contribution_nod", "contribution_id"),
        ("entry", "skill_id"), ("harvest_provenance", "contribution_id"),
        ("introduction", "offer_id"), ("introduction", "request_id"),
        ("living_book", "entry_id"), ("living_sitting", "book_id"), ("living_wish", "book_id"),

        ("proposal_backing", "proposal_id"), ("proposal_date", "proposal_id"),
        ("proposal_theme", "proposal_id"),
    }
)  # fmt: skip
