"""What people do about a thing, each in a transaction of its own, as a view does it."""

from __future__ import annotations

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.moderation import appealing, cases, deciding, queries, reporting, sweeping
from community.moderation.deciding import YES, Ruling
from community.moderation.models import Case, HouseRule, Verdict
from community.moderation.reporting import Said
from community.register.models import Entry
from tests.moderation.things import THING, is_seen

NO = Ruling(Verdict.REFUSED, HouseRule.RESPECT, "Dit maakt iemand klein.")


def ask(thing: Entry) -> Case:
    with transaction() as tx:
        return cases.ask_for_a_look(
            tx, thing.library_id, THING, thing.id, author_id=thing.person_id, now=now()
        )


def report(thing: Entry, by: Person, *, rule=HouseRule.RESPECT, words="", moment=None) -> Case:
    with transaction() as tx:
        return reporting.report(
            tx, thing.library_id, THING, thing.id, Said(rule, words), by=by, now=moment or now()
        )


def decide(case: Case, ruling: Ruling = YES, *, by: Person, moment=None) -> Case:
    with transaction() as tx:
        return deciding.decide(tx, case.library_id, case.id, ruling, by=by, now=moment or now())


def appeal(case: Case, words: str = "Zo was het niet bedoeld.", *, moment=None) -> Case:
    with transaction() as tx:
        return appealing.appeal(tx, case.library_id, case.id, words, now=moment or now())


def take_back(case: Case, *, by: Person) -> Case:
    with transaction() as tx:
        return deciding.take_back(tx, case.library_id, case.id, by=by, now=now())


def withdraw(thing: Entry) -> None:
    with transaction() as tx:
        cases.withdraw(tx, thing.library_id, THING, thing.id, now=now())


def hide_everything(person: Person, *, by: Person, library_id: int) -> Case:
    with transaction() as tx:
        return sweeping.hide_everything(tx, library_id, person.id, NO, by=by, now=now())


def must_wait(person: Person, library_id: int) -> bool:
    return cases.must_wait(session(), library_id, person.id, THING)


def seen(thing: Entry) -> bool:
    session().expire_all()  # A browser may have changed it.
    return is_seen(session().get(Entry, thing.id))


def open_case(thing: Entry) -> Case | None:
    return queries.find_open_case(session(), thing.library_id, THING, thing.id)
