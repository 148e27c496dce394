"""Whoever works at a desk and reads of people leaves a row; every page is decided about."""

from __future__ import annotations

from itertools import chain

import pytest
from sqlalchemy import event, select

from community.access_log.marks import mark_of
from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.db import session
from community.gatherings.models import GatheringHost
from community.web.access import Access
from tests.access_log.readings import READS, READS_NOBODY
from tests.architecture.doors import DOORS
from tests.architecture.visitors import Visitor
from tests.architecture.world import address, routes

DESK = (Access.STAFF, Access.LIBRARIANS, Access.MANAGERS, Access.HOSTS, Access.DOOR)


def test_every_page_of_the_desk_is_decided_about(app):
    desk = set().union(*(DOORS[access] for access in DESK))
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} & desk
    nobody = list(chain.from_iterable(READS_NOBODY.values()))
    assert len(nobody) == len(set(nobody))
    assert set(nobody) & set(READS) == set()
    assert pages - set(READS) - set(nobody) == set(), "decide about these"
    assert set(nobody) - pages == set()
    assert set(READS) - desk == set()


def test_every_page_that_reads_of_people_is_marked_so(app):
    marked = {
        endpoint: mark
        for endpoint, view in app.view_functions.items()
        if (mark := mark_of(view)) is not None
    }
    assert marked == READS


#: Pages that show nothing as long as there is nothing to show on them: this walk does not see them.
NOTHING_YET = {"areas.check", "closing.close", "self_assessment_outcome.show"}


@pytest.mark.parametrize("walk", ["sqlite"], indirect=True)
def test_a_page_that_is_said_to_read_nobody_reads_nobody(walk):
    """But who works here, and who receives people: their names are there for all to see."""
    at_work = (
        select(Membership.person_id).where(Membership.role != Role.RESIDENT),
        select(GatheringHost.person_id),
        select(NetworkAdviser.person_id),
    )
    known = set(chain.from_iterable(session().scalars(who) for who in at_work))
    met: set[int] = set()

    def meet(person, _context):
        met.add(person.id)

    browser, wrong, unseen = walk.browser(Visitor.MANAGER), {}, set()
    nobody = set(chain.from_iterable(READS_NOBODY.values()))
    event.listen(Person, "load", meet)
    try:
        for rule, method in routes(walk.app):
            if method != "GET" or rule.endpoint not in nobody:
                continue
            met.clear()
            answer = browser.get(address(rule, walk.world.here.arguments(rule)))
            if answer.status_code != 200 or not met:  # At least herself, who came in.
                unseen.add(rule.endpoint)
            if met - known:
                wrong[rule.endpoint] = met - known
    finally:
        event.remove(Person, "load", meet)
    assert wrong == {}
    assert unseen == NOTHING_YET
