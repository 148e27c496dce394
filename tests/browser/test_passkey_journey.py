"""A librarian makes a passkey when the desk asks for a second factor, and comes in by it alone."""

from __future__ import annotations

import socket
import threading

from playwright.sync_api import expect
from werkzeug.serving import make_server

from community.clock import now
from community.db import db
from tests import factories
from tests.accounts.coming_in import a_link
from tests.conftest import make_app

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
    """In a house of its own: a browser gives no passkeys to an address in numbers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://localhost:{probe.getsockname()[1]}"
    app = make_app(sqlite_url, tmp_path / "instance", BASE_URL=url, WTF_CSRF_ENABLED=True)
    server = make_server("127.0.0.1", int(url.rpartition(":")[2]), app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with app.app_context():
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
            page.goto("/inloggen")
            page.get_by_role("button", name="Log in met een passkey").click()
            expect(page).to_have_url(f"{url}/vechtdal/beheer/")
            window.close()
            db.session.remove()
            db.engine.dispose()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
