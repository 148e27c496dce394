"""What the desk of the demo town has to look at, what was reported, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person, Role
from community.demo.rows import add_returning_ids, secret
from community.moderation.models import Case, HouseRule, Report, Verdict, Why
from community.register import finding
from community.register.models import LASTS, Direction, Entry, EntryState
from community.register.states import KIND


@dataclass(frozen=True, slots=True)
class Thing:
    title: str
    text: str
    hours_ago: int
    why: Why = Why.FIRST
    direction: Direction = Direction.OFFER
    #: Reported by so many, by which rule, in these words.
    reports: tuple[tuple[HouseRule, str], ...] = ()
    verdict: Verdict | None = None
    rule: HouseRule | None = None
    reason: str = ""
    appeal: str = ""


_THINGS = (
    Thing("Ik help met formulieren van de gemeente",
          "Ik werkte dertig jaar aan een loket. Neem je brieven mee, dan lezen we ze samen.", 44),
    Thing("Wie leert mij schaken?", "Ik ken de regels, verder niets. Liefst op woensdag.", 29,
          direction=Direction.REQUEST),
    Thing("Zonnepanelen met 20% korting!!", "Bel mij vandaag nog, de actie loopt tot zondag.", 6),
    Thing("Ik leer beginners fietsen", "Op het plein achter de bibliotheek, ook voor grote mensen.",
          21, Why.REPORT,
          reports=((HouseRule.SAFE, "Vorige week reden ze zonder helm de straat op."),)),
    Thing("Ik vertel wat er in onze straat gebeurt", "Wie met wie ruzie heeft, en waarom.",
          52, Why.REPORT,
          reports=((HouseRule.PRIVACY, "Hij noemt mijn buurvrouw bij naam."),
                   (HouseRule.PRIVACY, ""))),
    Thing("Ik lees je hand", "De eerste keer gratis, daarna € 15.", 200,
          verdict=Verdict.REFUSED, rule=HouseRule.NO_SELLING,
          reason="Hier vraag je geld voor. Wat je zonder betaling voor anderen doet, is welkom.",
          appeal="Dat bedrag mag er af. Ik vind het gewoon leuk om te doen."),
    Thing("Samen Turkse liedjes zingen", "Je hoeft de taal niet te kennen.", 260,
          verdict=Verdict.ALLOWED),
    Thing("Ik repareer radio’s van voor 1970", "Kom gerust met een doos onderdelen.", 410,
          verdict=Verdict.ALLOWED),
)  # fmt: skip


def add_cases(session: Session, library_id: int, librarian_id: int, *, now: datetime) -> None:
    chance = Random("moderatie")  # noqa: S311  (a town, not a secret)
    people = chance.sample(_residents(session, library_id), k=2 * len(_THINGS))
    authors, others = people[: len(_THINGS)], people[len(_THINGS) :]
    for thing, author_id in zip(_THINGS, authors, strict=True):
        moment = now - timedelta(hours=thing.hours_ago)
        entry_id = _add_entry(session, library_id, author_id, thing, moment, chance)
        hidden = moment if len(thing.reports) > 1 else None
        row = {
            "library_id": library_id, "subject_kind": KIND, "subject_id": entry_id,
            "author_id": author_id, "why": thing.why, "opened_at": moment,
            "hidden_at": hidden, "salt": secret(chance), "verdict": thing.verdict,
            "rule": thing.rule, "reason": thing.reason,
        }  # fmt: skip
        if thing.verdict is not None:
            decided = moment + timedelta(hours=3)
            row |= {"decided_at": decided, "told_at": decided, "decided_by_id": librarian_id}
        (case_id,) = add_returning_ids(session, Case, [row])
        for number, (rule, words) in enumerate(thing.reports):
            reporter_id = others.pop()
            session.add(Report(
                library_id=library_id, case_id=case_id, reporter_id=reporter_id, rule=rule,
                words=words, reported_at=moment + timedelta(minutes=40 * number),
            ))  # fmt: skip
        if thing.appeal:
            session.add(Case(
                library_id=library_id, subject_kind=KIND, subject_id=entry_id,
                author_id=author_id, why=Why.APPEAL, opened_at=now - timedelta(hours=9),
                appeals_id=case_id, appeal=thing.appeal, salt=secret(chance),
            ))  # fmt: skip
    session.flush()


def _add_entry(
    session: Session,
    library_id: int,
    author_id: int,
    thing: Thing,
    moment: datetime,
    chance: Random,
) -> int:
    """Waiting, open, or hidden, as its case has it."""
    waits = thing.why is Why.FIRST and thing.verdict is None
    hidden = "reported" if len(thing.reports) > 1 else ""
    if thing.verdict is Verdict.REFUSED:
        waits, hidden = True, "refused"
    entry = Entry(
        library_id=library_id, person_id=author_id, direction=thing.direction,
        title=thing.title, text=thing.text, age_said_at=moment, handed_in_at=moment,
        state=EntryState.DRAFT if waits else EntryState.OPEN,
        checked_at=None if waits else moment, opened_at=None if waits else moment,
        expires_at=None if waits else moment + LASTS,
        hidden_at=moment if hidden else None, hidden_why=hidden,
        salt=secret(chance), created_at=moment, revised_at=moment,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    finding.lay_out(session, entry)
    return entry.id


def _residents(session: Session, library_id: int) -> list[int]:
    """Who can be mailed, and works nowhere."""
    return list(
        session.scalars(
            select(Membership.person_id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.library_id == library_id,
                Membership.role == Role.RESIDENT,
                Person.email.is_not(None),
                Person.password_hash.is_(None),
            )
            .order_by(Membership.person_id)
        )
    )
