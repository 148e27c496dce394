"""The meetlat as data is whole, in both languages, and one that was used stays readable."""

from __future__ import annotations

import json
from importlib import resources
from math import fsum

import pytest

from community.meetlat.engine.standard import (
    LATEST,
    ONTMOETING,
    SAMENWERKING,
    UnknownStandard,
    standard,
    texts,
    versions,
)
from community.partners.models import Sector


def test_weights_sum_to_one_in_both_dimensions():
    for key in (ONTMOETING, SAMENWERKING):
        eight = standard().of(key)
        assert len(eight) == 8
        assert fsum(one.weight for one in eight) == pytest.approx(1)


@pytest.mark.parametrize("version", versions())
def test_anchors_rise_from_zero_and_minimums_are_in_words_and_in_numbers(version: str):
    for one in standard(version).indicators:
        points = (one.zero, *one.anchors)
        assert list(points) == sorted(set(points))
        assert one.least
        assert one.minimum
        assert one.next_act


def test_what_the_design_says_of_zero_points_bounds_and_pairs_stands_with_the_indicators():
    each = standard().indicators
    assert {one.code: one.zero for one in each if one.zero} == {"S3": 1, "S8": 1}
    assert {one.code for one in each if one.bounded} == {"O3", "O6", "O7", "S1", "S2", "S7"}
    assert {one.code: one.pair for one in each if one.pair} == {
        "O1": "O2", "O2": "O1", "O4": "O5", "O5": "O4",
    }  # fmt: skip


def test_five_blocks_have_five_statements_and_advice_for_five_levels():
    for block in standard().blocks:
        assert (len(block.statements), len(block.advice)) == (5, 5)
        assert {one.support for one in block.advice} <= {one.key for one in standard().supports}
    assert [block.key for block in standard().blocks if block.from_log] == ["communicatie"]


def test_there_are_as_many_sectors_as_a_partner_can_have():
    assert len(standard().sectors) == len(Sector)


@pytest.mark.parametrize("version", versions())
def test_every_text_stands_in_english_and_no_translation_is_left_over(version: str):
    file = resources.files("community.meetlat").joinpath("standards", "en", f"{version}.json")
    words = json.loads(file.read_text("utf-8"))
    assert set(words) == set(texts(standard(version)))
    assert all(words.values())


def test_in_another_language_only_the_words_are_other():
    dutch, english = standard(), standard(language="en")
    assert english.rules == dutch.rules
    assert [one.code for one in english.indicators] == [one.code for one in dutch.indicators]
    assert english.indicator("O1").question == "Do new people come?"
    assert english.block("kennis").advice[1].support == "opleidingen"
    assert standard(language="fr") == dutch


def test_a_version_that_never_was_is_said_to_be_unknown():
    assert LATEST in versions()
    for version in ("2.0", "../standards/0.1-voorstel", "en"):
        with pytest.raises(UnknownStandard):
            standard(version)


def test_what_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        standard().indicator("O9")
    with pytest.raises(KeyError):
        standard().block("dak")
