"""After an erasure nothing of somebody lies in any file of the house, nor in its log."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from community.accounts.models import AddressChange, Person
from community.clock import now
from community.consents.models import Channel
from community.conversations.models import Contribution
from community.db import db, session, transaction
from community.errors import DomainError
from community.exports import making
from community.gatherings.models import SignUp
from community.harvests import quoting
from community.jobs.queue import beat, queue_of
from community.keeping import purging
from community.outbox import delivery
from community.outbox.transport import opened
from community.pictures import storage
from community.pictures.encoding import Encoded
from community.register import writing
from community.register.models import Direction
from community.rights import erasing, erasures, quiet, unfinished, wiping
from community.rights.erasures import Erasure
from community.rights.models import NamelessQuote, QuietAccount
from tests import factories
from tests.conversations.talking import says, viewer
from tests.exports.files import a_file
from tests.harvests.rows import a_draft, a_past_talk, does, items_of, published
from tests.keeping.forgetting import forget
from tests.postgres import the_folder
from tests.register.entries import said
from tests.rights.rows import LONG_AGO, somebody

#: What stands nowhere else: a first name, a surname, an address, a number, and own words.
FIRST, LAST, BOX, PHONE, WORDS = "Zwqxanne", "Vrkqstra", "zwq.bus", "0600987654", "kwzwoorden"
MARKS = (FIRST, LAST, BOX, PHONE, WORDS)


@pytest.fixture
def noor(app) -> Person:
    """Somebody who left something in every place that a file is made of."""
    anne = factories.a_member(
        name=FIRST, surname=LAST, email=f"{BOX}@example.org", phone=PHONE
    )  # fmt: skip
    talk = factories.a_sign_up(a_past_talk(), anne, question=WORDS * 30)
    with_name_under_a_quote(talk)
    says(talk.gathering, viewer(anne), text=WORDS * 20)
    with transaction() as tx:
        writing.publish(
            tx, talk.library_id, anne.id, Direction.OFFER, said(f"Ik leer je {WORDS}"),
            is_old_enough=True, heard=Channel.COUNTER, now=now(),
        )  # fmt: skip
    # So many others that rows and indexes move from page to page, and are removed again.
    many = [factories.a_sign_up(talk.gathering, question=f"{WORDS} {each}") for each in range(15)]
    with transaction() as tx:
        ids = [each.id for each in many]
        tx.execute(update(SignUp).where(SignUp.id.in_(ids)).values(question=""))
    factories.a_mail(talk)
    with opened(app.config["MAIL_URL"]) as way:
        assert delivery.deliver_due(way)
    made = a_file(talk.gathering.library)
    path = making.path_of(made.library_id, made.id, made.format)
    path.write_text(f"Voornaam;Achternaam\n{FIRST};{LAST}\n")
    beat(queue_of(app), "jobs")
    return anne


def with_name_under_a_quote(talk: SignUp) -> None:
    harvest = a_draft(talk.gathering, "Meer banken")
    item = items_of(harvest)[0]
    does(quoting.note_aloud, harvest, item.id, talk.id, name=FIRST, how="Balie", now=now())
    published(harvest)


def lies_in(house: Path) -> list[str]:
    """Files that hold one of the marks, as bytes or as a mail is read; and rows that do."""
    files = [path for path in house.rglob("*") if path.is_file()]
    assert any(path.name.startswith("queue.db") for path in files)
    return [path.name for path in files if has_a_mark(path)] + rows_with_a_mark()


def has_a_mark(path: Path) -> bool:
    bytes_of = path.read_bytes()
    if path.suffix == ".eml":
        mail = message_from_bytes(bytes_of, policy=policy.default)
        parts = [
            part.get_content() for part in mail.walk() if part.get_content_type()[:4] == "text"
        ]
        bytes_of += "".join([*mail.values(), *map(str, parts)]).encode()
    return any(mark.lower().encode() in bytes_of.lower() for mark in MARKS)


def rows_with_a_mark() -> list[str]:
    with db.engine.connect() as connection:
        return [
            f"{name}: {tuple(row)}"
            for name in inspect(connection).get_table_names()
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608
            if any(mark.lower() in f"{tuple(row)}".lower() for mark in MARKS)
        ]


def test_nothing_of_somebody_is_left_in_any_file_of_the_house(
    app, noor, client_of, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    library_id = factories.the_library().id
    picture = Encoded(digest="a" * 64, width=480, height=270, files={480: b"a street"})
    storage.keep(Path(app.config["INSTANCE"]), library_id, picture)
    assert len(lies_in(tmp_path)) > 5, "else there is nothing to erase"
    assert client_of(noor).post("/mijn/gegevens/wissen", data={"sure": "y"}).status_code == 303
    session().rollback()
    wiping.by_the_clock(now())
    assert lies_in(tmp_path) == []
    assert [mark for mark in MARKS if mark.lower() in caplog.text.lower()] == []
    # Of an activity, and of nobody: see docs/decisions.
    assert storage.find(Path(app.config["INSTANCE"]), library_id, picture.digest, 480)
    assert session().scalars(select(NamelessQuote)).one().item.text == "Meer banken"
    assert session().scalars(select(Contribution)).one().withdrawn_at


def by_the_clock(person: Person) -> None:
    told, again = now() - quiet.FIRST, now() - quiet.SECOND
    factories.saved(QuietAccount(person_id=person.id, first_told_at=told, second_told_at=again))
    assert purging.would_go(now())["rights.quiet"] == 1
    assert len(lying()) == 4, "a dry run wipes no files"
    assert forget("rights.quiet", now()) == 1


def after_a_copy_was_put_back(person: Person) -> None:
    with transaction() as tx:
        erasing.again(tx, [Erasure(person.id, now())], now=now())


def lying() -> set[str]:
    house = Path(current_app.config["INSTANCE"])
    return {path.name for path in (*house.glob("mail/*"), *house.glob("exports/*/*"))}


@pytest.mark.parametrize("erase", [by_the_clock, after_a_copy_was_put_back])
def test_whoever_asks_for_the_erasure_files_go_as_soon_as_it_stands(app, erase):
    noor, long_ago = somebody("Noor"), now() - LONG_AGO
    change = {"email": noor.email, "old_email": "before@example.org", "used_at": long_ago}
    factories.saved(
        AddressChange(person_id=noor.id, created_at=long_ago, expires_at=long_ago, **change)
    )
    mails = Path(app.config["INSTANCE"]) / "mail"
    mails.mkdir(exist_ok=True)
    for box in (noor.email, "before@example.org", "somebody.else@example.org"):
        (mails / f"{box}.eml").write_text(f"To: {box}\n\nHello")
    a_file(factories.the_library())
    erase(noor)
    assert lying() == {"somebody.else@example.org.eml"}
    assert (mails.parent / "erased").exists(), "free pages are wiped by the clock"
    assert [each.person_id for each in erasures.read(erasures.place())] == [noor.id]


def test_what_a_crash_left_lying_the_clock_wipes(app, noor, tmp_path, monkeypatch):
    """The house stops when the erasure stands and no file is wiped yet; what it wrote down says
    nothing to who reads it."""
    house, written = Path(app.config["INSTANCE"]), tmp_path / "instance" / "erasing"
    assert written.parent == house
    with monkeypatch.context() as crash:
        crash.setattr(wiping, "_at_once", lambda _gone: None)
        with transaction() as tx:
            erasing.erase(tx, noor.id, now=now())
    (note,) = written.iterdir()
    assert not has_a_mark(note)
    assert len(lying()) == 2, "else nothing was left lying"
    wiping.by_the_clock(now())
    assert lies_in(tmp_path) == []
    assert list(written.iterdir()) == []


def test_an_erasure_that_came_to_nothing_wipes_nothing(app, noor):
    there = lying()
    with suppress(DomainError), transaction() as tx:
        erasing.erase(tx, noor.id, now=now())
        raise DomainError("")
    (note,) = (Path(app.config["INSTANCE"]) / "erasing").iterdir()
    wiping.by_the_clock(now())
    assert note.exists(), "it may stand in a moment"
    wiping.by_the_clock(now() + unfinished.GIVEN_UP + timedelta(minutes=1))
    assert not note.exists()
    assert lying() == there


def test_what_the_server_of_the_database_refuses_is_not_in_its_log(app):
    """As docs/operators says to set it up; on SQLite there is no server."""
    if db.engine.dialect.name == "sqlite":
        return
    factories.a_person(FIRST, email=f"{BOX}@example.org")
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.add(Person(first_name=LAST, email=f"{BOX}@example.org", created_at=now()))
    log = (the_folder() / "data" / "log").read_text()
    assert "violates unique constraint" in log
    assert [mark for mark in MARKS if mark.lower() in log.lower()] == []


def test_mail_of_others_and_files_of_other_libraries_stay(app, noor, client_of):
    elsewhere = a_file(factories.a_library("zuidpolder"))
    riet = factories.a_sign_up(factories.a_gathering(), factories.a_person("Riet"))
    factories.a_mail(riet)
    with opened(app.config["MAIL_URL"]) as way:
        delivery.deliver_due(way)
    client_of(noor).post("/mijn/gegevens/wissen", data={"sure": "y"})
    left = list((Path(app.config["INSTANCE"]) / "mail").glob("*.eml"))
    assert len(left) == 1
    assert making.path_of(elsewhere.library_id, elsewhere.id, elsewhere.format).exists()


def test_a_librarian_sees_which_quotes_lost_their_name_until_it_is_looked_at(noor, client_of):
    browser, path = client_of(factories.a_librarian()), "/vechtdal/beheer/citaten-zonder-naam"
    client_of(noor).post("/mijn/gegevens/wissen", data={"sure": "y"})
    assert "Citaat zonder naam" in browser.get("/vechtdal/beheer?taal=nl").text
    page = browser.get(f"{path}?taal=nl").text
    assert "Meer banken" in page
    item_id = session().scalars(select(NamelessQuote.item_id)).one()
    for _ in range(2):
        assert browser.post(f"{path}/{item_id}/gezien").status_code == 303
    assert "Er is er geen" in browser.get(f"{path}?taal=nl").text
