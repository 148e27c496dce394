"""The acts that are done on the panel itself; each counts in the transaction that does it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.acts import noticing, queries, spreading
from community.acts.models import Act, Means, TalkMark
from community.acts.queries import Fact
from community.clock import from_local, local_day
from community.conversations import queries as conversations
from community.conversations import writing
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution, Conversation, On
from community.conversations.seeing import Viewer
from community.conversations.writing import Words
from community.errors import NotFound
from community.gatherings import hosting, rounding_off
from community.gatherings.drafts import LENGTHS, GatheringDraft
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.groups.models import GroupGathering
from community.harvests import queries as harvests
from community.harvests.models import Harvest
from community.invitations import inviting
from community.invitations.inviting import Invited

#: A draft that is made of talk begins so long from now; its day and hour are still to be chosen.
AHEAD, HOUR = timedelta(weeks=3), time(14)


def say(
    session: Session, anchor: Anchor, by: Person, words: Words, *, once: str, now: datetime
) -> Contribution:
    """A source (enrich) or a question (activate), by who works here; the same form says it once."""
    said = writing.say(session, anchor, Viewer(by.id, is_librarian=True), words, once=once, now=now)
    noticing.notice(session, said.conversation, now=now)
    return said


def invite(
    session: Session,
    anchor: Anchor,
    gathering_id: int,
    people: Collection[int],
    *,
    by: int,
    now: datetime,
) -> Invited:
    """People who fit, to a gathering about it: each invitation connects somebody with this talk."""
    conversation = _held(session, anchor)
    before = queries.list_invitation_ids(session, anchor.library_id, gathering_id)
    told = inviting.invite(session, anchor.library_id, gathering_id, people, by=by, now=now)
    session.flush()
    for number in sorted(
        queries.list_invitation_ids(session, anchor.library_id, gathering_id) - before
    ):
        fact = Fact(Act.CONNECT, Means.INVITATION, str(number), now)
        noticing.did(session, conversation, fact, now=now)
    return told


def mark(session: Session, anchor: Anchor, *, now: datetime) -> TalkMark:
    """For the next weekly mail. A harvest too of which nobody talks; that counts for no talk."""
    if anchor.on is not On.HARVEST:
        return spreading.mark(session, anchor, _held(session, anchor), now=now)
    harvest = harvests.lock(session, anchor.library_id, anchor.id)
    talk = conversations.find_on(session, anchor) or conversations.find_of(
        session, anchor.library_id, harvest.gathering_id
    )
    return spreading.mark(session, anchor, talk, now=now)


def plan_next(session: Session, anchor: Anchor, hand: Hand) -> Gathering:
    """A draft of the next one, or of a first one about this; pressed again it is the same draft."""
    conversation = _held(session, anchor)
    made = _next(session, anchor, hand) or _of_talk(session, anchor, conversation, hand)
    fact = Fact(Act.ACTIVATE, Means.GATHERING, str(made.id), hand.now)
    noticing.did(session, conversation, fact, now=hand.now)
    return made


def _next(session: Session, anchor: Anchor, hand: Hand) -> Gathering | None:
    """Like the one that it hangs on, or whose harvest it is, and a month later."""
    gathering_id = anchor.gathering_id
    if anchor.on is On.HARVEST:
        gathering_id = session.get_one(Harvest, anchor.id).gathering_id
    if gathering_id is None:
        return None
    return rounding_off.plan_next(session, anchor.library_id, gathering_id, hand)


def _of_talk(session: Session, anchor: Anchor, conversation: Conversation, hand: Hand) -> Gathering:
    for planned in queries.list_planned(session, conversation):
        if planned.status is GatheringStatus.DRAFT:
            return planned
    starts = from_local(local_day(hand.now + AHEAD), HOUR)
    draft = GatheringDraft(
        kind=Kind.CONVERSATION,
        title=anchor.title[: LENGTHS["title"]],
        starts_at=starts,
        ends_at=starts + timedelta(minutes=KIND_FACTS[Kind.CONVERSATION].minutes),
        theme_ids=frozenset(theme.id for theme in queries.themes_of(session, anchor)),
    )
    made = hosting.create(session, anchor.library_id, draft, hand)
    if anchor.on is On.GROUP:
        session.add(
            GroupGathering(group_id=anchor.id, gathering_id=made.id, library_id=anchor.library_id)
        )
        session.flush()
    return made


def _held(session: Session, anchor: Anchor) -> Conversation:
    """In which somebody spoke: nothing is done for a talk that there is not."""
    found = conversations.find_on(session, anchor)
    if found is None or not anchor.can_be_talked_about:
        raise NotFound
    return conversations.lock(session, anchor.library_id, found.id)
