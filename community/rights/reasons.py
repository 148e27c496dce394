"""Why each thing that is known of somebody is kept: beside the thing itself.

Where the retention table has a rule for it, the page about privacy says the same words. What its
person keeps as long as they want has no rule there, and its reason stands here.
"""

from __future__ import annotations

from flask_babel import gettext

from community.keeping.labels import how_long
from community.keeping.rules import all_rules
from community.words import N_

_OTHERS_FIND = N_("So that people looking for it can find you, once you have confirmed it.")
_WHO_DOES_WHAT = N_("So that it is clear who does what at the activity.")
_WORK = N_("So that you can do your work for the libraries.")

#: By table: the rule of the retention table, or the reason itself.
RULES = {
    "person": "accounts.people",
    "membership": "accounts.people",
    "consent": "consents.taken_back",
    "sign_up": "gatherings.presence",
    "attendance": "gatherings.presence",
    "sign_up_answer": "gatherings.answers",
    "sign_up_child": "gatherings.answers",
    "access_need": "gatherings.needs",
    "message_addressee": "messages.sent",
    "invitation": "invitations.asked",
    "standing_answer": "arrivals.standing",
    "entry": "register.entries",
    "entry_branch": "register.entries",
    "entry_term": "register.entries",
    "entry_theme": "register.entries",
    "introduction_party": "introductions.messages",
    "introduction_message": "introductions.messages",
    "quote_consent": "harvests.names",
    "harvest_reader": "harvests.corrections",
    "harvest_confirmation": "harvests.corrections",
    "harvest_correction": "harvests.corrections",
    "proposal": "proposals.names",
    "proposal_backing": "proposals.names",
    "proposal_vote": "proposals.names",
    "promise": "promises.whose",
    "promise_change": "promises.whose",
    "group_message": "groups.messages",
    "living_book": "living_books.loans",
    "living_loan": "living_books.loans",
    "living_call": "living_books.loans",
    "living_wish": "living_books.loans",
    "table_guest": "table_plans.seats",
    "match_round_person": "match_rounds.wishes",
    "match_round_choice": "match_rounds.wishes",
    "moderation_case": "moderation.decisions",
    "report": "moderation.decisions",
    "passkey": "credentials.factors",
    "extra_code": "credentials.factors",
    "recovery_code": "credentials.factors",
    "known_browser": "credentials.browsers",
    "factor_change": "credentials.changes",
    "signed_in": "accounts.browsers",
    "outbox_mail": "outbox.mails",
    "access_read": "access_log.reads",
    "quiet_account": "rights.quiet",
    "preference": "preferences.wishes",
    "preference_branch": "preferences.wishes",
    "preference_theme": "preferences.wishes",
    "not_for_me": "preferences.wishes",
    "mail_wish": "notifications.wishes",
    "mail_wish_branch": "notifications.wishes",
    "mail_wish_theme": "notifications.wishes",
    "contribution": "conversations.said",
    "contribution_nod": "conversations.said",
    "group_member": "groups.members",
}
OWN = {
    "work_account": N_("So that you can sign in with it, until you disconnect it."),
    "skill": _OTHERS_FIND,
    "skill_term": _OTHERS_FIND,
    "skill_theme": _OTHERS_FIND,
    "listener": N_(
        "Because you want to hear about it. You can turn it off in the conversation itself."
    ),
    "initiation": _WHO_DOES_WHAT,
    "gathering_host": _WHO_DOES_WHAT,
    "shift_person": _WHO_DOES_WHAT,
    "network_adviser": _WORK,
    "network_offer_sign_up": _WORK,
    "address_change": N_("So that your old address can be restored for a week, if it was not you."),
}


def why(table: str) -> str:
    """In words, with how long where there is a rule."""
    if (own := OWN.get(table)) is not None:
        return str(gettext(own))
    (rule,) = (each for each in all_rules() if each.name == RULES[table])
    assert rule.words is not None  # noqa: S101  (a test looks at all)
    return " ".join((gettext(rule.words.why), how_long(rule)))
