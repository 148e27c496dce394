"""Whose address it is: the partner's own, or one that anybody can have or that only looks alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.partners.domains import FREE_MAIL, NotADomain, domain_of, is_own_address

#: Letters, signs and what looks like them.
ODD = "abwz09.-_@/: \\\r\n\0\u3002\u0434\u00df\u0130\u200d\ud800é"
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
DOMAIN = st.lists(LABEL, min_size=2, max_size=4).map(".".join).filter(
    lambda name: not name.split(".")[-1].isdigit()
    and not any(name == free or name.endswith(f".{free}") for free in FREE_MAIL)
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "domain", "own"),
    [
        ("m.kok@ggd.example", "ggd.example", True),
        ("M.Kok@GGD.Example", "ggd.example", True),
        ("m.kok@po.ggd.example", "ggd.example", True),
        ("m.kok@nepggd.example", "ggd.example", False),
        ("m.kok@ggd.example.evil.test", "ggd.example", False),
        ("m.kok@example", "ggd.example", False),
        ("ggd.example@evil.test", "ggd.example", False),
        ("m.kok@münchen.example", "xn--mnchen-3ya.example", True),
        ("m.kok@xn--mnchen-3ya.example", "xn--mnchen-3ya.example", True),
        ("m.kok@gg\N{CYRILLIC SMALL LETTER DE}.example", "ggd.example", False),
        ("m.kok@gmail.com", "gmail.com", False),
        ("m.kok@iets.ziggo.nl", "ziggo.nl", False),
        ("m.kok@ggd.example", "", False),
        ("geen adres", "ggd.example", False),
        ("", "ggd.example", False),
        ("a@b@ggd.example", "ggd.example", False),
        ("m.kok@ggd.example.", "ggd.example", False),
    ],
)
def test_an_address_is_the_partners_own_or_not(address, domain, own):
    assert is_own_address(address, domain) is own


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("ggd.example", "ggd.example"),
        ("  WWW.GGD.example ", "ggd.example"),
        ("https://www.ggd.example/over-ons", "ggd.example"),
        ("m.kok@ggd.example", "ggd.example"),
        ("@ggd.example", "ggd.example"),
        ("München.example", "xn--mnchen-3ya.example"),
    ],
)
def test_a_domain_is_read_from_what_people_type(typed, kept):
    assert domain_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["ggd", "nl", "gmail.com", "mail.ziggo.nl", "co.uk", "1.2.3.4", "ggd nl", "ggd..nl", "-ggd.nl",
     "x" * 300 + ".nl", "ggd.nl\r\nBcc: a@b.nl", "ggd\N{IDEOGRAPHIC FULL STOP}nl", "\ud800.nl"],
)  # fmt: skip
def test_what_is_nobodys_domain_is_refused(typed):
    with pytest.raises(NotADomain):
        domain_of(typed)


@settings(max_examples=80)
@given(DOMAIN, LABEL)
def test_what_lies_below_is_its_own_and_what_stands_around_is_not(domain, label):
    assert is_own_address(f"a@{domain}", domain)
    assert is_own_address(f"a@{label}.{domain}", domain)
    assert not is_own_address(f"a@{label}{domain}", domain)
    assert not is_own_address(f"a@{domain}.{label}x", domain)
    assert not is_own_address(f"{domain}@{label}.invalid", domain)


@settings(max_examples=100)
@given(st.text(ODD, max_size=30))
def test_reading_a_domain_again_changes_nothing(typed):
    try:
        kept = domain_of(typed)
    except NotADomain:
        return
    assert domain_of(kept) == kept
    assert not kept or is_own_address(f"iemand@{kept}", kept)


@settings(max_examples=50)
@given(st.text(ODD, max_size=20), st.text(ODD, max_size=20))
def test_no_text_whatever_breaks_the_comparison(address, domain):
    assert is_own_address(address, domain) in {True, False}
