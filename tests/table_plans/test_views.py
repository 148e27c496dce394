from __future__ import annotations

from tests import factories
from tests.table_plans import plans


def test_try(client_of):
    gathering = plans.a_table_evening()
    plan = plans.divided(plans.a_plan(gathering))
    plans.wants(plan, "meet", "Fatima", "Zeki")
    client = client_of(factories.a_librarian(gathering.library))
    base = f"/vechtdal/beheer/activiteiten/{gathering.id}/tafels"
    for path in (
        "",
        "/opzet",
        "/wensen",
        "/mensen",
        "/bijwerken",
        "/scherm",
        "/papier",
        "/papier/tafelkaarten",
        "/papier/persoonskaarten",
        "/papier/overzicht",
        "?pak=0." + plans.guests(plan)[0].key,
    ):
        r = client.get(base + path)
        assert r.status_code == 200, (path, r.text)
