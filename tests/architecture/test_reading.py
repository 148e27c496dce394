"""A GET changes nothing, and what is open to all carries no cookie: that the walks would see it.

The walks themselves are in `test_doors`.
"""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from community.web.headers import SAFETY
from tests import factories
from tests.access_log.readings import READS
from tests.architecture.reading import faults_of, left_behind
from tests.architecture.visitors import Visitor

on_sqlite = pytest.mark.parametrize("walk", ["sqlite"], indirect=True)


@on_sqlite
def test_the_guard_sees_a_write(walk, changed):
    factories.a_sign_up(walk.world.here.gathering, walk.world.people[Visitor.STAFF])
    (found,) = left_behind("gatherings.show", changed)
    assert "'sign_up'" in found


def test_that_staff_looked_is_written_where_they_do_and_nowhere_else():
    reads = next(iter(READS))
    assert left_behind(reads, ["access_read", "signed_in"]) == []
    assert left_behind("gatherings.show", ["access_read"]) != []


def an_answer(**headers: str) -> TestResponse:
    said = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return TestResponse([b""], "200 OK", said, Request({"REQUEST_METHOD": "GET"}))


def test_an_answer_without_safety_or_with_a_cookie_that_is_kept_is_found():
    safe = dict.fromkeys(SAFETY, "x")
    assert faults_of("nobody's", an_answer(**safe)) == []
    for name in SAFETY:
        without = {each: value for each, value in safe.items() if each != name}
        assert faults_of("nobody's", an_answer(**without)) == [f"no {name}"]
    cookie = safe | {"Set-Cookie": "kring=x"}
    assert faults_of("nobody's", an_answer(**cookie)) == ["a cookie on what is kept"]
    assert faults_of("nobody's", an_answer(**cookie, Cache_Control="no-store")) == []


@on_sqlite
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/niet-hier", "/vechtdal/niet-hier", "/%00", "/over"])
def test_what_is_no_address_is_answered_with_the_headers_of_safety(walk, path, method):
    assert faults_of("nobody's", walk.browser(Visitor.ANONYMOUS).open(path, method=method)) == []
