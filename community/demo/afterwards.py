"""What was asked at the doors of the demo town, what people said, and what was learned."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.clock import local_day, start_of_day
from community.demo.rows import Row, add, add_returning_ids, secret
from community.gatherings.models import Absent, Gathering, GatheringStatus, LookBack
from community.lots.drawing import asked
from community.lots.models import USUAL, Asked, Instrument, Practice, Sampling
from community.tally.counts import UNSAID, Counts
from community.tally.models import Tally

#: As far back as somebody looks.
DAYS = 200

WORKED = ("De tafels bij het raam.", "Iemand nam taart mee.", "Rustig begin, iedereen kwam los.")
DID_NOT = ("Te weinig stoelen.", "De koffie was laat.", "Achterin was het slecht te horen.")
NEXT_TIME = ("Een kwartier eerder beginnen.", "Naambadges klaarleggen.", "De microfoon testen.")

_AGES = ((*AgeClass, UNSAID), (6, 4, 14, 20, 26, 26, 4))


def asked_at(row: Row, gathering_id: int, instrument: Instrument) -> Asked:
    """What the lot says of a gathering that is still a row."""
    facts = {name: row[name] for name in ("starts_at", "is_sensitive", "mode")}
    return asked(_sampling(row["library_id"]), instrument, Gathering(id=gathering_id, **facts))


def add_afterwards(session: Session, library_id: int, now: datetime) -> None:
    """Tally cards and pulses where they were drawn, and look-backs where there was a minute."""
    sampling = _sampling(library_id)
    columns = ("library_id", "tally", "pulse", "one_in", "seed")
    add(session, Sampling, [{name: getattr(sampling, name) for name in columns}])
    chance = Random(f"na afloop {library_id}")  # noqa: S311
    closed = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.CLOSED,
            Gathering.ends_at > now - timedelta(days=DAYS),
        )
        .order_by(Gathering.id)
    ).all()
    add(session, LookBack, [_look_back(one, chance) for one in closed if chance.random() < 0.4])
    tallied = [one for one in closed if asked(sampling, Instrument.TALLY, one) is not Asked.NONE]
    counts = [_counts(one, chance) for one in tallied]
    told = [_told(one, said) for one, said in zip(tallied, counts, strict=True)]
    ids = add_returning_ids(session, Activity, told)
    add(session, Tally, [
        {"gathering_id": one.id, "library_id": library_id, "door": {}, "paper": said,
         "untold": 0, "seen": [], "activity_id": activity_id}
        for one, said, activity_id in zip(tallied, counts, ids, strict=True)
    ])  # fmt: skip
    polled = [one for one in closed if asked(sampling, Instrument.PULSE, one) is not Asked.NONE]
    add(session, Activity, [row for one in polled for row in _answers(one, chance)])


def _sampling(library_id: int) -> Sampling:
    seed = secret(Random(f"loting {library_id}"))  # noqa: S311
    by_lot = Practice.BY_LOT
    return Sampling(library_id=library_id, tally=by_lot, pulse=by_lot, one_in=USUAL, seed=seed)


def _look_back(one: Gathering, chance: Random) -> Row:
    return {
        "gathering_id": one.id,
        "library_id": one.library_id,
        "worked": chance.choice(WORKED),
        "did_not": chance.choice(("", *DID_NOT)),
        "next_time": chance.choice(("", *NEXT_TIME)),
        "absent": Absent.NOTHING,
        "written_by_id": one.created_by_id,
        "written_at": one.ends_at + timedelta(hours=1),
    }


def _counts(one: Gathering, chance: Random) -> Counts:
    """Of nearly everybody a card; three in ten for the first time, two thirds from close by."""
    near = chance.choice(("7731", "7701", "7772"))
    counts: Counts = {"first_time": {}, "age_class": {}, "pc4": {}}
    for _card in range(round((one.head_count or 0) * 0.85)):
        said = {
            "first_time": chance.choices(("yes", "no", UNSAID), (30, 64, 6))[0],
            "age_class": str(chance.choices(*_AGES)[0]),
            "pc4": chance.choices((near, "7721", "7711", UNSAID), (60, 20, 10, 10))[0],
        }
        for question, answer in said.items():
            counts[question][answer] = counts[question].get(answer, 0) + 1
    return counts


def _told(one: Gathering, said: Counts) -> Row:
    return complete(
        Verb.TALLY_ENTERED,
        library_id=one.library_id,
        now=one.ends_at + timedelta(hours=1),
        happened_at=one.ends_at,
        branch_id=one.branch_id,
        gathering_id=one.id,
        quantity=sum(said["first_time"].values()),
        details=said,
    )


def _answers(one: Gathering, chance: Random) -> list[Row]:
    """Of six in ten an answer, known by its day only."""
    day = start_of_day(local_day(one.ends_at))
    return [
        complete(
            Verb.PULSE_ANSWERED,
            library_id=one.library_id,
            now=day,
            branch_id=one.branch_id,
            gathering_id=one.id,
            details={"answers": [chance.choices((1, 2, 3, 4, 5), weights)[0] for weights in (
                (8, 12, 15, 35, 30), (4, 8, 18, 40, 30), (1, 3, 10, 36, 50),
            )]},
        )
        for _slip in range(round((one.head_count or 0) * 0.6))
    ]  # fmt: skip
