"""The questions and answers of a card, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.areas.visitors import AgeClass
from community.tally.counts import NO, UNSAID, YES, Question

QUESTIONS: dict[Question, LazyString] = {
    Question.FIRST_TIME: _("Is this your first time here?"),
    Question.AGE_CLASS: _("How old are you?"),
    Question.PC4: _("What are the four digits of your postcode?"),
}

RATHER_NOT = _("Rather not say")

FIRST_TIME: dict[str, LazyString] = {YES: _("Yes"), NO: _("No"), UNSAID: RATHER_NOT}

AGES: dict[AgeClass, LazyString] = {
    AgeClass.CHILD: _("Up to 12"),
    AgeClass.TEENAGER: _("13 to 17"),
    AgeClass.YOUNG: _("18 to 30"),
    AgeClass.GROWN: _("31 to 45"),
    AgeClass.MIDDLE: _("46 to 64"),
    AgeClass.OLDER: _("65 or older"),
}
