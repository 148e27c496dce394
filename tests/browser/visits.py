"""Coming in: whom the browser is of, without going through the door each time."""

from __future__ import annotations

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from community.accounts.models import Person
from community.accounts.services import open_browser
from community.clock import now
from community.db import session, transaction
from tests.browser.live import House


def let_in(window: BrowserContext, house: House, person: Person) -> None:
    """Sign somebody in on this window, with the cookie that the house would have given."""
    with transaction() as tx:
        secret = open_browser(tx, person, device="a test", now=now())
    signer = SecureCookieSessionInterface().get_signing_serializer(house.app)
    assert signer is not None
    contents = {"_permanent": True, "_user_id": secret, "_fresh": True}
    name = house.app.config["SESSION_COOKIE_NAME"]
    window.add_cookies([{"name": name, "value": signer.dumps(contents), "url": house.url}])


def the_person(email: str) -> Person:
    return session().scalars(select(Person).where(Person.email == email)).one()
