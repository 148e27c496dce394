"""What of a harvest leaves the house: in the weekly mail and as a file, and never with a name."""

from __future__ import annotations

from datetime import timedelta

from community.clock import now
from community.db import db, session
from community.exports import lists
from community.exports.models import Kind
from community.exports.queries import Which
from community.exports.snapshots import reading
from community.findings import queries
from community.harvests.models import State
from community.notifications.digest_mail import _found
from tests.factories import a_theme, the_library
from tests.findings.rows import a_consent, a_harvest, a_talk, an_item, taken_back


def news(*themes):
    session().rollback()
    ids = [a_theme(slug).id for slug in themes]
    found = queries.list_news(
        session(), the_library().id, ids, after=now() - timedelta(days=7), until=now(), most=2
    )
    return [item.id for item in found]


def test_the_weekly_mail_brings_the_latest_of_her_themes_one_of_each_conversation(app):
    themed = a_harvest(a_talk(themes=("democratie-buurt",)))
    first = an_item(themed, "Soep", position=1)
    an_item(themed, "Nog meer soep", position=2)
    other = an_item(a_harvest(a_talk("Dialoog")), "Een boek")
    an_item(a_harvest(a_talk("Nog niet"), State.ESTABLISHED), "Nog niet")
    an_item(a_harvest(a_talk("Oud"), published_at=now() - timedelta(days=9)), "Oud")
    assert set(news()) == {first.id, other.id}
    assert news("democratie-buurt") == [first.id]
    taken_back(first)
    assert first.id not in news()


def test_in_a_mail_it_is_words_without_a_name(app):
    quote = an_item(a_harvest(), "<script>alert(1)</script>", is_quote=True)
    a_consent(quote, "Henk")
    said = _found(the_library(), queries.load(session(), the_library().id, [quote.id])[quote.id])
    assert "<script>" not in said.html
    assert "Henk" not in said.html + said.text


def test_a_file_has_every_item_that_everybody_reads_and_no_name(app):
    harvest = a_harvest()
    a_consent(an_item(harvest, "Ik kwam voor de koffie.", is_quote=True), "Henk")
    taken_back(an_item(harvest, "Een deurhanger"))
    an_item(a_harvest(a_talk("Nog niet"), State.PRESENTED), "Nog niet")
    which = Which(the_library().id, first=now() - timedelta(days=30), last=now(), now=now())
    with reading(db.engine) as snapshot:
        (row,) = lists.sheet(snapshot, Kind.HARVESTS, which).rows
    assert "Ik kwam voor de koffie." in row
    assert "Henk" not in str(row)
    assert lists.count(session(), Kind.HARVESTS, which) == 1
