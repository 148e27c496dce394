"""Delivering what is owed: claim, write, send, mark, each outside the other's transaction.

A crash at any point loses nothing. The worst is one duplicate, when the mail server has said yes
and the mark did not reach the database; it carries the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from email.errors import MessageError
from email.message import EmailMessage
from threading import Event

from flask import Flask
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from community.clock import now
from community.db import session, transaction
from community.outbox import bounces, letters, queries, states
from community.outbox.failures import NotSent, Reason, ServerAway
from community.outbox.messages import message
from community.outbox.models import OutboxMail
from community.outbox.transport import Transport, opened
from community.web.keys import house_key

log = logging.getLogger("community.outbox")

#: Seconds between two looks at the outbox, and between tries to reach a server that is away.
LOOK_EVERY = 0.5
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0


def deliver_due(way: Transport, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Deliver what is due, oldest first, until nothing is; how many were sent.

    ServerAway leaves every mail as it was: an outage uses up no tries and changes no order.
    """
    count = 0
    while not stopping() and queries.is_any_due(session(), now()):
        _let_go()
        way.make_ready()
        with transaction() as tx:
            mail = states.claim(tx, now=now())
            if mail is None:
                break  # Another worker was sooner.
            tx.expunge(mail)
        count += deliver(mail, way)
    _let_go()
    return count


def deliver(mail: OutboxMail, way: Transport) -> bool:
    """Write and send one claimed mail, and remember how that went."""
    try:
        letter, why_not = _written(mail)
        if letter is not None:
            way.send(_as_message(letter, mail), to=letter.to_address, mail_id=mail.id)
    except DBAPIError:
        raise  # No database: the mail is not to blame, its lease brings it back.
    except NotSent as error:
        _not_sent(mail, error)
        return False
    except Exception:
        # Ours to mend, and no reason to keep the others waiting.
        log.exception("a mail could not be written", extra={"facts": _facts(mail)})
        _not_sent(mail, NotSent(Reason.NOT_WRITTEN))
        return False
    with transaction() as tx:
        if letter is None:
            states.drop(tx, mail.id, why=why_not)
        else:
            states.sent(
                tx,
                mail,
                now=now(),
                to=_sealed(letter.to_address),
                calendar=letter.calendar_method,
            )
    _say(mail, "sent" if letter else "dropped")
    return letter is not None


def run(app: Flask, stop: Event, beat: Callable[[], None] = lambda: None) -> None:
    """Deliver until `stop`; whatever happens, go on, and slower while nothing can leave."""

    def stopping() -> bool:
        beat()
        return stop.is_set()

    wait = LOOK_EVERY
    while not stop.wait(wait):
        try:
            with app.app_context(), opened(app.config["MAIL_URL"]) as way:
                deliver_due(way, stopping=stopping)
            wait = LOOK_EVERY
        except (ServerAway, SQLAlchemyError) as error:
            wait = min(LONGEST_WAIT, max(FIRST_WAIT, wait * 2))
            log.warning("nothing can leave", extra={"facts": {"why": _why(error), "wait": wait}})
        except Exception:
            wait = LONGEST_WAIT
            log.exception("the outbox stumbled")


def _written(mail: OutboxMail) -> tuple[letters.Letter | None, str]:
    """The letter, or why there is none to send; read in a snapshot of its own that ends before a
    mail server is spoken to."""
    try:
        letter = letters.render(session(), mail)
        if letter and letters.is_stopped(session(), mail, letter.to_address):
            return None, Reason.ADDRESS_FAILS
        return letter, ""
    finally:
        _let_go()


def _sealed(address: str) -> str:
    return bounces.sealed(address, key=house_key())


def _as_message(letter: letters.Letter, mail: OutboxMail) -> EmailMessage:
    try:
        return message(
            letter, sender=letters.sender_address(), message_id=mail.message_id, now=now()
        )
    except (ValueError, MessageError) as error:
        raise NotSent(Reason.NOT_POSSIBLE, permanent=True) from error


def _not_sent(mail: OutboxMail, error: NotSent) -> None:
    with transaction() as tx:
        if error.permanent:
            states.give_up(tx, mail.id, why=error.kept)
            again = False
        else:
            again = states.put_off(tx, mail.id, tries=mail.attempts, why=error.kept, now=now())
    _say(mail, "put off" if again else "failed", why=error.kept)


def _let_go() -> None:
    """End the read snapshot: nothing of the database is held while others are waited for."""
    session().rollback()


def _facts(mail: OutboxMail) -> dict[str, object]:
    return {"mail": mail.id, "template": mail.template, "tries": mail.attempts}


def _say(mail: OutboxMail, how: str, **more: object) -> None:
    log.info("mail %s", how, extra={"facts": {**_facts(mail), **more}})


def _why(error: Exception) -> str:
    return error.why if isinstance(error, ServerAway) else type(error).__name__
