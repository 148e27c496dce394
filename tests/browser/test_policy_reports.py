"""What breaks the policy of a page is told by the browser itself."""

from __future__ import annotations

import logging
from queue import Queue

from tests import factories
from tests.browser.near import open_here

#: At most; it takes some milliseconds.
PATIENCE = 60
FOREIGN = """() => {
  const script = document.createElement('script');
  script.src = 'https://elders.example/kwaad.js';
  document.head.append(script);
}"""


class Told(logging.Handler):
    """Hands over what is logged as soon as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: Queue[dict[str, str]] = Queue()

    def emit(self, record: logging.LogRecord) -> None:
        self.facts.put(record.__dict__["facts"])


def test_a_browser_tells_of_a_script_that_does_not_belong(browser, sqlite_url, tmp_path):
    told, log = Told(), logging.getLogger("community.policy")
    log.addHandler(told)
    try:
        with open_here(sqlite_url, tmp_path / "instance") as (url, _app):
            factories.a_library()
            window = browser.new_context(base_url=url, service_workers="block")
            page = window.new_page()
            page.goto("/inloggen")
            page.evaluate(FOREIGN)
            facts = told.facts.get(timeout=PATIENCE)
            window.close()
    finally:
        log.removeHandler(told)
    assert facts == {
        "directive": "script-src-elem",
        "blocked": "elders.example",
        "route": "/inloggen",
    }
