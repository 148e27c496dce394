"""Coming in, by the door or past it, and the mail that comes of what one does there."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext, Page, expect
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


def newest_mail(house: House) -> EmailMessage:
    """Deliver what is owed and read the last mail that left."""
    house.deliver_mail()
    return message_from_bytes(house.mail[-1].read_bytes(), policy=default)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendar_of(mail: EmailMessage) -> str:
    """The invitation in a mail, as the reader's calendar sees it."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert parts, "no invitation in this mail"
    return str(parts[0].get_content())


def link_in(mail: EmailMessage, house: House, way: str) -> str:
    """The first link of this house in the mail whose address goes by `way`."""
    found = re.search(rf"{re.escape(house.url)}\S*/{way}/\S+", text_of(mail))
    assert found, text_of(mail)
    return found.group()


def come_in_by_mail(page: Page, house: House, email: str) -> None:
    """Go through the door as everybody does: a link by mail, and a button."""
    page.goto("/inloggen")
    page.get_by_label("Je e-mailadres").fill(email)
    page.get_by_role("button", name="Mail me een link").click()
    expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    page.goto(link_in(newest_mail(house), house, "inloggen"))
    page.get_by_role("button", name="Log me in").click()
