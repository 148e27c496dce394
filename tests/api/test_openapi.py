"""The document says what there is: no more, no less."""

from __future__ import annotations

import re

import pytest
from jsonschema_rs import meta

from community.api import openapi
from community.api.models import Scope
from community.web.access import Access, access_of
from tests.factories import a_library

pytestmark = pytest.mark.usefixtures("app")


def test_the_document_and_the_addresses_are_the_same(app):
    there = {
        (rule.endpoint, method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods & {"GET", "POST"}
    }
    said = {(each.endpoint, each.method, f"/api/v1{each.path}") for each in openapi.operations()}
    assert said == there


def test_the_document_says_which_token_opens_what(app):
    for operation in openapi.operations():
        view = app.view_functions[operation.endpoint]
        assert getattr(view, "scope", None) == operation.scope, operation.endpoint
        assert (access_of(view) is Access.PROGRAMS) is (operation.scope is not None)
    assert {operation.scope for operation in openapi.operations()} == {None, *Scope}


def test_the_document_is_whole_and_its_schemas_are_schemas(client):
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        meta.validate(schema)
    used = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert used == set(schemas), "named and there, there and named"


def test_the_page_for_makers_says_how_to_begin(app, client):
    a_library()
    for language, words in (("nl", "Voor makers"), ("en", "For developers")):
        page = client.get(f"/api/v1/?taal={language}")
        assert page.status_code == 200
        assert f"<h1>{words}</h1>" in page.text
        assert f"curl {app.config['BASE_URL']}/api/v1/vechtdal/gatherings" in page.text
        assert "openapi.json" in page.text
