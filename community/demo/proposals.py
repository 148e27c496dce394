"""What residents of the demo town would like to do: one in every state, with people behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.clock import local_day, start_of_day
from community.demo.ids import theme_ids
from community.demo.people import Townspeople
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering, GatheringStatus
from community.groups.models import Group, GroupMember
from community.moderation.models import Case, Why
from community.proposals import finding
from community.proposals.models import (
    Part,
    Proposal,
    ProposalBacking,
    ProposalDate,
    ProposalVote,
    Reason,
    Says,
    State,
    proposal_theme,
)
from community.proposals.states import KIND

_DAY = timedelta(days=1)
_SAYS = (Says.YES, Says.YES, Says.YES, Says.IF_NEED_BE, Says.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    title: str
    state: State
    themes: tuple[str, ...]
    ago: int  #: Since so many days.
    text: str = ""
    bring: str = ""
    brings: tuple[str, ...] = ()  #: Of who stands behind it; as many as there are.
    dates: tuple[tuple[int, Part], ...] = ()
    by_fatima: bool = False
    changed: int | None = None  #: Said in other words, so many days ago.
    by_group: bool = False
    asked: str = ""
    wanted: int | None = None
    reason: Reason | None = None
    answer: str = ""


IDEAS = (
    Idea(
        title="Een ochtend stekjes ruilen uit onze eigen tuin", state=State.OPEN, ago=4,
        themes=("tuin-natuur",), by_fatima=True,
        text="Iedereen heeft te veel van het een en te weinig van het ander. Neem mee wat groeit.",
        bring="Muntstekjes, genoeg voor twintig potten",
        brings=("Aardbeienplantjes", "Lege potjes en aarde", "", "Ik maak soep", "", ""),
        dates=((12, Part.MORNING), (13, Part.MORNING), (19, Part.AFTERNOON)),
    ),
    Idea(
        title="Samen een trui ontleden en er iets nieuws van breien", state=State.OPEN, ago=13,
        themes=("textiel-handwerk",), by_group=True, changed=2,
        bring="Naalden voor wie geen naalden heeft", brings=("", "Een tas vol truien", ""),
        dates=((16, Part.EVENING), (23, Part.EVENING)),
    ),
    Idea(
        title="Een avond over wonen met je kinderen en je ouders samen", state=State.OPEN, ago=20,
        themes=("duurzaam-wonen",), brings=("Ik woon zo, en vertel erover", "", "", ""),
        asked="Met tien mensen kunnen we een spreker vragen. Ken je er nog een paar?", wanted=10,
    ),
    Idea(
        title="Leer me hoe je een vogelkast ophangt", state=State.WAITING, ago=1,
        themes=("tuin-natuur",),
        text="Liefst op een plek waar ook kinderen kunnen helpen.",
    ),
    Idea(
        title="Verhalen van de Vecht, verteld door wie er voer", state=State.PLANNED, ago=40,
        themes=("lokale-geschiedenis",), brings=("Foto’s van mijn opa", "", "", "", ""),
        dates=((9, Part.AFTERNOON), (10, Part.EVENING)),
        answer="Wat een mooi idee. We zoeken er een zaal met een scherm bij.",
    ),
    Idea(
        title="Een middag oude liedjes zingen zonder blad", state=State.DONE, ago=120,
        themes=("muziek-podium",), brings=("Mijn accordeon", "", "", ""),
        answer="Graag. De vleugel in Ommen staat er al.",
    ),
    Idea(
        title="Een escaperoom in het magazijn", state=State.DECLINED, ago=60,
        themes=("spel-sport-hobby",), brings=("", ""), reason=Reason.NO_ROOM,
        answer="Het magazijn is te smal om veilig met een groep in te zijn. Bij de"
        " speel-o-theek staat wel een koffer met raadsels; vraag ernaar aan de balie.",
    ),
    Idea(
        title="Iedere week een film in een andere taal", state=State.EXPIRED, ago=90,
        themes=("beeld-kunst",), brings=("Ik kies de films", ""),
        asked="Voor welke talen zijn er genoeg mensen? We horen het graag.",
    ),
)  # fmt: skip


def add_proposals(
    session: Session, library_id: int, folk: Townspeople, fatima: int, *, now: datetime
) -> None:
    chance = Random("voorstellen")  # noqa: S311  (a town, not a secret)
    group = session.execute(
        select(Group.id, GroupMember.person_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(Group.library_id == library_id, GroupMember.is_contact.is_(True))
        .order_by(Group.id)
        .limit(1)
    ).first()
    themes = theme_ids(session)
    others = [person for person in folk.residents if person not in (fatima, folk.librarian)]
    people = chance.sample(others, k=min(len(others), 45))
    for idea in IDEAS:
        person_id, group_id = fatima if idea.by_fatima else people.pop(), None
        if idea.by_group and group is not None:
            group_id, person_id = group.id, group.person_id
        row = _row(session, library_id, idea, folk.librarian, chance, now)
        row |= {"person_id": person_id, "group_id": group_id}
        proposal_id = add_returning_ids(session, Proposal, [row])[0]
        session.execute(
            insert(proposal_theme),
            [{"proposal_id": proposal_id, "theme_id": themes[slug]} for slug in idea.themes],
        )
        behind = [person_id, *(people.pop() for _ in idea.brings)]
        _add_behind(session, library_id, proposal_id, idea, behind, chance, now)
        if idea.state is State.WAITING:
            add(session, Case, [_case(library_id, proposal_id, person_id, chance, now)])
    _add_calls(session, library_id, now)
    of_town = session.scalars(select(Proposal).where(Proposal.library_id == library_id)).all()
    finding.lay_out_all(session, library_id, of_town)


def _add_calls(session: Session, library_id: int, now: datetime) -> None:
    """Who gets no mail has yet to hear what the library makes of it."""
    planned = select(Proposal.id).where(
        Proposal.library_id == library_id, Proposal.state == State.PLANNED
    )
    session.execute(
        update(ProposalBacking)
        .where(
            ProposalBacking.proposal_id.in_(planned),
            ProposalBacking.person_id.in_(select(Person.id).where(~Person.gets_mail)),
        )
        .values(call_since=now - 3 * _DAY)
    )


def _row(
    session: Session,
    library_id: int,
    idea: Idea,
    librarian: int,
    chance: Random,
    now: datetime,
) -> Row:
    begun, is_seen = now - idea.ago * _DAY, idea.state is not State.WAITING
    answered = begun + 6 * _DAY if idea.answer else None
    ended = begun + 8 * _DAY if idea.state in (State.DECLINED, State.EXPIRED) else None
    gathering = _its_gathering(session, library_id, idea.state, now)
    if idea.state is State.DONE:
        ended = now - 2 * _DAY
    return {
        "library_id": library_id,
        "title": idea.title,
        "text": idea.text,
        "language": "nl",
        "state": idea.state,
        "age_said_at": begun,
        "confirm_by": None,
        "created_at": begun,
        "opened_at": begun if is_seen else None,
        "edited_at": now - idea.changed * _DAY if idea.changed else None,
        "answer_by": start_of_day(local_day(begun + 14 * _DAY)) if is_seen else None,
        "asked": idea.asked,
        "asked_until": start_of_day(local_day(now + 9 * _DAY))
        if idea.asked and idea.state is State.OPEN
        else None,
        "wanted": idea.wanted,
        "reply": "",
        "reminded_at": now - _DAY if idea.ago == 13 else None,
        "late_told_at": None,
        "answered_at": answered,
        "answered_by_id": librarian if idea.answer else None,
        "reason": idea.reason,
        "answer": idea.answer,
        "gathering_id": gathering,
        "told_at": answered if gathering else None,
        "ended_at": ended,
        "hidden_at": None,
        "hidden_why": "",
        "salt": secret(chance),
    }


def _its_gathering(session: Session, library_id: int, state: State, now: datetime) -> int | None:
    """What came of it: the first to come that a resident began, or one of those that were."""
    if state not in (State.PLANNED, State.DONE):
        return None
    is_planned = state is State.PLANNED
    wanted = GatheringStatus.PUBLISHED if is_planned else GatheringStatus.CLOSED
    return session.scalars(
        select(Gathering.id)
        .where(
            Gathering.library_id == library_id,
            Gathering.initiator == Initiator.RESIDENT,
            Gathering.status == wanted,
            ~Gathering.is_sensitive,
            Gathering.starts_at > now if is_planned else Gathering.ends_at < now,
        )
        .order_by(Gathering.starts_at if is_planned else Gathering.starts_at.desc())
        .limit(1)
    ).first()


def _add_behind(
    session: Session,
    library_id: int,
    proposal_id: int,
    idea: Idea,
    people: list[int],
    chance: Random,
    now: datetime,
) -> None:
    begun = now - idea.ago * _DAY
    brings = (idea.bring, *idea.brings)
    behind = add_returning_ids(session, ProposalBacking, [
        {
            "library_id": library_id, "proposal_id": proposal_id, "person_id": person,
            "bring": bring, "age_said_at": begun,
            "seen_from": begun if bring and idea.state is not State.WAITING else None,
            "hidden_at": None, "hidden_why": "", "confirm_by": None, "backed_at": begun,
            "salt": secret(chance),
        }
        for person, bring in zip(people, brings, strict=True)
    ])  # fmt: skip
    if not idea.dates:
        return
    dates = add_returning_ids(session, ProposalDate, [
        {
            "library_id": library_id, "proposal_id": proposal_id,
            "day": local_day(now + days * _DAY), "part": part,
        }
        for days, part in idea.dates
    ])  # fmt: skip
    add(session, ProposalVote, [
        {
            "date_id": date, "backing_id": backing, "library_id": library_id,
            "says": Says.YES if backing == behind[0] else chance.choice(_SAYS),
        }
        for backing in behind
        for date in dates
    ])  # fmt: skip


def _case(library_id: int, proposal_id: int, person_id: int, chance: Random, now: datetime) -> Row:
    return {
        "library_id": library_id,
        "subject_kind": KIND,
        "subject_id": proposal_id,
        "author_id": person_id,
        "why": Why.FIRST,
        "opened_at": now - _DAY,
        "reason": "",
        "appeal": "",
        "salt": secret(chance),
    }
