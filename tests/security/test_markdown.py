"""RELIABILITY 17: what people write becomes a page in which nothing acts."""

from __future__ import annotations

import pytest

from community.gatherings.markdown import to_html
from tests.security.corpora import corpus, named
from tests.security.inert import acts

ATTACKS = corpus("markdown_attacks")


def test_the_corpus_is_a_real_one():
    assert len(set(ATTACKS)) == len(ATTACKS) >= 60


def test_the_judge_sees_what_acts():
    """Put into a page as it is, most of the corpus does act; else the judge would prove nothing."""
    html = [attack for attack in ATTACKS if attack.lstrip().startswith("<")]
    blind = [named(attack) for attack in html if not acts(attack)]
    assert len(blind) < len(html) / 3, blind


@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_nothing_that_is_written_acts(attack):
    assert acts(str(to_html(attack))) == []


@pytest.mark.parametrize(
    ("content", "is_good"),
    [
        ("30", True),
        ("30; url=/vechtdal/scherm?taal=nl", True),
        ("0; url=//elders.nl/", False),
        ("0; url=/\\elders.nl/", False),
        ("0; url=https://elders.nl/", False),
        ("0; url=javascript:alert(1)", False),
    ],
)
def test_a_page_that_loads_itself_again_goes_nowhere_else(content, is_good):
    assert (acts(f'<meta http-equiv="refresh" content="{content}">') == []) is is_good
