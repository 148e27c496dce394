"""What some gatherings of the town ask at sign-up, and what people answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.demo.rows import Row, add
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.gatherings.questions import Question, QuestionKind
from community.gatherings.reply_models import AccessNeed, SignUpAnswer, SignUpChild

#: By the beginning of a title.
ASKED: Mapping[str, tuple[Question, ...]] = {
    "Repaircafé": (
        Question(label="Wat neem je mee?", hint="Een fiets, een lamp, een broek."),
        Question(
            label="Wat is eraan stuk?", kind=QuestionKind.LONG,
            hint="Dan hebben we het goede gereedschap klaarliggen.",
        ),
        Question(label="Kun je het zelf dragen?", kind=QuestionKind.YES_NO),
    ),
    "Klik en tik": (
        Question(
            label="Hoe goed kun je al met een computer werken?", kind=QuestionKind.CHOICE,
            options=("Ik begin net", "Ik red me een beetje", "Ik wil iets nieuws leren"),
            required=True,
        ),
        Question(label="Breng je een eigen laptop mee?", kind=QuestionKind.YES_NO),
    ),
    "Brood bakken": (
        Question(
            label="Wat eet je niet?", kind=QuestionKind.SEVERAL,
            options=("Noten", "Melk", "Eieren", "Gluten"),
        ),
        Question(label="Hoeveel keer heb je al gebakken?", kind=QuestionKind.NUMBER),
    ),
}  # fmt: skip

_WORDS = {
    "Wat neem je mee?": ("Een bakfiets", "Een staande lamp", "Mijn winterjas", "Een broodrooster"),
    "Wat is eraan stuk?": (
        "De ketting slaat over.\nVooral bergop.", "Hij doet het soms, en soms niet.",
        "De rits wil niet meer dicht.", "Geen idee, daarom kom ik.",
    ),
}  # fmt: skip
NEEDS = (
    "Een plek bij de deur: ik kom met een rollator.",
    "Een ringleiding.",
    "Ik lees langzaam Nederlands. Graag iemand naast me.",
)
#: Where parents sign up children.
WITH_CHILDREN = "Vogels herkennen"
CHILDREN = ("Saar", "Tim", "Noor", "Bo", "Yusuf", "Fien", "Sem", "Lotte", "Daan", "Aya")
#: Since when; and at how many gatherings of each sort: enough to look at, also in a city.
SINCE = timedelta(days=150)
MOST = 12


def ask(session: Session, library_id: int, slug: str, now: datetime) -> None:
    """Put the questions, and let most of who signed up answer them."""
    chance = Random(f"vragen van {slug}")  # noqa: S311
    answers: list[Row] = []
    coming: list[Row] = []
    for beginning, questions in ASKED.items():
        ends = _gatherings(session, library_id, beginning, now)
        session.execute(update(Gathering).where(Gathering.id.in_(ends)).values(questions=questions))
        for sign_up_id, gathering_id in _signed_up(session, list(ends)):
            of_whom = {"sign_up_id": sign_up_id, "library_id": library_id}
            answers += [{**of_whom, **row} for row in _answered(questions, chance)]
            # The day after, what people needed is forgotten.
            if ends[gathering_id] > now:
                coming.append(of_whom)
    add(session, SignUpAnswer, answers)
    add(session, AccessNeed, [{**of_whom, "text": chance.choice(NEEDS)} for of_whom in coming[::4]])
    _bring_children(session, library_id, chance, now)


def _bring_children(session: Session, library_id: int, chance: Random, now: datetime) -> None:
    """Whoever comes with others brings children there: one adult, the rest by their names."""
    ids = list(_gatherings(session, library_id, WITH_CHILDREN, now))
    session.execute(update(Gathering).where(Gathering.id.in_(ids)).values(takes_children=True))
    families = session.execute(
        select(SignUp.id, SignUp.party_size)
        .where(SignUp.gathering_id.in_(ids), SignUp.status != SignUpStatus.CANCELLED)
        .order_by(SignUp.id)
    )
    add(session, SignUpChild, [
        {"sign_up_id": sign_up_id, "library_id": library_id, "position": position,
         "first_name": name}
        for sign_up_id, size in families
        for position, name in enumerate(chance.sample(CHILDREN, size - 1), start=1)
    ])  # fmt: skip


def _gatherings(
    session: Session, library_id: int, beginning: str, now: datetime
) -> dict[int, datetime]:
    """Those whose title begins so, with when they are over."""
    rows = session.execute(
        select(Gathering.id, Gathering.ends_at)
        .where(
            Gathering.library_id == library_id,
            Gathering.title.startswith(beginning),
            Gathering.ends_at > now - SINCE,
        )
        .order_by(Gathering.starts_at)
        .limit(MOST)
    )
    return {gathering_id: ends_at for gathering_id, ends_at in rows}  # noqa: C416 (rows are no pairs)


def _signed_up(session: Session, gathering_ids: Sequence[int]) -> Sequence[tuple[int, int]]:
    rows = session.execute(
        select(SignUp.id, SignUp.gathering_id)
        .where(
            SignUp.gathering_id.in_(gathering_ids),
            SignUp.status.in_((SignUpStatus.CONFIRMED, SignUpStatus.WAITING)),
        )
        .order_by(SignUp.id)
    )
    return [(sign_up_id, gathering_id) for sign_up_id, gathering_id in rows]


def _answered(questions: Sequence[Question], chance: Random) -> list[Row]:
    """What has to be answered always is; the rest mostly."""
    return [
        {
            "question": question.label,
            "position": position,
            "kind": question.kind,
            "value": _answer(question, chance),
        }
        for position, question in enumerate(questions, start=1)
        if question.required or chance.random() < 0.8
    ]


def _answer(question: Question, chance: Random) -> str:
    if question.kind is QuestionKind.YES_NO:
        return chance.choice(("yes", "no"))
    if question.kind is QuestionKind.NUMBER:
        return str(chance.randrange(12))
    if question.kind is QuestionKind.SEVERAL:
        some = chance.sample(question.options, chance.randint(1, 2))
        return "\n".join(option for option in question.options if option in some)
    return chance.choice(question.options or _WORDS[question.label])
