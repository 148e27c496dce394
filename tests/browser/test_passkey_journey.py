"""A librarian makes a passkey when the desk asks for a second factor, and comes in by it alone."""

from __future__ import annotations

from playwright.sync_api import expect

from community.clock import now
from tests import factories
from tests.accounts.coming_in import a_link
from tests.browser.near import open_here

#: A device of its own, with a finger that always fits.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_at_the_desk_and_opens_it(browser, sqlite_url, tmp_path):
    """In a house with a name: a browser gives no passkeys to an address in numbers."""
    with open_here(sqlite_url, tmp_path / "instance") as (url, _app):
        factories.a_library()
        link = a_link(factories.a_librarian(second_factor_by=now()))
        window = browser.new_context(base_url=url, locale="nl-NL", service_workers="block")
        page = window.new_page()
        device = window.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

        page.goto(link)
        page.get_by_role("button", name="Log me in").click()
        page.get_by_role("button", name="Maak een passkey").click()
        expect(page).to_have_url(f"{url}/vechtdal/beheer/")

        window.clear_cookies()
        page.goto("/inloggen")  # Chosen under the field for the address, as this device does.
        expect(page).to_have_url(f"{url}/vechtdal/beheer/")

        window.clear_cookies()
        page.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
        page.goto("/inloggen")
        page.get_by_role("button", name="Log in met een passkey").click()
        expect(page).to_have_url(f"{url}/vechtdal/beheer/")
        window.close()
