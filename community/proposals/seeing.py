"""Who sees what of a proposal. Every list, page, search and answer asks here, and only here.

Everybody sees the idea, how many stand behind it, which dates suit and what became of it. Who is
signed in sees first names and what people bring; of what is sensitive nobody is named. What waits
for a librarian, or was hidden, is for its own person and the librarians.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_

from community.groups.models import Group
from community.groups.models import SeenBy as GroupSeenBy
from community.proposals.models import (
    Proposal,
    ProposalBacking,
    ProposalDate,
    Says,
    State,
)
from community.register.seeing import Viewer

#: What everybody may read of; the rest is not theirs yet, or no longer.
SHOWN = (State.OPEN, State.PLANNED, State.DECLINED, State.DONE, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Who:
    """Whose idea it is, as far as a viewer may know. Nothing said: a resident, or a group."""

    name: str = ""
    group: Group | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody who stands behind it: a name for who may know it, and what others read of them."""

    name: str
    bring: str = ""
    backing_id: int = 0
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One date: how many say what, and who, for who may know."""

    date: ProposalDate
    totals: Mapping[Says, int]
    names: Mapping[Says, Sequence[str]]
    mine: Says | None = None

    @property
    def answers(self) -> int:
        return sum(self.totals.values())

    @property
    def suits(self) -> tuple[int, int]:
        """The most yeses come first; what people can if need be decides between equals."""
        return self.totals[Says.YES], self.totals[Says.IF_NEED_BE]


def listed(library_id: int) -> list[ColumnElement[bool]]:
    """What stands in lists, for everybody."""
    return [
        Proposal.library_id == library_id,
        Proposal.state.in_(SHOWN),
        Proposal.hidden_at.is_(None),
    ]


def readable(library_id: int, viewer: Viewer) -> list[ColumnElement[bool]]:
    """What this viewer may open the page of. What nobody confirmed is for no librarian either."""
    mine: ColumnElement[bool] = false()
    if viewer.person_id is not None:
        mine = Proposal.person_id == viewer.person_id
    if viewer.is_librarian:
        mine = or_(mine, Proposal.state != State.DRAFT)
    return [Proposal.library_id == library_id, or_(mine, and_(*listed(library_id)))]


def may_name(proposal: Proposal, viewer: Viewer) -> bool:
    """Whether first names are told to this viewer."""
    return viewer.is_librarian or (viewer.is_signed_in and not proposal.is_sensitive)


def whose(proposal: Proposal, viewer: Viewer) -> Who:
    """A group by its name where the group is to be seen; a resident by the first name."""
    group = proposal.group
    if group is not None:
        known = viewer.is_librarian or _is_known(group, viewer)
        return Who(group.name if known else "", group if known else None, is_group=True)
    if proposal.person is None or not may_name(proposal, viewer):
        return Who()
    return Who(proposal.person.first_name)


def company(
    proposal: Proposal, backings: Sequence[ProposalBacking], viewer: Viewer
) -> list[Company]:
    """Who stands behind it, for who may know; for anybody else nobody, and themselves."""
    named = may_name(proposal, viewer)
    shown = []
    for each in backings:
        is_me = viewer.person_id is not None and each.person_id == viewer.person_id
        if not (named or is_me):
            continue
        name = each.person.first_name if each.person else ""
        reads = is_me or viewer.is_librarian or each.is_read
        shown.append(Company(name, each.bring if reads else "", each.id, is_me))
    return shown


def _is_known(group: Group, viewer: Viewer) -> bool:
    if group.is_sensitive:
        return False
    if group.seen_by is GroupSeenBy.EVERYONE:
        return True
    return group.seen_by is GroupSeenBy.SIGNED_IN and viewer.is_signed_in
