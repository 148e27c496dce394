from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.accounts import people, services
from community.accounts.models import Person, Role, SignInLink
from community.clock import now
from community.db import transaction
from community.outbox.models import MailState, OutboxMail
from tests import factories as a
from tests.accounts.conftest import link_in, text_of

KEY = "only for tests"


def ask(person: Person) -> None:
    with transaction() as tx:
        services.ask_for_link(tx, person.email or "", key=KEY, now=now() - timedelta(seconds=2))


def test_the_mail_with_the_link_is_short_and_comes_from_the_library(app, post) -> None:
    library = a.a_library(name="Bibliotheek Vechtdal", email="info@vechtdal.example")
    noor = a.a_member(library=library, surname="de Wit", email_confirmed_at=now())
    ask(noor)
    (mail,) = post()
    assert mail["To"] == f"Noor de Wit <{noor.email}>"
    assert mail["From"].startswith("Bibliotheek Vechtdal <")
    assert mail["Reply-To"] == "Bibliotheek Vechtdal <info@vechtdal.example>"
    assert mail["Subject"] == "Je link om in te loggen"
    assert "Hallo Noor," in text_of(mail)
    html = mail.get_body(("html",)).get_content()
    assert link_in(mail) in html
    assert "#1a5a4a" in html


def test_who_knows_several_libraries_gets_mail_from_the_house(app, post) -> None:
    noor = a.a_member(library=a.a_library())
    a.saved(people.Membership(library_id=a.a_library("zuidpolder").id, person_id=noor.id,
                              created_at=now()))  # fmt: skip
    ask(noor)
    (mail,) = post()
    assert mail["From"].startswith("Kenniskring <")


def test_the_mail_speaks_the_readers_language(app, post) -> None:
    ask(a.a_person(language="en"))
    (mail,) = post()
    assert mail["Subject"] == "Your link to sign in"
    assert mail["Content-Language"] == "en"


def test_a_name_that_a_stranger_typed_is_not_mailed_to_anybody(app, post) -> None:
    """Until an address is proven, what is said of it may come from somebody else."""
    ask(a.a_person("Win a prize at evil.example", email="victim@example.org"))
    (mail,) = post()
    assert "evil" not in mail.as_string()


@pytest.mark.parametrize("column", ["used_at", "expires_at"])
def test_a_link_that_opens_nothing_any_more_is_not_mailed(
    session: Session, post, column: str
) -> None:
    ask(a.a_person())
    with transaction() as tx:
        tx.execute(update(SignInLink).values({column: now() - timedelta(seconds=1)}))
    assert post() == []
    assert session.scalars(select(OutboxMail.state)).all() == [MailState.DROPPED]


def test_of_two_links_asked_for_only_the_newest_is_mailed(session: Session, post) -> None:
    noor = a.a_person()
    for _ in range(2):
        ask(noor)
    (mail,) = post()
    newest = session.scalars(select(SignInLink.id).order_by(SignInLink.id.desc())).first()
    assert link_in(mail).startswith(f"/inloggen/{newest}-")


def test_an_id_that_came_back_with_somebody_elses_link_mails_nothing(
    session: Session, post
) -> None:
    ask(a.a_person())
    other = a.a_person("Mallory")
    with transaction() as tx:
        tx.execute(update(SignInLink).values(person_id=other.id))
    assert post() == []


def test_an_invitation_says_what_for_and_opens_no_door_by_itself(app, post) -> None:
    library = a.a_library(name="Bibliotheek Vechtdal")
    network = a.a_network(name="Rijnbrink")
    sanne, rob, kim = a.a_person("Sanne"), a.a_person("Rob"), a.a_person("Kim", language="en")
    at = now() - timedelta(seconds=2)
    with transaction() as tx:
        people.invite(tx, library, sanne, Role.LIBRARIAN, now=at)
        people.invite_adviser(tx, network, rob, now=at)
        people.invite_operator(tx, kim, now=at)
    mails = {mail["To"].split("@")[0].strip("<")[:3]: mail for mail in post()}
    said = {who: " ".join(text_of(mail).split()) for who, mail in mails.items()}
    assert "de Kenniskring van Bibliotheek Vechtdal: bibliothecaris." in said["san"]
    assert "adviseur van de bibliotheken van Rijnbrink" in said["rob"]
    assert "you look after this installation" in said["kim"]
    assert all("/inloggen/" not in text for text in said.values())
    assert all("http://127.0.0.1:8000/inloggen" in text for text in said.values())


def test_who_has_no_address_is_mailed_nothing(app, post) -> None:
    riet = a.a_person("Riet", email=None)
    with transaction() as tx:
        people.invite_operator(tx, riet, now=now() - timedelta(seconds=2))
    assert post() == []
