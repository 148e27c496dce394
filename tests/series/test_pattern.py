"""What the dates of a series have in common survives being kept."""

from __future__ import annotations

import json
from datetime import timedelta

from community.gatherings.kinds import CoreFunction, Kind, SignUpMode
from community.gatherings.questions import Question, QuestionKind
from community.series.pattern import draft_on, pattern_of
from tests.gatherings.drafting import GatheringDraft
from tests.series.acts import WEEK, a_tuesday, evening


def test_a_pattern_gives_the_same_gathering_on_another_day():
    starts_at = evening(a_tuesday())
    draft = GatheringDraft(
        kind=Kind.WORKSHOP,
        title="Solderen",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        sign_up_mode=SignUpMode.HERE,
        core_function=CoreFunction.ARTS,
        theme_ids=frozenset({3, 1}),
        questions=(Question(label="Welke maat?", kind=QuestionKind.CHOICE, options=("S", "M")),),
        capacity=8,
        sign_up_opens_at=starts_at - timedelta(days=14),
        sign_up_closes_at=starts_at - timedelta(hours=1),
    )
    pattern = json.loads(json.dumps(pattern_of(draft)))
    assert draft_on(pattern, draft.starts_at, draft.ends_at) == draft
    later = draft_on(pattern, draft.starts_at + WEEK, draft.ends_at + WEEK)
    assert later.sign_up_opens_at == draft.sign_up_opens_at + WEEK
    assert later.sign_up_closes_at == draft.sign_up_closes_at + WEEK


def test_a_field_that_did_not_exist_yet_has_its_own_default():
    starts_at = evening(a_tuesday())
    pattern = pattern_of(GatheringDraft(kind=Kind.LECTURE, title="Oud", starts_at=starts_at))
    del pattern["questions"]
    pattern["something_gone"] = 1
    assert draft_on(pattern, starts_at, starts_at + timedelta(hours=1)).questions == ()
