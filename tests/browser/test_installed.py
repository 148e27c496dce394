"""The house as an app: without network the agenda is as it was, and nothing of anybody is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visits import let_in
from tests.factories import a_gathering, a_person, the_library

KEPT = """async () => {
    const names = await caches.keys();
    const of = async name => (await (await caches.open(name)).keys()).map(each => each.url);
    return (await Promise.all(names.map(of))).flat();
}"""
#: `wait_for_function` takes a promise for a yes, so this waits by itself.
ONCE_KEPT = """async url => {
    while (!(await caches.match(url))) await new Promise(later => setTimeout(later, 50));
}"""


@pytest.fixture
def telephone(browser, house):
    window = browser.new_context(base_url=house.url, locale="nl-NL", reduced_motion="reduce")
    window.set_default_timeout(20_000)
    yield window
    window.close()


def test_without_network_the_agenda_is_as_it_was_and_nothing_of_anybody_is_kept(telephone, house):
    library = the_library()
    gathering = a_gathering("Samen soep koken", library=library)
    agenda = f"{house.url}/{library.slug}/agenda"
    let_in(telephone, house, a_person("Fatma"))
    page = telephone.new_page()
    # She never opens the agenda; another activity she does.
    page.goto(f"/{library.slug}/agenda/{gathering.id}-{gathering.slug}")
    page.evaluate(ONCE_KEPT, agenda)
    page.evaluate(ONCE_KEPT, f"{house.url}/zonder-netwerk")
    page.goto("/mijn")
    expect(page.locator("body")).to_contain_text("Fatma")

    telephone.set_offline(True)
    page.goto(agenda)
    expect(page.locator("main")).to_contain_text("Samen soep koken")
    expect(page.locator("#messages")).to_contain_text("Geen internet. Zo was het op")
    assert "Fatma" not in page.content()
    page.goto("/mijn")
    expect(page.locator("h1")).to_have_text("Geen internet")
    assert not any("/mijn" in url for url in page.evaluate(KEPT))

    telephone.set_offline(False)
    page.goto(agenda)
    expect(page.locator("#messages")).to_be_empty()


def test_a_telephone_can_put_the_library_between_its_apps(telephone, house):
    library = the_library()
    page = telephone.new_page()
    page.goto(f"/{library.slug}/")
    browser = telephone.new_cdp_session(page)
    errors = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # As all windows of a test are, in a browser that has windows.
    assert {each["errorId"] for each in errors} <= {"in-incognito"}
    said = browser.send("Page.getAppManifest")
    assert said["errors"] == []
    assert said["url"].endswith(f"/{library.slug}/app.webmanifest")
