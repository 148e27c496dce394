"""Tables that wrote something down, and harvests made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import now
from community.conversations.models import Kind
from community.db import session, transaction
from community.gatherings.models import Gathering, SignUp
from community.harvests import drafting, presenting, queries
from community.harvests.models import (
    CORRECTION,
    Harvest,
    HarvestCorrection,
    HarvestEdition,
    HarvestItem,
    HarvestReader,
    Provenance,
    QuoteConsent,
    State,
)
from community.table_notes.models import TableNote, Via
from tests.factories import a_gathering, saved

_numbers = count(1)


def a_past_talk(**fields: object) -> Gathering:
    """A conversation of yesterday."""
    return a_gathering(
        **{"title": "Wereldcafé", "starts_at": now() - timedelta(days=1), **fields}  # type: ignore[arg-type]
    )


def a_note(
    gathering: Gathering,
    text: str = "Meer banken in de straat",
    *,
    table_no: int = 1,
    round_no: int = 1,
    **fields: object,
) -> TableNote:
    """Laid on the table, unless said otherwise."""
    at = gathering.starts_at + timedelta(minutes=20 * round_no)
    given = {"kind": Kind.IDEA, "via": Via.SCREEN, "laid_at": at, **fields}
    return saved(
        TableNote(
            library_id=gathering.library_id, gathering_id=gathering.id, table_no=table_no,
            round_no=round_no, text=text, once=f"{next(_numbers):032}", written_at=at,
            changed_at=at, **given,
        )
    )  # fmt: skip


def does(verb: Callable[..., Any], of: Harvest, *args: object, **more: object) -> Any:
    """A verb on a harvest as it is now, in a transaction of its own."""
    with transaction() as tx:
        done = verb(tx, of.library_id, of.id, *args, **more)
    session().rollback()
    return done


def version_of(of: Harvest) -> int:
    session().rollback()
    return queries.get(session(), of.library_id, of.id).version


def a_draft(gathering: Gathering | None = None, *texts: str) -> Harvest:
    """Of a note for each text, at tables 1, 2 …"""
    of = gathering or a_past_talk()
    for table_no, text in enumerate(texts, 1):
        a_note(of, text, table_no=table_no)
    with transaction() as tx:
        return drafting.make_draft(tx, of.library_id, of.id, now=now())


def presented(of: Harvest, at: datetime | None = None) -> Harvest:
    done: Harvest = does(presenting.present, of, version=version_of(of), now=at or now())
    return done


def established(of: Harvest) -> Harvest:
    """Shown long enough ago, and nobody had anything to say."""
    presented(of, now() - CORRECTION - timedelta(hours=1))
    done: Harvest = does(presenting.establish, of, now=now())
    return done


def published(of: Harvest) -> Harvest:
    established(of)
    done: Harvest = does(presenting.publish, of, by=1, now=now())
    return done


def items_of(of: Harvest) -> Sequence[HarvestItem]:
    session().rollback()
    return queries.list_items(session(), of.library_id, of.id)


def texts_of(of: Harvest) -> list[str]:
    return [item.text for item in items_of(of)]


def logged(verb: Verb) -> Sequence[Activity]:
    session().rollback()
    return session().scalars(
        select(Activity).where(Activity.verb == verb).order_by(Activity.id)
    ).all()  # fmt: skip


@dataclass
class Shown:
    """A harvest that everybody may read, with everything that an address can name."""

    harvest: Harvest
    item: HarvestItem
    source: Provenance
    consent: QuoteConsent
    correction: HarvestCorrection
    sign_up: SignUp


def a_shown_harvest(gathering: Gathering, sign_up: SignUp) -> Shown:
    """As rows, so that the walk past every door has one for a gathering that is still to come."""
    library_id, at = gathering.library_id, now()
    harvest = saved(
        Harvest(
            library_id=library_id, gathering_id=gathering.id, title="Wat maakt een straat fijn?",
            state=State.PUBLISHED, begun_at=at, presented_at=at, corrected_until=at,
            established_at=at, published_at=at, edition=1,
        )
    )  # fmt: skip
    item = saved(
        HarvestItem(
            library_id=library_id, harvest_id=harvest.id, position=1, kind=Kind.IDEA,
            text="Meer banken", is_quote=True,
        )
    )  # fmt: skip
    source = saved(Provenance(library_id=library_id, item_id=item.id, table_no=1, round_no=1))
    saved(
        HarvestEdition(
            harvest_id=harvest.id, number=1, library_id=library_id, published_at=at,
            said={"title": harvest.title, "summary": "", "items": []},
        )
    )  # fmt: skip
    saved(HarvestReader(harvest_id=harvest.id, sign_up_id=sign_up.id, library_id=library_id))
    consent = saved(
        QuoteConsent(
            library_id=library_id, item_id=item.id, version=1, person_id=sign_up.person_id,
            name="Noor", asked_at=at, answered_at=at, says_yes=True,
        )
    )  # fmt: skip
    correction = saved(
        HarvestCorrection(
            library_id=library_id, harvest_id=harvest.id, item_id=item.id, sign_up_id=sign_up.id,
            text="Drie banken", made_at=at,
        )
    )  # fmt: skip
    return Shown(harvest, item, source, consent, correction, sign_up)
