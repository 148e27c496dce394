"""What was promised at conversations of the demo town, and what became of it: every state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.clock import local_day
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.partners.models import Partner
from community.promises.models import OPEN, PromiseChange, Said, State, Who
from community.promises.models import Promise as Model
from community.tokens import fingerprint

#: At so many conversations that have been, the latest first.
TALKS = 3


@dataclass(frozen=True, slots=True)
class _Made:
    what: str
    who: Who = Who.PERSON
    state: State = State.PROMISED
    days: int | None = None  #: Until it should be done, from today.
    agreed: bool = True
    named: bool = False
    words: str = ""


_PROMISES: tuple[tuple[_Made, ...], ...] = (
    (
        _Made("De vragen die overbleven op het prikbord in de hal hangen", Who.LIBRARY, days=5),
        _Made("Een lijst maken van wie er in de straat een aanhanger uitleent", days=12),
        _Made("Bij drie buren aanbellen en vragen wat zij missen", state=State.BUSY,
              words="Twee van de drie gehad, koffie gekregen."),
        _Made("Een middag het dorpshuis openen voor wie wil breien", agreed=False),
    ),
    (
        _Made("Uitzoeken of de leeszaal op dinsdagavond open kan", Who.LIBRARY, days=-4),
        _Made("Soep koken voor de volgende keer", state=State.DONE, named=True,
              words="Pompoensoep, voor twintig man."),
        _Made("De boeken over dit onderwerp op één tafel leggen", Who.LIBRARY, State.DONE,
              words="Ze liggen bij het raam."),
        _Made("Een wandeling uitzetten langs de bankjes", state=State.LET_GO,
              words="Mijn knie wil niet. Iemand anders?"),
    ),
    (
        _Made("Een ruimte vrijhouden voor de eerste drie keer", Who.PARTNER, State.DONE,
              words="De kleine zaal, elke eerste woensdag."),
        _Made("De verhalen van vanavond opschrijven", state=State.BUSY, days=-9),
    ),
)  # fmt: skip


def add_promises(
    session: Session, library_id: int, librarian: int, resident: int, *, now: datetime
) -> None:
    """The first of the latest conversation that is a person's is the demo resident's."""
    chance = Random("afspraken na een gesprek")  # noqa: S311  (a town, not a secret)
    partner = session.scalars(
        select(Partner.id).where(Partner.library_id == library_id).order_by(Partner.id).limit(1)
    ).first()
    for talk, promises in zip(_talks(session, library_id, resident, now), _PROMISES, strict=False):
        people = _people(session, talk.id, resident)
        for made in promises:
            if made.who is Who.PERSON and not people:
                continue
            person = people.pop(0) if made.who is Who.PERSON else None
            row = _row(talk, made, person, partner, chance, now)
            logged = list(_logged(talk, row))
            numbers = add_returning_ids(session, Activity, logged)
            row["made_activity_id"], row["kept_activity_id"] = (*numbers, None, None)[:2]
            (number,) = add_returning_ids(session, Model, [row])
            add(session, PromiseChange, list(_steps(row, number, librarian)))


def _talks(session: Session, library_id: int, resident: int, now: datetime) -> Sequence[Gathering]:
    """The latest; first one at which the demo resident was."""
    hers = select(SignUp.gathering_id).where(
        SignUp.person_id == resident, SignUp.status == SignUpStatus.CONFIRMED
    )
    kinds = [kind for kind, facts in KIND_FACTS.items() if facts.conversational]
    return session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.kind.in_(kinds),
            Gathering.status == GatheringStatus.CLOSED,
            ~Gathering.is_sensitive,
            Gathering.taken >= 5,
            Gathering.ends_at < now - timedelta(days=2),
        )
        .order_by(Gathering.id.not_in(hers), Gathering.starts_at.desc(), Gathering.id)
        .limit(TALKS)
    ).all()


def _people(session: Session, gathering_id: int, resident: int) -> list[int]:
    rows = session.scalars(
        select(SignUp.person_id)
        .where(SignUp.gathering_id == gathering_id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(SignUp.person_id != resident, SignUp.id)
        .limit(4)
    ).all()
    return list(rows)


def _row(
    talk: Gathering,
    made: _Made,
    person: int | None,
    partner: int | None,
    chance: Random,
    now: datetime,
) -> Row:
    made_at = talk.ends_at + timedelta(minutes=20)
    is_open = made.state in OPEN
    settled_at = None if is_open else min(now - timedelta(hours=30), made_at + timedelta(days=9))
    answered_at = made_at + timedelta(hours=3) if made.agreed else None
    reminders = sum(made_at <= now - timedelta(weeks=weeks) for weeks in (2, 8)) if is_open else 0
    return {
        "library_id": talk.library_id,
        "gathering_id": talk.id,
        "harvest_id": None,
        "harvest_item_id": None,
        "who": made.who,
        "person_id": person,
        "partner_id": partner if made.who is Who.PARTNER else None,
        "what": made.what,
        "by_when": local_day(now) + timedelta(days=made.days) if made.days is not None else None,
        "state": made.state,
        "version": 1,
        "salt": secret(chance),
        "made_at": made_at,
        "agreed_at": made_at if made.who is Who.LIBRARY else answered_at,
        "is_named": made.named,
        "denied_at": None,
        "asked_at": None if made.who is Who.LIBRARY else made_at,
        "answered_at": settled_at or answered_at,
        "words": made.words,
        "reminders": 0 if made.who is Who.LIBRARY else reminders,
        "settled_at": settled_at,
        "told_at": now - timedelta(hours=20) if made.state is State.DONE else None,
        "made_activity_id": None,
        "kept_activity_id": None,
        "once": secret(chance),
    }


def _logged(talk: Gathering, row: Row) -> Iterator[Row]:
    """What living there would have left: made once said yes to, and kept."""
    at = {Verb.PROMISE_MADE: row["agreed_at"]}
    if row["state"] is State.DONE:
        at[Verb.PROMISE_KEPT] = row["settled_at"]
    for verb, moment in at.items():
        if moment is not None:
            yield complete(
                verb,
                library_id=talk.library_id,
                branch_id=talk.branch_id,
                gathering_id=talk.id,
                details={"who": row["who"].value, "fingerprint": fingerprint(row["what"])},
                now=moment,
            )


def _steps(row: Row, number: int, librarian: int) -> Iterator[Row]:
    def step(said: Said, at: datetime, by: int | None, words: str = "") -> Row:
        return {
            "library_id": row["library_id"], "promise_id": number, "said": said, "by_id": by,
            "words": words, "happened_at": at,
        }  # fmt: skip

    ours = row["who"] is Who.LIBRARY
    yield step(Said.MADE, row["made_at"], librarian)
    if row["agreed_at"] and not ours:
        yield step(Said.AGREED, row["agreed_at"], None)
    if row["state"] is not State.PROMISED:
        by = librarian if ours else None
        yield step(Said(row["state"].value), row["answered_at"], by, row["words"])
