"""A provider that lies, or whose answers somebody on the way has changed: nobody is anybody."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

import pytest

from community.single_sign_on import protocol
from community.single_sign_on.protocol import Client, NoProvider, NotProven
from tests.single_sign_on.liar import ANOTHER, OURS, who


def test_what_is_signed_for_us_is_believed(liar):
    liar.says = {"email": "bas@gemeente.example"}
    assert who(liar) == protocol.Claims(subject="u-1", address="bas@gemeente.example")


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "of another visit"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": None},
        {"iss": "https://another.example"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"at_hash": "not of this token"},
    ],
)
def test_what_is_not_said_to_us_now_is_not_believed(liar, says):
    liar.says = says
    with pytest.raises(NotProven):
        who(liar)


def test_a_signature_of_somebody_else_is_none(liar):
    liar.key = ANOTHER
    with pytest.raises(NotProven):
        who(liar)


def test_a_token_without_a_signature_is_none(liar):
    head = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    body = liar.token().split(".")[1]
    liar.token = lambda: f"{head}.{body}."
    with pytest.raises(NotProven):
        who(liar)


def test_a_published_key_is_no_shared_secret(liar):
    """The old trick: sign by HMAC, with what everybody can read as the key."""
    head, body, _signature = liar.token().split(".")
    head = urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=").decode()
    mac = hmac.new(OURS.as_pem(private=False), f"{head}.{body}".encode(), "sha256").digest()
    forged = f"{head}.{body}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    liar.token = lambda: forged
    with pytest.raises(NotProven):
        who(liar)


@pytest.mark.parametrize(
    "about_itself",
    [
        {"issuer": "https://another.example"},
        {"jwks_uri": None},
        {"token_endpoint": None},
    ],
)
def test_who_does_not_say_well_who_it_is_is_no_provider(liar, about_itself):
    liar.about_itself = about_itself
    with pytest.raises(NoProvider):
        who(liar)


def test_a_provider_inside_our_walls_is_not_asked(liar):
    client = Client(issuer=liar.issuer, client_id="kring", secret="s", redirect_uri="/")
    with pytest.raises(NoProvider):
        protocol.set_out(client)
