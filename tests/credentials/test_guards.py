"""The guards around a second factor, each looked at from the side of who wants past it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from webauthn.helpers import bytes_to_base64url

from community.accounts import queries as accounts
from community.accounts import services as doors_open
from community.accounts.models import Role, SignedIn
from community.clock import now
from community.credentials import mails, passkeys, queries, services
from community.credentials.models import KnownBrowser, Passkey, RecoveryCode
from community.credentials.passkeys import PasskeyRefused, Site
from community.db import transaction
from community.outbox.models import OutboxMail
from tests import factories as a
from tests.accounts.coming_in import a_link, is_in
from tests.credentials.authenticator import ORIGIN, Device
from tests.credentials.browsers import a_known_browser
from tests.credentials.factors import KEY, a_telephone
from tests.credentials.test_passkeys import SITE, a_passkey, asked, come_in

pytestmark = pytest.mark.usefixtures("app")


def owed(session) -> list[str]:
    session.rollback()
    rows = session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [str(mail.context.get("what", mail.template)) for mail in rows]


# ─── half open ───


def test_a_half_open_browser_shuts_after_ten_minutes_however_it_is_used(client, session):
    bas = a.a_librarian()
    a_telephone(bas)
    client.post(a_link(bas))
    row = session.scalars(select(SignedIn)).one()
    assert row.is_half_open
    assert row.expires_at - row.created_at == doors_open.HALF_OPEN
    with transaction() as tx:
        tx.execute(update(SignedIn).values(last_used_at=now() - timedelta(hours=2)))
    assert client.get("/inloggen/extra-code").status_code == 200
    session.expire_all()
    assert session.scalars(select(SignedIn.expires_at)).one() == row.expires_at


def test_use_keeps_a_half_open_browser_no_longer_whoever_asks(session):
    bas, at = a.a_librarian(), now()
    with transaction() as tx:
        secret = doors_open.open_browser(tx, bas, device="", half=True, now=at)
        doors_open.keep_browser(tx, secret, now=at)
    assert accounts.find_signed_in(session, secret, now=at + doors_open.HALF_OPEN) is None


def test_the_token_of_a_form_goes_along_with_its_own_person_only(app, client):
    """Of somebody else who was in at this browser, whoever that was knows it."""
    noor, riet = a.a_person(), a.a_person("Riet")
    for who, keeps in ((noor, False), (noor, True), (riet, False)):
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = "of the form that stood open"
        client.post(a_link(who))
        with client.session_transaction() as cookie:
            assert ("csrf_token" in cookie) is keeps


# ─── once more who you are ───


def test_what_is_carried_along_holds_no_token_code_or_password(client_of):
    bas = a.a_librarian()
    browser = client_of(bas)
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now() - timedelta(hours=1)))
    sent = {"word": "KK", "csrf_token": "TT", "password": "PP", "new_password": "PP"}
    page = browser.post("/mijn/inloggen/extra-code/weg", data=sent)
    assert 'value="KK"' in page.text
    assert 'value="TT"' not in page.text
    assert "PP" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    form = browser.get("/mijn/inloggen/extra-code")
    assert 'name="sealed"' not in form.text, "a form that asks shows nothing before"


# ─── the extra code ───


def test_a_new_secret_is_set_up_within_the_hour_by_whom_it_was_shown_to():
    bas, joke, at = a.a_librarian(), a.a_librarian(), now().replace(microsecond=0)
    sealed = services.offer(KEY, bas.id, "SECRET", now=at)
    good = at + services.OFFERED
    assert services.offered(KEY, bas.id, sealed, now=good) == "SECRET"
    late = good + timedelta(seconds=1)
    assert services.offered(KEY, bas.id, sealed, now=late) is None
    assert services.offered(KEY, joke.id, sealed, now=at) is None


def test_the_code_by_which_it_was_set_up_opens_nothing_afterwards():
    bas, at = a.a_librarian(), now()
    telephone = a_telephone(bas, at)
    with transaction() as tx:
        assert not services.take_code(tx, bas.id, telephone.code(at), key=KEY, now=at)


def test_codes_on_paper_go_with_the_extra_code_and_both_are_told_of(session):
    bas = a.a_librarian()
    a_telephone(bas)
    with transaction() as tx:
        services.remove_code(tx, bas.id, now=now())
        services.remove_code(tx, bas.id, now=now())
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert owed(session) == ["code_set", "code_removed"]


def test_the_same_code_of_two_people_is_kept_as_two_and_under_the_key_of_the_house():
    one = {services._hash_of(key, who, "BCDF2345") for key in (KEY, "x") for who in (1, 2)}
    assert len(one) == 4


def test_who_is_helped_back_in_has_nothing_left_of_what_somebody_may_hold(session):
    a.a_library()
    bas, joke = a.a_librarian(), a.a_member(Role.MANAGER)
    a_telephone(bas)
    device = a_passkey(bas)
    a_known_browser(bas.id)
    with transaction() as tx:
        library_id = a.the_library().id
        services.reset(tx, library_id, bas.id, by_id=joke.id, reason="Weg.", now=now())
    left = [
        session.scalar(select(func.count()).select_from(table).where(table.person_id == bas.id))
        for table in (Passkey, RecoveryCode, KnownBrowser)
    ]
    assert left == [0, 0, 0]
    with pytest.raises(PasskeyRefused):
        come_in(device.sign(asked()))


def test_a_manager_helps_nobody_who_is_of_another_library_alone(client_of):
    a.a_library()
    joke = a.a_member(Role.MANAGER)
    elsewhere = a.a_librarian(a.a_library("salland"), "Zus")
    a_telephone(elsewhere)
    path = f"/vechtdal/beheer/mensen/{elsewhere.id}/terug-naar-binnen"
    browser = client_of(joke)
    assert browser.get(path).status_code == 404
    assert browser.post(path, data={"reason": "Zomaar."}).status_code == 404


def test_a_manager_resets_nothing_of_themselves(client_of, session):
    """Theirs stand on their own page, which asks for what they have."""
    a.a_library()
    joke = a.a_member(Role.MANAGER)
    a_telephone(joke)
    path = f"/vechtdal/beheer/mensen/{joke.id}/terug-naar-binnen"
    assert client_of(joke).post(path, data={"reason": "Zomaar."}).status_code == 404
    assert queries.has_one(session, joke.id)


def test_what_is_taken_back_from_a_thief_is_noted_and_no_browser_of_theirs_is_known(session):
    bas = a.a_librarian()
    since = now() - timedelta(minutes=10)
    a_passkey(bas)
    a_telephone(bas)
    a_known_browser(bas.id)
    with transaction() as tx:
        services.remove_since(tx, bas.id, since, now=now())
    assert session.scalar(select(func.count()).select_from(KnownBrowser)) == 0
    by = [(each.what.value, each.by.value) for each in queries.list_changes(session, bas.id)]
    assert {("passkey_removed", "put_back"), ("code_removed", "put_back")} <= set(by)


# ─── passkeys ───


def test_a_passkey_that_says_to_be_of_somebody_else_is_refused():
    noor, riet = a.a_person(), a.a_person("Riet")
    device = a_passkey(noor)
    for who, comes_in in ((riet, False), (noor, True)):
        answer = device.sign(asked())
        handle = bytes_to_base64url(passkeys._handle(KEY, who.id))
        answer["response"]["userHandle"] = handle
        if comes_in:
            assert come_in(answer) == noor.id
        else:
            with pytest.raises(PasskeyRefused):
                come_in(answer)


def test_whom_a_passkey_is_of_is_said_to_nobody():
    """The device keeps it, and other sites could ask a device for what it keeps."""
    assert passkeys._handle(KEY, 7) != passkeys._handle("another house", 7)
    assert passkeys._handle(KEY, 7) != b"7"


def test_the_browser_is_asked_for_a_finger_a_face_or_a_pin(session):
    made = json.loads(passkeys.options_to_add(session, SITE, a.a_person(), now=now()))
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert json.loads(asked())["userVerification"] == "required"


def test_nobody_has_more_than_twenty():
    noor = a.a_person()
    for _ in range(passkeys.MOST):
        a_passkey(noor)
    with pytest.raises(PasskeyRefused):
        a_passkey(noor)


def test_a_name_that_is_too_long_to_keep_is_refused_in_peace():
    with pytest.raises(PasskeyRefused):
        a_passkey(a.a_person(), Device(credential_id=bytes(1051)))


def test_passkeys_that_come_and_go_are_told_of(session):
    noor = a.a_person()
    a_passkey(noor)
    (own,) = queries.list_passkeys(session, noor.id)
    with transaction() as tx:
        passkeys.remove(tx, noor.id, own.id, now=now())
        passkeys.remove(tx, noor.id, own.id, now=now())
    assert owed(session) == ["passkey_added", "passkey_removed"]


def test_a_passkey_of_somebody_else_shows_nobody_who_is_signed_in(client, session):
    """Else whoever sits down at a screen that was left open shows who they are with their own."""
    noor, riet = a.a_person(), a.a_person("Riet")
    hers = a_passkey(riet)
    client.post(a_link(noor))
    sent = {"answer": json.dumps(hers.sign(client.get("/inloggen/passkey").text))}
    assert client.post("/inloggen/passkey", data=sent).status_code == 422
    assert is_in(client)
    assert session.scalars(select(SignedIn.person_id)).all() == [noor.id]


def test_of_two_answers_at_once_the_counter_lets_one_in(monkeypatch):
    """Between reading the counter and writing it, another one came in by the same key."""
    device = a_passkey(a.a_person())
    seen = passkeys.verify_authentication_response

    with transaction() as tx:

        def meanwhile(**asked_for):
            answer = seen(**asked_for)
            tx.connection().execute(update(Passkey).values(sign_count=99))
            return answer

        monkeypatch.setattr(passkeys, "verify_authentication_response", meanwhile)
        with pytest.raises(PasskeyRefused):
            passkeys.come_in(tx, SITE, device.sign(asked()), now=now())


@pytest.mark.parametrize("cut", [0, 20, 24, 40])
def test_a_challenge_that_was_cut_is_none(cut):
    device = a_passkey(a.a_person())
    options = json.loads(asked())
    whole = passkeys.base64url_to_bytes(options["challenge"])
    options["challenge"] = bytes_to_base64url(whole[:cut])
    with pytest.raises(PasskeyRefused):
        come_in(device.sign(json.dumps(options)))


def test_of_another_house_no_challenge_is_answered():
    """Under another key, or made up."""
    device = a_passkey(a.a_person())
    theirs = Site.of(ORIGIN, "another house")
    with pytest.raises(PasskeyRefused):
        come_in(device.sign(passkeys.options_to_come_in(theirs, now=now())))


# ─── a new browser ───


def test_a_mail_about_a_browser_goes_to_whose_it_is_and_nobody_else(session):
    bas, joke = a.a_librarian(), a.a_librarian()
    browser = a_known_browser(bas.id)
    told = {
        who.id: mails.new_browser(
            session,
            OutboxMail(person_id=who.id, context={"browser_id": browser.id}),
        )
        for who in (bas, joke)
    }
    assert told[bas.id] is not None
    assert told[joke.id] is None


def test_a_browser_is_kept_by_what_its_cookie_hashes_to(app, session):
    bas = a.a_librarian()
    browser = app.test_client()
    browser.post(a_link(bas))
    kept = session.scalars(select(KnownBrowser.secret_hash)).one()
    assert len(kept) == 64
    assert browser.get_cookie("kring-bekend").value != kept
