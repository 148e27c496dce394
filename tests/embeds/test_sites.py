"""What is a site, as it may stand in a header."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community.embeds.sites import MOST_SITES, NoSuchSite, site_of, sites_in

ONE_WORD = re.compile(r"https?://[a-z0-9*.-]+(:\d+)?")


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("www.bieb.nl", "https://www.bieb.nl"),
        ("https://WWW.Bieb.nl/agenda?x#y", "https://www.bieb.nl"),
        ("http://bieb.test:8080/", "http://bieb.test:8080"),
        ("https://*.bieb.nl", "https://*.bieb.nl"),
        ("bücher.nl", "https://xn--bcher-kva.nl"),
    ],
)
def test_a_site_is_its_origin(typed, site):
    assert site_of(typed) == site


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "data://x", "ftp://bieb.nl", "https://", "*", "bieb.nl;script-src *",
     "https://bieb.nl:99999", "'self'", "https://a*.nl", "*.*.nl", "https://[::1", "." * 70],
)  # fmt: skip
def test_what_is_no_site_is_refused(typed):
    with pytest.raises(NoSuchSite):
        site_of(typed)


@example("bieb.nl; script-src *")
@example("bieb.nl\r\nX-Evil: 1")
@settings(max_examples=50)
@given(st.text(max_size=60))
def test_nothing_gets_into_the_header_but_sites(typed):
    try:
        found = sites_in(typed)
    except NoSuchSite:
        return
    assert all(ONE_WORD.fullmatch(each) for each in found)


def test_there_is_an_end_to_it():
    assert len(sites_in("\n".join(f"a{number}.nl" for number in range(MOST_SITES)))) == MOST_SITES
    with pytest.raises(NoSuchSite):
        sites_in("\n".join(f"a{number}.nl" for number in range(MOST_SITES + 1)))
