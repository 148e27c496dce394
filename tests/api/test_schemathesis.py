"""Schemathesis asks everything the document allows, and what it does not: never a 5xx, and every
answer is as the document says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from community.db import db
from tests.api.programs import a_token
from tests.conftest import make_app
from tests.factories import a_gathering, a_library, a_sign_up
from tests.register.entries import an_entry

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

#: Per operation and way of asking.
EXAMPLES = 4

OPERATIONS = (
    "gatherings", "create", "gathering", "change", "move", "publish", "cancel", "sign_ups",
    "branches", "themes", "offers",
)  # fmt: skip


@pytest.fixture(scope="module")
def house(sqlite_template, tmp_path_factory):
    """One house for all: the examples may change what is in it."""
    folder = tmp_path_factory.mktemp("schemathesis")
    path = folder / "community.db"
    path.write_bytes(sqlite_template.read_bytes())
    app = make_app(f"sqlite:///{path}", folder / "instance")
    with app.app_context():
        library = a_library()
        numbers = [a_gathering(f"{number}").id for number in range(3)]
        a_sign_up(a_gathering("Vol", capacity=1))
        an_entry(library=library)
        key = a_token(library).key
        db.session.remove()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    yield {found.ok().definition.raw["operationId"]: found.ok()
           for found in schema.get_all_operations()}, numbers, key  # fmt: skip
    with app.app_context():
        db.engine.dispose()


def test_every_operation_is_asked(house):
    assert set(house[0]) == set(OPERATIONS)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_asked_is_answered_as_the_document_says(house, name, mode):
    operations, numbers, key = house
    operation = operations[name]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        case=operation.as_strategy(generation_mode=mode),
        number=st.sampled_from(numbers),
        real=st.booleans(),
        with_token=st.booleans(),
    )
    def ask(case, number, real, with_token):
        if real:  # Else nearly every address would be one of nothing.
            case.path_parameters |= {"library": "vechtdal"}
            if "gathering_id" in case.path_parameters:
                case.path_parameters["gathering_id"] = number
        case.headers.pop("Authorization", None)
        headers = {"Authorization": f"Bearer {key}"} if with_token else {}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
