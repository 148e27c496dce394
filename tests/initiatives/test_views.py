"""Whose idea it was: at the desk, and behind the link."""

from __future__ import annotations

from community.gatherings.kinds import Initiator
from community.initiatives import queries
from tests.factories import a_gathering, a_library, the_library
from tests.groups.groups import a_group, linked
from tests.initiatives.beginning import log, named, stands
from tests.partners.making import a_partner

ACTIVITIES = "/vechtdal/beheer/activiteiten"


def link(gathering, app, library="vechtdal") -> str:
    token = queries.token_of(stands(gathering), key=app.config["SECRET_KEY"])
    return f"/{library}/bevestigen/begin/{token}"


def test_a_librarian_names_a_resident_and_the_page_says_what_it_waits_for(desk):
    gathering = a_gathering()
    at = f"{ACTIVITIES}/{gathering.id}"
    sent = {"kind": "resident", "name": "Fatima", "email": "Fatima@Example.org"}
    assert desk.post(f"{at}/idee", data=sent).status_code == 303
    page = desk.get(at).text
    assert "Fatima" in page
    assert "telt het als idee van de bibliotheek" in page
    assert 'value="fatima@example.org"' in desk.get(f"{at}/idee").text
    yes = {"proof": "counter", "wording": "Ja, dat was ik"}
    assert desk.post(f"{at}/idee/ja", data=yes).status_code == 303
    assert "Ja, dat was ik" in desk.get(at).text


WRONG = [
    ({"kind": "resident", "name": ""}, "name"),
    ({"kind": "resident", "name": "x" * 81}, "name"),
    ({"kind": "resident", "name": "Fatima", "email": "geen adres"}, "email"),
    ({"kind": "group"}, "group"),
    ({"kind": "partner", "partner": "999999"}, "partner"),
    ({"kind": "burgemeester"}, "kind"),
]


def test_what_is_wrong_stands_beside_the_field(desk):
    gathering = a_gathering()
    a_group()
    a_partner()
    for sent, field in WRONG:
        answer = desk.post(f"{ACTIVITIES}/{gathering.id}/idee", data=sent)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text


def test_a_spoken_yes_needs_words_and_somebody_named(desk):
    gathering = a_gathering()
    at = f"{ACTIVITIES}/{gathering.id}/idee/ja"
    assert "Zeg eerst" in desk.get(at).text
    assert desk.post(at, data={"proof": "counter", "wording": "ja"}).status_code == 409
    named(gathering)
    assert desk.post(at, data={"proof": "counter", "wording": ""}).status_code == 422
    assert desk.post(at, data={"proof": "mail", "wording": "ja"}).status_code == 422


def test_the_link_leads_to_a_page_with_two_buttons_and_changes_nothing(app, client):
    the_library()
    gathering = a_gathering("Buurtmaaltijd")
    named(gathering)
    at = link(gathering, app)
    answer = client.get(at)
    assert "Buurtmaaltijd" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert log() == []
    for _ in range(2):
        assert client.post(f"{at}/ja").status_code == 303
    assert len(log()) == 1
    assert client.post(f"{at}/nee").status_code == 303
    assert [row.quantity for row in log()] == [1, 0]


def test_a_link_of_another_library_or_a_guessed_one_opens_nothing(app, client):
    gathering = a_gathering()
    a_library("zuidpolder")
    named(gathering)
    guessed = f"/vechtdal/bevestigen/begin/{stands(gathering).id}-AAAAAAAAAAAAAAAAAAAAAA"
    for path in (link(gathering, app, "zuidpolder"), guessed):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/ja").status_code == 404


def test_another_kind_in_the_form_of_the_gathering_makes_who_was_named_void(desk):
    gathering = a_gathering()
    named(gathering)
    named(gathering, Initiator.PARTNER, partner_id=a_partner("GGD").id)
    page = desk.get(f"{ACTIVITIES}/{gathering.id}").text
    assert "Fatima" not in page
    assert "GGD" in page


def test_the_group_that_it_is_of_stands_ready(desk):
    gathering, group = a_gathering(initiator=Initiator.GROUP), a_group()
    a_group("Leesclub")
    linked(group, gathering)
    page = desk.get(f"{ACTIVITIES}/{gathering.id}/idee").text
    assert f'<option selected value="{group.id}">' in page
