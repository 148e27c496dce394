"""Mail that comes back stops the mail to that address, and nothing else does."""

from __future__ import annotations

import mailbox
from datetime import timedelta

import pytest

from community import tokens
from community.accounts import mail_stops, new_address, report_jobs
from community.accounts.models import AddressChange, MailStops, Person, Role
from community.clock import now
from community.config import WrongSetting
from community.db import session, transaction
from community.outbox import bounces, delivery, reports
from community.outbox.models import MailState, OutboxMail
from community.outbox.transport import opened
from tests import factories
from tests.conftest import make_app
from tests.keeping.forgetting import forget
from tests.outbox.returning import MailboxServer, a_report

KEY = "only for tests"


@pytest.fixture
def noor(app):
    return factories.a_person("Noor", email="noor@example.org")


@pytest.fixture
def mail(noor):
    """A mail to Noor that left this morning."""
    sign_up = factories.a_sign_up(factories.a_gathering(), noor)
    return factories.a_mail(
        sign_up, state=MailState.SENT, sent_at=now(), message_id="abc-1",
        sent_to=bounces.sealed("noor@example.org", key=KEY),
    )  # fmt: skip


def comes_in(**report):
    given = {"message_id": "abc-1", "address": "noor@example.org", **report}
    with transaction() as tx:
        read = reports.read(a_report(**given))
        return mail_stops.take_in(tx, read, key=KEY, now=now()) is not None


def again(row):
    return session().get_one(type(row), row.id, populate_existing=True)


def test_a_hard_bounce_marks_the_mail_and_the_address_once(noor, mail):
    assert comes_in()
    assert (again(mail).state, again(mail).last_error) == (MailState.BOUNCED, "came_back 5.1.1")
    assert again(noor).mail_stops_why is MailStops.CAME_BACK
    assert not again(noor).gets_mail
    assert not comes_in()


def test_a_report_that_is_read_again_after_an_undo_changes_nothing(noor, mail):
    comes_in()
    with transaction() as tx:
        mail_stops.start(tx.get_one(Person, noor.id))
    assert not comes_in()
    assert again(noor).gets_mail


def test_a_soft_one_is_noted_and_nothing_more(noor, mail):
    assert not comes_in(status="4.2.2", action="delayed")
    assert (again(mail).state, again(mail).last_error) == (MailState.SENT, "still_trying 4.2.2")
    assert again(noor).gets_mail


@pytest.mark.parametrize(
    "forged",
    [
        {"message_id": "abc-2"},
        {"address": "somebody@else.example"},
        {"address": "noor@example.org.evil.example"},
    ],
)
def test_a_foreign_or_forged_report_changes_nothing(noor, mail, forged):
    assert not comes_in(**forged)
    assert again(mail).state is MailState.SENT
    assert again(noor).gets_mail


def test_a_mail_that_never_left_cannot_come_back(noor, mail):
    with transaction() as tx:
        tx.get_one(OutboxMail, mail.id).state = MailState.OWED
    assert not comes_in()
    assert again(noor).gets_mail


def test_a_late_report_about_an_old_address_leaves_the_new_one_alone(noor, mail):
    with transaction() as tx:
        tx.get_one(Person, noor.id).email = "noor@nieuw.example"
    assert comes_in()
    assert again(mail).state is MailState.BOUNCED
    assert again(noor).gets_mail


def test_no_more_mail_leaves_for_an_address_that_fails_but_a_link_to_sign_in(app, noor, tmp_path):
    with transaction() as tx:
        mail_stops.stop(tx.get_one(Person, noor.id), MailStops.SAID, now=now())
    sign_up = factories.a_sign_up(factories.a_gathering(), noor)
    stays = factories.a_mail(sign_up, queued_at=now() - timedelta(seconds=5))
    with transaction() as tx:
        new_address.ask(tx, tx.get_one(Person, noor.id), "noor@nieuw.example",
                       now=now() - timedelta(seconds=1))  # fmt: skip
    with opened(f"file://{tmp_path}/mail") as way:
        assert delivery.deliver_due(way) == 1
    assert (again(stays).state, again(stays).last_error) == (MailState.DROPPED, "address_fails")


def test_what_leaves_is_known_by_its_address_sealed(app, noor, tmp_path):
    mail = factories.a_mail(
        factories.a_sign_up(factories.a_gathering(), noor), queued_at=now() - timedelta(seconds=1)
    )
    with opened(f"file://{tmp_path}/mail") as way:
        delivery.deliver_due(way)
    assert again(mail).sent_to == bounces.sealed("noor@example.org", key=KEY)
    assert "noor" not in again(mail).sent_to


def read_from(app, url):
    app.config["BOUNCES_URL"] = url
    return report_jobs.read_reports(now())


def test_reports_are_read_from_a_mailbox_server_each_once(app, noor, mail):
    messages = [b"Subject: hallo\r\n\r\nIk ben er niet", a_report("abc-1", "noor@example.org")]
    with MailboxServer(messages) as server:
        assert read_from(app, server.url) == 1
        assert server.seen == {1, 2}
        assert server.selected == ['"Terug gekomen"']
        assert read_from(app, server.url) == 0
    assert again(mail).state is MailState.BOUNCED


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH", "STORE"])
def test_a_server_that_breaks_off_loses_nothing(app, noor, mail, command, caplog):
    with MailboxServer([a_report("abc-1", "noor@example.org")]) as server:
        server.dies_at = command
        read_from(app, server.url)
        assert server.seen == set()
        server.dies_at = ""
        read_from(app, server.url)
        assert server.seen == {1}
    assert again(mail).state is MailState.BOUNCED
    assert "geheim" not in caplog.text


def test_a_wrong_password_is_a_line_in_the_log(app, caplog):
    with MailboxServer([], password="anders") as server:
        assert read_from(app, server.url) == 0
    assert "no reports can be read" in caplog.text
    assert "geheim" not in caplog.text


def test_reports_are_read_from_a_maildir_each_once(app, noor, mail, tmp_path):
    box = mailbox.Maildir(tmp_path / "terug")
    box.add(a_report("abc-1", "noor@example.org"))
    url = f"maildir://{tmp_path}/terug"
    assert [read_from(app, url) for _ in range(2)] == [1, 0]
    assert [each.get_subdir() for each in box.values()] == ["cur"]


@pytest.mark.parametrize(
    "url",
    [
        "imap://mail.example.org/INBOX", "imaps://", "pop3://a:b@mail.example.org",
        "maildir://here/there", "maildir:///", "imap://a%20b:c@mail.example.org", "nonsense",
        "imaps://a:b@mail.example.org:poort/",
    ],
)  # fmt: skip
def test_a_wrong_mailbox_stops_the_start(tmp_path, url):
    with pytest.raises(WrongSetting, match="COMMUNITY_BOUNCES_URL"):
        make_app(f"sqlite:///{tmp_path}/c.db", tmp_path, BOUNCES_URL=url)


# ─── putting it right ───


def stopped(person):
    with transaction() as tx:
        mail_stops.stop(tx.get_one(Person, person.id), MailStops.SAID, now=now())
    return person


def corrected(person, address="noor@goed.example"):
    with transaction() as tx:
        mail_stops.correct(tx, tx.get_one(Person, person.id), address)


def test_the_desk_corrects_an_address_that_fails(app):
    noor = stopped(factories.a_member(Role.RESIDENT, email_confirmed_at=now()))
    corrected(noor)
    row = again(noor)
    assert (row.email, row.email_confirmed_at, row.gets_mail) == ("noor@goed.example", None, True)


@pytest.mark.parametrize("fields", [{"password_hash": "x"}, {"is_operator": True}])
def test_the_desk_turns_no_key_of_an_account_that_can_do_more(app, fields):
    with pytest.raises(mail_stops.NotForTheDesk):
        corrected(stopped(factories.a_member(Role.RESIDENT, **fields)))
    with pytest.raises(mail_stops.NotForTheDesk):
        corrected(stopped(factories.a_librarian()))


def test_the_desk_changes_no_address_that_works_and_takes_none_of_another(app):
    with pytest.raises(mail_stops.NotForTheDesk):
        corrected(factories.a_member())
    factories.a_person("Sam", email="sam@example.org")
    with pytest.raises(mail_stops.AddressIsTaken):
        corrected(stopped(factories.a_member()), "sam@example.org")


def test_a_new_address_counts_once_its_link_is_used(app, client_of, client):
    noor = stopped(factories.a_member())
    assert "bereiken je niet" in client_of(noor).get("/mijn").text
    client_of(noor).post("/mijn/adres", data={"email": "noor@nieuw.example"})
    assert again(noor).email != "noor@nieuw.example"
    (mail,) = session().query(OutboxMail).filter_by(template="accounts/new_address")
    letter = delivery.letters.render(session(), mail)
    assert (letter.to_address, letter.to_name) == ("noor@nieuw.example", "")
    (link,) = [line for line in letter.text.splitlines() if "/mijn/adres/" in line]
    path = "/mijn/adres/" + link.rpartition("/")[2]
    assert "noor@nieuw.example" in client.get(path).text
    assert client.post(path).status_code == 303
    assert (again(noor).email, again(noor).gets_mail) == ("noor@nieuw.example", True)
    assert client.post(path).status_code == 410
    assert client.get(path[:-1] + "x").status_code == 410


def changes_to(person, address, *, at=None):
    """Asked for and proven; the token of the mail to the address before."""
    key = "only for tests"
    with transaction() as tx:
        new_address.ask(tx, tx.get_one(Person, person.id), address, now=at or now())
    change = session().query(AddressChange).filter_by(used_at=None).one()
    token = tokens.derive(key, new_address.PURPOSE, change.id, change.salt)
    with transaction() as tx:
        new_address.prove(tx, token, key=key, now=at or now())
    return tokens.derive(key, new_address.PUT_BACK, change.id, change.salt)


def test_the_old_address_is_told_and_can_be_put_back_for_a_week(app, client_of, client):
    noor = factories.a_member(email="noor@oud.example", password_hash="x")
    thief = client_of(noor)
    token = changes_to(noor, "dief@example.org")
    (mail,) = session().query(OutboxMail).filter_by(template="accounts/old_address")
    letter = delivery.letters.render(session(), mail)
    assert letter.to_address == "noor@oud.example"
    assert "dief@" not in letter.text
    assert f"/mijn/adres/terug/{token}" in letter.text
    # Whatever the thief changes next, the first address can still be put back, and it wins.
    later = changes_to(noor, "dief2@example.org")
    path = f"/mijn/adres/terug/{token}"
    assert "noor@oud.example" in client.get(path).text
    assert client.post(path).status_code == 303
    assert (again(noor).email, again(noor).password_hash) == ("noor@oud.example", None)
    assert thief.get("/mijn").status_code == 303, "still signed in"
    for spent in (token, later):
        assert client.post(f"/mijn/adres/terug/{spent}").status_code == 410


def test_after_a_week_or_with_the_same_address_there_is_nothing_to_put_back(app, client):
    noor = factories.a_member(email="noor@oud.example")
    changes_to(noor, "noor@oud.example")
    assert session().query(OutboxMail).filter_by(template="accounts/old_address").count() == 0
    token = changes_to(noor, "noor@nieuw.example", at=now() - timedelta(days=8))
    assert client.get(f"/mijn/adres/terug/{token}").status_code == 410


def test_an_address_of_another_is_not_taken_over(app, client, client_of):
    factories.a_person("Sam", email="sam@example.org")
    noor = factories.a_member()
    client_of(noor).post("/mijn/adres", data={"email": "sam@example.org"})
    (mail,) = session().query(OutboxMail).filter_by(template="accounts/new_address")
    letter = delivery.letters.render(session(), mail)
    (link,) = [line for line in letter.text.splitlines() if "/mijn/adres/" in line]
    assert client.post("/mijn/adres/" + link.rpartition("/")[2]).status_code == 409
    assert again(noor).email != "sam@example.org"


def test_a_link_out_of_a_mail_shows_that_the_address_works(app, client):
    noor = stopped(factories.a_member())
    client.post("/inloggen", data={"email": noor.email})
    (mail,) = session().query(OutboxMail).filter_by(template="accounts/sign_in")
    letter = delivery.letters.render(session(), mail)
    (link,) = [line for line in letter.text.splitlines() if "/inloggen/" in line]
    client.post("/inloggen/" + link.rpartition("/")[2])
    assert again(noor).gets_mail


def test_old_changes_are_forgotten(app):
    noor = factories.a_person()
    with transaction() as tx:
        new_address.ask(tx, tx.get_one(Person, noor.id), "x@y.nl", now=now())
    forget("accounts.browsers", now() + timedelta(days=2))
    assert session().query(AddressChange).count() == 0
