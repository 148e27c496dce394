"""What people in the demo town say to each other around what is to come and what was."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Kind,
    Nod,
    Phase,
    SeenBy,
)
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus

#: By how a title begins: what was said, and what was answered. The library itself speaks first
#: where the kind is a source.
_SAID: dict[str, tuple[tuple[Kind, str, tuple[str, ...]], ...]] = {
    "Wereldcafé: zo helpen we": (
        (Kind.SOURCE, "Voor wie vooraf wil lezen: dit ligt klaar bij de balie in Ommen.", ()),
        (Kind.QUESTION, "Wat zou jij nooit aan een buur durven vragen?",
         ("Om mijn brieven te lezen. Terwijl hij het graag doet, bleek later.",
          "Geld. En een boormachine wel, gek genoeg.")),
        (Kind.EXPERIENCE,
         "Wij hebben in de straat een sleutelkastje. Vier huizen, één code.",
         ("Wat een goed idee. Wie houdt de code bij?",)),
    ),
    "Socratisch gesprek": (
        (Kind.QUESTION, "Mag ik iemand meenemen die liever alleen luistert?",
         ("Graag. Luisteren is hier de helft van het werk.",)),
    ),
}  # fmt: skip
_BOOK = ("De buren", "9789021400006")


#: What the demo resident asks at the first conversation that she has a place in.
_MINE = "Komt er nog iemand uit Vilsteren? Dan kunnen we samen fietsen."


def add_conversations(
    session: Session, library_id: int, librarian_id: int, resident_id: int, *, now: datetime
) -> None:
    """At the next one of each: everybody who speaks has a place in it."""
    _ask(session, library_id, resident_id, now)
    for begins, words in _SAID.items():
        gathering = session.execute(
            select(Gathering.id, Gathering.starts_at)
            .where(
                Gathering.library_id == library_id,
                Gathering.title.startswith(begins),
                Gathering.status == GatheringStatus.PUBLISHED,
                Gathering.starts_at > now,
                ~exists().where(Conversation.gathering_id == Gathering.id),
            )
            .order_by(Gathering.starts_at)
            .limit(1)
        ).first()
        if gathering is not None:
            _talk(session, library_id, gathering.id, librarian_id, begins, words, now)


def _ask(session: Session, library_id: int, resident_id: int, now: datetime) -> None:
    kinds = [kind for kind, facts in KIND_FACTS.items() if facts.conversational]
    gathering_id = session.scalars(
        select(Gathering.id)
        .join(SignUp, SignUp.gathering_id == Gathering.id)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.starts_at > now,
            Gathering.kind.in_(kinds),
            ~Gathering.is_sensitive,
            SignUp.person_id == resident_id,
            SignUp.status == SignUpStatus.CONFIRMED,
        )
        .order_by(Gathering.starts_at)
        .limit(1)
    ).first()
    if gathering_id is None:
        return
    asked_at = now - timedelta(hours=20)
    conversation_id = begin(session, library_id, asked_at, gathering_id=gathering_id)
    chance = Random("een vraag van Fatima")  # noqa: S311  (a town, not a secret)
    row = said(library_id, conversation_id, resident_id, _MINE, asked_at, chance)
    add(session, Contribution, [{**row, "kind": Kind.QUESTION}])


def begin(
    session: Session,
    library_id: int,
    opened_at: datetime,
    *,
    seen_by: SeenBy = SeenBy.PARTICIPANTS,
    **on: int,
) -> int:
    """Open a conversation on what `on` names; its id."""
    return add_returning_ids(session, Conversation, [{
        "library_id": library_id, **on, "seen_by": seen_by, "closed_at": None,
        "opened_at": opened_at,
    }])[0]  # fmt: skip


def _talk(
    session: Session,
    library_id: int,
    gathering_id: int,
    librarian_id: int,
    begins: str,
    words: tuple[tuple[Kind, str, tuple[str, ...]], ...],
    now: datetime,
) -> None:
    chance = Random(f"gesprek bij {begins}")  # noqa: S311  (a town, not a secret)
    here = session.scalars(
        select(SignUp.person_id)
        .where(SignUp.gathering_id == gathering_id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(SignUp.id)
        .limit(6)
    ).all()
    people = list(here) or [librarian_id]
    opened_at = now - timedelta(days=4)
    conversation_id = begin(session, library_id, opened_at, gathering_id=gathering_id)
    for nth, (kind, text, answers) in enumerate(words):
        written_at = opened_at + timedelta(hours=20 * nth)
        speaker = librarian_id if kind is Kind.SOURCE else people[nth % len(people)]
        row = said(library_id, conversation_id, speaker, text, written_at, chance)
        row["kind"] = kind
        if kind is Kind.SOURCE:
            row["title"], row["isbn"] = _BOOK
        top = add_returning_ids(session, Contribution, [row])[0]
        for later, answer in enumerate(answers, 1):
            by, at = people[(nth + later) % len(people)], written_at + timedelta(hours=2 * later)
            reply = said(library_id, conversation_id, by, answer, at, chance)
            add(session, Contribution, [{**reply, "reply_to_id": top}])
        add(session, ContributionNod, [
            {"contribution_id": top, "person_id": person_id, "nod": Nod.RECOGNISES,
             "library_id": library_id, "nodded_at": written_at + timedelta(hours=3)}
            for person_id in dict.fromkeys(people[: 1 + nth])
        ])  # fmt: skip


def said(
    library_id: int,
    conversation_id: int,
    person_id: int,
    text: str,
    written_at: datetime,
    chance: Random,
) -> Row:
    """A contribution as a row, of no kind and seen at once."""
    return {
        "library_id": library_id, "conversation_id": conversation_id, "person_id": person_id,
        "reply_to_id": None, "kind": None, "phase": Phase.BEFORE, "text": text, "url": "",
        "title": "", "isbn": "", "seen_from": written_at, "hidden_at": None, "hidden_why": "",
        "written_at": written_at, "edited_at": None, "withdrawn_at": None, "once": secret(chance),
    }  # fmt: skip
