"""What people of the demo town can and know: noted at the counter, and said at a sign-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.demo.people import Townspeople
from community.demo.rows import add, secret
from community.gatherings.kunde import KINDS
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.questions import Question, QuestionKind
from community.gatherings.reply_models import SignUpAnswer
from community.offer_lists.models import OfferList, OfferListEntry
from community.offer_lists.taking_over import ASKED_FOR
from community.register.models import Direction, Entry, EntryState
from community.skills import finding
from community.skills.models import Agreed, Skill, SkillKind, SkillState, Source
from community.tokens import fingerprint
from community.topics.models import Theme

ASKED = "Ik schrijf op wat je vertelt. Alleen de bibliothecarissen zien het, tot je zelf ja zegt."


@dataclass(frozen=True, slots=True)
class Noted:
    words: str
    theme: str
    kind: SkillKind = SkillKind.CAN
    #: How they said yes; nothing: it still waits.
    yes: Agreed | None = Agreed.BY_MAIL
    said: str = ""


_NOTED = (
    Noted("Ik heb dertig jaar fietsen gemaakt en doe het nog steeds graag.", "techniek-reparatie"),
    Noted("Ik kan goed uitleggen hoe DigiD en de app van de gemeente werken.", "digitaal"),
    Noted("Ik spreek Tigrinya en Arabisch en ga graag mee naar een gesprek.", "nederlands-taal"),
    Noted("Ik brei sokken en leer het je aan één tafel.", "textiel-handwerk",
          yes=Agreed.AT_THE_DESK, said="Ja hoor, zet mij er maar op."),
    Noted("Ik weet alles van oude appelrassen uit deze streek.", "tuin-natuur",
          SkillKind.KNOWS, Agreed.BY_CODE),
    Noted("Ik ben acht jaar mantelzorger geweest voor mijn man.", "zorg-steun",
          SkillKind.LIVED_THROUGH, Agreed.BY_PHONE, "Daar mag je me voor bellen."),
    Noted("Ik wil leren hoe ik mijn foto’s veilig bewaar.", "digitaal",
          SkillKind.WANTS_TO_LEARN),
    Noted("Ik heb vijftig jaar op de binnenvaart gevaren.", "lokale-geschiedenis",
          SkillKind.LIVED_THROUGH, Agreed.BY_PHONE, "Vertellen doe ik graag."),
    Noted("Ik maak Syrisch brood en laat zien hoe.", "koken-voeding", yes=None),
    Noted("Ik begeleidde jaren mensen met schulden.", "geld-recht", SkillKind.KNOWS, None),
    Noted("Ik speel trekzak en kan noten lezen.", "muziek-podium", yes=None),
)  # fmt: skip
#: What the resident of the demo told.
_OF_HER = "Ik brei sokken en leer het je aan één tafel."
BRINGS = Question(
    label="Wat breng je mee?", kind=QuestionKind.BRINGS,
    hint="Wie je ontvangt, leest het. Daarna bepaal jij of de bibliotheek het mag onthouden.",
)  # fmt: skip
WANTS = Question(label="Wat wil je weten?", kind=QuestionKind.WANTS, hint=BRINGS.hint)
_SAID = {
    QuestionKind.BRINGS: (
        "Verhalen over hoe het dorp vroeger was.", "Ik luister goed.",
        "Veertig jaar ervaring als wijkverpleegkundige.", "Ik ken veel mensen in de buurt.",
        "Ik kan goed tekenen, ook in een gesprek.",
    ),
    QuestionKind.WANTS: (
        "Hoe anderen omgaan met een druk hoofd.", "Wie hier nog meer nieuw is.",
        "Hoe je een goed gesprek begint.",
    ),
}  # fmt: skip
_LISTED = ("Ik snoei fruitbomen", "Ik help met verhuizen", "Ik lees voor in het Pools")
#: What begins so asks it; of those this many, the first to come.
CONVERSATIONS = ("Wereldcafé", "Socratisch", "Dialoog", "Open tafel")
MOST = 4


def add_kunde(
    session: Session, library_id: int, folk: Townspeople, resident: int, *, now: datetime
) -> None:
    """Notes of the last weeks, most with a yes; and drafts that only their person sees."""
    chance = Random("kunde")  # noqa: S311
    themes = {theme.slug: theme for theme in session.scalars(select(Theme))}
    others = chance.sample([each for each in folk.residents if each != resident], len(_NOTED) - 1)
    people = [resident if noted.words == _OF_HER else others.pop() for noted in _NOTED]
    for place, (noted, person_id) in enumerate(zip(_NOTED, people, strict=True)):
        at = now - timedelta(days=36 - 3 * place, minutes=chance.randrange(400))
        _note(session, library_id, person_id, noted, themes[noted.theme], folk, chance, at)
    _let_talk(session, library_id, resident, chance, now)
    _bring_a_list(session, library_id, folk, now)


def _bring_a_list(session: Session, library_id: int, folk: Townspeople, now: datetime) -> None:
    """A list of last week, of which nobody said yes yet."""
    at = now - timedelta(days=6)
    kept = OfferList(
        library_id=library_id, name="Hulpmarkt Ommen.csv", was_agreed=False,
        made_by_id=folk.librarian, made_at=at,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    for person_id, title in zip(folk.residents[-len(_LISTED) :], _LISTED, strict=True):
        entry = Entry(
            library_id=library_id, person_id=person_id, direction=Direction.OFFER, title=title,
            state=EntryState.CHECKED, age_said_at=at, checked_at=at, created_at=at, revised_at=at,
            confirm_by=at + ASKED_FOR, salt=f"{person_id:032x}",
        )  # fmt: skip
        session.add(entry)
        session.flush()
        line = fingerprint(f"{person_id} {title}")
        session.add(
            OfferListEntry(
                entry_id=entry.id, library_id=library_id, list_id=kept.id, line_hash=line
            )
        )


def _note(
    session: Session,
    library_id: int,
    person_id: int,
    noted: Noted,
    theme: Theme,
    folk: Townspeople,
    chance: Random,
    at: datetime,
) -> None:
    confirmed = at + timedelta(days=1, hours=2) if noted.yes else None
    skill = Skill(
        library_id=library_id,
        person_id=person_id,
        kind=noted.kind,
        own_words=noted.words,
        source=Source.LIBRARIAN,
        state=SkillState.CONFIRMED if noted.yes else SkillState.DRAFT,
        themes=[theme],
        agreed_how=Agreed.AT_THE_DESK,
        agreed_at=at,
        agreed_before_id=folk.librarian,
        agreed_words=ASKED,
        confirmed_how=noted.yes,
        confirmed_at=confirmed,
        confirmed_before_id=folk.librarian if noted.said else None,
        confirmed_words=noted.said,
        salt=secret(chance),
        created_at=at,
        revised_at=confirmed or at,
    )
    session.add(skill)
    finding.put(session, skill)
    if confirmed is None:
        return
    hidden = skill.is_sensitive
    row = complete(
        Verb.SKILL_CONFIRMED,
        library_id=library_id,
        person_key=None if hidden else folk.keys[person_id],
        details={
            "themes": [] if hidden else [theme.slug],
            "kind": noted.kind,
            "source": Source.LIBRARIAN,
            "how": noted.yes,
        },
        now=confirmed,
    )
    add(session, Activity, [row])


def _let_talk(
    session: Session, library_id: int, resident: int, chance: Random, now: datetime
) -> None:
    """Some conversations to come ask what people bring; most who come answer."""
    could = (
        select(Gathering.id)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.is_sensitive.is_(False),
            Gathering.questions.is_(None),
            Gathering.starts_at > now,
        )
        .order_by(Gathering.starts_at, Gathering.id)
    )
    is_in = select(SignUp.gathering_id).where(
        SignUp.person_id == resident, SignUp.status == SignUpStatus.CONFIRMED
    )
    of_her = session.scalars(could.where(Gathering.id.in_(is_in)).limit(1)).all()
    talks = could.where(or_(*map(Gathering.title.startswith, CONVERSATIONS))).limit(MOST)
    asking = {*of_her, *session.scalars(talks)}
    asked = (BRINGS, WANTS)
    session.execute(update(Gathering).where(Gathering.id.in_(asking)).values(questions=asked))
    coming = session.scalars(
        select(SignUp)
        .where(SignUp.gathering_id.in_(asking), SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(SignUp.id)
    )
    for sign_up in coming:
        for position, question in enumerate(asked, start=1):
            if chance.random() < 0.6 or sign_up.person_id == resident:
                words = chance.choice(_SAID[question.kind])
                _say(session, sign_up, question, position, words, secret(chance))


def _say(
    session: Session, sign_up: SignUp, question: Question, position: int, words: str, salt: str
) -> None:
    """As `gatherings.kunde` does it when somebody signs up."""
    session.add(
        SignUpAnswer(
            sign_up_id=sign_up.id, library_id=sign_up.library_id, question=question.label,
            position=position, kind=question.kind, value=words,
        )
    )  # fmt: skip
    session.add(
        Skill(
            library_id=sign_up.library_id, person_id=sign_up.person_id,
            kind=KINDS[question.kind], own_words=words, source=Source.TALK,
            state=SkillState.DRAFT, sign_up_id=sign_up.id, salt=salt,
            created_at=sign_up.created_at, revised_at=sign_up.created_at,
        )
    )  # fmt: skip
