"""What programs read of what people offer: only what everybody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.register.models import SeenBy
from tests.api.programs import a_token
from tests.factories import a_library, a_member
from tests.register.entries import a_request, an_entry

LIST = "/api/v1/vechtdal/offers"


@pytest.fixture(autouse=True)
def library(app):
    return a_library()


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["title"] for each in answer.json["items"]]


def test_a_program_sees_what_nobody_known_sees_also_with_a_token(client, library):
    karim = a_member(name="Karimnaam")
    an_entry("Half", text="kwispelstaart", person=karim)
    an_entry("Heel", text="zonsverduistering", seen_by=SeenBy.EVERYONE, person=karim)
    an_entry("Gevoelig", themes=("geld-recht",), person=karim)
    an_entry("Verborgen", hidden_at=now(), hidden_why="report", person=karim)
    an_entry("Voor ons", seen_by=SeenBy.LIBRARIANS, person=karim)
    an_entry("Voorbij", expires_at=now(), person=karim)
    an_entry("Elders", library=a_library("elders"))
    a_request("Vraag", seen_by=SeenBy.EVERYONE, person=karim)
    headers = {"Authorization": f"Bearer {a_token(library).key}"}
    for answer in (client.get(LIST), client.get(LIST, headers=headers)):
        assert titles(answer) == ["Heel", "Half"]
        assert "kwispelstaart" not in answer.text
        assert "zonsverduistering" in answer.text
        assert "Karim" not in answer.text
    assert titles(client.get(f"{LIST}?q=kwispelstaart")) == []
    assert titles(client.get(f"{LIST}?q=zonsverduistering")) == ["Heel"]
    assert titles(client.get(f"{LIST}?vorm=vertellen")) == []


def test_a_search_gives_the_best_first_with_its_score_and_the_reason_in_words(client):
    an_entry("Ik leer je fietsen maken")
    an_entry("Ik bak brood")
    (found,) = client.get(f"{LIST}?q=fietsen+maken").json["items"]
    assert 0 < found["score"] <= 1
    assert found["reasons"]
    assert found["url"].endswith(f"/vechtdal/kennis/{found['id']}")
    assert client.get(LIST).json["items"][0]["score"] is None


@pytest.mark.parametrize("query", ["", "q=fietsen&"])
def test_one_reads_on_by_the_cursor_and_meets_each_once(client, query):
    karim = a_member()
    for number in range(5):
        opened = now() - timedelta(days=number // 2)
        an_entry(f"Ik leer je fietsen {number}", person=karim, opened_at=opened)
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get(f"{LIST}?{query}limit=2&cursor={cursor}")
        seen += titles(answer)
        cursor = answer.json["next"]
    assert len(seen) == len(set(seen)) == 5
    assert client.get(f"{LIST}?{query}cursor=abc").status_code == 400
