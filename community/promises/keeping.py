"""What becomes of a promise: yes that is so, no it is not, busy with it, done, or let go.

Said by whose it is, behind the link in their mail, or noted by a librarian who heard it. Saying the
same twice changes nothing; who said something else by mistake says it again.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.errors import DomainError
from community.libraries import versions
from community.promises import agreed, queries
from community.promises.models import Promise, PromiseChange, Said, State, Who
from community.tokens import fingerprint
from community.words import N_


class ItIsSettled(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("This is done or let go. First say that you are busy with it, and then change it.")
        )


def agree(
    session: Session,
    library_id: int,
    promise_id: int,
    *,
    named: bool | None = None,
    by: int | None = None,
    now: datetime,
) -> Promise:
    """Yes, that is what I do. With `named` also whether one's first name may stand under exactly
    these words; None leaves that as it is."""
    promise = queries.lock(session, library_id, promise_id)
    _agree(session, promise, by=by, now=now)
    if named is not None and promise.who is Who.PERSON:
        promise.is_named = named
        agreed.follow(session, library_id, promise.person_id, now=now)
    return promise


def deny(
    session: Session, library_id: int, promise_id: int, *, by: int | None = None, now: datetime
) -> Promise:
    """No, I never promised this. Nobody but who works here sees it any more."""
    promise = queries.lock(session, library_id, promise_id)
    if promise.denied_at is None:
        _come_to(session, promise, State.LET_GO, now=now)
        promise.denied_at, promise.is_named, promise.answered_at = now, False, now
        agreed.follow(session, library_id, promise.person_id, now=now)
        note(session, promise, Said.DENIED, by=by, now=now)
    return promise


def reword_own(
    session: Session,
    library_id: int,
    promise_id: int,
    *,
    what: str,
    by_when: date | None,
    named: bool,
    now: datetime,
) -> Promise:
    """Their own words for it: with those they also say yes."""
    promise = queries.lock(session, library_id, promise_id)
    if not promise.is_open and promise.denied_at is None:
        raise ItIsSettled
    if (promise.what, promise.by_when) != (what, by_when):
        note(session, promise, Said.REWORDED, words=promise.what, now=now)
        promise.what, promise.by_when, promise.version = what, by_when, promise.version + 1
    _agree(session, promise, by=None, now=now)
    promise.is_named = named and promise.who is Who.PERSON
    agreed.follow(session, library_id, promise.person_id, now=now)
    versions.pages_changed(session, library_id)
    return promise


def answer(
    session: Session,
    library_id: int,
    promise_id: int,
    said: State,
    *,
    words: str = "",
    by: int | None = None,
    now: datetime,
) -> Promise:
    """How it stands, in a word and perhaps a few more. Who answers also says that it is so."""
    promise = queries.lock(session, library_id, promise_id)
    if promise.state is said and promise.words == words and promise.stands:
        promise.answered_at = now
        return promise
    _agree(session, promise, by=by, now=now)
    if promise.state is not said or words:
        note(session, promise, Said(said.value), by=by, words=words, now=now)
    promise.words, promise.answered_at = words, now
    _come_to(session, promise, said, now=now)
    return promise


def note(
    session: Session,
    promise: Promise,
    said: Said,
    *,
    by: int | None = None,
    words: str = "",
    now: datetime,
) -> None:
    """Keep that it happened."""
    session.add(
        PromiseChange(
            library_id=promise.library_id,
            promise_id=promise.id,
            said=said,
            by_id=by,
            words=words,
            happened_at=now,
        )
    )


def log_made(session: Session, promise: Promise, *, now: datetime) -> None:
    """In the log once, when it is a promise: the library's at once, others' after their yes."""
    if promise.made_activity_id is None:
        promise.made_activity_id = _log(session, promise, Verb.PROMISE_MADE, now=now)


def _agree(session: Session, promise: Promise, *, by: int | None, now: datetime) -> None:
    if promise.denied_at is not None:
        promise.denied_at = None
        _come_to(session, promise, State.PROMISED, now=now)
    if promise.agreed_at is None:
        promise.agreed_at = now
        note(session, promise, Said.AGREED, by=by, now=now)
        log_made(session, promise, now=now)
    promise.answered_at = now
    versions.pages_changed(session, promise.library_id)


def _come_to(session: Session, promise: Promise, state: State, *, now: datetime) -> None:
    """The one place where its state changes, and with it the log."""
    if promise.state is state:
        return
    if promise.state is State.DONE:
        _log(
            session, promise, Verb.PROMISE_KEPT,
            quantity=0, corrects_id=promise.kept_activity_id, now=now,
        )  # fmt: skip
        promise.kept_activity_id = promise.told_at = None
    promise.state = state
    promise.settled_at = None if promise.is_open else now
    if state is State.DONE:
        promise.kept_activity_id = _log(session, promise, Verb.PROMISE_KEPT, now=now)
    versions.pages_changed(session, promise.library_id)


def _log(
    session: Session,
    promise: Promise,
    verb: Verb,
    *,
    quantity: int = 1,
    corrects_id: int | None = None,
    now: datetime,
) -> int:
    """What kind of somebody, and never who."""
    return activity.record(
        session,
        verb,
        library_id=promise.library_id,
        branch_id=promise.gathering.branch_id,
        gathering_id=promise.gathering_id,
        quantity=quantity,
        corrects_id=corrects_id,
        details={"who": promise.who.value, "fingerprint": fingerprint(promise.what)},
        now=now,
    )
