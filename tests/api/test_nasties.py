"""Whatever comes in, nothing breaks: no 5xx, and a problem that says what is wrong."""

from __future__ import annotations

import json

import pytest

from tests.api.programs import a_token
from tests.factories import a_gathering, a_library, next_week

pytestmark = pytest.mark.usefixtures("app")

PATH = "/api/v1/vechtdal/gatherings"
HUGE = 2**63
NASTY = [
    None, True, -1, 0, HUGE, -HUGE, 10**400, 1.5, 1e308, "", " ", "\0", "a\0b", "\ud800",
    "\u2028",
    "é" * 30_000, "💥" * 500, "0000-01-01T00:00:00Z", "2026-02-30T10:00:00Z", "2026-03-03T10:00:00",
    "2026-03-03T25:00:00Z", "9999-12-31T23:59:59+23:59", [], [None], [["diep"]], {},
    {"a": {"b": 1}},
    "<script>", "=1+1", "javascript:alert(1)", "https://", "http://[::1", "../../etc",
]  # fmt: skip


@pytest.fixture
def program(client):
    return a_token(a_library(), client=client)


def ask(program, path: str, raw: bytes, kind: str = "application/json", **headers: str):
    return program.client.post(path, data=raw, content_type=kind, headers=program.headers | headers)


def is_calm(answer) -> bool:
    said_well = answer.status_code < 400 or answer.mimetype == "application/problem+json"
    return answer.status_code < 500 and said_well


def test_no_value_of_any_field_breaks_anything(program, client):
    document = client.get("/api/v1/openapi.json").json
    fields = document["components"]["schemas"]["NewGathering"]["properties"]
    given = {"kind": "workshop", "title": "Drukken", "starts_at": next_week().isoformat()}
    wrong = []
    for number, (name, schema) in enumerate(fields.items()):
        bounds = [HUGE, -1] if "integer" in schema["type"] else []
        # Every field meets some: together all are met, by fields of several kinds.
        for value in [*bounds, *NASTY[number % 8 :: 8]]:
            answer = ask(program, PATH, json.dumps(given | {name: value}).encode())
            if not is_calm(answer):
                wrong.append(f"{name}={value!r:.40}: {answer.status_code}")
    assert wrong == []


BROKEN = [
    (b"", 422),
    (b"{", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'"tekst"', 400),
    (b"12", 400),
    (b'{"capacity": NaN}', 400),
    (b'{"capacity": Infinity}', 400),
    (b'{"capacity": ' + b"9" * 5000 + b"}", 400),
    (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, 413),
    (b'{"a":' * 14_000 + b"1" + b"}" * 14_000, 400),
    (b"[" * 90_000, 400),
    (b"\xff\xfe", 400),
    (b'{"title": "\xff"}', 400),
    (b'{"\\ud800": 1}', 422),
    (b'{"title": "' + b"a" * 100_000 + b'"}', 413),
]


def test_a_body_that_is_none_is_refused(program):
    for raw, status in BROKEN:
        answer = ask(program, PATH, raw)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), raw[
            :40
        ]


def test_only_json_is_taken(program):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert ask(program, PATH, b"{}", kind).status_code == 415


def test_strange_headers_are_calmly_met(program):
    gathering = a_gathering()
    path = f"{PATH}/{gathering.id}"
    for name, value in (
        ("If-Match", '"' + "x" * 5000), ("If-Match", "é"), ("If-Match", "W/"), ("If-Match", ", ,"),
        ("Idempotency-Key", "é"), ("Idempotency-Key", "x" * 5000), ("Idempotency-Key", " "),
        ("If-None-Match", "é" * 50), ("If-Modified-Since", "gisteren"), ("Accept", "\x7f"),
        ("Accept-Language", "," * 500),
    ):  # fmt: skip
        answer = ask(program, path, b'{"title": "Anders"}', **{name: value})
        assert is_calm(answer), (name, value, answer.status_code)
        assert program.get(path, **{name: value}).status_code < 500, (name, value)
    for value in ("Bearer", "Bearer " + "x" * 9000, "Basic eDp5", "Bearer é", "kk_"):
        answer = program.client.get(path, headers={"Authorization": value})
        assert answer.status_code == 401, value


def test_strange_addresses_are_calmly_met(program):
    for path in (
        f"{PATH}/{HUGE}",
        f"{PATH}/-1",
        f"{PATH}/1e9",
        f"{PATH}/%00",
        f"{PATH}/%ff",
        f"{PATH}//",
        f"{PATH}?limit=%00",
        f"{PATH}?cursor=%ff%fe",
        f"{PATH}?q=%00%ed%a0%80",
        f"{PATH}?q={'a' * 500}",
        f"{PATH}?groep={HUGE}",
        f"{PATH}?dag=9999-12-31",
        f"{PATH}?wanneer=2099-12",
        f"{PATH}?%ff=1",
        f"{PATH}?limit=1&limit=x",
        f"{PATH}/1/sign-ups?limit={HUGE}",
        f"{PATH}/1/sign-ups?cursor=AAAA",
        "/api/v1/%00/gatherings",
        "/api/v1/",
        "/api/v1/api/gatherings",
        "/api/v2/vechtdal/gatherings",
    ):
        answer = program.get(path)
        assert answer.status_code < 500, path
