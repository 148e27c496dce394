"""One gathering as a file."""

from __future__ import annotations

import pytest

from community.accounts.models import Role
from community.gatherings import invitations
from community.gatherings.kinds import Visibility
from community.gatherings.models import GatheringStatus
from tests.calendars.agenda import changed, read, shown
from tests.factories import a_gathering, a_library, a_member, a_person


@pytest.fixture(autouse=True)
def library(app):
    return a_library()


def path_of(gathering, library: str = "vechtdal") -> str:
    return f"/{library}/agenda/{gathering.id}-{gathering.slug}.ics"


def test_it_is_a_file_to_keep_with_the_same_uid_as_the_feed(client):
    gathering = shown("Leeskring: De avonden")
    response = client.get(path_of(gathering))
    (event,) = read(response)
    (in_feed,) = read(client.get("/vechtdal/agenda.ics"))
    assert event["UID"] == in_feed["UID"]
    assert event["TRANSP"] == "OPAQUE"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="leeskring-de-avonden.ics"'
    )
    assert b"X-WR-CALNAME" not in response.data


def test_an_address_with_an_old_title_still_works(client):
    gathering = shown("Leeskring")
    assert client.get(f"/vechtdal/agenda/{gathering.id}-oude-naam.ics").status_code == 200


def test_what_was_written_before_any_job_is_written_now(client):
    (event,) = read(client.get(path_of(a_gathering("Leeskring"))))
    assert event["SUMMARY"] == "Leeskring"


def test_who_has_it_already_gets_a_304_until_it_changes(client):
    gathering = shown("Leeskring")
    known = {"If-None-Match": client.get(path_of(gathering)).headers["ETag"]}
    assert client.get(path_of(gathering), headers=known).status_code == 304
    changed(gathering, summary="Een nieuw boek")
    assert client.get(path_of(gathering), headers=known).status_code == 200


def test_a_sensitive_gathering_has_a_file_with_a_neutral_name(client):
    gathering = shown("Omgaan met verlies", is_sensitive=True)
    response = client.get(path_of(gathering))
    assert response.headers["Content-Disposition"] == 'attachment; filename="activiteit.ics"'
    assert b"verlies" not in response.data.replace(b"\r\n ", b"").lower()


@pytest.mark.parametrize("library", ["zuidpolder", "atlantis"])
def test_another_library_does_not_have_it(client, library):
    gathering = shown("Leeskring")
    a_library("zuidpolder")
    assert client.get(path_of(gathering, library)).status_code == 404


def test_a_draft_has_no_file_for_anybody(client, client_of):
    draft = a_gathering("Concept", status=GatheringStatus.DRAFT, published_at=None)
    assert client.get(path_of(draft)).status_code == 404
    librarian = client_of(a_member(Role.LIBRARIAN))
    assert librarian.get(path_of(draft)).status_code == 404


def test_what_only_signed_in_people_see_is_a_file_for_them_alone(client, client_of):
    gathering = shown("Voor leden", visibility=Visibility.SIGNED_IN)
    assert client.get(path_of(gathering)).status_code == 404
    response = client_of(a_person()).get(path_of(gathering))
    assert len(read(response)) == 1
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_who_was_given_the_link_has_the_file_too(app, client):
    gathering = shown("Besloten", visibility=Visibility.LINK)
    token = invitations.token_for(gathering, key=app.config["SECRET_KEY"])
    assert client.get(path_of(gathering)).status_code == 404
    response = client.get(f"{path_of(gathering)}?{invitations.PARAMETER}={token}")
    assert len(read(response)) == 1
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_public_file_opens_no_session(client_of):
    gathering = shown("Leeskring")
    response = client_of(a_person()).get(path_of(gathering))
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"].startswith("public")


def test_it_is_only_read(client):
    assert client.post(path_of(shown("Leeskring"))).status_code == 405
