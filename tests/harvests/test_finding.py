"""What of a harvest the search knows, and when."""

from __future__ import annotations

import pytest

from community.clock import now
from community.db import session, transaction
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering
from community.harvests import finding
from community.harvests.models import Harvest, State
from community.search import index
from tests.factories import the_library
from tests.findings.rows import a_consent, a_harvest, a_talk, an_item, changed, taken_back


def found(question: str) -> list[int]:
    session().rollback()
    hits = index.search(session(), the_library().id, finding.KIND, question)
    return [hit.subject_id for hit in hits if hit.fits]


def test_an_item_is_found_by_its_words_its_heading_its_theme_its_gathering_and_its_place(app):
    harvest = a_harvest(a_talk("Taalcafé in de leeszaal", themes=("democratie-buurt",)))
    item = an_item(
        harvest, "Een deurhanger met tijd over", theme="gezondheid-bewegen", heading="Winter"
    )
    for asked in ("deurhanger", "winter", "bewegen", "health", "democratie", "taalcafé", "ommen"):
        assert found(asked) == [item.id], asked


def test_it_is_found_no_more_when_it_is_taken_back_or_the_harvest_withdrawn(app):
    harvest = a_harvest()
    gone, stays = an_item(harvest, "Een deurhanger"), an_item(harvest, "Een soepdag")
    taken_back(gone)
    assert (found("deurhanger"), found("soepdag")) == ([], [stays.id])
    changed(harvest, state=State.WITHDRAWN, withdrawn_at=now())
    assert found("soepdag") == []


@pytest.mark.parametrize("state", [State.DRAFT, State.PRESENTED, State.ESTABLISHED])
def test_nothing_is_found_before_it_is_published(app, state):
    harvest = a_harvest(state=state)
    item = an_item(harvest, "Een deurhanger")
    assert found("deurhanger") == []
    changed(
        harvest, state=State.PUBLISHED, presented_at=now(), established_at=now(),
        early_why="Iedereen was het eens.", published_at=now(),
    )  # fmt: skip
    assert found("deurhanger") == [item.id]


def test_nobody_is_found_by_name_and_a_gathering_by_link_alone_not_by_its_title(app):
    gathering = a_talk("Scheiden met kinderen", visibility=Visibility.LINK)
    item = an_item(a_harvest(gathering), "Een vaste avond voor de telefoon", is_quote=True)
    a_consent(item, "Roelof")
    with transaction() as tx:
        finding.lay_out(tx, tx.get_one(Harvest, item.harvest_id))
    assert (found("roelof"), found("scheiden"), found("ommen")) == ([], [], [])


def test_of_a_sensitive_gathering_nothing_is_found(app):
    gathering = a_talk()
    item = an_item(a_harvest(gathering), "Een deurhanger")
    assert found("deurhanger") == [item.id]
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).is_sensitive = True
        finding.lay_out(tx, tx.get_one(Harvest, item.harvest_id))
    assert found("deurhanger") == []
