"""A provider that says what a test wants it to say."""

from __future__ import annotations

import json
from time import time

from joserfc import jwt
from joserfc.jwk import RSAKey

from community.outside import Reach
from community.single_sign_on import protocol
from community.single_sign_on.protocol import Client

OURS, ANOTHER = RSAKey.generate_key(2048), RSAKey.generate_key(2048)


class Liar:
    """Answers as a provider does, with what a test changed."""

    def __init__(self) -> None:
        self.issuer = ""
        self.says: dict[str, object] = {}
        self.about_itself: dict[str, object] = {}
        self.key, self.header = OURS, {"alg": "RS256"}

    def __call__(self, asked, send):
        if "/.well-known/" in asked:
            said = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            } | self.about_itself
        elif "/jwks" in asked:
            said = {"keys": [OURS.as_dict(private=False)]}
        else:
            said = {"access_token": "a", "token_type": "Bearer", "id_token": self.token()}
        body = json.dumps(said).encode()
        send(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )

    def token(self) -> str:
        at = int(time())
        claims = {"iss": self.issuer, "aud": "kring", "sub": "u-1", "nonce": "n-1", "iat": at}
        claims |= {"exp": at + 300, **self.says}
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]])


def who(liar):
    client = Client(
        issuer=liar.issuer, client_id="kring", secret="s", redirect_uri="http://us.example/back",
        reach=Reach.THIS_MACHINE_TOO,
    )  # fmt: skip
    begun = protocol.Begun(url="", state="s-1", nonce="n-1", verifier="v" * 64)
    return protocol.finish(client, begun, "http://us.example/back?code=c&state=s-1")
