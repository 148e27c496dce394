"""Lists of offers for tests."""

from __future__ import annotations

from io import BytesIO

from community.clock import now
from community.db import session, transaction
from community.libraries.models import Library
from community.offer_lists import lines, queries, taking_over
from community.offer_lists.models import OfferList
from community.offer_lists.taking_over import Brought, Outcome
from tests.factories import saved, the_library

HEAD = "email;first_name;title;text;form;themes;languages;visibility"
FATIMA = "Fatima@Example.org;Fatima;Ik bak brood;Met je samen.;samen-doen|tell;koken-voeding;nl,ar;"
GERRIT = ";Gerrit;Ik maak fietsen;;;;;"


def read(*rows: str, head: str = HEAD):
    content = "\n".join([head, *rows]).encode("utf-8-sig")
    session().rollback()
    return lines.read_list(BytesIO(content), queries.theme_ids(session()))


def taken_over(*rows: str, agreed: bool = False, library: Library | None = None) -> Outcome:
    offered, flaws = read(*rows)
    assert flaws.kept == []
    of = library or the_library()
    ready = taking_over.prepare(session(), of.id, offered)
    brought = Brought("lijst.csv", agreed, None)
    with transaction() as tx:
        return taking_over.take_over(tx, of.id, brought, ready, lines=len(offered), now=now())


def an_offer_list(library: Library) -> OfferList:
    """As a row; nothing came of it."""
    return saved(OfferList(library_id=library.id, name="lijst.csv", was_agreed=True, made_at=now()))
