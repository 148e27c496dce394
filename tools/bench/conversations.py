"""A conversation in which three hundred contributions were made, opened by somebody in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time

import flask_migrate
from sqlalchemy.orm import Session

from community.clock import now
from community.conversations.models import (
    Contribution,
    ContributionNod,
    Conversation,
    Kind,
    Nod,
    Phase,
    SeenBy,
)
from community.db import db, transaction
from community.demo.rows import add, add_returning_ids
from community.gatherings import markdown
from community.gatherings.models import Gathering
from tests.conftest import make_app, signed_in
from tests.factories import a_gathering, a_library, a_member
from tools.bench.load import heading, row
from tools.bench.pages import counted

CONTRIBUTIONS, PEOPLE, ROUNDS = 300, 40, 15
#: How many answers each has.
SHAPES = {"nobody answers another": 0, "five answers each": 5}
_TEXT = (
    "Nummer {number}: bij ons in de straat ging het **anders**. We hebben een lijst gemaakt van wie"
    " er wat kan, en wie er iets nodig heeft.\n\n- soep\n- een boormachine\n\nZie"
    " https://example.org/straat/{number} voor hoe."
)


def run(name: str, database_url: str, folder: Path) -> None:
    """What the server spends of the processor, with every text rendered anew."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        library = a_library("vechtdal")
        people = [a_member(library=library) for _each in range(PEOPLE)]
        numbers = {}
        for what, answers in SHAPES.items():
            gathering = a_gathering(what, library=library)
            with transaction() as tx:
                numbers[what] = _fill(tx, gathering, [each.id for each in people], answers)
        browser = signed_in(app, people[0])
    heading(f"A conversation of {CONTRIBUTIONS} contributions, on {name}")
    for what, number in numbers.items():
        at = f"/vechtdal/gesprekken/{number}"
        with app.app_context():
            at = browser.get(at).location or at

        def opened(at: str = at) -> None:
            markdown._rendered.cache_clear()  # noqa: SLF001  (nothing of it is known yet)
            if browser.get(at).status_code != 200:
                raise SystemExit(f"{at} does not open")

        opened()
        with counted(app) as statements:
            opened()
        row(what, f"{median(_spent(opened) for _ in range(ROUNDS)):.0f} ms", "≤ 60 ms")
        asked = [each for each in statements if each.startswith("SELECT")]
        row("… queries", str(len(asked)), "≤ 8")
    with app.app_context():
        db.engine.dispose()


def _spent(run: Callable[[], None]) -> float:
    begun = process_time()
    run()
    return (process_time() - begun) * 1000


def _fill(session: Session, gathering: Gathering, people: list[int], answers: int) -> int:
    at, library_id = now() - timedelta(days=9), gathering.library_id
    (number,) = add_returning_ids(session, Conversation, [{
        "library_id": library_id, "gathering_id": gathering.id, "seen_by": SeenBy.SIGNED_IN,
        "closed_at": None, "opened_at": at,
    }])  # fmt: skip
    top = 0
    for nth in range(CONTRIBUTIONS):
        is_answer = bool(nth % (answers + 1))
        (said,) = add_returning_ids(session, Contribution, [{
            "library_id": library_id, "conversation_id": number,
            "person_id": people[nth % PEOPLE], "reply_to_id": top if is_answer else None,
            "kind": None if is_answer else Kind.EXPERIENCE, "phase": Phase.BEFORE,
            "text": _TEXT.format(number=nth), "url": "", "title": "", "isbn": "", "seen_from": at,
            "hidden_at": None, "hidden_why": "", "written_at": at + timedelta(minutes=nth),
            "edited_at": None, "withdrawn_at": None, "once": f"{nth:032}",
        }])  # fmt: skip
        top = top if is_answer else said
        add(session, ContributionNod, [
            {"contribution_id": said, "person_id": person_id, "nod": Nod.RECOGNISES,
             "library_id": library_id, "nodded_at": at}
            for person_id in people[: nth % 4]
        ])  # fmt: skip
    return number
