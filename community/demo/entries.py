"""The register of the first town: what people offer and ask, in every state that there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, product
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.demo.entry_words import OFFERS, REQUESTS, Words
from community.demo.ids import branch_ids, theme_ids
from community.demo.people import Townspeople
from community.demo.rows import Row, add, add_returning_ids, secret
from community.moderation.models import Case, Verdict, Why
from community.moments import Moment
from community.register import finding
from community.register.models import (
    LASTS,
    Direction,
    Entry,
    EntryState,
    Form,
    HowOften,
    SeenBy,
    Spot,
    entry_branch,
    entry_term,
    entry_theme,
)
from community.register.states import KIND
from community.tongues import Tongue
from community.topics import finding as topics
from community.topics.models import Term, Theme, term_theme

#: In a city.
MANY = 3_200

_FORMS = dict(zip("TEDJLK", Form, strict=True))
#: How people in a city say it, of any term.
_WAYS = (
    "Ik leer je {0}",
    "Samen {0}, stap voor stap",
    "Vragen over {0}? Ik denk mee",
    "Vertellen over {0}",
    "Hulp bij {0}",
)
_TIMES = ("", ", ’s avonds", ", op zaterdag", ", ook voor beginners", ", bij mij in de buurt")


@dataclass(frozen=True, slots=True)
class Written:
    """An entry to be, with what it is about."""

    words: Words
    direction: Direction
    terms: Sequence[int]


def add_entries(
    session: Session, library_id: int, folk: Townspeople, fatima: int, *, many: bool, now: datetime
) -> None:
    """Most are open; the first few of each kind stand otherwise, so that all can be seen."""
    chance = Random("aanbod en vragen")  # noqa: S311  (a town, not a secret)
    written = [
        Written(words, direction, _terms(session, library_id, words))
        for direction, all_words in ((Direction.OFFER, OFFERS), (Direction.REQUEST, REQUESTS))
        for words in all_words
    ]
    if many:
        written += _of_a_city(session, library_id, MANY - len(written))
    rows = _rows(written, library_id, folk, fatima, chance, now)
    _agree(session, written, rows, chance)
    ids = add_returning_ids(session, Entry, rows)
    _link(session, library_id, ids, written, chance)
    add(session, Case, list(_cases(ids, rows, folk, now)))
    finding.lay_out_all(session, library_id, ids)


def _rows(
    written: Sequence[Written],
    library_id: int,
    folk: Townspeople,
    fatima: int,
    chance: Random,
    now: datetime,
) -> list[Row]:
    """Each by somebody else, as long as there is anybody; the demo resident has one of each."""
    others = [person for person in folk.residents if person != fatima]
    people = chance.sample(others, k=min(len(others), len(written)))
    rows = [
        _row(one, library_id, people[number % len(people)], chance, now)
        for number, one in enumerate(written)
    ]
    offers = [row for row in rows if row["direction"] is Direction.OFFER]
    requests = [row for row in rows if row["direction"] is Direction.REQUEST]
    offers[11]["person_id"] = requests[0]["person_id"] = fatima
    for row in (offers[20], offers[44], requests[6]):
        _wait(row, now)
    for row in (offers[23], requests[10]):
        row["state"] = EntryState.PAUSED
    for row, days in ((offers[28], 9), (offers[33], 3), (requests[8], 12), (offers[11], 11)):
        _until(row, now + timedelta(days=days))
        row["nudged_at"] = now - timedelta(days=1)
    for row in (offers[40], requests[15]):
        row["state"] = EntryState.EXPIRED
        _until(row, now - timedelta(days=6))
    offers[18]["state"] = EntryState.STOPPED
    # What came in these days, so that the front page shows a town that lives.
    fresh = ((requests[16], 5), (requests[4], 30), (requests[0], 100))
    for row, hours in (*fresh, (offers[12], 7), (offers[3], 28), (offers[31], 51)):
        _since(row, now - timedelta(hours=hours))
    for row in (*offers[::9], *requests[::4]):
        row["seen_by"] = SeenBy.EVERYONE
    for row in (requests[7], requests[12], requests[17]):
        row["is_anonymous"] = True
    return rows


def _row(one: Written, library_id: int, person_id: int, chance: Random, now: datetime) -> Row:
    words, opened = one.words, now - timedelta(hours=chance.randrange(5, 24 * 150))
    return {
        "library_id": library_id,
        "person_id": person_id,
        "direction": one.direction,
        "title": words.title,
        "text": words.text,
        "language": words.language,
        "forms": frozenset(_FORMS[letter] for letter in words.forms),
        "moments": frozenset(chance.sample(list(Moment), k=chance.choice((0, 1, 2, 3)))),
        "spots": frozenset(chance.sample(list(Spot), k=chance.choice((0, 1, 1, 2)))),
        "tongues": frozenset({Tongue.DUTCH, *map(Tongue, words.tongues.split())}),
        "how_often": chance.choice((None, *HowOften)),
        "seen_by": SeenBy.SIGNED_IN,
        "consent_at": None,
        "consent_words": "",
        "is_anonymous": False,
        "age_said_at": opened,
        "state": EntryState.OPEN,
        "handed_in_at": opened - timedelta(hours=4),
        "checked_at": opened,
        "opened_at": opened,
        "expires_at": opened + LASTS,
        "nudged_at": None,
        "confirm_by": None,
        "hidden_at": None,
        "hidden_why": "",
        "salt": secret(chance),
        "created_at": opened - timedelta(hours=4),
        "revised_at": opened,
    }


#: As the form has it in Dutch.
_CONSENT = "Ik weet dat dit iets over mijn leven vertelt. Anderen mogen het zien."


def _agree(
    session: Session, written: Sequence[Written], rows: Sequence[Row], chance: Random
) -> None:
    """Of what can say much about a life, most may be seen by others; the rest by librarians."""
    themes = set(session.scalars(select(Theme.slug).where(Theme.is_sensitive)))
    terms = set(session.scalars(select(Term.id).where(Term.is_sensitive)))
    for one, row in zip(written, rows, strict=True):
        is_sensitive = themes & set(one.words.themes.split()) or terms & set(one.terms)
        if is_sensitive and row["opened_at"] and chance.random() < 0.6:
            row |= {"consent_at": row["opened_at"], "consent_words": _CONSENT}


def _wait(row: Row, now: datetime) -> None:
    row |= {
        "state": EntryState.DRAFT,
        "handed_in_at": now - timedelta(hours=20),
        "created_at": now - timedelta(hours=20),
        "revised_at": now - timedelta(hours=20),
        "checked_at": None,
        "opened_at": None,
        "expires_at": None,
    }


def _until(row: Row, moment: datetime) -> None:
    _since(row, moment - LASTS)


def _since(row: Row, opened: datetime) -> None:
    row |= {"expires_at": opened + LASTS, "opened_at": opened, "checked_at": opened}
    row |= {"handed_in_at": opened, "created_at": opened, "revised_at": opened}


def _cases(
    ids: Sequence[int], rows: Sequence[Row], folk: Townspeople, now: datetime
) -> Iterator[Row]:
    """What a librarian looked at, or has yet to."""
    for entry_id, row in zip(ids, rows, strict=True):
        waits = row["state"] is EntryState.DRAFT
        yield {
            "library_id": row["library_id"],
            "subject_kind": KIND,
            "subject_id": entry_id,
            "author_id": row["person_id"],
            "why": Why.FIRST,
            "opened_at": row["handed_in_at"],
            "decided_at": None if waits else row["checked_at"],
            "decided_by_id": None if waits else folk.librarian,
            "verdict": None if waits else Verdict.ALLOWED,
            "reason": "",
            "appeal": "",
            "told_at": None if waits else row["checked_at"],
            "salt": row["salt"],
        }


def _link(
    session: Session,
    library_id: int,
    ids: Sequence[int],
    written: Sequence[Written],
    chance: Random,
) -> None:
    themes = theme_ids(session)
    here = branch_ids(session, library_id)
    both = list(zip(ids, written, strict=True))
    session.execute(entry_theme.insert(), [
        {"entry_id": entry_id, "theme_id": themes[slug]}
        for entry_id, one in both for slug in one.words.themes.split()
    ])  # fmt: skip
    session.execute(entry_term.insert(), [
        {"entry_id": entry_id, "term_id": term} for entry_id, one in both for term in one.terms
    ])  # fmt: skip
    session.execute(entry_branch.insert(), [
        {"entry_id": entry_id, "branch_id": branch_id}
        for entry_id, _one in both
        for branch_id in chance.sample(here, k=chance.choice((1, 1, 2)))
    ])  # fmt: skip


def _terms(session: Session, library_id: int, words: Words) -> list[int]:
    """As the form finds them: those that the sentence speaks of, under the themes chosen."""
    return [
        each.term.id
        for each in topics.terms_for(session, library_id, words.title)
        if {theme.slug for theme in each.term.themes} & set(words.themes.split())
    ]


def _of_a_city(session: Session, library_id: int, count: int) -> list[Written]:
    """Plain sentences about every term that the library has, in every way of saying it."""
    known: Mapping[int, tuple[str, str]] = {
        term_id: (label, slug)
        for term_id, label, slug in session.execute(
            select(Term.id, Term.label, Theme.slug)
            .join(term_theme, term_theme.c.term_id == Term.id)
            .join(Theme, Theme.id == term_theme.c.theme_id)
            .where(Term.library_id == library_id)
            .order_by(Term.id, Theme.id.desc())
        )
    }
    ways = product(_TIMES, _WAYS, known.items())
    return [
        Written(
            Words(way.format(label) + time, slug, "ED"),
            Direction.REQUEST if way == _WAYS[-1] else Direction.OFFER,
            [term_id],
        )
        for time, way, (term_id, (label, slug)) in islice(ways, count)
    ]
