"""The doors that strangers knock on, and how often each may be tried.

A network is counted generously: a whole library sits behind one address. The count of all
together is there for a flood from everywhere at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from community.accounts.throttle import KnockedTooOften, Limit, count
from community.clock import now
from community.db import transaction

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Door:
    """The limits of one door: of all knocks, of those of one network, and of one account."""

    name: str
    everybody: Limit
    network: Limit
    account: Limit | None = None


SIGN_IN_LINK = Door(
    "sign in: link",
    everybody=Limit(3_000, _QUARTER),
    network=Limit(120, _QUARTER),
    # Also bounds how much mail a stranger can have sent to somebody.
    account=Limit(6, _HOUR),
)
#: Who is kept out of this one by somebody else's guessing still has the door of the link.
PASSWORD = Door(
    "sign in: password",
    everybody=Limit(3_000, _QUARTER),
    network=Limit(120, _QUARTER),
    account=Limit(10, _QUARTER),
)
USE_OF_LINK = Door(
    "sign in: use of a link",
    everybody=Limit(3_000, _QUARTER),
    network=Limit(120, _QUARTER),
)
#: Six digits can be guessed by who has the link or the password already: not in a lifetime.
EXTRA_CODE = Door(
    "sign in: extra code",
    everybody=Limit(3_000, _QUARTER),
    network=Limit(120, _QUARTER),
    account=Limit(10, _HOUR),
)
#: Nobody guesses a passkey; this keeps a broken script from trying for ever.
PASSKEY = Door(
    "sign in: passkey",
    everybody=Limit(3_000, _QUARTER),
    network=Limit(120, _QUARTER),
)
#: Whoever has the tablet at the door of a gathering, or a telephone that has its address.
TALLY = Door("tally card", everybody=Limit(6_000, _QUARTER), network=Limit(600, _QUARTER))
#: Answers with a code, and tries of codes that are none. A full hall sits behind one address.
PULSE = Door("exit pulse", everybody=Limit(6_000, _QUARTER), network=Limit(900, _QUARTER))
#: A program with a token; the account is the token.
PROGRAM = Door(
    "program",
    everybody=Limit(60_000, _QUARTER),
    network=Limit(6_000, _QUARTER),
    account=Limit(1_500, _QUARTER),
)
#: Tokens that are none. Nobody guesses one; this keeps a broken program from trying for ever.
NO_PROGRAM = Door("program: no token", Limit(6_000, _QUARTER), network=Limit(120, _QUARTER))
#: For a manager who invites: the mails of one library.
INVITATION = Door(
    "invitation",
    everybody=Limit(1_000, _HOUR),
    network=Limit(120, _HOUR),
    account=Limit(60, _HOUR),
)


def of_links(name: str) -> Door:
    """Of the pages that a secret link in a mail opens: many read one, nobody needs to guess."""
    return Door(name, everybody=Limit(3_000, _QUARTER), network=Limit(240, _QUARTER))


def enter(door: Door, account: str = "") -> None:
    """Count this request at `door`, come what may of it; raises `TooMany`.

    In a transaction of its own that always commits, in which every request takes the rows in the
    same order.
    """
    knocks: Mapping[str, Limit | None] = {
        f"network {_network(request.remote_addr)}": door.network,
        f"account {account}": door.account,
        "everybody": door.everybody,
    }
    at = now()
    with transaction() as tx:
        waits = [count(tx, door.name, who, limit, now=at) for who, limit in knocks.items() if limit]
    too_long = [wait for wait in waits if wait]
    if too_long:
        raise KnockedTooOften(max(too_long))


def _network(address: str | None) -> str:
    """Whom a network address stands for: in IPv6 one subscriber has all of a /64."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"  # A test client or a Unix socket.
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(ip_network((found, 64), strict=False))
    return str(found)
