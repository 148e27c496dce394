"""The partners of the demo: whom the library makes things with, and what they bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.clock import from_local, local_day
from community.demo.partner_lists import add_lists, quarter_asked
from community.demo.rows import Row, add, add_returning_ids
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering, GatheringStatus
from community.partners.models import (
    ContactKind,
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerGoal,
    Partnership,
    PartnerState,
    Sector,
)
from community.partners.periods import quarter_of
from community.search.folding import fold_all


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner: what it is, whom one speaks there, and what it makes with the library."""

    name: str
    sector: Sector
    kvk: str
    domain: str
    contacts: tuple[tuple[str, str, str], ...]
    kinds: frozenset[Kind]
    part: str
    #: Minutes of work, whether a room, and cents, at each gathering.
    brings: tuple[int, bool, int]
    note: str = ""
    state: PartnerState = PartnerState.ACTIVE


def _kinds(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


ORGANISATIONS = (
    Organisation(
        "GGD Oostland", Sector.CARE, "90000011", "ggd-oostland.example",
        (("Marloes Kok", "m.kok@ggd-oostland.example", "0529 00 11 22"),
         ("Jeroen Hartman", "j.hartman@ggd-oostland.example", "")),
        _kinds(Kind.CONSULTATION, Kind.LECTURE), "geeft uitleg en beantwoordt vragen",
        (180, False, 0), "Bellen kan het best op dinsdag.",
    ),
    Organisation(
        "Buurtwerk De Brug", Sector.WELFARE, "90000022", "debrug.example",
        (("Samira Haddad", "samira@debrug.example", "06 00 22 33 44"),),
        _kinds(Kind.REPAIR, Kind.DROP_IN, Kind.CONVERSATION), "brengt buurtgenoten mee",
        (240, False, 0),
    ),
    Organisation(
        "Basisschool De Wilgen", Sector.EDUCATION, "90000033", "dewilgen.example",
        (("Tess Brouwer", "t.brouwer@po.dewilgen.example", ""),),
        _kinds(Kind.STORYTIME), "komt met groep 1 en 2", (60, True, 0),
    ),
    Organisation(
        "Taalhuis Ommerland", Sector.LANGUAGE, "90000044", "taalhuis-ommerland.example",
        (("Ahmed Bilal", "ahmed@taalhuis-ommerland.example", ""),),
        _kinds(Kind.LANGUAGE_CAFE, Kind.COURSE), "leidt de gesprekken", (150, False, 0),
    ),
    Organisation(
        "Historische Kring Vechtland", Sector.CULTURE, "", "",
        (("Gerrit Zwiers", "gerrit.zwiers@example.net", "0529 00 55 66"),),
        _kinds(Kind.EXHIBITION, Kind.LECTURE), "leent foto’s en vertelt erbij", (300, False, 7500),
        "Heeft geen eigen mailadres; Gerrit gebruikt zijn adres van thuis.",
    ),
    Organisation(
        "SV Vechtstreek", Sector.SPORT, "90000066", "",
        (("Bram Kamphuis", "", "06 00 66 77 88"),),
        _kinds(Kind.CELEBRATION), "zorgt voor de kantine", (360, True, 0),
    ),
    Organisation(
        "Gemeente Vechtrand", Sector.GOVERNMENT, "90000077", "vechtrand.example",
        (("Hilde Meijerink", "h.meijerink@vechtrand.example", ""),),
        _kinds(Kind.CONVERSATION, Kind.WORKSHOP), "denkt mee en betaalt de koffie",
        (60, False, 15000),
    ),
    Organisation(
        "Atelier Kleurrijk", Sector.CULTURE, "", "kleurrijk.example",
        (("Roos Veldhuis", "roos@kleurrijk.example", ""),),
        frozenset(), "", (0, False, 0), "Is verhuisd naar Zwolle.", PartnerState.RESTING,
    ),
)  # fmt: skip

GOAL = "Over een jaar weet iedereen die moeite heeft met brieven van de overheid de weg naar ons."
LOOK_BACK = (
    "Er komen elke week nieuwe mensen. De wachttijd is nog te lang; we zoeken een tweede dag."
)

SPOKE = (
    (ContactKind.VISIT, "Rondleiding gegeven en koffie gedronken"),
    (ContactKind.CALL, "Data voor het najaar doorgenomen"),
    (ContactKind.MEETING, "Besproken wat beter kan bij het inschrijven"),
    (ContactKind.MAIL, "Folder gekregen om neer te leggen"),
)


def add_partners(session: Session, library_id: int, *, now: datetime) -> None:
    """Eight organisations, a year of things made together, and what was said in between."""
    chance = Random("partners")  # noqa: S311  (a town, not a secret)
    ids = add_returning_ids(session, Partner, [_partner(one, library_id, now)
                                               for one in ORGANISATIONS])  # fmt: skip
    add(session, PartnerContact, list(_contacts(ids, library_id)))
    _add_joint(session, ids, library_id, chance, now)
    _add_goal(session, ids[0], library_id, now)
    _add_moments(session, ids, library_id, chance, now)
    add_lists(session, library_id, now=now)


def _partner(one: Organisation, library_id: int, now: datetime) -> Row:
    return {
        "library_id": library_id,
        "name": one.name,
        "sector": one.sector,
        "kvk": one.kvk,
        "domain": one.domain,
        "note": one.note,
        "state": one.state,
        "search_text": fold_all(one.name, one.domain, one.kvk),
        "created_at": now - timedelta(days=400),
    }


def _contacts(ids: Sequence[int], library_id: int) -> Iterator[Row]:
    for one, partner_id in zip(ORGANISATIONS, ids, strict=True):
        for number, (name, email, phone) in enumerate(one.contacts):
            yield {
                "library_id": library_id,
                "partner_id": partner_id,
                "name": name,
                "email": email,
                "phone": phone,
                "gets_list": bool(email) and number == 0,
            }


def _add_joint(
    session: Session, ids: Sequence[int], library_id: int, chance: Random, now: datetime
) -> None:
    """What they make with us: half of what is of their kind, from a year ago to what comes."""
    gatherings = session.execute(
        select(Gathering.id, Gathering.kind, Gathering.branch_id, Gathering.starts_at)
        .where(
            Gathering.library_id == library_id,
            Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)),
            Gathering.starts_at > now - timedelta(days=360),
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(400)
    ).all()
    rows: list[Row] = []
    log: list[Row] = []
    for gathering_id, kind, branch_id, starts_at in gatherings:
        for one, partner_id in zip(ORGANISATIONS, ids, strict=True):
            if kind not in one.kinds or chance.random() < 0.5:
                continue
            rows.append(_partnership(one, partner_id, gathering_id, library_id, starts_at, now))
            log.append(_joined(one, rows[-1], branch_id))
    for row, activity_id in zip(rows, add_returning_ids(session, Activity, log), strict=True):
        row["activity_id"] = activity_id
    add(session, Partnership, rows)


def _partnership(
    one: Organisation,
    partner_id: int,
    gathering_id: int,
    library_id: int,
    starts_at: datetime,
    now: datetime,
) -> Row:
    """What took place before the last quarter has been confirmed, by who can."""
    minutes, room, cents = one.brings
    asked = starts_at < quarter_asked(now).begins and bool(one.domain)
    confirmed_at = quarter_of(starts_at).ends + timedelta(days=5, hours=10) if asked else None
    return {
        "library_id": library_id,
        "partner_id": partner_id,
        "gathering_id": gathering_id,
        "minutes": minutes,
        "room": room,
        "cents": cents,
        "part": one.part,
        "confirmed_at": confirmed_at,
        "listed_at": confirmed_at,
        "created_at": min(now, starts_at) - timedelta(days=20),
    }


def _joined(one: Organisation, row: Row, branch_id: int | None) -> Row:
    return complete(
        Verb.PARTNER_JOINED,
        library_id=row["library_id"],
        branch_id=branch_id,
        gathering_id=row["gathering_id"],
        partner_id=row["partner_id"],
        details={
            "hours": row["minutes"] / 60,
            "room": row["room"],
            "money": row["cents"],
            "sector": one.sector,
            "organisation": f"kvk {one.kvk}" if one.kvk else f"partner {row['partner_id']}",
        },
        now=row["created_at"],
    )


def _add_goal(session: Session, partner_id: int, library_id: int, now: datetime) -> None:
    """The first partner works on a goal with us, and has looked back on it."""
    agreed, back = local_day(now) - timedelta(days=200), local_day(now) - timedelta(days=60)
    goal_id = add_returning_ids(session, PartnerGoal, [{
        "library_id": library_id, "partner_id": partner_id,
        "text": GOAL, "agreed_on": agreed, "confirmed_at": now - timedelta(days=140),
        "listed_at": now - timedelta(days=140), "look_back": LOOK_BACK, "looked_back_on": back,
        "look_back_confirmed_at": None, "look_back_listed_at": None,
        "created_at": now - timedelta(days=200),
    }])[0]  # fmt: skip
    add(session, Activity, [
        complete(verb, library_id=library_id, partner_id=partner_id, now=from_local(day, time(16)),
                 details={"goal_id": goal_id})
        for verb, day in ((Verb.PARTNER_GOAL_AGREED, agreed), (Verb.PARTNER_LOOKED_BACK, back))
    ])  # fmt: skip


def _add_moments(
    session: Session, ids: Sequence[int], library_id: int, chance: Random, now: datetime
) -> None:
    rows: list[Row] = []
    log: list[Row] = []
    for one, partner_id in zip(ORGANISATIONS, ids, strict=True):
        if one.state is PartnerState.RESTING:
            continue
        for kind, about in chance.sample(SPOKE, k=chance.randrange(1, 4)):
            day = local_day(now) - timedelta(days=chance.randrange(3, 300))
            at = from_local(day, time())
            rows.append({
                "library_id": library_id, "partner_id": partner_id, "happened_on": day,
                "kind": kind, "about": about, "created_at": at,
            })  # fmt: skip
            log.append(
                complete(
                    Verb.PARTNER_CONTACTED,
                    library_id=library_id,
                    partner_id=partner_id,
                    now=at,
                    details={
                        "kind": kind,
                        "sector": one.sector,
                        "organisation": f"kvk {one.kvk}" if one.kvk else f"partner {partner_id}",
                    },
                )
            )
    add(session, ContactMoment, rows)
    add(session, Activity, log)
