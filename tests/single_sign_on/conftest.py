from __future__ import annotations

import pytest

from tests.factories import a_library
from tests.single_sign_on.liar import Liar
from tests.single_sign_on.provider import PATH, a_provider
from tests.sites import a_site


@pytest.fixture(scope="module")
def elsewhere():
    with a_provider() as provider:
        provider.knows("u-1", email="bas@gemeente.example")
        provider.knows("u-2", email="noor@gemeente.example")
        provider.register(f"http://127.0.0.1:8000{PATH}/terug")
        yield provider


@pytest.fixture
def library(app, elsewhere):
    app.config["OUTSIDE_LOOPBACK"] = True
    yield (library := a_library())
    app.config["OUTSIDE_LOOPBACK"] = False
    assert library.slug == "vechtdal"


@pytest.fixture
def liar():
    lies = Liar()
    with a_site(lies) as site:
        lies.issuer = f"http://127.0.0.1:{site.port}"
        yield lies
