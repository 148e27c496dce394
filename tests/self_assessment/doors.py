"""The addresses of this room, by who may come in."""

OPEN = {
    "self_assessment_answer.answer",
    "self_assessment_answer.find",
    "self_assessment_answer.hand_in",
    "self_assessment_answer.start",
    "self_assessment_answer.thanks",
}

LIBRARIANS = {
    "self_assessment.change_day",
    "self_assessment.close",
    "self_assessment.index",
    "self_assessment.invite",
    "self_assessment.new",
    "self_assessment.reopen",
    "self_assessment.show",
    "self_assessment.slips",
    "self_assessment_outcome.reveal",
    "self_assessment_outcome.show",
}
