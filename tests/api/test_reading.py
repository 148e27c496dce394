"""What programs read without a token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from community.clock import local_day, now
from community.db import db, transaction
from community.gatherings.kinds import Kind, SignUpMode, Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUpStatus
from community.libraries import versions
from community.libraries.models import LibraryVersion
from tests.api.programs import a_token
from tests.factories import a_branch, a_gathering, a_library, a_room, a_sign_up, a_theme, next_week
from tests.topics.rows import a_term

pytestmark = pytest.mark.usefixtures("app")

LIST = "/api/v1/vechtdal/gatherings"


@pytest.fixture
def library():
    return a_library()


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["title"] for each in answer.json["items"]]


def test_what_is_public_and_to_come_is_listed_in_order_of_time(client, library):
    a_gathering("Later", starts_at=next_week(16))
    a_gathering("Eerder", starts_at=next_week(9))
    a_gathering("Voorbij", starts_at=now() - timedelta(days=3))
    assert titles(client.get(LIST)) == ["Eerder", "Later"]


def test_what_is_not_for_everybody_is_not_listed(client, library):
    a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    a_gathering("Voor leden", visibility=Visibility.SIGNED_IN)
    a_gathering("Met een link", visibility=Visibility.LINK)
    a_gathering("Besloten", sign_up_mode=SignUpMode.INVITATION)
    a_gathering("Gevoelig", is_sensitive=True)
    a_gathering("Elders", library=a_library("zuidpolder"))
    assert titles(client.get(LIST)) == []


def test_what_is_not_for_everybody_is_not_there_by_its_number_either(client, library):
    for fields in (
        {"status": GatheringStatus.DRAFT, "published_at": None},
        {"visibility": Visibility.SIGNED_IN},
        {"visibility": Visibility.LINK},
        {"is_sensitive": True},
    ):
        gathering = a_gathering(**fields)
        assert client.get(f"{LIST}/{gathering.id}").status_code == 404, fields


def test_a_gathering_of_another_library_is_not_here(client, library):
    theirs = a_gathering(library=a_library("zuidpolder"))
    assert client.get(f"{LIST}/{theirs.id}").status_code == 404


def test_one_gathering_tells_all_that_its_page_tells(client, library):
    gathering = a_gathering(text="Neem **iets** mee.", bring="Een boek", capacity=3)
    a_sign_up(gathering, party_size=2)
    told = client.get(f"{LIST}/{gathering.id}").json
    assert (told["text"], told["bring"]) == ("Neem **iets** mee.", "Een boek")
    assert (told["capacity"], told["seats_free"]) == (3, 1)
    assert told["url"].endswith(f"/vechtdal/agenda/{gathering.id}-repair-cafe")
    assert "online_url" not in told


def test_who_waits_goes_first_so_nothing_is_free_then(client, library):
    gathering = a_gathering(capacity=3)
    a_sign_up(gathering, status=SignUpStatus.WAITING, party_size=4)
    assert client.get(f"{LIST}/{gathering.id}").json["seats_free"] == 0


def test_a_list_is_narrowed_by_the_words_of_the_agenda(client, library):
    wanted = a_gathering("Voorlezen", kind=Kind.STORYTIME, language="ar")
    with transaction() as tx:
        tx.get_one(Gathering, wanted.id).themes = [a_theme("lezen-literatuur")]
    a_gathering("Iets anders")
    day = local_day(wanted.starts_at)
    for query in (
        "soort=voorlezen",
        "voertaal=ar",
        "thema=lezen-literatuur",
        "q=voorlezen",
        f"wanneer={day:%Y-%m}&soort=voorlezen",
        f"dag={day}&soort=voorlezen&vestiging=ommen",
    ):
        assert titles(client.get(f"{LIST}?{query}")) == ["Voorlezen"], query


def test_what_is_not_understood_is_said_by_its_name(client, library):
    for query, field in (
        ("soort=bingo", "soort"),
        ("dag=2026-02-30", "dag"),
        ("wanneer=gisteren", "wanneer"),
        ("groep=9223372036854775808", "groep"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=9223372036854775808", "limit"),
        ("vestiging=nergens", "vestiging"),
        ("thema=bestaat-niet", "thema"),
        ("tema=taal", "tema"),
        ("taal=xx", "taal"),
    ):
        answer = client.get(f"{LIST}?{query}")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), query
        assert [error["field"] for error in answer.json["errors"]] == [field]


def test_pages_follow_each_other_and_miss_or_double_nothing(client, library):
    same_hour = [a_gathering(f"{number}", starts_at=next_week(14)) for number in range(5)]
    first = client.get(f"{LIST}?limit=2")
    a_gathering("Ervoor", starts_at=next_week(9))  # Put in while somebody reads.
    a_gathering("Erna", starts_at=next_week(20))
    seen, cursor = titles(first), first.json["next"]
    while cursor:
        answer = client.get(f"{LIST}?limit=2&cursor={cursor}")
        seen += titles(answer)
        cursor = answer.json["next"]
    assert seen == [each.title for each in same_hour] + ["Erna"]


def test_a_cursor_belongs_to_its_own_list(client, library):
    for number in range(3):
        a_gathering(f"{number}", kind=Kind.STORYTIME)
    zuidpolder = a_library("zuidpolder")
    cursor = client.get(f"{LIST}?limit=1").json["next"]
    for path in (
        f"{LIST}?soort=voorlezen&cursor={cursor}",
        f"/api/v1/{zuidpolder.slug}/gatherings?cursor={cursor}",
        f"{LIST}?cursor={cursor[:-2]}AA",
        f"{LIST}?cursor=%00",
        f"{LIST}?cursor={'A' * 119}",
        f"{LIST}?cursor={'é' * 20}",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), path


def test_what_has_not_changed_is_not_sent_again(client, library):
    gathering = a_gathering()
    for path in (
        LIST,
        f"{LIST}/{gathering.id}",
        "/api/v1/vechtdal/branches",
        "/api/v1/vechtdal/themes",
        "/api/v1/openapi.json",
    ):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b""), path
        if "openapi" in path:
            continue
        with transaction() as tx:
            versions.pages_changed(tx, library.id)
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path


def test_last_modified_is_when_a_page_last_changed(client, library):
    gathering, long_ago = a_gathering(), now() - timedelta(days=40)
    with transaction() as tx:
        row = tx.get_one(LibraryVersion, library.id)
        row.agenda_changed_at = row.pages_changed_at = long_ago
    answer = client.get(f"{LIST}/{gathering.id}")
    assert answer.last_modified == long_ago.replace(microsecond=0)
    again = client.get(
        f"{LIST}/{gathering.id}", headers={"If-Modified-Since": answer.headers["Last-Modified"]}
    )
    assert again.status_code == 304
    with transaction() as tx:
        versions.pages_changed(tx, library.id)
    fresh = client.get(f"{LIST}/{gathering.id}")
    assert "Last-Modified" not in fresh.headers, "changed within this second: not to be relied on"


def test_scripts_of_other_sites_may_read_and_nobody_gets_a_cookie(client, library):
    for path in (
        LIST,
        "/api/v1/vechtdal/branches",
        f"{LIST}?limit=0",
        f"{LIST}/99999",
        "/api/v1/nergens/themes",
        "/api/v1/vechtdal/iets",
        "/api/v1/openapi.json",
    ):
        answer = client.get(path, headers={"Origin": "https://buurt.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin", path
        assert "Set-Cookie" not in answer.headers, path


def test_only_get_and_head(client, library):
    assert client.head(LIST).data == b""
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = client.open(LIST, method=method)
        assert (answer.status_code, answer.mimetype) == (405, "application/problem+json"), method
        assert "Allow" in answer.headers


def test_an_error_is_said_in_the_language_asked(client, library):
    dutch, english = (client.get(f"{LIST}?limit=0&taal={taal}").json for taal in ("nl", "en"))
    assert english["detail"] == "Choose a number from 1 to 100."
    assert dutch["detail"] != english["detail"]
    assert dutch["status"] == 400
    assert dutch["reference"]


def test_what_is_not_there_is_a_problem_and_not_a_page(client, library):
    for path in ("/gatherings/9223372036854775808", "/gatherings/0", "/niets"):
        answer = client.get(f"/api/v1/vechtdal{path}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), path


def test_branches_tell_their_rooms_and_themes_speak_two_languages(client, library):
    a_room(a_branch(library, "Hardenberg"), "Leeszaal")
    answer = client.get("/api/v1/vechtdal/branches").json
    rooms = {each["title"]: [room["title"] for room in each["rooms"]] for each in answer["items"]}
    assert rooms == {"Bibliotheek Hardenberg": ["Leeszaal"], "Bibliotheek Ommen": []}
    a_term("brood bakken", library=library, theme="koken-voeding")
    a_term("elders", library=a_library("zuidpolder"), theme="koken-voeding")
    dutch, english = (
        client.get(f"/api/v1/vechtdal/themes?taal={taal}").json["items"] for taal in ("nl", "en")
    )
    assert len(dutch) == len(english) == 22
    assert [each["slug"] for each in dutch] == [each["slug"] for each in english]
    assert dutch != english
    terms = {each["slug"]: each["terms"] for each in dutch if each["terms"]}
    assert terms == {"koken-voeding": ["brood bakken"]}


def test_a_list_costs_as_many_questions_for_fifty_as_for_one(client, library):
    def questions(path: str) -> int:
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len([each for each in asked if each.lstrip().upper().startswith("SELECT")])

    one = a_gathering()
    alone = questions(LIST)
    for number in range(12):
        each = a_gathering(f"{number}")
        with transaction() as tx:
            tx.get_one(Gathering, each.id).themes = [a_theme("lezen-literatuur")]
    assert questions(LIST) == alone <= 4, "library, version, gatherings, themes"
    assert questions(f"{LIST}/{one.id}") <= 4
    assert questions("/api/v1/vechtdal/branches") <= 4
    assert questions("/api/v1/vechtdal/themes") <= 3


def test_a_token_of_nobody_is_told_so_also_where_none_is_needed(client, library):
    bad = {"Authorization": "Bearer kk_verzonnen"}
    answer = client.get(LIST, headers=bad)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    good = a_token(library, client=client)
    assert good.get(LIST).status_code == 200
    assert "Access-Control-Allow-Origin" not in good.get(LIST).headers
