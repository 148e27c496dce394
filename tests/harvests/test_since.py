"""What changes after somebody said yes to it, and what is hidden after it was taken in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.conversations import judging
from community.conversations.models import Kind
from community.db import transaction
from community.harvests import hearing, items, presenting, queries, reader_queries
from community.harvests.asking_again import REVISED, changed_for
from community.harvests.items import HiddenSince
from community.harvests.models import CORRECTION, HarvestReader
from community.harvests.presenting import Revision
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.table_notes import writing
from tests.conversations.talking import a_participant, says, viewer
from tests.factories import a_librarian, a_person, a_sign_up
from tests.harvests.rows import (
    a_draft,
    a_note,
    a_past_talk,
    does,
    items_of,
    published,
    texts_of,
    version_of,
)

BENCH, TREE = "Meer banken in de straat", "Een boom op het plein"


@pytest.fixture
def talk(app):
    return a_past_talk()


def revised(of, **words):
    """Each named item with other words."""
    said = {item.id: (item.kind, words.get(f"i{item.id}", item.text)) for item in items_of(of)}
    return does(
        presenting.revise, of, Revision("Preciezer", said), version=version_of(of), by=1, now=now()
    )


def asked_again(session):
    session.rollback()
    return list(session.query(OutboxMail).filter_by(template=REVISED).order_by(OutboxMail.id))


# ─── words that somebody had confirmed ───


def test_who_confirmed_words_that_are_revised_is_asked_once_whether_they_are_still_right(
    talk, session
):
    noor, kees = (a_sign_up(talk, a_person(name)) for name in ("Noor", "Kees"))
    stands = published(a_draft(talk, BENCH, TREE))
    bench, tree = items_of(stands)
    does(hearing.confirm_all, stands, noor.id, None, now=now())
    does(hearing.confirm_all, stands, kees.id, [tree.id], now=now())
    revised(stands, **{f"i{bench.id}": "Drie banken in de straat"})
    [mail] = asked_again(session)
    assert mail.person_id == noor.person_id
    letter = letters.render(session, mail)
    assert f"‘{BENCH}’" in letter.text
    assert "Nu staat er: ‘Drie banken in de straat’" in letter.text
    assert TREE not in letter.text
    assert [each.item.id for each in changed_for(session, stands, noor.id)] == [bench.id]
    # Another edition, in which these words stay as they are, asks nobody; a next one asks again.
    titled = Revision("Duidelijker", title="Onze straat")
    does(presenting.revise, stands, titled, version=version_of(stands), by=1, now=now())
    assert len(asked_again(session)) == 1
    revised(stands, **{f"i{tree.id}": "Twee bomen"})
    assert {mail.person_id for mail in asked_again(session)[1:]} == {noor.person_id, kees.person_id}
    does(hearing.confirm_all, stands, noor.id, None, now=now())
    session.rollback()
    assert letters.render(session, session.get(OutboxMail, mail.id)) is None


def test_who_gets_no_mail_is_called_about_it_for_72_hours(talk, session):
    bep = a_sign_up(talk, a_person("Bep", email=None, phone="0612345678"))
    stands = published(a_draft(talk, BENCH))
    does(presenting.told, stands, bep.id, now=now() - timedelta(hours=1))
    does(hearing.confirm_all, stands, bep.id, None, now=now())
    [bench] = items_of(stands)
    revised(stands, **{f"i{bench.id}": "Drie banken"})

    def calls(at):
        session.rollback()
        found = reader_queries.list_calls(session, talk.library_id, now=at)
        assert session.scalar(reader_queries.how_many_calls(talk.library_id, at)) == len(found)
        return [each.sign_up_id for each in found]

    assert asked_again(session) == []
    assert calls(now()) == [bep.id]
    assert calls(now() + CORRECTION + timedelta(minutes=1)) == []
    does(presenting.told, stands, bep.id, now=now())
    assert calls(now()) == []
    assert session.get_one(HarvestReader, (stands.id, bep.id)).asked_again_at


# ─── words that were hidden ───


def judged(said, *, hide):
    with transaction() as tx:
        if hide:
            judging.hide(tx, said.library_id, said.id, why="report", now=now())
        else:
            judging.allow(tx, said.library_id, said.id, now=now())


def hidden(session, of):
    session.rollback()
    return [item.text for item in queries.list_hidden(session, of.library_id, of.id)]


def test_what_moderation_hides_leaves_the_draft_and_comes_back_when_that_is_undone(talk, session):
    said = says(talk, viewer(a_participant(talk)), "Dat mens van nummer 4", kind=Kind.IDEA)
    draft = a_draft(talk, BENCH)
    gone = next(item for item in items_of(draft) if item.text == said.text)
    judged(said, hide=True)
    assert (texts_of(draft), hidden(session, draft)) == ([BENCH], [said.text])
    assert queries.list_left_out(session, draft.library_id, draft.id) == []
    with pytest.raises(HiddenSince):
        does(items.leave_out, draft, gone.id, out=False, now=now())
    judged(said, hide=False)
    assert (sorted(texts_of(draft)), hidden(session, draft)) == ([said.text, BENCH], [])
    # What the librarian had left out stays out, whatever moderation does and undoes.
    does(items.leave_out, draft, gone.id, out=True, now=now())
    judged(said, hide=True)
    judged(said, hide=False)
    assert texts_of(draft) == [BENCH]


def test_of_several_that_became_one_a_librarian_decides(talk, session):
    said = says(talk, viewer(a_participant(talk)), "Banken!", kind=Kind.IDEA)
    draft = a_draft(talk, BENCH)
    one = does(items.merge, draft, [item.id for item in items_of(draft)], version=version_of(draft))
    judged(said, hide=True)
    assert [(item.id, bool(item.hidden_at)) for item in items_of(draft)] == [(one.id, True)]
    does(items.let_stand, draft, one.id)
    assert not items_of(draft)[0].hidden_at


def test_of_a_note_that_is_taken_away_the_words_go_out_of_the_draft_too(talk, session):
    note = a_note(talk, "Truus zei dat")
    draft = a_draft(talk, BENCH)
    with transaction() as tx:
        writing.take_away(tx, talk.library_id, talk.id, note.id, now=now())
    assert (texts_of(draft), hidden(session, draft)) == ([BENCH], [""])


def test_in_what_is_published_it_is_a_flag_on_today_until_a_librarian_decides(
    talk, client_of, session
):
    said = says(talk, viewer(a_participant(talk)), "Dat mens van nummer 4", kind=Kind.IDEA)
    stands = published(a_draft(talk, BENCH))
    gone = next(item for item in items_of(stands) if item.text == said.text)
    bas = client_of(a_librarian())
    judged(said, hide=True)
    assert sorted(texts_of(stands)) == [said.text, BENCH]
    assert "Oogst met woorden die later verborgen zijn" in bas.get("/vechtdal/beheer/").text
    desk = f"/vechtdal/beheer/activiteiten/{talk.id}/oogst"
    page = bas.get(desk).text
    assert "Later verborgen" in page
    assert "Laat het staan" in page
    bas.post(f"{desk}/{gone.id}/blijft")
    assert "later verborgen zijn" not in bas.get("/vechtdal/beheer/").text
