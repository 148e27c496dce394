"""Questions at sign-up for tests, and what the forms send about them."""

from __future__ import annotations

from community.db import session, transaction
from community.gatherings import reply_queries
from community.gatherings.models import Gathering, SignUp
from community.gatherings.questions import Question, QuestionKind
from community.gatherings.reply_queries import Said

BIKE = Question(label="Welke fiets breng je mee?")
PROBLEM = Question(label="Wat is eraan kapot?", kind=QuestionKind.LONG, hint="Zo precies je kunt.")
LEVEL = Question(
    label="Hoe goed ben je erin?",
    kind=QuestionKind.CHOICE,
    options=("Beginner", "Gevorderd"),
    required=True,
)
DIET = Question(
    label="Wat eet je niet?", kind=QuestionKind.SEVERAL, options=("Vlees", "Vis", "Noten")
)
STAYS = Question(label="Blijf je eten?", kind=QuestionKind.YES_NO)
YEARS = Question(label="Hoeveel jaar woon je hier?", kind=QuestionKind.NUMBER)
SIX = (BIKE, PROBLEM, LEVEL, DIET, STAYS, YEARS)

#: What a browser sends to answer all six, and what is kept of it.
SENT = {
    "answer_1": "Een bakfiets",
    "answer_2": "De ketting\r\nslaat over",
    "answer_3": "Beginner",
    "answer_4": ["Vlees", "Noten"],
    "answer_5": "no",
    "answer_6": "0",
}
KEPT = {
    BIKE.label: "Een bakfiets",
    PROBLEM.label: "De ketting\nslaat over",
    LEVEL.label: "Beginner",
    DIET.label: "Vlees\nNoten",
    STAYS.label: "no",
    YEARS.label: "0",
}


def row(number: int, question: Question, **other: object) -> dict[str, object]:
    """A row of the gathering's form, as it is sent."""
    name = f"question_{number}"
    sent = {
        f"{name}_label": question.label,
        f"{name}_kind": question.kind.value,
        f"{name}_hint": question.hint,
        f"{name}_options": "\r\n".join(question.options),
        **({f"{name}_required": "y"} if question.required else {}),
    }
    return {**sent, **{f"{name}_{part}": value for part, value in other.items()}}


def ask(gathering: Gathering, *questions: Question) -> Gathering:
    """Let a gathering ask this, whatever it asked before."""
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).questions = questions
    return gathering


def said_by(entry: SignUp) -> Said:
    session().rollback()
    return reply_queries.said_by(session(), entry.id)
