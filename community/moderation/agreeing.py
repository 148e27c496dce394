"""Agreeing to the rules of the house: by sending something with the rules beside the button.

Asked once; again, with a box to tick, after a large change. A small one is told. Of who works here
nobody asks it: they keep the rules for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect
from sqlalchemy.orm import Session

from community.accounts.models import Role
from community.accounts.roles import reaches
from community.consents import services as consents
from community.consents.models import Channel
from community.consents.purposes import Purpose, register
from community.moderation import rules, rules_queries, wording
from community.moderation.cases import OURS
from community.moderation.models import OwnRules
from community.moderation.wording import called
from community.words import N_

PURPOSE = "house_rules"


class How(StrEnum):
    """What stands beside the button."""

    NOTHING = "nothing"
    SENTENCE = "sentence"  #: With sending this you agree; nobody has asked before.
    TOLD = "told"  #: What changed a little; who sends it without having seen that may.
    TICK = "tick"  #: A box: the rules changed a lot, or the sentence was not there.


@dataclass(frozen=True, slots=True)
class Asking:
    how: How = How.NOTHING
    version: str = ""  #: What is agreed to.
    #: In a sentence each, since what was agreed to before; and whether the library wrote it itself.
    changed: Sequence[tuple[str, bool]] = ()

    @property
    def must_be_answered(self) -> bool:
        return self.how in (How.SENTENCE, How.TICK)


@dataclass(frozen=True, slots=True)
class Known:
    """The answers to `columns`, in their order."""

    agreed: str | None = None
    own: int | None = None
    role: Role | None = None


def columns(library_id: int, person_id: int | None) -> Sequence[ScalarSelect[Any]]:
    """To ask along with something else what `asking` has to know."""
    return rules_queries.agreed_columns(library_id, person_id, PURPOSE)


def asking(
    session: Session, library_id: int, person_id: int | None, known: Known | None = None
) -> Asking:
    """What to ask of this person before others read them; of who is not known, the sentence."""
    known = known or Known(*rules_queries.get_agreed(session, library_id, person_id, PURPOSE))
    version = called(rules.current().number, known.own or 0)
    if reaches(known.role, OURS) or known.agreed == version:
        return Asking()
    if known.agreed is None:
        return Asking(How.SENTENCE, version)
    since = wording.read(session, library_id).changes_since(known.agreed)
    how = How.TICK if any(each.is_large for each in since) else How.TOLD
    return Asking(how, version, [(each.changed, isinstance(each, OwnRules)) for each in since])


def agree(
    session: Session,
    library_id: int,
    person_id: int,
    version: str,
    *,
    channel: Channel,
    now: datetime,
) -> None:
    """Write down to which version somebody agreed, as it stood beside the button."""
    consents.agree(
        session, library_id, person_id, PURPOSE, channel=channel, version=version, now=now
    )


class _Editions(dict[str, str]):
    """The words of every version, also of one to which a library added something."""

    def __missing__(self, version: str) -> str:
        return self[version.partition(".")[0]] if "." in version else WORDS


WORDS = N_("I will keep to the house rules.")


def register_purpose() -> None:
    register(
        Purpose(
            name=PURPOSE,
            what=N_("To keep to the house rules"),
            versions=_Editions({f"{each.number}": WORDS for each in rules.VERSIONS}),
            current=f"{rules.current().number}",
        )
    )
