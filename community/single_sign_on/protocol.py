"""OpenID Connect as its client: Authlib speaks it, `community.outside` carries it.

The authorization code flow with PKCE, a state and a nonce; the token's signature, issuer, audience
and times are checked. What it claims about an e-mail address opens nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.exceptions import RequestException
from requests.structures import CaseInsensitiveDict

from community import outside
from community.errors import DomainError
from community.outside import OutsideError, Reach
from community.single_sign_on.models import LONGEST_SUBJECT
from community.words import N_

#: Signatures of which the public half is published; never `none`, never a shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SCOPE = "openid email"
#: Clocks differ.
LEEWAY_SECONDS = 60
_AT_MOST = 256 * 1024
_HOW = ("client_secret_basic", "client_secret_post")


class NotProven(DomainError):
    """The provider did not say, in a way that can be checked, who this is."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_("Your organisation did not confirm who you are. Try again, or sign in by e-mail.")
        )


class NoProvider(DomainError):
    """There is no OpenID provider at that address, or it cannot be reached."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            N_("Your organisation’s sign-in cannot be reached. Sign in by e-mail for now.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What we are to a provider."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str
    reach: Reach = Reach.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What has to be kept, by the browser that began, until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Who came in by the provider."""

    subject: str
    address: str  #: As the provider knows it; to show, never to trust.


def discover(client: Client) -> OpenIDProviderMetadata:
    """What the provider publishes about itself; raises `NoProvider`."""
    with _session(client) as session:
        said = _fetched(session, get_well_known_url(client.issuer, external=True))
    metadata = OpenIDProviderMetadata(said)
    try:
        metadata.validate()
    except ValueError:
        raise NoProvider from None
    # A provider that speaks for another one would let that one's people in here.
    if metadata["issuer"] != client.issuer:
        raise NoProvider
    return metadata


def set_out(client: Client) -> Begun:
    """Where to send the browser; raises `NoProvider`."""
    metadata = discover(client)
    verifier, nonce = generate_token(64), generate_token(32)
    with _session(client) as session:
        url, state = session.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
    return Begun(url=url, state=state, nonce=nonce, verifier=verifier)


def finish(client: Client, begun: Begun, came_back_at: str) -> Claims:
    """Who it is that came back at this address; raises `NotProven` or `NoProvider`."""
    metadata = discover(client)
    with _session(client, metadata, state=begun.state) as session:
        try:
            token = session.fetch_token(
                metadata["token_endpoint"],
                authorization_response=came_back_at,
                code_verifier=begun.verifier,
            )
            published: Any = _fetched(session, metadata["jwks_uri"])
            keys = KeySet.import_key_set(published)
            signed = jwt.decode(str(token.get("id_token")), keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": client.issuer},
                    "aud": {"essential": True, "value": client.client_id},
                },
                {
                    "nonce": begun.nonce,
                    "client_id": client.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=LEEWAY_SECONDS)
        except (AuthlibBaseError, JoseError, ValueError, KeyError, RequestException) as error:
            raise NotProven from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotProven
    return Claims(subject=subject, address=str(claims.get("email") or "")[:254])


def _session(
    client: Client, metadata: OpenIDProviderMetadata | None = None, state: str | None = None
) -> OAuth2Session:
    offered = (metadata or {}).get("token_endpoint_auth_methods_supported") or _HOW[:1]
    session = OAuth2Session(
        client.client_id,
        client.secret,
        scope=SCOPE,
        redirect_uri=client.redirect_uri,
        state=state,
        code_challenge_method="S256",
        token_endpoint_auth_method=next((how for how in _HOW if how in offered), _HOW[0]),
    )
    session.trust_env = False  # No proxy and no password of the machine's own.
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Outside(client.reach))
    return session


def _fetched(session: OAuth2Session, url: str) -> dict[str, Any]:
    try:
        answer = session.get(url, withhold_token=True)
        answer.raise_for_status()
        said = answer.json()
    except (RequestException, ValueError) as error:
        raise NoProvider from error
    if not isinstance(said, dict):
        raise NoProvider
    return said


class _Outside(BaseAdapter):
    """Lets `requests` go by the one door out of this house, and by no other."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self.reach = reach

    def send(self, request: PreparedRequest, *_args: Any, **_kwargs: Any) -> Response:
        url = str(request.url)
        try:
            if request.method == "POST":
                body = request.body or b""
                data = body if isinstance(body, bytes) else str(body).encode()
                headers = {name: str(value) for name, value in request.headers.items()}
                answer = outside.post(url, data, headers, reach=self.reach, keep=_AT_MOST)
            else:
                answer = outside.get(url, reach=self.reach, at_most=_AT_MOST)
        except OutsideError as error:
            raise RequestException(str(error), request=request) from error
        response = Response()
        response.status_code, response.url, response.request = answer.status, answer.url, request
        response.headers = CaseInsensitiveDict(answer.headers)
        response._content = answer.body  # noqa: SLF001  (there is no other way to make one)
        return response

    def close(self) -> None:
        """Nothing is kept open."""
