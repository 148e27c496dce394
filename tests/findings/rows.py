"""Harvests as they stand, for tests to be about: rows, written without the verbs that make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from community.accounts.models import Person
from community.clock import now
from community.conversations.models import Kind
from community.db import session, transaction
from community.gatherings.kinds import Kind as GatheringKind
from community.gatherings.models import Gathering
from community.harvests import finding
from community.harvests.models import (
    Harvest,
    HarvestConfirmation,
    HarvestItem,
    Provenance,
    QuoteConsent,
    State,
    Via,
)
from community.libraries.models import Library
from tests.factories import a_gathering, a_person, a_sign_up, a_theme, saved

_PUBLIC = {State.PUBLISHED, State.REVISED}


def a_talk(
    title: str = "Open tafel: buren",
    *,
    library: Library | None = None,
    themes: tuple[str, ...] = (),
    **fields: Any,
) -> Gathering:
    """A conversation that was held two weeks ago, unless the test says otherwise."""
    given = {
        "kind": GatheringKind.CONVERSATION,
        "starts_at": now() - timedelta(days=14),
        "head_count": 24,
        **fields,
    }
    gathering = a_gathering(title, library=library, **given)
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).themes = [a_theme(slug) for slug in themes]
    return gathering


def a_harvest(
    gathering: Gathering | None = None, state: State = State.PUBLISHED, **fields: Any
) -> Harvest:
    """Published an hour ago, without items, unless the test says otherwise."""
    of = gathering or a_talk()
    begun = now() - timedelta(days=10)
    presented = None if state is State.DRAFT else begun
    settled = begun + timedelta(days=4) if state in {*_PUBLIC, State.ESTABLISHED} else None
    public = state in _PUBLIC
    given = {
        "title": "Zo helpen we elkaar de winter door",
        "summary": "Aan zes tafels spraken buren over wat ze voor elkaar kunnen doen.",
        "begun_at": begun,
        "presented_at": presented,
        "corrected_until": presented + timedelta(days=3) if presented else None,
        "established_at": settled,
        "published_at": now() - timedelta(hours=1) if public else None,
        "edition": 1 if public else 0,
        "withdrawn_at": now() if state is State.WITHDRAWN else None,
        **fields,
    }
    return saved(Harvest(library_id=of.library_id, gathering_id=of.id, state=state, **given))


def an_item(
    harvest: Harvest,
    text: str = "Een deurhanger met ‘ik heb hulp nodig’ en ‘ik heb tijd over’.",
    kind: Kind = Kind.IDEA,
    *,
    table: int | None = 4,
    theme: str = "",
    **fields: Any,
) -> HarvestItem:
    """Said at a table in the second round, and found by its words; `table=None`: nowhere."""
    with transaction() as tx:
        stands = tx.get_one(Harvest, harvest.id)
        item = HarvestItem(
            library_id=stands.library_id,
            harvest_id=stands.id,
            kind=kind,
            text=text,
            theme_id=a_theme(theme).id if theme else None,
            **{"position": len(text), **fields},
        )
        tx.add(item)
        tx.flush()
        if table is not None:
            place = Provenance(item_id=item.id, library_id=stands.library_id)
            place.table_no, place.round_no = table, 2
            tx.add(place)
        finding.lay_out(tx, stands)
    return item


def a_consent(
    item: HarvestItem, name: str = "Henk", says_yes: bool | None = True, **fields: Any
) -> QuoteConsent:
    """To the words as they are now, unless `version` says otherwise."""
    person: Person = fields.pop("person", None) or a_person(name)
    given = {"version": item.version, "asked_at": now(), **fields}
    answered = None if says_yes is None else now()
    return saved(
        QuoteConsent(
            library_id=item.library_id,
            item_id=item.id,
            person_id=person.id,
            name=name,
            says_yes=says_yes,
            answered_at=answered,
            **given,
        )
    )


def confirmed(item: HarvestItem, gathering: Gathering, people: int = 0, table: int = 0) -> None:
    for _each in range(people):
        saved(
            HarvestConfirmation(
                library_id=item.library_id,
                item_id=item.id,
                via=Via.MAIL,
                sign_up_id=a_sign_up(gathering).id,
                confirmed_at=now(),
            )
        )
    if table:
        saved(
            HarvestConfirmation(
                library_id=item.library_id,
                item_id=item.id,
                via=Via.SCREEN,
                table_no=table,
                confirmed_at=now(),
            )
        )


def changed(harvest: Harvest, **fields: Any) -> None:
    """Another state, with its search documents in step, as the verbs do it."""
    with transaction() as tx:
        stands = tx.get_one(Harvest, harvest.id, populate_existing=True)
        for name, value in fields.items():
            setattr(stands, name, value)
        finding.lay_out(tx, stands)
    session().expire_all()


def taken_back(item: HarvestItem) -> None:
    with transaction() as tx:
        stands = tx.get_one(HarvestItem, item.id)
        stands.text, stands.withdrawn_at = "", now()
        finding.lay_out(tx, stands.harvest)
