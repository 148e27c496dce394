"""Tokens of programs: shown once, kept as a hash, bounded in what and how long."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest

from community.accounts import doors
from community.accounts.models import Role
from community.accounts.throttle import Limit
from community.api import programs, queries
from community.api.models import ApiToken, Scope
from community.clock import now
from community.db import transaction
from tests.api.programs import a_token
from tests.factories import a_gathering, a_librarian, a_library, a_member
from tests.keeping.forgetting import forget

pytestmark = pytest.mark.usefixtures("app")

NEW = "/api/v1/vechtdal/gatherings"
DESK = "/vechtdal/beheer/koppelingen"


@pytest.fixture
def library():
    return a_library()


def test_the_key_itself_is_kept_nowhere(session, library):
    token = a_token(library)
    row = session.get_one(ApiToken, token.row.id)
    assert row.prefix == token.key[:9]
    assert all(token.key not in str(value) for value in vars(row).values())
    assert programs.find(session, token.key, now=now()).id == row.id


@pytest.mark.parametrize("why", ["expired", "revoked", "never made"])
def test_a_key_that_is_no_longer_good_opens_nothing(client, library, why):
    token = a_token(library, client=client, made=now() - timedelta(days=31 * (why == "expired")))
    if why == "revoked":
        with transaction() as tx:
            programs.revoke(tx, library.id, token.row.id, now=now())
    if why == "never made":
        token.key = "kk_" + "a" * 43
    answer = token.post(NEW)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_token_reaches_as_far_as_its_scopes(client, library):
    gathering = a_gathering()
    reader = a_token(library, Scope.READ_SIGN_UPS, client=client)
    writer = a_token(library, Scope.WRITE_GATHERINGS, client=client)
    assert reader.post(NEW).status_code == 403
    assert writer.get(f"{NEW}/{gathering.id}/sign-ups").status_code == 403
    assert reader.get(f"{NEW}/{gathering.id}/sign-ups").status_code == 200


def test_in_another_library_the_token_finds_nothing(client, library):
    other = a_library("zuidpolder")
    token = a_token(other, client=client)
    theirs = a_gathering(library=library)
    for answer in (token.get(NEW), token.post(NEW), token.post(f"{NEW}/{theirs.id}/publish"),
                   token.get(f"{NEW}/{theirs.id}/sign-ups")):  # fmt: skip
        assert answer.status_code == 404
    assert token.get(f"/api/v1/zuidpolder/gatherings/{theirs.id}/sign-ups").status_code == 404


def test_its_last_use_is_kept_at_most_hourly(client, session, library):
    token = a_token(library, client=client)
    token.get(NEW)
    session.expire_all()
    first = session.get_one(ApiToken, token.row.id).last_used_at
    assert first is not None
    with transaction() as tx:
        programs.used(tx, token.row.id, now=first + timedelta(minutes=59))
    session.expire_all()
    assert session.get_one(ApiToken, token.row.id).last_used_at == first
    with transaction() as tx:
        programs.used(tx, token.row.id, now=first + timedelta(minutes=60))
    session.expire_all()
    assert session.get_one(ApiToken, token.row.id).last_used_at == first + timedelta(hours=1)


def test_a_program_that_asks_too_often_waits(client, library, monkeypatch):
    few = doors.Door("program", Limit(99, timedelta(hours=1)), Limit(99, timedelta(hours=1)),
                     account=Limit(2, timedelta(hours=1)))  # fmt: skip
    monkeypatch.setattr(doors, "PROGRAM", few)
    token, other = a_token(library, client=client), a_token(library, client=client)
    assert [token.get(NEW).status_code for _ in range(3)] == [200, 200, 429]
    answer = token.get(NEW)
    assert answer.mimetype == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert other.get(NEW).status_code == 200


def test_wrong_keys_are_counted_too(client, library, monkeypatch):
    few = doors.Door("no", Limit(99, timedelta(hours=1)), Limit(2, timedelta(hours=1)))
    monkeypatch.setattr(doors, "NO_PROGRAM", few)
    asked = [client.get(NEW, headers={"Authorization": f"Bearer kk_{n}"}) for n in range(3)]
    assert [answer.status_code for answer in asked] == [401, 401, 429]


def test_no_key_stands_in_any_log(client, library, caplog):
    token = a_token(library, client=client)
    with caplog.at_level(logging.DEBUG):
        token.get(NEW)
        token.post(NEW, {"kind": "niets"})
        client.get(NEW, headers={"Authorization": "Bearer kk_geheim-geheim"})
    lines = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert lines
    assert token.key not in lines
    assert "kk_geheim" not in lines


def test_what_was_answered_is_forgotten_after_a_week(client, session, library):
    token = a_token(library, client=client)
    body = {"kind": "workshop", "title": "Drukken", "starts_at": "2099-01-01T10:00:00Z"}
    token.post(NEW, body | {"starts_at": f"{now() + timedelta(days=9):%Y-%m-%dT10:00:00Z}"},
               Idempotency_Key="een")  # fmt: skip
    key = programs.fingerprint("een")
    for days, stands in ((6, True), (8, False)):
        forget("api.answers", now() + timedelta(days=days))
        found = queries.find_given(session, library.id, token.row.id, key)
        assert (found is not None) is stands


# ─── at the desk ───


def test_a_manager_makes_a_key_and_sees_it_once(app, client, client_of, library):
    manager = client_of(a_member(Role.MANAGER, library))
    form = {"name": "Gemeentesite", "scopes": ["gatherings:write"], "days": "90"}
    page = manager.post(f"{DESK}/sleutels/nieuw", data=form)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    key = re.search(r"kk_[\w-]{43}", page.text)[0]
    listed = manager.get(DESK).text
    assert key not in listed
    assert f"{key[:9]}…" in listed
    with_key = client.post(NEW, json={}, headers={"Authorization": f"Bearer {key}"})
    assert with_key.status_code == 422, "let in, and told what is missing"


def test_a_form_without_scopes_comes_back_with_what_was_typed(client_of, session, library):
    manager = client_of(a_member(Role.MANAGER, library))
    page = manager.post(f"{DESK}/sleutels/nieuw", data={"name": "Gemeentesite", "days": "90"})
    assert page.status_code == 422
    assert "Gemeentesite" in page.text
    assert queries.list_tokens(session, library.id) == []


def test_a_manager_takes_a_key_back_and_a_librarian_only_looks(client, client_of, library):
    token = a_token(library, client=client)
    librarian, manager = client_of(a_librarian(library)), client_of(a_member(Role.MANAGER, library))
    back = f"{DESK}/sleutels/{token.row.id}/intrekken"
    assert back not in librarian.get(DESK).text
    assert librarian.post(back).status_code == 403
    assert back in manager.get(DESK).text
    assert manager.post(back).status_code == 303
    assert manager.post(back).status_code == 303, "twice is no error"
    assert token.get(NEW).status_code == 401
