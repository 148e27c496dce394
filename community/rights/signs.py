"""Signs of life: when somebody last did something here.

A test holds it against the traces: of a new one somebody decides whether it is a sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, Table, or_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from community.rights.knowing import table
from community.rights.traces import BY_TABLE

#: By trace, the columns that say when.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "attendance": ("checked_in_at",),
    "consent": ("given_at", "withdrawn_at"),
    "contribution": ("written_at", "edited_at", "withdrawn_at"),
    "contribution_nod": ("nodded_at",),
    "entry": ("created_at", "opened_at"),
    "group_member": ("since",),
    "group_message": ("written_at",),
    "harvest_confirmation": ("confirmed_at",),
    "harvest_correction": ("made_at",),
    "initiation": ("confirmed_at",),
    "introduction_message": ("written_at",),
    "introduction_party": ("yes_at",),
    "invitation": ("answered_at",),
    "living_book": ("answered_at",),
    "living_loan": ("made_at", "borrowed_at"),
    "living_wish": ("made_at",),
    "match_round_person": ("answered_at",),
    "membership": ("created_at", "may_invite_since"),
    "not_for_me": ("since",),
    "passkey": ("made_at", "last_used_at"),
    "preference": ("revised_at",),
    "promise": ("made_at", "agreed_at", "answered_at"),
    "proposal": ("created_at", "edited_at"),
    "proposal_backing": ("backed_at",),
    "quote_consent": ("answered_at",),
    "report": ("reported_at",),
    "sign_up": ("created_at", "confirmed_at", "cancelled_at"),
    "signed_in": ("created_at", "last_used_at"),
    "skill": ("created_at", "confirmed_at"),
    "standing_answer": ("agreed_at",),
}

#: What others did with them, what belongs to a row above, and what only those have who are never
#: erased by the clock.
NO_SIGNS = frozenset(
    {
        "access_need", "access_read", "address_change", "entry_branch", "extra_code", "entry_term",
        "entry_theme", "factor_change", "gathering_host", "harvest_reader", "introduction_block",
        "known_browser", "listener", "living_call",
        "mail_wish", "mail_wish_branch", "mail_wish_theme", "match_round_choice",
        "message_addressee", "moderation_case", "moderation_swept", "network_adviser",
        "network_offer_sign_up", "offer_list_entry", "outbox_mail", "person_key",
        "preference_branch", "preference_theme", "promise_change", "proposal_vote",
        "quiet_account", "recovery_code", "shift_person", "sign_in_link", "sign_up_answer",
        "sign_up_child",
        "skill_term", "skill_theme", "table_company", "table_guest", "table_wish", "told",
        "work_account",
    }
)  # fmt: skip


def since(moment: datetime) -> CompoundSelect[int]:
    """Everybody, by number, who gave a sign after that moment."""
    return union_all(*(_of(name, columns, moment) for name, columns in SIGNS.items()))


def _of(name: str, columns: tuple[str, ...], moment: datetime) -> Select[int]:
    rows = table(name)
    given = or_(*(rows.c[column] > moment for column in columns))
    (via,) = BY_TABLE[name].via
    above = _above(rows, via)
    if above is None:
        return select(rows.c[via]).where(given, rows.c[via].is_not(None))
    (over,) = BY_TABLE[above.name].via
    return select(above.c[over]).join(rows, rows.c[via] == above.c.id).where(given)


def _above(rows: Table, via: str) -> Table | None:
    """The table that a trace leads over to the person; None: it leads there itself."""
    (to,) = (key.column.table for key in rows.c[via].foreign_keys)
    return None if to.name == "person" else to
