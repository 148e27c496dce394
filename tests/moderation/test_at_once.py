"""Several people at the same moment: one case, hidden once, decided once."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.moderation import deciding, queries, subjects, telling
from community.moderation.deciding import YES, AlreadyAllowed, AlreadyRefused
from community.moderation.models import Case, Report
from community.outbox.models import OutboxMail
from community.register.models import Entry
from tests.factories import a_librarian, a_member, the_library
from tests.gatherings.crowd import rush, together
from tests.moderation import acts
from tests.moderation.things import THING, a_thing, a_year_ago


def test_who_report_at_once_make_one_case_and_hide_it_once(app):
    thing = a_thing().id
    bas = a_librarian()
    with transaction() as tx:  # A librarian is looking at it already.
        deciding.look(tx, the_library().id, THING, thing, by=bas, now=now())
    people = [a_member(name=f"P{n}", created_at=a_year_ago()).id for n in range(2)]

    def says(person: int) -> None:
        acts.report(session().get_one(Entry, thing), session().get_one(Person, person))

    assert rush(app, [partial(says, person) for person in people * 3]) == []
    session().rollback()
    (case,) = session().scalars(select(Case)).all()
    assert case.hidden_at
    assert session().scalar(select(func.count(Report.id))) == len(people)
    assert not acts.seen(session().get_one(Entry, thing))


def test_two_librarians_at_once_decide_once_and_the_second_hears_of_the_first(app):
    case = acts.ask(a_thing(waits=True)).id
    desk = [a_librarian(name=name).id for name in ("Bas", "Ada")]

    def says(person: int, ruling: object) -> None:
        acts.decide(session().get_one(Case, case), ruling, by=session().get_one(Person, person))

    wrong = rush(app, [partial(says, *each) for each in zip(desk, (YES, acts.NO), strict=True)])
    assert [type(error) in {AlreadyAllowed, AlreadyRefused} for error in wrong] == [True]
    session().rollback()
    mails = select(func.count(OutboxMail.id)).where(OutboxMail.template == telling.TO_AUTHOR)
    assert session().scalar(mails) == 1


def test_a_case_is_decided_once_also_where_the_thing_has_no_row_to_hold(app, monkeypatch):
    """As a message of an introduction: nothing but the case's own lock stands between the two."""
    monkeypatch.setattr(subjects, "hold", lambda *_of: None)
    monkeypatch.setattr(queries, "list_colleagues", together(queries.list_colleagues))
    case = acts.ask(a_thing(waits=True)).id
    desk = [a_librarian(name=name).id for name in ("Bas", "Ada")]

    def says(person: int, ruling: object) -> None:
        acts.decide(session().get_one(Case, case), ruling, by=session().get_one(Person, person))

    wrong = rush(app, [partial(says, *each) for each in zip(desk, (YES, acts.NO), strict=True)])
    assert [type(error) in {AlreadyAllowed, AlreadyRefused} for error in wrong] == [True]
