"""The extra code: good once, for a minute and a half, and kept so that the database gives none."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from re import search

import pytest
from sqlalchemy import func, select, update

from community import sealing
from community.accounts.models import Membership, Person, Role, SignedIn
from community.clock import now
from community.credentials import queries, services
from community.credentials.models import By, Changed, ExtraCode, RecoveryCode
from community.credentials.services import GRACE, STEP, NotByThisManager, WrongCode
from community.db import transaction
from community.outbox.models import OutboxMail
from tests import factories as a
from tests.accounts.coming_in import a_link, is_in
from tests.credentials.factors import KEY, a_factor_is_missing, a_telephone

pytestmark = pytest.mark.usefixtures("app")


def take(person: Person, code: str, at=None) -> bool:
    with transaction() as tx:
        return services.take_code(tx, person.id, code, key=KEY, now=at or now())


def mails(session) -> list[str]:
    session.rollback()
    owed = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    return [mail.context.get("what", mail.template) for mail in owed]


# ─── codes ───


def test_a_code_is_good_once_and_the_ones_before_it_no_more(session):
    bas, at = a.a_librarian(), now()
    telephone = a_telephone(bas, at - timedelta(minutes=5))
    assert not take(bas, "000 000", at) or telephone.code(at) == "000000"
    assert take(bas, f" {telephone.code(at)[:3]} {telephone.code(at)[3:]} ", at)
    for moment in (at, at - STEP):
        assert not take(bas, telephone.code(moment), at)
    assert take(bas, telephone.code(at + STEP), at + STEP)
    assert not take(a.a_librarian(), telephone.code(at + 2 * STEP), at + 2 * STEP)


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(steps, fits):
    bas, at = a.a_librarian(), now()
    telephone = a_telephone(bas, at - timedelta(minutes=5))
    assert take(bas, telephone.code(at + steps * STEP), at) is fits


def test_a_code_on_paper_is_good_once_however_it_is_typed(session):
    bas = a.a_librarian()
    first, second, *_ = a_telephone(bas).recovery_codes
    assert take(bas, f"{first[:4].lower()}-{first[4:]}")
    assert not take(bas, first)
    assert not take(a.a_librarian(), second)
    assert queries.count_recovery_codes(session, bas.id) == 9
    assert mails(session) == ["code_set", "recovery_used"]


def test_what_is_kept_gives_no_code_without_the_key_of_the_house(session):
    bas = a.a_librarian()
    telephone = a_telephone(bas)
    kept = session.get_one(ExtraCode, bas.id).sealed
    assert telephone.secret not in kept
    assert sealing.unseal(KEY, services.PURPOSE, kept) == telephone.secret
    with pytest.raises(sealing.SealBroken):
        sealing.unseal("another key of the house", services.PURPOSE, kept)
    hashes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(hashes) & set(telephone.recovery_codes)


def test_new_codes_on_paper_void_the_old_ones():
    bas = a.a_librarian()
    (old, *_) = a_telephone(bas).recovery_codes
    with transaction() as tx:
        (new, *_) = services.make_recovery_codes(tx, bas.id, key=KEY)
    assert not take(bas, old)
    assert take(bas, new)


def test_it_is_set_up_only_with_the_code_of_the_telephone(session):
    bas = a.a_librarian()
    with pytest.raises(WrongCode), transaction() as tx:
        services.set_up_code(tx, bas.id, services.new_secret(), "12345", key=KEY, now=now())
    assert not queries.has_one(session, bas.id)


# ─── who needs one ───


def test_who_has_a_desk_is_asked_once_and_who_has_none_left_is_not(session):
    a.a_library()
    bas, host = a.a_librarian(), a.a_member(Role.STAFF)
    rob, kim = a.an_adviser(a.a_network()), a.an_operator()
    has_one = a.a_librarian()
    a_telephone(has_one)
    asked = {bas.id, rob.id, kim.id}
    at = now()
    for _ in range(2):
        with transaction() as tx:
            services.look_over(tx, now=at)
    session.expire_all()
    by = {who.id: who.second_factor_by for who in session.scalars(select(Person))}
    assert {who for who, when in by.items() if when} == asked
    assert by[bas.id] == at + GRACE
    assert by[host.id] is None
    assert mails(session).count("credentials/please") == 3

    with transaction() as tx:
        tx.query(Membership).filter_by(person_id=bas.id).update({"role": Role.HOST})
        services.look_over(tx, now=at)
    session.expire_all()
    assert session.get_one(Person, bas.id).second_factor_by is None


def test_without_one_the_desk_opens_only_where_it_is_set_up(client_of):
    library = a.a_library()
    bas = a.a_librarian(library)
    browser = client_of(bas)
    with transaction() as tx:
        tx.get_one(Person, bas.id).second_factor_by = now() + timedelta(days=3)
    page = browser.get("/vechtdal/beheer/")
    assert page.status_code == 200
    assert "Stel een extra code in" in page.text

    a_factor_is_missing(bas)
    for path in ("/vechtdal/beheer/", "/vechtdal/beheer/activiteiten", "/vechtdal/beheer/ruimtes"):
        assert browser.get(path).location == f"/mijn/inloggen/extra-code?next={path}"
    assert browser.get("/mijn/apparaten").status_code == 200
    assert browser.get("/vechtdal/").status_code == 200
    assert browser.get("/mijn/inloggen/extra-code").status_code == 200

    a_telephone(bas)
    assert browser.get("/vechtdal/beheer/").status_code == 200


def test_staff_and_hosts_are_not_bothered(client_of):
    a.a_library()
    wim = a.a_member(Role.STAFF)
    assert "extra code" not in client_of(wim).get("/vechtdal/beheer/").text


# ─── coming in ───


def test_a_half_open_browser_opens_nothing_but_the_question(app, client):
    a.a_library()
    bas = a.a_librarian()
    telephone = a_telephone(bas)
    answer = client.post(a_link(bas, "/vechtdal/beheer/"))
    assert answer.location == "/inloggen/extra-code?next=/vechtdal/beheer/"
    assert not is_in(client)
    for path in ("/mijn", "/mijn/inloggen/extra-code", "/vechtdal/beheer/"):
        assert client.get(path).location.startswith("/inloggen/extra-code")
    assert client.post("/mijn/inloggen/extra-code/weg").location == "/inloggen/extra-code"

    wrong = client.post(answer.location, data={"code": "ABC"})
    assert wrong.status_code == 422
    assert not is_in(client)
    code = telephone.code()
    right = client.post(answer.location, data={"code": code})
    assert (right.status_code, right.location) == (303, "/vechtdal/beheer/")
    assert is_in(client)

    thief = app.test_client()  # Who looked over a shoulder.
    thief.post(a_link(bas))
    assert thief.post("/inloggen/extra-code", data={"code": code}).status_code == 422


def test_codes_are_not_tried_for_ever(client):
    bas = a.a_librarian()
    a_telephone(bas)
    client.post(a_link(bas))
    tries = [client.post("/inloggen/extra-code", data={"code": "x"}) for _ in range(11)]
    assert [each.status_code for each in tries] == [422] * 10 + [429]


def test_somebody_sets_one_up_and_sees_the_codes_for_paper_once(client_of, session):
    a.a_library()
    bas = a.a_librarian()
    browser = client_of(bas)
    page = browser.get("/mijn/inloggen/extra-code?next=/vechtdal/beheer/").text
    sealed = unescape(search(r'name="sealed"[^>]*value="([^"]+)"', page)[1])
    secret = services.offered(KEY, bas.id, sealed, now=now())
    wrong = browser.post("/mijn/inloggen/extra-code", data={"sealed": sealed, "code": "no"})
    assert wrong.status_code == 422
    code = services.pyotp.TOTP(secret).now()
    sent = {"sealed": sealed, "code": code}
    stranger = client_of(a.a_librarian())
    stranger.post("/mijn/inloggen/extra-code", data=sent)
    done = browser.post("/mijn/inloggen/extra-code?next=/vechtdal/beheer/", data=sent)
    assert done.status_code == 200
    assert done.text.count("<li><code>") == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert 'href="/vechtdal/beheer/"' in done.text
    assert session.scalar(select(func.count()).select_from(ExtraCode)) == 1


# ─── lost ───


def test_a_manager_helps_a_colleague_back_in_and_nobody_who_works_elsewhere_too(client_of, session):
    a.a_library()
    joke, bas = a.a_member(Role.MANAGER), a.a_librarian()
    a_telephone(bas)
    both = a.a_librarian()
    a.saved(
        Membership(
            library_id=a.a_library("salland").id,
            person_id=both.id,
            role=Role.HOST,
            created_at=now(),
        )
    )
    browser, colleague = client_of(joke), client_of(bas)
    address = f"/vechtdal/beheer/mensen/{bas.id}/terug-naar-binnen"
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert browser.post(address, data={"reason": "Telefoon kwijt."}).status_code == 303
    assert not is_in(colleague)
    assert not queries.has_one(session, bas.id)
    session.expire_all()
    assert session.get_one(Person, bas.id).second_factor_by <= now()
    assert mails(session) == ["code_set", "reset"]
    last, first = queries.list_changes(session, bas.id)
    assert (first.what, first.by, first.by_id) == (Changed.CODE_SET, By.THEMSELVES, None)
    assert (last.what, last.by, last.by_id) == (Changed.RESET, By.MANAGER, joke.id)
    assert "door een manager van je bibliotheek" in client_of(bas).get("/mijn/inloggen").text
    for other in (both, joke):
        other_address = f"/vechtdal/beheer/mensen/{other.id}/terug-naar-binnen"
        refused = browser.post(other_address, data={"reason": "Zomaar."})
        assert refused.status_code in (403, 404)
    with pytest.raises(NotByThisManager), transaction() as tx:
        services.reset(tx, a.the_library().id, both.id, by_id=joke.id, reason="Zomaar.", now=now())


def test_an_operator_helps_whoever_no_manager_can(app, session):
    kim = a.an_operator(email="kim@example.org")
    a_telephone(kim)
    told = app.test_cli_runner().invoke(
        args=["person", "reset-factors", "kim@example.org", "--reason", "Telefoon kwijt."]
    )
    assert told.exit_code == 0, told.output
    assert not queries.has_one(session, kim.id)
    assert [each.by for each in queries.list_changes(session, kim.id)] == [
        By.OPERATOR,
        By.THEMSELVES,
    ]


# ─── once more who you are ───


@pytest.fixture
def unfresh(client_of):
    """Somebody with a telephone, whose screen was left open."""

    def made(person: Person):
        browser = client_of(person)
        with transaction() as tx:
            tx.execute(update(SignedIn).values(created_at=now() - timedelta(minutes=16)))
        return browser

    return made


def test_an_act_goes_on_after_the_code_with_what_was_typed(unfresh, session):
    bas = a.a_librarian(password_hash=None)
    telephone = a_telephone(bas)
    browser = unfresh(bas)
    page = browser.post("/mijn/inloggen/extra-code/weg", data={"word": "b<e>waard"})
    assert page.status_code == 403
    assert 'name="word" value="b&lt;e&gt;waard"' in page.text
    wrong = browser.post("/mijn/inloggen/extra-code/weg", data={"again_code": "x"})
    assert wrong.status_code == 422
    assert queries.has_one(session, bas.id)
    code = telephone.code()
    assert (
        browser.post("/mijn/inloggen/extra-code/weg", data={"again_code": code}).status_code == 303
    )
    assert not queries.has_one(session, bas.id)


def test_a_form_opens_after_the_code(unfresh):
    bas = a.a_librarian()
    telephone = a_telephone(bas)
    browser = unfresh(bas)
    assert 'action="/mijn/opnieuw?next=/mijn/wachtwoord"' in browser.get("/mijn/wachtwoord").text
    way = "/mijn/opnieuw?next=/mijn/wachtwoord"
    assert browser.post(way, data={"again_code": "x"}).status_code == 422
    answer = browser.post(way, data={"again_code": telephone.code()})
    assert answer.location == "/mijn/wachtwoord"
    assert "new-password" in browser.get(answer.location).text
