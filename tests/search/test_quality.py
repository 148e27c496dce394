"""Finding by words beats plain trigrams on questions that no rule was made with."""

from __future__ import annotations

from community.search import questions
from community.search.documents import folded
from community.search.queries import Candidate
from community.search.ranking import rank
from tests.search import measuring

MORE_THAN_PLAIN_TRIGRAMS = 0.05


def test_by_words_five_in_a_hundred_answers_more_are_found_than_by_plain_trigrams():
    offers = measuring.offers()
    candidates = [Candidate(number, number, folded(said)) for number, said in offers.items()]
    _, held_out = measuring.halves()

    def by_words(question: str) -> list[int]:
        asked = questions.read(question)
        those = [each for each in candidates if any(gram in each.folded for gram in asked.grams)]
        return [each.subject_id for each in rank(asked, those)]

    plain = measuring.figures(held_out, measuring.plain_trigram(offers))
    ours = measuring.figures(held_out, by_words)
    assert ours.recall >= plain.recall + MORE_THAN_PLAIN_TRIGRAMS
    assert ours.mrr >= plain.mrr + MORE_THAN_PLAIN_TRIGRAMS


def test_there_are_enough_questions_of_every_kind():
    assert len(measuring.offers()) >= 150
    for half in measuring.halves():
        kinds = [asked.kind for asked in half]
        for kind in (*measuring.DUTCH, *measuring.ACROSS_LANGUAGES, measuring.NOTHING):
            assert kinds.count(kind) >= 6, kind
