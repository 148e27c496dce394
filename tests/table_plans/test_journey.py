"""From nobody at a table to everybody's telephone, by plain forms and links."""

from __future__ import annotations

import json
import re

from flask import current_app
from sqlalchemy import select

from community.db import session
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.table_plans import queries
from community.table_plans.models import State
from tests import factories
from tests.table_plans import plans
from tests.table_plans.plans import rounds_of, the


def posted(browser, base: str, path: str, plan, **fields: object) -> str:
    """Press a button of the page as it is now."""
    answer = browser.post(f"{base}{path}", data={"seen": the(plan).version, **fields})
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location).text


def test_a_librarian_divides_changes_and_releases_and_a_guest_finds_her_table(client_of, client):
    gathering = plans.a_table_evening(8)
    browser = client_of(factories.a_librarian(gathering.library))
    base = f"/vechtdal/beheer/activiteiten/{gathering.id}/tafels"
    assert browser.get(base).location.endswith("/opzet")
    asked = {"rounds": "2", "least": "3", "most": "5", "hosts_per_table": "0", "own_question": ""}
    wrong = browser.post(f"{base}/opzet", data={**asked, "most": "2"})
    assert wrong.status_code == 422
    begun = browser.post(f"{base}/opzet", data=asked)
    assert begun.location.endswith("/tafels")
    plan = queries.get(session(), gathering.library_id, gathering.id)

    ids = {guest.sign_up.person.first_name: guest.id for guest in plans.guests(plan)}
    said = {"first": ids["Nel"], "kind": "apart", "second": ids["Truus"]}
    assert browser.post(f"{base}/wensen", data=said).status_code == 303
    assert browser.post(f"{base}/wensen", data={**said, "second": ids["Nel"]}).status_code == 422

    busy = posted(browser, base, "/verdeel", plan)
    assert "<progress" in busy
    plans.answer(plan)
    one, other = rounds_of(plan)[0][0][0], rounds_of(plan)[0][1][0]
    picked = browser.get(f"{base}?pak=0.{one}").text
    assert "is opgepakt" in picked
    assert re.search(rf'form="zet" name="met" value="{re.escape(other)}"', picked)
    assert 'name="tafel" value="1"' in picked
    swapped = posted(browser, base, "/zet", plan, ronde=0, wie=one, met=other)
    assert "ruilden van plek in ronde 1" in swapped
    assert other in rounds_of(plan)[0][0]
    stale = browser.post(f"{base}/zet", data={"seen": 1, "ronde": 0, "wie": one, "met": other})
    assert stale.status_code == 409
    assert "Iemand anders wijzigde dit plan net" in stale.text
    posted(browser, base, "/terug", plan, naar=1)
    assert one in rounds_of(plan)[0][0]

    posted(browser, base, "/staat", plan, naar="fixed")
    guest = next(each for each in plans.guests(plan) if each.key == one)
    place = f"/vechtdal/plaats/{queries.token_of(guest, key=current_app.config['SECRET_KEY'])}"
    assert "maken de tafels nog" in client.get(place).text
    posted(browser, base, "/staat", plan, naar="released", mail=1)
    shown = client.get(place)
    assert shown.headers["Cache-Control"] == "no-store"
    assert re.findall(r"</span> (\d)</p>", shown.text) == [
        str(table + 1) for table in _route(plan, one)
    ]
    names = {each.sign_up.person.first_name for each in plans.guests(plan) if each != guest}
    assert not [name for name in names if name in shown.text]
    assert client.get(f"{place[:-3]}AAA").status_code == 404

    owed = session().scalars(select(OutboxMail).where(OutboxMail.key.like("table_place:%"))).all()
    assert len(owed) == 8
    letter = letters.render(session(), owed[0])
    assert "/vechtdal/plaats/" in letter.text
    for page in ("/scherm", "/papier/overzicht", "/papier/tafelkaarten", "/papier/persoonskaarten"):
        assert "nooit bij elkaar" not in browser.get(f"{base}{page}").text


def test_no_shows_and_walk_ins_are_looked_at_before_the_plan_changes(client_of):
    gathering = plans.a_table_evening(8)
    plan = plans.divided(plans.a_plan(gathering))
    late = factories.a_sign_up(gathering, factories.a_person("Yara"))
    browser = client_of(factories.a_librarian(gathering.library))
    base = f"/vechtdal/beheer/activiteiten/{gathering.id}/tafels"
    assert "Er kwam 1 persoon bij" in browser.get(base).text
    page = browser.get(f"{base}/bijwerken").text
    shown = re.search(r'name="rondes" value="([^"]*)"', page).group(1).replace("&#34;", '"')
    assert f"s{late.id}.1" in plans.sitting(json.loads(shown))
    before = rounds_of(plan)
    posted(browser, base, "/bijwerken", plan, rondes=shown, erbij=f"s{late.id}.1")
    assert rounds_of(plan) != before
    assert rounds_of(plan) == json.loads(shown)


def test_a_mail_about_something_sensitive_does_not_say_what_it_is(app):
    gathering = plans.a_table_evening(4, is_sensitive=True)
    plan = plans.divided(plans.a_plan(gathering))
    plans.in_state(plan, State.FIXED)
    plans.released(plan)
    owed = session().scalars(select(OutboxMail)).first()
    letter = letters.render(session(), owed)
    assert "Wereldcafé" not in letter.text + letter.subject


def _route(plan, key: str) -> list[int]:
    return [
        next(number for number, keys in enumerate(tables) if key in keys)
        for tables in rounds_of(plan)
    ]
