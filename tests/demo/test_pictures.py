"""The demo town has pictures with a few of its gatherings, in every width that a page asks for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from community.clock import now
from community.db import transaction
from community.demo import pictures
from community.gatherings.models import Gathering
from community.pictures import storage
from community.pictures.encoding import WIDTHS
from tests.factories import a_gathering, a_library


def test_the_next_of_each_has_its_own_and_the_first_of_the_front_page_has_one(app, session):
    library, today = a_library("vechtdal"), now()
    later = {"starts_at": today + timedelta(days=9)}
    soon, sewing, first, second = (
        a_gathering("Breien", capacity=4, starts_at=today + timedelta(days=1)),
        a_gathering("Kleding herstellen", **later),
        a_gathering("Leesclub Nieuwe buren", **later),
        a_gathering("Leesclub Nieuwe buren", starts_at=today + timedelta(days=30)),
    )
    instance = Path(app.config["INSTANCE"])
    with transaction() as tx:
        pictures.hang(tx, library.id, instance, now=today)

    def of(gathering):
        return session.get_one(Gathering, gathering.id, populate_existing=True).picture

    assert of(soon).alt.startswith("Ronde tafels")
    assert "open boeken" in of(first).alt
    assert of(sewing) is of(second) is None
    for each in (of(soon), of(first)):
        assert storage.widths(instance, library.id, each.digest) == list(WIDTHS)
