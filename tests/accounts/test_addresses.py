from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.addresses import LONGEST, WrongAddress, folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("noor@example.org", "noor@example.org"),
        ("  Noor.De-Wit+kring@Example.ORG ", "noor.de-wit+kring@example.org"),
        ("noor@example.org\r\n", "noor@example.org"),  # A line end around it is a space.
        ("o'neill@example.co.uk", "o'neill@example.co.uk"),
        ("noor@münchen.de", "noor@xn--mnchen-3ya.de"),
        ("noor@faß.de", "noor@xn--fa-hia.de"),  # IDNA 2008: not fass.de, which is somebody else's.
        ("noor@xn--mnchen-3ya.de", "noor@xn--mnchen-3ya.de"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert folded(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "noor",
        "@example.org",
        "noor@",
        "noor@localhost",
        "noor@127.0.0.1",
        "noor@@example.org",
        "noor@example..org",
        "noor@-example.org",
        ".noor@example.org",
        "noor..de.wit@example.org",
        "noor @example.org",
        '"noor de wit"@example.org',
        "jörg@example.org",
        "noor@example.org\nBcc: all@example.org",
        "no\x00or@example.org",
        "noor@exam\ud800ple.org",
        "noor@exam\u2028ple.org",
        "noor@☃.org",
        f"{'n' * 65}@example.org",
        f"noor@{'é' * 60}.org",
        f"noor@{'example.' * 40}org",
        "n" * 100_000,
        "@" * 100_000,
    ],
)
def test_what_no_mail_can_be_sent_to_is_refused(typed: str) -> None:
    with pytest.raises(WrongAddress):
        folded(typed)


@given(st.text(max_size=80) | st.emails())
def test_whatever_is_typed_a_kept_address_is_plain_and_stays_as_it_is(typed: str) -> None:
    try:
        kept = folded(typed)
    except WrongAddress:
        return
    assert kept.isascii()
    assert kept.isprintable()
    assert " " not in kept
    assert len(kept) <= LONGEST
    assert kept == kept.lower() == folded(kept)
