"""What waits, what hides until a librarian looks, who decides, and where it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Role
from community.accounts.throttle import KnockedTooOften
from community.clock import now
from community.db import session, transaction
from community.errors import NotAllowed, NotFound
from community.moderation import cases, deciding, list_queries, telling
from community.moderation.appealing import AppealIsOver
from community.moderation.deciding import AlreadyAllowed, AlreadyRefused, NoReason, Ruling
from community.moderation.models import KEPT, Case, HouseRule, Report, Verdict, Why
from community.moderation.reporting import YourOwn
from community.outbox.models import OutboxMail
from tests.factories import a_librarian, a_library, a_member, a_person, the_library
from tests.keeping.forgetting import forget
from tests.moderation.acts import (
    NO,
    appeal,
    ask,
    decide,
    hide_everything,
    must_wait,
    open_case,
    report,
    seen,
    take_back,
    withdraw,
)
from tests.moderation.things import THING, a_thing, a_year_ago

pytestmark = pytest.mark.usefixtures("app")


def known(name="Noor", **fields):
    """A member who did not come in yesterday."""
    return a_member(name=name, created_at=a_year_ago(), **fields)


def owed(template):
    return [
        (mail.person_id, mail.context["case_id"])
        for mail in session().scalars(
            select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)
        )
    ]


# ─── what waits ───


def test_the_first_two_of_a_kind_wait_counted_by_what_was_let_through():
    library, bas, noor = the_library(), a_librarian(), known()
    for number, ruling in enumerate((deciding.YES, NO, deciding.YES)):
        assert must_wait(noor, library.id)
        decide(ask(a_thing(f"{number}", by=noor, waits=True)), ruling, by=bas)
    assert not must_wait(noor, library.id)
    assert cases.must_wait(session(), library.id, noor.id, "something else")
    assert must_wait(noor, a_library("salland").id)


def test_of_who_works_here_nothing_waits():
    library = the_library()
    waits = {role: must_wait(a_member(role, library), library.id) for role in Role}
    assert [role for role, must in waits.items() if not must] == [
        Role.STAFF, Role.LIBRARIAN, Role.MANAGER,
    ]  # fmt: skip


def test_asking_twice_opens_one_case_and_a_yes_shows_it():
    thing, bas = a_thing(waits=True), a_librarian()
    assert ask(thing).id == ask(thing).id
    assert cases.is_waiting(session(), thing.library_id, THING, thing.id)
    decide(open_case(thing), by=bas)
    assert seen(thing)
    assert not cases.is_waiting(session(), thing.library_id, THING, thing.id)
    assert owed(telling.TO_AUTHOR)


def test_what_its_author_took_away_waits_no_longer_and_is_nobodys_news():
    thing = a_thing(waits=True)
    case = ask(thing)
    withdraw(thing)
    withdraw(thing)
    gone = session().get(Case, case.id)
    assert (gone.verdict, gone.decided_by_id) == (Verdict.WITHDRAWN, None)
    assert gone.told_at
    assert owed(telling.TO_AUTHOR) == []


# ─── reports ───


def test_two_others_hide_it_and_the_same_person_twice_counts_once():
    thing, one, other = a_thing(), known("Piet"), known("Jo")
    first = report(thing, one)
    report(thing, one, rule=HouseRule.SAFE)
    assert seen(thing)
    case = report(thing, other)
    assert not seen(thing)
    assert (case.id, case.why, len(case.reports)) == (first.id, Why.REPORT, 2)
    report(thing, one)  # Their button still works, though they no longer see it.


def test_one_who_was_there_hides_it():
    there = known("Ria")
    thing = a_thing(there=[there])
    assert report(thing, there).reports[0].was_there
    assert not seen(thing)


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
def test_of_who_works_here_nothing_is_hidden_before_a_colleague_looked(role):
    there = known("Ria")
    thing = a_thing(by=a_member(role, name="Wim"), there=[there])
    report(thing, there)
    report(thing, known("Jo"))
    assert seen(thing)
    assert len(open_case(thing).reports) == 2


def test_what_a_librarian_let_stand_is_not_hidden_by_who_reported_it_before():
    thing, bas, one, other = a_thing(), a_librarian(), known("Piet"), known("Jo")
    report(thing, one)
    decide(report(thing, other), by=bas)
    assert seen(thing)
    for person in (one, other, known("Kees")):
        report(thing, person)
    assert seen(thing)
    report(thing, known("Els"))
    assert not seen(thing)


def test_nobody_reports_what_they_cannot_see_or_what_is_their_own():
    thing = a_thing(waits=True)
    with pytest.raises(NotFound):
        report(thing, known("Jo"))
    noor = known()
    with pytest.raises(YourOwn):
        report(a_thing(by=noor), noor)
    with pytest.raises(NotFound):
        report(a_thing(library=a_library("salland")).__class__(
            id=1, library_id=the_library().id
        ), known("Jo"))  # fmt: skip
    assert session().scalars(select(Report)).all() == []


def test_who_came_in_yesterday_reports_less_often_than_who_is_known():
    new, old = a_member(name="Nieuw"), known("Oud")
    things = [a_thing(f"{number}") for number in range(4)]
    for thing in things[:3]:
        report(thing, new)
    with pytest.raises(KnockedTooOften):
        report(things[3], new)
    for thing in things:
        report(thing, old)
    report(things[3], new, moment=now() + timedelta(days=1, minutes=1))


# ─── deciding ───


def test_a_no_has_a_rule_and_a_reason_and_tells_both_without_saying_who():
    piet, bas, noor = known("Piet"), a_librarian(), known()
    thing = a_thing(by=noor)
    case = report(thing, piet)
    for half in (Ruling(Verdict.REFUSED), Ruling(Verdict.REFUSED, HouseRule.SAFE)):
        with pytest.raises(NoReason):
            decide(case, half, by=bas)
    decide(case, NO, by=bas)
    assert not seen(thing)
    assert owed(telling.TO_AUTHOR) == [(noor.id, case.id)]
    assert owed(telling.TO_REPORTER) == [(piet.id, case.id)]
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.get(Case, case.id).reason = ""


def test_pressing_twice_is_as_once_and_who_comes_second_hears_who_decided():
    bas, ada = a_librarian(name="Bas"), a_librarian(name="Ada")
    case = ask(a_thing(waits=True))
    for _ in range(2):
        decide(case, by=bas)
    assert len(owed(telling.TO_AUTHOR)) == 1
    for ruling in (deciding.YES, NO):
        with pytest.raises(AlreadyAllowed, match="Bas"):
            decide(case, ruling, by=ada)
    with pytest.raises(AlreadyAllowed):
        decide(case, NO, by=bas)
    other = ask(a_thing(waits=True))
    decide(other, NO, by=ada)
    with pytest.raises(AlreadyRefused, match="Ada"):
        decide(other, by=bas)


def test_nobody_decides_about_their_own_thing_or_report():
    library, bas, ada = the_library(), a_librarian(name="Bas"), a_librarian(name="Ada")
    own = report(a_thing(by=bas), known("Piet"))
    said = report(a_thing(), bas)
    for case in (own, said):
        with pytest.raises(NotAllowed):
            decide(case, by=bas)
    counted = {
        who.id: session().scalar(list_queries.how_many_wait(library.id, who.id))
        for who in (bas, ada)
    }
    assert counted == {bas.id: 0, ada.id: 2}
    assert own not in list_queries.list_waiting(session(), library.id, bas.id)
    for case in (own, said):
        decide(case, by=ada)


def test_what_is_gone_by_the_time_somebody_decides_is_withdrawn():
    thing, bas = a_thing(), a_librarian()
    case = report(thing, known("Piet"))
    with transaction() as tx:
        tx.delete(tx.get(type(thing), thing.id))
    assert decide(case, NO, by=bas).verdict is Verdict.WITHDRAWN
    assert owed(telling.TO_AUTHOR) == []
    assert len(owed(telling.TO_REPORTER)) == 1


def test_who_gets_no_mail_stays_on_the_list_until_called():
    library, bas = the_library(), a_librarian()
    ria = known("Ria", email=None)
    waits = ask(a_thing(by=ria, waits=True))
    with pytest.raises(NotFound), transaction() as tx:
        telling.author_was_called(tx, library.id, waits.id, now=now())
    case = decide(waits, NO, by=bas)
    assert session().scalar(list_queries.how_many_untold(library.id, bas.id)) == 1
    assert list_queries.list_untold(session(), library.id, ria.id) == []
    for _ in range(2):
        with transaction() as tx:
            telling.author_was_called(tx, library.id, case.id, now=now())
    assert session().scalar(list_queries.how_many_untold(library.id, bas.id)) == 0


def test_a_librarian_can_look_once_more_and_take_a_no_back():
    bas, piet, thing = a_librarian(), known("Piet"), a_thing()
    case = decide(report(thing, piet), NO, by=bas)
    again = take_back(case, by=bas)
    assert take_back(case, by=bas).id == again.id
    assert seen(thing)
    assert (again.why, again.appeals_id) == (Why.LOOK, case.id)
    # Who reported it hears that it is otherwise now.
    assert owed(telling.TO_REPORTER) == [(piet.id, case.id), (piet.id, again.id)]
    with pytest.raises(AppealIsOver):
        appeal(case)


# ─── appeal ───


def test_an_appeal_goes_to_another_librarian_and_ends():
    library, bas = the_library(), a_librarian(name="Bas")
    thing = a_thing()
    case = decide(report(thing, known("Piet")), NO, by=bas)
    again = appeal(case)
    assert appeal(case, "Nog een keer").id == again.id
    assert again.appeal == "Zo was het niet bedoeld."
    assert not seen(thing)
    # Alone in the house, Bas looks again himself.
    assert session().scalar(list_queries.how_many_wait(library.id, bas.id)) == 1
    ada = a_member(Role.MANAGER, name="Ada")
    assert session().scalar(list_queries.how_many_wait(library.id, bas.id)) == 0
    with pytest.raises(NotAllowed):
        decide(again, by=bas)
    decide(again, NO, by=ada)
    with pytest.raises(AppealIsOver):
        appeal(again)
    assert not seen(thing)
    assert len(owed(telling.TO_AUTHOR)) == 2


def test_an_appeal_that_is_right_shows_it_again_and_the_only_librarian_may_say_so():
    bas, thing = a_librarian(), a_thing()
    again = appeal(decide(report(thing, known("Piet")), NO, by=bas))
    decide(again, by=bas)
    assert seen(thing)


def test_an_appeal_is_in_time_for_six_weeks():
    case = decide(report(a_thing(), known("Piet")), NO, by=a_librarian())
    with pytest.raises(AppealIsOver):
        appeal(case, moment=now() + timedelta(weeks=6, minutes=1))
    assert appeal(case, moment=now() + timedelta(weeks=6, minutes=-1))


# ─── everything of one person ───


def test_everything_of_a_person_is_hidden_in_one_act_and_comes_back_as_it_was():
    library, bas, noor = the_library(), a_librarian(), known()
    others, elsewhere = a_thing(by=known("Jo")), a_library("salland")
    stood, reported = a_thing("een", by=noor), a_thing("twee", by=noor)
    waited, refused = a_thing("drie", by=noor, waits=True), a_thing("vier", by=noor)
    there = a_thing("elders", by=noor, library=elsewhere)
    ask(waited)
    piet = known("Piet")
    report(reported, piet)
    decide(report(refused, piet), NO, by=bas)
    before = len(owed(telling.TO_AUTHOR))
    case = hide_everything(noor, by=bas, library_id=library.id)
    assert hide_everything(noor, by=bas, library_id=library.id).id == case.id
    assert not any(map(seen, (stood, reported, waited, refused)))
    assert seen(others)
    assert seen(there)
    assert len(owed(telling.TO_AUTHOR)) == before + 1
    assert len(owed(telling.TO_REPORTER)) == 2
    assert list_queries.list_waiting(session(), library.id, bas.id) == []
    assert must_wait(noor, library.id)
    take_back(case, by=bas)
    assert [seen(each) for each in (stood, reported, waited, refused)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert {open_case(each).why for each in (reported, waited)} == {Why.REPORT, Why.FIRST}
    assert open_case(refused) is None


def test_a_known_person_waits_again_while_everything_of_them_is_hidden():
    library, bas, noor = the_library(), a_librarian(), known()
    for number in range(2):
        decide(ask(a_thing(f"{number}", by=noor, waits=True)), by=bas)
    assert not must_wait(noor, library.id)
    case = hide_everything(noor, by=bas, library_id=library.id)
    assert must_wait(noor, library.id)
    again = appeal(case)
    assert must_wait(noor, library.id)
    decide(again, by=bas)
    assert not must_wait(noor, library.id)


def test_a_colleague_is_not_swept_away():
    library, bas = the_library(), a_librarian()
    for person in (bas, a_member(Role.MANAGER, name="Ada")):
        with pytest.raises(NotAllowed):
            hide_everything(person, by=bas, library_id=library.id)
    with pytest.raises(NotFound):
        hide_everything(a_person("Ver"), by=bas, library_id=library.id)


# ─── forgetting ───


def test_reports_and_decisions_go_after_two_years_and_nobody_is_new_again():
    library, bas, noor = the_library(), a_librarian(), known()
    for number in range(2):
        decide(ask(a_thing(f"{number}", by=noor, waits=True)), by=bas)
    decide(report(a_thing(by=noor), known("Piet")), NO, by=bas)
    for moment, left in ((KEPT - timedelta(hours=1), (3, 1)), (KEPT + timedelta(hours=1), (2, 0))):
        forget("moderation.decisions", now() + moment)
        rows = session().scalars(select(Case)).all(), session().scalars(select(Report)).all()
        assert tuple(map(len, rows)) == left
    assert {case.decided_by_id for case in session().scalars(select(Case))} == {None}
    assert not must_wait(noor, library.id)
