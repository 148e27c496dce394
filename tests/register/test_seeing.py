"""Who sees what: viewer × state × wish × sensitive × anonymous × hidden, and who tries for more.

What may be seen is said here once more, by hand and apart from `seeing`, as DOMAIN has it. Each
entry carries words of its own in every part, so that a leak is found wherever it drips.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.register import finding, queries, seeing
from community.register.models import Direction, Entry, EntryState, SeenBy
from community.register.narrowing import Wish
from community.register.seeing import Viewer
from tests.factories import a_librarian, a_library, a_member, a_theme
from tests.register.entries import row_of

pytestmark = pytest.mark.usefixtures("app")

#: Every way in which an entry can stand out of sight, and in sight.
STANDINGS: dict[str, dict[str, Any]] = {
    "open": {},
    "draft": {"state": EntryState.DRAFT, "opened_at": None, "expires_at": None},
    "waiting": {
        "state": EntryState.DRAFT,
        "opened_at": None,
        "expires_at": None,
        "handed_in_at": now(),
    },
    "checked": {"state": EntryState.CHECKED, "opened_at": None, "expires_at": None},
    "paused": {"state": EntryState.PAUSED},
    "expired": {"state": EntryState.EXPIRED},
    "over, before the clock came by": {"expires_at": now() - timedelta(minutes=1)},
    "stopped": {"state": EntryState.STOPPED},
    "hidden": {"hidden_at": now(), "hidden_why": "report"},
}
NOTHING, TITLE, FULL, NAMED = range(4)


@dataclass(frozen=True)
class Case:
    direction: Direction
    standing: str
    seen_by: SeenBy
    sensitive: str  #: "", "sensitive", "agreed".
    is_anonymous: bool


def cases():
    for direction, standing, seen_by, sensitive in itertools.product(
        Direction, STANDINGS, SeenBy, ("", "sensitive", "agreed")
    ):
        if standing != "open" and (seen_by is not SeenBy.EVERYONE or sensitive == "sensitive"):
            continue  # Where the widest is seen by nobody, so is what is narrower.
        for is_anonymous in (False, True) if direction is Direction.REQUEST else (False,):
            yield Case(direction, standing, seen_by, sensitive, is_anonymous)


def at_most(case: Case, viewer: str) -> int:
    """How much may be told to this viewer, as the table in DOMAIN says."""
    if viewer in ("its person", "librarian"):
        return NAMED
    if case.standing != "open" or case.seen_by is SeenBy.LIBRARIANS:
        return NOTHING
    if case.sensitive == "sensitive":
        return NOTHING
    if viewer == "nobody known":
        if case.seen_by is SeenBy.EVERYONE:
            return FULL
        return TITLE if case.direction is Direction.OFFER else NOTHING
    return FULL if case.is_anonymous else NAMED


def word(of: str) -> str:
    """A word that looks like no other: twelve letters that nobody else writes."""
    digits = sha256(of.encode()).hexdigest()[:12]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digits)


@pytest.fixture
def town():
    """Every kind of entry in one library and the same in another, and who looks."""
    here, there = a_library("vechtdal"), a_library("elders")
    author, elsewhere = a_member(library=here, name="Karimnaam"), a_member(library=there)
    money, digital = a_theme("geld-recht"), a_theme("digitaal")
    of_them: dict[Case, Entry] = {}
    with transaction() as tx:
        for number, case in enumerate(cases()):
            for library, person in ((here, author), (there, elsewhere)):
                row = row_of(
                    library.id, person.id, word(f"titel {number}"), case.direction,
                    text=f"binnenin {word(f'tekst {number}')}", seen_by=case.seen_by,
                    is_anonymous=case.is_anonymous,
                    themes=[tx.merge(money if case.sensitive else digital)],
                    consent_at=now() if case.sensitive == "agreed" else None,
                    **STANDINGS[case.standing],
                )  # fmt: skip
                tx.add(row)
                of_them.setdefault(case, row)
        tx.flush()
        for row in tx.scalars(select(Entry)):
            finding.lay_out(tx, row)
    viewers = {
        "nobody known": Viewer(),
        "somebody signed in": Viewer(a_member(library=here).id),
        "librarian of another library": Viewer(a_librarian(there).id),
        "librarian": Viewer(a_librarian(here).id, is_librarian=True),
        "its person": Viewer(author.id),
    }
    return here, of_them, viewers


def test_nobody_sees_more_of_an_entry_than_is_theirs_to_see(town):
    here, entries, viewers = town
    for name, viewer in viewers.items():
        may_open = set(
            session().scalars(select(Entry.id).where(*seeing.readable(here.id, viewer, now=now())))
        )
        lists = {
            direction: set(
                session().scalars(
                    queries.among(here.id, Wish(direction=direction), viewer, now=now())
                )
            )
            for direction in Direction
        }
        assert may_open | set().union(*lists.values()) <= {each.id for each in entries.values()}
        for case, entry in entries.items():
            most = at_most(case, name)
            assert (entry.id in may_open) is (most > NOTHING), (name, case)
            in_list = most > NOTHING and case.standing == "open"
            assert (entry.id in lists[case.direction]) is in_list, (name, case)
            if most > NOTHING:
                shown = seeing.show(queries.get(session(), here.id, entry.id), viewer)
                told = repr(shown)
                assert ("binnenin" in told) is (most >= FULL), (name, case)
                assert ("Karimnaam" in told) is (most is NAMED), (name, case)
        look_at_numbers(here, entries, name, viewer)
        look_by_what_is_not_told(here, entries, name, viewer)


def test_a_search_finds_only_by_words_that_its_asker_may_read(town):
    here, entries, viewers = town
    for name in ("nobody known", "somebody signed in", "librarian"):
        viewer = viewers[name]
        for case, entry in entries.items():
            if case.standing not in ("open", "hidden") or case.is_anonymous:
                continue
            inside = entry.text.removeprefix("binnenin ")
            for sought, needs in ((entry.title, TITLE), (inside, FULL)):
                wish = Wish(direction=case.direction)
                hits = finding.search(
                    session(), here.id, case.direction, sought, viewer=viewer,
                    among=queries.among(here.id, wish, viewer, now=now()), most=5,
                )  # fmt: skip
                may = at_most(case, name) >= needs and case.standing == "open"
                found = [hit.subject_id for hit in hits]
                assert (entry.id in found) is may, (name, case, sought)


def look_at_numbers(here, entries, name, viewer):
    """The numbers beside the themes count what is seen, and no more."""
    counted = {
        each.theme.slug: each.count
        for each in queries.count_by_theme(session(), here.id, Wish(), viewer, now=now())
    }
    seen = [
        "geld-recht" if case.sensitive else "digitaal"
        for case in entries
        if case.direction is Direction.OFFER
        and case.standing == "open"
        and at_most(case, name) > NOTHING
    ]
    assert counted == {slug: seen.count(slug) for slug in set(seen)}, name


def look_by_what_is_not_told(here, entries, name, viewer):
    """Else somebody could ask of each title whether it is at home, or in Arabic."""
    told = {
        entry.id
        for case, entry in entries.items()
        if at_most(case, name) >= FULL
        and case.direction is Direction.OFFER
        and case.standing == "open"
    }
    narrowed = queries.wanted(here.id, Wish(branch="ommen"), viewer, now=now())
    # All of the wish but the branch itself, which none of these has.
    assert set(session().scalars(select(Entry.id).where(*narrowed[:-1]))) == told, name
