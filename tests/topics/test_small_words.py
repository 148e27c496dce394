"""In what language somebody wrote, where nobody noted it."""

from __future__ import annotations

import pytest

from community.topics.small_words import foreign_in, language_in, pieces_in
from community.topics.views import tongue_of

WRITTEN = {
    "Zullen we een keer bij iemand thuis afspreken?": "nl",
    "Who can help me with my bike?": "en",
    "Хто допоможе мені з велосипедом?": "uk",
    "«من يساعدني؟»": "ar",
    "Kimi arıyorum, bana yardım eder mi?": "tr",
    "Muntstekjes": "nl",
    "12 × 3 !": None,
}


@pytest.mark.parametrize(("text", "language"), WRITTEN.items())
def test_its_letters_and_its_small_words_tell(text, language):
    assert language_in(text) == language


@pytest.mark.parametrize(
    ("page", "text", "mark"),
    [
        ("nl", "Samen breien", ""),
        ("nl", "من يساعدني؟", ' lang="ar" dir="auto"'),
        ("ar", "من يساعدني؟", ""),
        ("ar", "Samen breien", ' lang="nl" dir="auto"'),
        ("ar", "12", ""),
    ],
)
def test_it_is_marked_where_the_page_is_in_another(app, page, text, mark):
    with app.test_request_context(f"/?taal={page}"):
        assert str(tongue_of(text)) == mark


@pytest.mark.parametrize(
    ("around", "text", "language"),
    [
        ("ar", "Samen breien", "nl"),
        ("ar", "Who can help me with my bike?", "en"),
        ("ar", "أهلا Fatima", None),
        ("uk", "Fatima, дякуємо", None),
        ("uk", "Samen breien", "nl"),
        ("nl", "Хто допоможе мені?", "uk"),
        ("nl", "Who can help me?", None),
        ("en", "We make things together", None),
        ("ar", "12 × 3", None),
    ],
)
def test_in_a_mail_only_other_letters_are_foreign(around, text, language):
    assert foreign_in(text, around) == language


@pytest.mark.parametrize(
    ("text", "around", "pieces"),
    [
        ("كرسي في «Wat klopt hier niet?» غدا", "ar", {"Wat klopt hier niet?": "nl"}),
        (
            "«3 vragen», «Foto’s kijken (deel 2)»",
            "ar",
            {"3 vragen": "nl", "Foto’s kijken (deel 2)": "nl"},
        ),
        ("Ми тримаємо місце на «Who can help me?»!", "uk", {"Who can help me?": "en"}),
        ("A chair at ‘Taal: الحديث معًا’, in room B", "en", {"الحديث معًا": "ar"}),
        ("A chair at ‘Snoeien kun je leren’", "en", {}),
        ("في «\u2068Wat is dit?\u2069».", "ar", {"Wat is dit?": "nl"}),
        ("غرفة B", "ar", {}),
    ],
)
def test_what_is_in_other_letters_is_cut_out_of_a_sentence(text, around, pieces):
    found = list(pieces_in(text, around))
    assert "".join(piece for piece, _ in found) == text
    assert {piece: code for piece, code in found if code} == pieces
