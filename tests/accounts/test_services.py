"""The doors: links, passwords, browsers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts import passwords, queries, services, throttle
from community.accounts.models import Knock, Person, SignedIn, SignInLink
from community.accounts.services import LinkIsSpent
from community.clock import now
from community.db import transaction
from community.outbox.models import OutboxMail
from tests import factories as a
from tests.keeping.forgetting import forget

KEY = "only for tests"


def a_token(person: Person, next_url: str = "") -> str:
    with transaction() as tx:
        return services.make_link(tx, person, key=KEY, next_url=next_url, now=now())[1]


def test_a_link_opens_the_door_and_proves_the_address(session: Session) -> None:
    noor = a.a_person()
    token = a_token(noor, "/vechtdal/agenda")
    with transaction() as tx:
        person, wanted = services.use_link(tx, token, now=now())
    assert (person.id, wanted) == (noor.id, "/vechtdal/agenda")
    assert person.email_confirmed_at is not None


def test_a_link_opens_the_door_once(session: Session) -> None:
    token = a_token(a.a_person())
    with transaction() as tx:
        services.use_link(tx, token, now=now())
    with pytest.raises(LinkIsSpent), transaction() as tx:
        services.use_link(tx, token, now=now())


def test_of_eight_who_press_the_button_at_once_one_comes_in(app: Flask) -> None:
    token, start = a_token(a.a_person()), Barrier(8)

    def press(_number: int) -> bool:
        with app.app_context():
            start.wait()
            try:
                with transaction() as tx:
                    services.use_link(tx, token, now=now())
            except LinkIsSpent:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(8))) == [False] * 7 + [True]


def test_a_link_is_worth_nothing_after_fifteen_minutes(session: Session) -> None:
    token = a_token(a.a_person())
    almost, late = now() + timedelta(minutes=14), now() + timedelta(minutes=15, seconds=1)
    assert queries.find_open_link(session, token, now=almost) is not None
    assert queries.find_open_link(session, token, now=late) is None
    with pytest.raises(LinkIsSpent), transaction() as tx:
        services.use_link(tx, token, now=late)


@pytest.mark.parametrize("token", ["", "1-", "1-AAAAAAAAAAAAAAAAAAAAAA", "\x00", "x" * 100_000])
def test_a_made_up_link_opens_nothing(session: Session, token: str) -> None:
    a_token(a.a_person())
    with pytest.raises(LinkIsSpent), transaction() as tx:
        services.use_link(tx, token, now=now())


def test_a_link_is_not_in_the_database(session: Session) -> None:
    token = a_token(a.a_person())
    row = session.scalars(select(SignInLink)).one()
    assert token not in {str(getattr(row, column.key)) for column in SignInLink.__table__.columns}


def test_who_asks_again_makes_the_link_before_it_worthless(session: Session) -> None:
    noor, other = a.a_person(), a.a_person("Bas")
    first, of_another = a_token(noor), a_token(other)
    with transaction() as tx:
        services.ask_for_link(tx, noor.email or "", key=KEY, now=now())
    assert queries.find_open_link(session, first, now=now()) is None
    assert queries.find_open_link(session, of_another, now=now()) is not None
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.template, mail.person_id) == ("accounts/sign_in", noor.id)


def test_an_address_that_nobody_has_is_owed_nothing(session: Session) -> None:
    with transaction() as tx:
        services.ask_for_link(tx, "nobody@example.org", key=KEY, now=now())
    assert session.scalars(select(OutboxMail)).all() == []
    assert session.scalars(select(SignInLink)).all() == []


def test_a_secret_of_a_browser_is_not_in_the_database(session: Session) -> None:
    noor = a.a_person()
    with transaction() as tx:
        secret = services.open_browser(tx, noor, device="Firefox" * 40, now=now())
    row = session.scalars(select(SignedIn)).one()
    assert secret not in {str(getattr(row, column.key)) for column in SignedIn.__table__.columns}
    assert len(row.device) == 120
    assert queries.find_signed_in(session, secret, now=now()).person.id == noor.id


def test_a_browser_that_is_not_used_for_a_month_is_forgotten(session: Session) -> None:
    noor, start = a.a_person(), now()
    with transaction() as tx:
        secret = services.open_browser(tx, noor, device="", now=start)
    assert queries.find_signed_in(session, secret, now=start + timedelta(days=29)) is not None
    assert queries.find_signed_in(session, secret, now=start + timedelta(days=31)) is None
    with transaction() as tx:
        services.keep_browser(tx, secret, now=start + timedelta(days=29))
    assert queries.find_signed_in(session, secret, now=start + timedelta(days=31)) is not None


def test_a_new_password_signs_out_every_other_browser(session: Session) -> None:
    noor, bas = a.a_person(), a.a_person("Bas")
    with transaction() as tx:
        here, there, of_bas = (
            services.open_browser(tx, person, device="", now=now()) for person in (noor, noor, bas)
        )
        services.set_password(tx, noor, services.accepted(noor, "tafel-regen-lamp"), browser=here)
    assert passwords.is_right(noor.password_hash, "tafel-regen-lamp")
    still = [secret for secret in (here, there, of_bas)
             if queries.find_signed_in(session, secret, now=now())]  # fmt: skip
    assert still == [here, of_bas]


def test_what_opens_nothing_any_more_is_swept_up(session: Session) -> None:
    noor, at = a.a_person(), now()
    long_ago = at - timedelta(days=60)
    with transaction() as tx:
        for when in (long_ago, at):
            services.open_browser(tx, noor, device="", now=when)
            services.make_link(tx, noor, key=KEY, now=when)
            throttle.knock(tx, "door", str(when), most=1, within=timedelta(hours=1), now=when)
    forget("accounts.browsers", at)
    forget("accounts.knocks", at)
    assert session.scalars(select(SignedIn.created_at)).all() == [at]
    assert session.scalars(select(SignInLink.created_at)).all() == [at]
    assert session.scalars(select(Knock.window_ends_at)).all() == [at + timedelta(hours=1)]
