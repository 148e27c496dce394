"""What people said suits them, and one gathering to which people were invited: every answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership
from community.areas.visitors import AgeClass
from community.demo.ids import branch_ids
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.invitations import inviting
from community.invitations.models import Answer, Invitation
from community.libraries.models import Equipment
from community.moments import Moment
from community.preferences.models import Preference, preference_branch, preference_theme
from community.suggestions import fitting
from community.suggestions.people_queries import invitable
from community.tongues import Tongue
from community.topics.models import Theme

#: One in so many people said something; of those one in so many lets tables be mixed.
ONE_IN, ONE_IN_MIXED = 3, 3
MIXED = (
    "Ja, de bibliotheek mag mijn leeftijdsgroep en postcode gebruiken om tafels te mengen: dan zit"
    " niet iedereen van één leeftijd of uit één buurt bij elkaar. Nergens anders voor."
)
REMEMBERED = (
    "Ja, de bibliotheek mag 12 maanden onthouden met wie ik aan tafel zat. Dan ontmoet ik de"
    " volgende keer anderen. Niemand kan het zien."
)
#: What the first two who said something need of a room; the first is whom one signs in as.
NEEDS = (Equipment.WHEELCHAIR, Equipment.HEARING_LOOP)
PC4 = ("7731", "7732", "7721", "7722", "7771", "7772")
ALSO = (Tongue.ENGLISH, Tongue.GERMAN, Tongue.ARABIC, Tongue.TURKISH, Tongue.POLISH)
#: What the first of those who got a mail answered.
BY_MAIL = (Answer.WAITING, Answer.NO, Answer.NOT_NOW, Answer.WAITING)


def add_preferences(
    session: Session, library_id: int, slug: str, resident: int | None, *, now: datetime
) -> None:
    """A third of the people, and the resident whom one signs in as."""
    chance = Random(f"voorkeuren van {slug}")  # noqa: S311 (a demo town)
    themes = session.scalars(
        select(Theme.id).where(Theme.is_sensitive.is_(False)).order_by(Theme.position)
    ).all()
    branches = branch_ids(session, library_id)
    members = session.scalars(
        select(Membership.person_id)
        .where(Membership.library_id == library_id)
        .order_by(Membership.person_id)
    ).all()
    saying = [each for each in members if each == resident or not chance.randrange(ONE_IN)]
    rows = [_said(library_id, person, chance, now) for person in saying]
    needing = sorted(rows, key=lambda row: row["person_id"] != resident)[: len(NEEDS)]
    for row, need in zip(needing, NEEDS, strict=False):
        row |= {"needs": frozenset({need}), "needs_since": row["revised_at"]}
    numbers = add_returning_ids(session, Preference, rows)
    liked: list[Row] = []
    comes: list[Row] = []
    for number in numbers:
        liked += [
            {"preference_id": number, "theme_id": theme}
            for theme in chance.sample(themes, k=chance.randint(1, 4))
        ]
        if len(branches) > 1 and chance.random() < 0.4:
            comes += [
                {"preference_id": number, "branch_id": branch}
                for branch in chance.sample(branches, k=chance.randint(1, 2))
            ]
    for table, into in ((preference_theme, liked), (preference_branch, comes)):
        if into:
            session.execute(table.insert(), into)


def _said(library_id: int, person_id: int, chance: Random, now: datetime) -> dict[str, object]:
    since = now - timedelta(days=chance.randrange(2, 200))
    mixes = not chance.randrange(ONE_IN_MIXED)
    remembers = not chance.randrange(ONE_IN_MIXED)
    moments = chance.sample(list(Moment), k=12) if chance.random() < 0.5 else ()
    tongues = {Tongue.DUTCH, chance.choice(ALSO)} if chance.random() < 0.3 else ()
    return {
        "library_id": library_id,
        "person_id": person_id,
        "moments": frozenset(moments),
        "tongues": frozenset(tongues),
        "comes_online": chance.random() < 0.7,
        "mixed_since": since if mixes else None,
        "mixed_words": MIXED if mixes else "",
        "age_class": chance.choice(list(AgeClass)[2:]) if mixes else None,
        "pc4": chance.choice(PC4) if mixes else None,
        "remembered_since": since if remembers else None,
        "remembered_words": REMEMBERED if remembers else "",
        "needs": None,
        "needs_since": None,
        "revised_at": since,
    }


def add_invitations(
    session: Session, library_id: int, slug: str, librarian: int, *, now: datetime
) -> None:
    """To one gathering with free seats: who fits best, one who gets no mail, and one who came."""
    gathering = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.visibility == Visibility.PUBLIC,
            Gathering.sign_up_mode == SignUpMode.HERE,
            Gathering.is_sensitive.is_(False),
            Gathering.starts_at > now + timedelta(days=4),
            Gathering.taken > 0,
            Gathering.taken + 8 < Gathering.capacity,
            Gathering.themes.any(Theme.is_sensitive.is_(False)),
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(1)
    ).first()
    if gathering is None:
        return
    chance = Random(f"uitnodigingen van {slug}")  # noqa: S311 (a demo town)
    may = inviting.may_be_invited(gathering, now=now)
    fits, _ = fitting.suitable(session, gathering, may, now=now)
    came, _ = fitting.suitable(session, gathering, _signed_up(gathering, now), most=1, now=now)
    mailed = [each for each in fits if each.person.gets_mail][: len(BY_MAIL)]
    called = [each for each in fits if not each.person.gets_mail][:1]
    told = [
        *zip(mailed, BY_MAIL, strict=False),
        *((each, Answer.WAITING) for each in called),
        *((each, Answer.YES) for each in came),
    ]
    add(session, Invitation, [
        {
            "library_id": library_id,
            "gathering_id": gathering.id,
            "person_id": each.person.id,
            "group_id": None,
            "invited_by_id": librarian,
            "salt": secret(chance),
            "answer": answer,
            "reasons": inviting.why(each),
            "invited_at": now - timedelta(days=2),
            "answered_at": None if answer is Answer.WAITING else now - timedelta(days=1),
        }
        for each, answer in told
    ])  # fmt: skip


def _signed_up(gathering: Gathering, now: datetime) -> Select[int]:
    """Who has a seat, and said that the library may invite them."""
    return select(SignUp.person_id).where(
        SignUp.gathering_id == gathering.id,
        SignUp.status == SignUpStatus.CONFIRMED,
        SignUp.person_id.in_(invitable(gathering.library_id, now=now)),
    )
