"""What a sentence is about, in whatever words and language."""

from __future__ import annotations

import pytest

from community.db import transaction
from community.topics.finding import suggest, terms_for
from community.topics.planting import plant
from tests.factories import a_library
from tests.topics.sentences import SAID, SAID_NOTHING

#: Of the sentences of our own. Measured: .97, and .84 of them first.
WITHIN_THREE = 0.85


@pytest.fixture
def library(app):
    library = a_library()
    with transaction() as tx:
        plant(tx, library.id)
    return library


def themes(session, library, text):
    return [each.theme.slug for each in suggest(session, library.id, text)]


def terms(session, library, text):
    return {mention.term.label for mention in terms_for(session, library.id, text)}


def test_the_right_theme_is_among_three_for_nearly_every_sentence(session, library):
    missed = [(said, theme) for said, theme in SAID if theme not in themes(session, library, said)]
    assert len(SAID) >= 40
    assert 1 - len(missed) / len(SAID) >= WITHIN_THREE, missed


def test_what_no_theme_is_about_gets_none(session, library):
    assert [themes(session, library, said) for said in SAID_NOTHING] == [[]] * len(SAID_NOTHING)
    assert themes(session, library, "") == []
    assert suggest(session, a_library("zuidpolder").id, "Ik repareer fietsen") == []


ABOUT = {
    "Ik repareer graag fietsen.": "fietsen repareren",
    "Wie heeft mijn lamp gerepareerd?": "repareren",
    "Ik lees graag": "lezen",
    "bisikletimi tamir etmek istiyorum": "fietsen repareren",
    "أريد تصليح دراجة": "fietsen repareren",
    "Wereldkeuken!": "wereldkeuken",
}


def test_a_term_is_known_by_any_of_its_names_with_other_endings(session, library):
    missed = [said for said, term in ABOUT.items() if term not in terms(session, library, said)]
    assert missed == []


def test_the_fuller_name_says_what_it_is_about(session, library):
    assert terms(session, library, "brood bakken") == {"brood bakken"}
    assert "scheiding" not in terms(session, library, "Hoe moet je afval scheiden?")


def test_a_short_word_of_another_language_is_no_name(session, library):
    """The English *deeds* are in the archives."""
    assert terms(session, library, "Zij deed haar jas weer aan") == set()


def test_a_suggestion_names_the_terms_that_made_it(session, library):
    first = suggest(session, library.id, "Ik bak brood en ik kook soep")[0]
    assert first.theme.slug == "koken-voeding"
    assert {term.label for term in first.terms} >= {"brood bakken", "koken"}
