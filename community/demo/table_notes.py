"""What the tables wrote at the world café that was, and the screens for the one that comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from community.conversations.models import Kind
from community.demo.rows import Row, add, secret
from community.gatherings.models import Gathering, GatheringStatus
from community.table_notes.models import RoundClock, TableNote, TableScreen, Via
from community.table_plans.models import State, TablePlan

TABLES = 6
#: Minutes after the beginning at which a round began; and how long it took.
ROUNDS = (15, 45, 75)
MINUTES = 25
#: This table had no device: its sheets were typed over in the evening.
ON_PAPER = 6

_Q, _I, _N, _A = Kind.QUESTION, Kind.IDEA, Kind.INSIGHT, Kind.AGREEMENT
#: Per round, per table: what it laid down.
_SAID: tuple[tuple[tuple[tuple[Kind, str], ...], ...], ...] = (
    (
        ((_N, "De buurman strooide onze stoep mee. Hij heeft er nooit iets over gezegd."),
         (_Q, "Hoe weet je wie er tijd heeft?")),
        ((_N, "Hulp die je niet vraagt, onthoud je het langst."),
         (_N, "De chauffeur van de buurtbus wacht tot je binnen bent.")),
        ((_N, "Iemand van de kerk belt elke dinsdag. Alleen om te vragen hoe het is."),
         (_Q, "Mag je iemand helpen die er niet om vraagt?")),
        ((_Q, "Hoe weet je wie er tijd heeft om te helpen?"),
         (_N, "Kinderen helpen zonder nadenken. Wanneer leren we dat af?")),
        ((_N, "Een pan soep op het aanrecht, met een briefje erbij."),
         (_I, "Een bord bij de bakker: dit heb ik over, dit zoek ik.")),
        ((_N, "De postbode zag dat de gordijnen dicht bleven en belde aan."),),
    ),
    (
        ((_N, "Je wilt niemand tot last zijn. Ook niet als die ander het graag doet."),
         (_N, "Een appje voelt lichter dan aanbellen.")),
        ((_N, "Wie hulp vraagt, moet uitleggen waarom. Dat is het zwaarste."),
         (_I, "Vraag iets kleins terug, dan staat niemand in het krijt.")),
        ((_N, "Je wilt niemand tot last zijn."),
         (_Q, "Waarom vragen mannen het minder vaak?")),
        ((_N, "Hier kent iedereen elkaar, en juist daarom vraag je het niet."),
         (_I, "Laat de bibliotheek vragen verzamelen, zonder naam erbij.")),
        ((_N, "Nieuw in het dorp weet je niet bij wie je terechtkunt."),
         (_I, "Een welkomstronde: drie buren, één kop koffie.")),
        ((_N, "Nee horen doet pijn. Dan vraag je het maar niet."),
         (_Q, "Wat als degene die je helpt het eigenlijk niet kan?")),
    ),
    (
        ((_A, "We maken een telefoonlijst van de straat. Anneke begint."),
         (_I, "Elke eerste maandag soep in de leeszaal.")),
        ((_A, "De bibliotheek hangt een bord op met vraag en aanbod."),),
        ((_I, "Elke eerste maandag van de maand soep in de bibliotheek."),
         (_A, "Wij vragen de huisarts of hij mensen wil wijzen op de koffietafel.")),
        ((_A, "In januari komen we terug om te vertellen wat er van kwam."),
         (_N, "Een afspraak met een datum is een andere dan een goed voornemen.")),
        ((_I, "Een sleutelkastje per straat, met een lijst wie de code heeft."),
         (_A, "Twee van ons lopen een ochtend mee met de buurtbus.")),
        ((_A, "Iedereen hier belt voor de kerst één buur die hij niet kent."),),
    ),
)  # fmt: skip


def add_table_notes(session: Session, library_id: int, slug: str, *, now: datetime) -> None:
    chance = Random(f"tafelnotities van {slug}")  # noqa: S311  (a town, not a secret)
    was = session.scalars(
        _cafes(library_id)
        .where(Gathering.status == GatheringStatus.CLOSED, Gathering.ends_at < now)
        .order_by(Gathering.starts_at.desc())
        .limit(1)
    ).first()
    if was is not None:
        _wrote(session, was, chance)
    comes = session.scalars(
        _cafes(library_id)
        .join(TablePlan, TablePlan.gathering_id == Gathering.id)
        .where(TablePlan.state == State.RELEASED, Gathering.starts_at > now)
        .order_by(Gathering.starts_at)
        .limit(1)
    ).first()
    if comes is not None:
        _open(session, comes, TABLES, chance)


def _cafes(library_id: int) -> Select[Gathering]:
    return select(Gathering).where(
        Gathering.library_id == library_id, Gathering.title.startswith("Wereldcafé")
    )


def _wrote(session: Session, gathering: Gathering, chance: Random) -> None:
    _open(session, gathering, TABLES - 1, chance, seen_at=gathering.ends_at)
    add(session, RoundClock, [{
        "gathering_id": gathering.id, "library_id": gathering.library_id,
        "round_no": len(ROUNDS), "minutes": MINUTES + 2,
        "round_began_at": gathering.starts_at + timedelta(minutes=ROUNDS[-1]),
        "ended_at": gathering.starts_at + timedelta(minutes=ROUNDS[-1] + MINUTES + 3),
    }])  # fmt: skip
    add(session, TableNote, [
        _note(gathering, table_no, round_no, nth, kind, text, chance)
        for round_no, tables in enumerate(_SAID, 1)
        for table_no, said in enumerate(tables, 1)
        for nth, (kind, text) in enumerate(said)
    ])  # fmt: skip


def _open(
    session: Session,
    gathering: Gathering,
    tables: int,
    chance: Random,
    *,
    seen_at: datetime | None = None,
) -> None:
    add(session, TableScreen, [
        {"library_id": gathering.library_id, "gathering_id": gathering.id, "table_no": number,
         "salt": secret(chance), "seen_at": seen_at}
        for number in range(1, tables + 1)
    ])  # fmt: skip


def _note(
    gathering: Gathering,
    table_no: int,
    round_no: int,
    nth: int,
    kind: Kind,
    text: str,
    chance: Random,
) -> Row:
    on_paper = table_no == ON_PAPER
    minutes = ROUNDS[round_no - 1] + 5 + 9 * nth + chance.randrange(6)
    at = gathering.starts_at + timedelta(minutes=180 + round_no if on_paper else minutes)
    return {
        "library_id": gathering.library_id, "gathering_id": gathering.id, "table_no": table_no,
        "round_no": round_no, "kind": kind, "text": text,
        "via": Via.SHEET if on_paper else Via.SCREEN, "once": secret(chance),
        "revision": 1 if on_paper else 1 + len(text) // 20,
        "laid_at": at, "written_at": at, "changed_at": at, "removed_at": None,
    }  # fmt: skip
