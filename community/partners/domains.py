"""Whether an address is a partner's own: what stands after its @, compared as mail servers do.

An organisation's domain covers what lies below it (`afdeling.ggd.example`), never what only looks
like it (`ggd.example.evil.test`, `nepggd.example`). At a provider of free mail anybody can have an
address, so such a domain is nobody's own.
"""

from __future__ import annotations

from pathlib import Path

from community.accounts.addresses import WrongAddress, folded
from community.errors import DomainError
from community.words import N_

#: Where anybody can have an address: what Dutch people use, and the large ones elsewhere.
FREE_MAIL = frozenset(Path(__file__).with_name("free_mail.txt").read_text("ascii").split())

#: Under these anybody registers a name, so the whole of one is nobody's domain.
_SHARED_ENDS = frozenset({"co.uk", "org.uk", "ac.uk", "com.tr", "org.tr", "co.nl", "com.nl"})


class NotADomain(DomainError, ValueError):
    status = 422

    def __init__(self, message: str = N_("A domain looks like ggd.nl, without www or @.")) -> None:
        super().__init__(message)


def domain_of(typed: str) -> str:
    """The one spelling of a domain, from a domain, an address or a link; empty for nothing."""
    text = typed.strip()
    if not text:
        return ""
    if " " in text or not text.isprintable():
        raise NotADomain
    lowered = text.lower()
    for start in ("https://", "http://"):
        lowered = lowered.removeprefix(start)
    before, at, after = lowered.partition("/")[0].partition("@")
    host = (after if at else before).removeprefix("www.").removesuffix(".")
    try:
        found = folded(f"x@{host}").partition("@")[2]
    except WrongAddress:
        raise NotADomain from None
    if found in _SHARED_ENDS:
        raise NotADomain
    if is_free_mail(found):
        raise NotADomain(N_("Anyone can have an address there. Leave this empty."))
    return found


def is_free_mail(domain: str) -> bool:
    """Also a domain below one of them: providers hand those out too."""
    return any(_is_within(domain, free) for free in FREE_MAIL)


def is_own_address(address: str, domain: str) -> bool:
    """Whether mail to this address arrives at the partner's own domain, or below it."""
    if not domain or is_free_mail(domain):
        return False
    try:
        host = folded(address).partition("@")[2]
    except WrongAddress:
        return False
    return _is_within(host, domain)


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
