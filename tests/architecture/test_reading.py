"""A GET changes nothing, and what is open to all carries no cookie: that the walks would see it.

The walks themselves are in `test_doors`.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.architecture.reading import faults_of, left_behind
from tests.architecture.visitors import Visitor

pytestmark = pytest.mark.parametrize("walk", ["sqlite"], indirect=True)


def test_the_guard_sees_a_write(walk, changed):
    factories.a_sign_up(walk.world.here.gathering, walk.world.people[Visitor.STAFF])
    (found,) = left_behind("gatherings.show", changed)
    assert "'sign_up'" in found


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/niet-hier", "/vechtdal/niet-hier", "/%00", "/over"])
def test_what_is_no_address_is_answered_with_the_headers_of_safety(walk, path, method):
    assert faults_of("nobody's", walk.browser(Visitor.ANONYMOUS).open(path, method=method)) == []
