"""Passkeys: a key on a device of somebody, which the device opens with a finger, a face or a pin.

What a device signs is a challenge of ours: made under the key of the house for one purpose and one
person, good for some minutes, and answered once. So asking for one writes nothing, and an answer
that was overheard opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from community.accounts.models import Person
from community.credentials import queries, services
from community.credentials.models import Changed, Passkey, UsedChallenge
from community.db import changed_rows, insert_once
from community.errors import DomainError
from community.tokens import fingerprint
from community.words import N_

#: How long a challenge may be answered: a telephone must be found first.
CHALLENGE = timedelta(minutes=5)
#: What a challenge is for; one for the one does not do for the other.
ADD, COME_IN = "add", "come in"
#: So many passkeys of one person at most.
MOST = 20

Answer = Mapping[str, object]


class PasskeyRefused(DomainError):
    """Not ours, answered before, too late, or a copy: no stranger learns which."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            N_("That did not work with this passkey. Try again, or sign in by e-mail.")
        )


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are tied to, so that no other site can use them."""

    origin: str
    rp_id: str
    key: str

    @classmethod
    def of(cls, base_url: str, key: str) -> Site:
        parts = urlsplit(base_url)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.hostname or "", key)

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers give no passkeys to an address in numbers: there none is offered."""
        try:
            ip_address(self.rp_id)
        except ValueError:
            return True
        return False


# ─── asking ───


def options_to_add(session: Session, site: Site, person: Person, *, now: datetime) -> str:
    """What the browser needs to make a passkey of this person, as JSON."""
    known = queries.list_passkeys(session, person.id)
    return options_to_json(
        generate_registration_options(
            rp_id=site.rp_id,
            rp_name="Kenniskring",
            user_id=_handle(site.key, person.id),
            user_name=person.email or person.first_name,
            user_display_name=person.full_name,
            challenge=_challenge(site.key, ADD, person.id, now=now),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
                for each in known
            ],
        )
    )


def options_to_come_in(site: Site, *, now: datetime) -> str:
    """What the browser needs to find a passkey, whoever's: nobody has to say who they are."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.rp_id,
            challenge=_challenge(site.key, COME_IN, 0, now=now),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


# ─── answering ───


def add(
    session: Session, site: Site, person_id: int, answer: Answer, name: str, *, now: datetime
) -> Passkey:
    """Keep the public half of a new passkey; a mail tells of it."""
    if len(queries.list_passkeys(session, person_id)) >= MOST:
        raise PasskeyRefused
    challenge = _answered(session, site.key, ADD, person_id, answer, now=now)
    try:
        made = verify_registration_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise PasskeyRefused from wrong
    credential_id = bytes_to_base64url(made.credential_id)
    passkey = Passkey(
        person_id=person_id,
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        made_at=now,
    )
    if queries.find_passkey(session, credential_id) is not None or len(credential_id) > 1400:
        raise PasskeyRefused
    session.add(passkey)
    services.has_one(session, person_id)
    services.tell(session, person_id, Changed.PASSKEY_ADDED, now=now)
    return passkey


def come_in(session: Session, site: Site, answer: Answer, *, now: datetime) -> int:
    """Whose passkey this is, if it is one; a counter that did not go up is of a copy."""
    challenge = _answered(session, site.key, COME_IN, 0, answer, now=now)
    passkey = queries.find_passkey(session, str(answer.get("id")))
    if passkey is None:
        raise PasskeyRefused
    try:
        seen = verify_authentication_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise PasskeyRefused from wrong
    handle = _of_response(answer).get("userHandle")
    if handle and handle != bytes_to_base64url(_handle(site.key, passkey.person_id)):
        raise PasskeyRefused
    counted = update(Passkey).where(
        Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count
    )
    if changed_rows(session, counted.values(sign_count=seen.new_sign_count, last_used_at=now)) != 1:
        raise PasskeyRefused
    return passkey.person_id


# ─── keeping ───


def rename(session: Session, person_id: int, passkey_id: int, name: str) -> None:
    queries.get_passkey(session, person_id, passkey_id).name = name


def remove(session: Session, person_id: int, passkey_id: int, *, now: datetime) -> None:
    """It opens nothing any more. Doing so twice changes nothing."""
    own = delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    if changed_rows(session, own):
        services.has_lost_one(session, person_id, now=now)
        services.tell(session, person_id, Changed.PASSKEY_REMOVED, now=now)


# ─── challenges ───


def _challenge(key: str, purpose: str, person_id: int, *, now: datetime) -> bytes:
    """16 random bytes, when it ends, and our mark on both."""
    body = secrets.token_bytes(16) + int((now + CHALLENGE).timestamp()).to_bytes(8, "big")
    return body + _mark(key, purpose, person_id, body)


def _mark(key: str, purpose: str, person_id: int, body: bytes) -> bytes:
    message = f"passkey challenge:{purpose}:{person_id}:".encode() + body
    return hmac.new(key.encode(), message, hashlib.sha256).digest()


def _answered(
    session: Session, key: str, purpose: str, person_id: int, answer: Answer, *, now: datetime
) -> bytes:
    """The challenge of this answer, which from here on is used up; raises `PasskeyRefused`."""
    challenge = _challenge_in(answer)
    body, mark = challenge[:24], challenge[24:]
    ends = int.from_bytes(body[16:], "big")
    ours = hmac.compare_digest(mark, _mark(key, purpose, person_id, body))
    if not ours or len(body) != 24 or ends <= now.timestamp():
        raise PasskeyRefused
    once = fingerprint(bytes_to_base64url(challenge))
    if not insert_once(session, UsedChallenge, fingerprint=once, expires_at=now + CHALLENGE):
        raise PasskeyRefused
    return challenge


def _challenge_in(answer: Answer) -> bytes:
    try:
        said = json.loads(base64url_to_bytes(str(_of_response(answer)["clientDataJSON"])))
        return base64url_to_bytes(str(said["challenge"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise PasskeyRefused from wrong


def _of_response(answer: Answer) -> Mapping[str, object]:
    response = answer.get("response")
    return response if isinstance(response, Mapping) else {}


def _handle(key: str, person_id: int) -> bytes:
    """Whom a passkey is of, in a way that says nothing outside."""
    return hmac.new(key.encode(), f"passkey of:{person_id}".encode(), hashlib.sha256).digest()
