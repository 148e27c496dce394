"""Which sites may frame the agenda, as it is kept."""

from __future__ import annotations

from community.db import transaction
from community.embeds import queries, services
from community.libraries.queries import version
from tests.factories import a_library


def test_the_last_list_counts_and_a_kept_page_is_renewed_only_by_another_list(session):
    here, there = a_library("vechtdal"), a_library("salland")
    assert queries.list_sites(session, here.id) == []
    versions = []
    for sites in (
        ["https://a.nl"],
        ["https://b.nl", "https://c.nl"],
        ["https://b.nl", "https://c.nl"],
    ):
        with transaction() as tx:
            services.allow(tx, here.id, sites)
        session.rollback()
        assert queries.list_sites(session, here.id) == sites
        versions.append(version(session, here.id).pages)
    assert versions[0] != versions[1] == versions[2]
    assert queries.list_sites(session, there.id) == []
