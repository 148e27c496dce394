"""The mails about a sign-up: which is still true, and what becomes of it.

Everything is read when the mail is written, so it never tells how things were when it was owed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from community import clock
from community.gatherings import kunde, mail_notes, mail_queries, sign_up_queries
from community.gatherings.mail_calendar import calendar_part, method_for
from community.gatherings.mail_parts import About, told_above
from community.gatherings.mail_queries import Mailed
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.ical.events import Contact
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters, wording
from community.outbox.letters import Letter, Note
from community.outbox.models import OutboxMail
from community.skills import queries as skills
from community.web.keys import house_key

#: What writes each news, and what the sign-up must be for it still to be news.
NEWS: dict[str, tuple[Callable[[About], Note], frozenset[SignUpStatus]]] = {
    "confirm_sign_up": (mail_notes.confirm_sign_up, frozenset({SignUpStatus.PENDING})),
    "you_are_in": (mail_notes.you_are_in, frozenset({SignUpStatus.CONFIRMED})),
    "you_are_waiting": (mail_notes.you_are_waiting, frozenset({SignUpStatus.WAITING})),
    "promoted": (mail_notes.promoted, frozenset({SignUpStatus.CONFIRMED})),
    "party_changed": (
        mail_notes.party_changed,
        frozenset({SignUpStatus.CONFIRMED, SignUpStatus.WAITING}),
    ),
    "left": (mail_notes.left, frozenset({SignUpStatus.CANCELLED})),
    "removed": (mail_notes.removed, frozenset({SignUpStatus.CANCELLED})),
    "moved": (mail_notes.moved, frozenset(SignUpStatus) - {SignUpStatus.CANCELLED}),
    "cancelled": (mail_notes.cancelled, frozenset(SignUpStatus)),
}
#: Also worth knowing while it is going on, and after it was called off.
FAREWELLS = frozenset({"left", "removed", "cancelled"})


def register(_app: Flask) -> None:
    for kind in NEWS:
        asked_for = kind == "confirm_sign_up"
        letters.register(f"gatherings/{kind}", partial(render, kind), asked_for=asked_for)


def render(kind: str, session: Session, mail: OutboxMail) -> Letter | None:
    """The letter, if there is still somebody to tell and it still is so."""
    sign_up = mail_queries.find_sign_up(session, mail.context["sign_up_id"])
    if sign_up is None or not sign_up.person.email:
        return None
    mailed = mail_queries.list_mailed(session, sign_up, but=mail.id)
    if not (
        _is_true(kind, sign_up)
        and _is_in_time(kind, sign_up.gathering, mail.queued_at, clock.now())
        and _is_the_latest(kind, mail, mailed)
    ):
        return None
    with letters.in_language_of(sign_up.person.language) as language:
        return _letter(session, kind, sign_up, mail, mailed, language)


def _is_true(kind: str, sign_up: SignUp) -> bool:
    """Whether the sign-up, and its gathering, still are what the mail is going to say."""
    if sign_up.status not in NEWS[kind][1]:
        return False
    is_off = sign_up.gathering.is_cancelled
    return is_off if kind == "cancelled" else kind in FAREWELLS or not is_off


def _is_in_time(kind: str, gathering: Gathering, owed_at: datetime, now: datetime) -> bool:
    """Before it begins; or before it is over, for a farewell and for what was owed that late."""
    if kind in FAREWELLS or gathering.has_begun(owed_at):
        return not gathering.is_over(now)
    return not gathering.has_begun(now)


def _is_the_latest(kind: str, mail: OutboxMail, mailed: list[Mailed]) -> bool:
    """A newer mail tells all that this one would; only the request to confirm stands by itself."""
    if kind == "confirm_sign_up":
        return True
    mine = mail_queries.sequence_of(mail)
    return all(other.sequence <= mine or other.kind == "confirm_sign_up" for other in mailed)


def _letter(
    session: Session,
    kind: str,
    sign_up: SignUp,
    mail: OutboxMail,
    mailed: list[Mailed],
    language: str,
) -> Letter:
    gathering, person = sign_up.gathering, sign_up.person
    library = gathering.library
    method = method_for(kind, sign_up, mailed)
    about = About(
        sign_up,
        manage_url=_manage_url(sign_up),
        agenda_url=f"{base_url()}/{library.slug}/agenda",
        writer=mail_queries.find_writer(session, gathering),
        place_in_line=mail_queries.place_in_line(session, sign_up),
        was=datetime.fromisoformat(was) if (was := mail.context.get("was")) else None,
        calendar=method,
        asks_for_a_yes=bool(
            kunde.asked(gathering) and skills.list_drafts_of(session, sign_up.id, person.id)
        ),
        more=told_above(session, sign_up),
    )
    sender = sender_of(library)
    calendar = b""
    if method:
        calendar = calendar_part(
            sign_up,
            method,
            organizer=Contact(library.name, letters.sender_address()),
            language=language,
            base_url=base_url(),
            at=mail.queued_at,
        )
    return letters.written(
        wording.worded(
            session,
            NEWS[kind][0](about),
            mail.template,
            library_id=library.id,
            language=language,
            # An address that nobody has proven is called by no name, whatever words came before.
            values=about.words | ({"voornaam": ""} if kind == "confirm_sign_up" else {}),
        ),
        sender=sender,
        # Somebody who has not proven an address may have typed any name beside it.
        to_name=person.full_name if kind != "confirm_sign_up" else "",
        to_address=person.email or "",
        language=language,
        calendar=calendar,
        calendar_method=method.value if method else "",
    )


def _manage_url(sign_up: SignUp) -> str:
    token = sign_up_queries.token_of(sign_up, key=house_key())
    return f"{base_url()}/{sign_up.gathering.library.slug}/aanmelding/{token}"
