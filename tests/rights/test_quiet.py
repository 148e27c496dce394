"""Who is not heard from for two years is told twice, and then erased; a sign of life ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import DateTime, select

from community.accounts import services as coming_in
from community.accounts.models import Person, Role, SignedIn
from community.clock import now
from community.db import UtcDateTime, session, transaction
from community.keeping import purging
from community.outbox.models import OutboxMail
from community.rights import forgetting, knowing, quiet, quiet_mail, quiet_queries, signs
from community.rights.models import QuietAccount
from community.rights.traces import TRACES
from tests import factories
from tests.keeping.forgetting import forget
from tests.rights.rows import LONG_AGO, somebody

pytestmark = pytest.mark.usefixtures("app")

DAY = timedelta(days=1)


def tell(at) -> None:
    forgetting.tell(at)
    session().expire_all()


def mails() -> list[int]:
    session().expire_all()
    rows = select(OutboxMail).where(OutboxMail.template == quiet.TEMPLATE)
    return [mail.person_id for mail in session().scalars(rows.order_by(OutboxMail.id))]


def is_erased(person) -> bool:
    session().expire_all()
    return session().get_one(Person, person.id).erased_at is not None


def test_told_60_days_and_14_days_before_then_erased_and_not_a_day_sooner():
    noor, begin = somebody(), now()
    tell(begin)
    tell(begin)
    assert mails() == [noor.id]
    tell(begin + 45 * DAY)
    assert mails() == [noor.id]
    tell(begin + 46 * DAY)
    assert mails() == [noor.id] * 2
    assert forget("rights.quiet", begin + 60 * DAY - timedelta(minutes=1)) == 0
    assert not is_erased(noor)
    assert purging.would_go(begin + 60 * DAY)["rights.quiet"] == 1
    assert not is_erased(noor)
    assert forget("rights.quiet", begin + 60 * DAY) == 1
    assert is_erased(noor)
    assert session().get_one(Person, noor.id).first_name == "—"
    tell(begin + 61 * DAY)
    assert session().query(QuietAccount).count() == 0


def test_a_late_second_word_makes_it_later_never_sooner():
    noor, begin = somebody(), now()
    tell(begin)
    tell(begin + 100 * DAY)
    account = session().get_one(QuietAccount, noor.id)
    assert quiet.goes_at(account) == begin + 114 * DAY
    assert forget("rights.quiet", begin + 113 * DAY) == 0
    assert forget("rights.quiet", begin + 114 * DAY) == 1


def test_not_before_two_years_less_the_warning():
    then = now() - quiet.KEPT + quiet.FIRST
    factories.a_person("Net niet", created_at=then + timedelta(hours=1))
    oud = factories.a_person("Net wel", created_at=then - timedelta(hours=1))
    tell(now())
    assert mails() == [oud.id]


def test_who_works_here_advises_or_keeps_the_house_running_never_goes_by_the_clock():
    then = now() - LONG_AGO
    for role in set(Role) - {Role.RESIDENT}:
        somebody(role=role)
    factories.an_operator(created_at=then)
    factories.an_adviser(factories.a_network("friesland"), created_at=then)
    tell(now())
    assert mails() == []
    noor = somebody()
    tell(now())
    tell(now() + 46 * DAY)
    with transaction() as tx:
        tx.get_one(Person, noor.id).is_operator = True
    assert forget("rights.quiet", now() + 90 * DAY) == 0


def test_a_sign_up_or_a_sign_in_before_or_after_it_was_told_ends_it():
    signed_up, came_in, quiet_one = somebody("Aad"), somebody("Bea"), somebody("Cor")
    factories.a_sign_up(factories.a_gathering(), signed_up)
    tell(now())
    assert mails() == [came_in.id, quiet_one.id]
    later = now() + DAY
    with transaction() as tx:
        coming_in.open_browser(tx, tx.get_one(Person, came_in.id), device="", now=later)
    tell(now() + 46 * DAY)
    assert mails() == [came_in.id, quiet_one.id, quiet_one.id]
    gone = quiet_one.id
    forget("rights.quiet", now() + 61 * DAY)
    erased = select(Person.id).where(Person.erased_at.is_not(None))
    assert session().scalars(erased).all() == [gone]


def test_that_somebody_was_here_outlives_the_browser():
    noor, last = somebody(), now() - 40 * DAY
    with transaction() as tx:
        coming_in.open_browser(tx, tx.get_one(Person, noor.id), device="", now=now() - 700 * DAY)
        tx.query(SignedIn).update({"last_used_at": last, "expires_at": last + coming_in.IDLE})
    assert forget("accounts.browsers", now()) == 1
    assert session().get_one(Person, noor.id).seen_at == last
    tell(now())
    assert mails() == []


def test_the_link_is_a_page_with_a_button_and_keeps_twice_as_once(app, client):
    noor = somebody()
    tell(now())
    account = session().get_one(QuietAccount, noor.id)
    path = f"/blijven/{quiet_queries.token_of(account, key=app.config['SECRET_KEY'])}"
    assert "Bewaar mijn gegevens" in client.get(f"{path}?taal=nl").text
    session().expire_all()
    assert session().get_one(QuietAccount, noor.id).kept_at is None
    for _each in range(2):
        assert client.post(path).status_code == 303
    assert "Je blijft" in client.get(f"{path}?taal=nl").text
    assert client.get(f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}").status_code == 404
    tell(now() + 46 * DAY)
    assert forget("rights.quiet", now() + 70 * DAY) == 0
    assert not is_erased(noor)
    assert forget("rights.quiet", now() + 100 * DAY) == 1, "the row, long said"
    assert not is_erased(noor)


def test_who_gets_no_mail_is_on_the_list_of_people_to_call(client_of):
    noor, begin = somebody("Noor", email=None, phone="0612345678"), now()
    tell(begin)
    assert mails() == []
    desk = client_of(factories.a_librarian())
    here = f"/{factories.the_library().slug}/beheer"
    assert "Lang niets van gehoord" in desk.get(f"{here}/bellijst?taal=nl").text
    assert "lang niets hoorden" in desk.get(f"{here}?taal=nl").text
    elsewhere = factories.a_library("zuidpolder")
    stranger = client_of(factories.a_librarian(elsewhere, "Zus"))
    assert stranger.post(f"/zuidpolder/beheer/bellijst/{noor.id}/blijft").status_code == 404
    assert desk.post(f"{here}/bellijst/{noor.id}/blijft").status_code == 303
    assert "Lang niets van gehoord" not in desk.get(f"{here}/bellijst").text
    tell(begin + 46 * DAY)
    forget("rights.quiet", begin + 61 * DAY)
    assert not is_erased(noor)


def test_the_mail_names_the_day_and_nobody_before_an_address_is_proven(app):
    noor, begin = somebody("Noor", email_confirmed_at=None), now()
    tell(begin)
    letter = _letter(noor)
    assert "Noor" not in letter.text
    assert "/blijven/" in letter.text
    with transaction() as tx:
        quiet.keep(tx, noor.id, now=now())
    assert _letter(noor) is None


def _letter(person):
    mail = session().scalars(select(OutboxMail).where(OutboxMail.person_id == person.id)).one()
    return quiet_mail.render(session(), mail)


def test_of_every_trace_with_a_moment_it_is_decided_whether_it_is_a_sign():
    names = {trace.table for trace in TRACES}
    assert set(signs.SIGNS) & signs.NO_SIGNS == set()
    assert names - set(signs.SIGNS) - signs.NO_SIGNS == set(), "decide about these"
    assert (set(signs.SIGNS) | signs.NO_SIGNS) - names == set()
    for name, columns in signs.SIGNS.items():
        for column in columns:
            assert isinstance(knowing.table(name).c[column].type, (UtcDateTime, DateTime))
