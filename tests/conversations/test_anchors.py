"""Conversations on a theme, an offer, a group: who reads them, and who tries to see more."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.clock import now
from community.conversations import anchors, judging, list_queries, mails, telling
from community.conversations.anchors import Who
from community.conversations.models import Conversation, On, Phase, SeenBy
from community.conversations.seeing import Viewer
from community.db import session as current
from community.db import transaction
from community.errors import NotFound
from community.outbox.models import OutboxMail
from community.register.models import SeenBy as EntrySeenBy
from tests.conversations.talking import a_participant, arranged, says, viewer
from tests.factories import (
    a_gathering,
    a_librarian,
    a_library,
    a_member,
    a_sign_up,
    a_theme,
    saved,
    the_library,
)
from tests.groups.groups import a_group, a_member_of
from tests.moderation.agreed import AGREED
from tests.register.entries import a_request, an_entry

AT = "/vechtdal/gesprekken"
SENSITIVE = "geld-recht"


def found(on: On, number: int, *, library_id: int = 0) -> anchors.Anchor:
    anchor = anchors.find(_session(), library_id or the_library().id, on, number)
    assert anchor is not None
    return anchor


def seen(on: On, number: int, who: Who = Who()) -> bool:  # noqa: B008  (it never changes)
    return bool(anchors.find_seen(_session(), the_library().id, on, number, who, now=now()))


def _session() -> Session:

    return current()


def listed(who: Who = Who(), **narrowed) -> list[str]:  # noqa: B008
    rows = list_queries.list_readable(
        _session(), the_library().id, who, now=now(), **narrowed
    ).items
    return [row.anchor.title for row in rows]


def test_a_conversation_hangs_on_exactly_one_thing(app):
    library, group = the_library(), a_group()
    such = {"seen_by": SeenBy.SIGNED_IN, "opened_at": now(), "library_id": library.id}
    for wrong in ({}, {"group_id": group.id, "theme_id": a_theme("digitaal").id}):
        with pytest.raises(IntegrityError):
            saved(Conversation(**such, **wrong))
        _session().rollback()


def test_on_a_theme_each_library_has_its_own(app):
    theme = a_theme("digitaal")
    here = found(On.THEME, theme.id)
    there = found(On.THEME, theme.id, library_id=a_library("salland").id)
    noor = Viewer(a_member(name="Noor").id)
    mine, theirs = says(here, noor, "Hier"), says(there, noor, "Daar")
    assert mine.conversation_id != theirs.conversation_id
    assert mine.phase is Phase.DURING
    assert says(here, noor, "Nog iets").conversation_id == mine.conversation_id


def test_about_a_sensitive_theme_nothing_is_said(app):
    theme = a_theme(SENSITIVE)
    librarian = Who(a_librarian().id, is_librarian=True)
    assert not seen(On.THEME, theme.id, librarian)
    with pytest.raises(NotFound):
        says(found(On.THEME, theme.id), Viewer(librarian.person_id, is_librarian=True))


def test_on_an_offer_whoever_may_read_the_offer_speaks(app, client, client_of):
    person = a_member(name="Fatima")
    offer = an_entry("Fietsen maken", person=person, seen_by=EntrySeenBy.SIGNED_IN)
    at = f"{AT}/bij/kennis/{offer.id}"
    assert client.get(at).status_code == 404
    yusuf = client_of(a_member(name="Yusuf"))
    yusuf.post(at, data={"text": "Ook een bakfiets?", "kind": "question", **AGREED})
    page = client_of(person).get(at, follow_redirects=True).text
    assert "Voor wie dit gesprek leidt" in page
    assert "Alleen wie meedoet" not in page  # Nobody has a place in an offer.
    assert "Voor wie dit gesprek leidt" not in yusuf.get(at, follow_redirects=True).text


def test_an_offer_seen_by_less_takes_its_conversation_along(app):
    somebody = Who(a_member(name="Vera").id)
    offer = an_entry("Fietsen maken", seen_by=EntrySeenBy.EVERYONE)
    anchor = found(On.ENTRY, offer.id)
    says(anchor, Viewer(offer.person_id, is_host=True))
    arranged(anchor, SeenBy.EVERYONE)
    assert listed() == listed(somebody) == ["Fietsen maken"]
    with transaction() as tx:
        tx.merge(offer).seen_by = EntrySeenBy.SIGNED_IN
    assert (listed(), listed(somebody)) == ([], ["Fietsen maken"])
    with transaction() as tx:
        tx.merge(offer).seen_by = EntrySeenBy.LIBRARIANS
    assert listed(somebody) == []
    assert listed(Who(offer.person_id)) == ["Fietsen maken"]


def test_who_asks_without_a_name_is_not_named_by_talking(app):
    asked = a_request(is_anonymous=True)
    assert not seen(On.ENTRY, asked.id, Who(asked.person_id))
    with pytest.raises(NotFound):
        says(found(On.ENTRY, asked.id), Viewer(asked.person_id))


def test_what_is_offered_about_something_sensitive_is_not_talked_about(app):
    offer = an_entry("Praten over verlies", themes=(SENSITIVE,))
    assert not seen(On.ENTRY, offer.id, Who(1, is_librarian=True))


def test_in_a_group_its_members_talk_and_its_contact_person_leads(app, client_of):
    group = a_group("Breiclub")
    contact, vera = a_member(name="Corrie"), a_member(name="Vera")
    a_member_of(group, contact, is_contact=True)
    at = f"{AT}/bij/groep/{group.id}"
    assert client_of(vera).get(at).status_code == 404
    assert client_of(vera).post(at, data={"text": "Hoi", "kind": "idea"}).status_code == 404
    leads = client_of(contact)
    leads.post(at, data={"text": "Dinsdag wol", "kind": "idea", **AGREED})
    assert "Dinsdag wol" in leads.get(at, follow_redirects=True).text
    assert "Het gesprek" in leads.get(f"/vechtdal/groepen/{group.id}", follow_redirects=True).text
    leads.post(f"{at}/regel", data={"seen_by": "signed_in"})
    assert client_of(vera).get(at, follow_redirects=True).status_code == 200


def test_in_a_sensitive_group_nobody_meets_another_in_a_conversation(app):
    group = a_group("Rouwgroep", is_sensitive=True)
    contact = a_member(name="Corrie")
    a_member_of(group, contact, is_contact=True)
    assert not seen(On.GROUP, group.id, Who(contact.id))


def test_who_has_a_place_reads_it_also_when_the_activity_stands_in_no_list(app):
    gathering = a_gathering("Op uitnodiging", visibility="link")
    noor, vera = a_participant(gathering), a_member(name="Vera")
    wout = a_member(name="Wout")
    a_sign_up(gathering, wout, status="waiting")
    assert seen(On.GATHERING, gathering.id, Who(noor.id))
    for stranger in (Who(vera.id), Who(wout.id), Who()):
        assert not seen(On.GATHERING, gathering.id, stranger)


def test_the_list_tells_no_more_than_the_conversations(app, client_of):
    theme = a_theme("digitaal")
    closed = a_gathering("Alleen wie meedoet")
    noor, vera = a_participant(closed), a_member(name="Vera")
    says(closed, viewer(noor))
    open_one = a_gathering("Voor iedereen")
    says(open_one, viewer(a_participant(open_one, "Ria")))
    arranged(open_one, SeenBy.EVERYONE)
    waits = found(On.THEME, theme.id)
    says(waits, Viewer(noor.id), "Wacht nog", seen=False)
    assert listed() == listed(Who(vera.id)) == ["Voor iedereen"]
    assert listed(Who(noor.id)) == [theme.label, "Voor iedereen", "Alleen wie meedoet"]
    assert listed(Who(a_librarian().id, is_librarian=True)) == listed(Who(noor.id))
    assert listed(Who(noor.id), on=On.THEME) == listed(Who(noor.id), theme=theme) == [theme.label]
    page = client_of(vera).get(AT, query_string={"over": "activiteit"}).text
    assert "Voor iedereen" in page
    assert "Wacht nog" not in page


def test_who_offers_something_is_told_that_it_is_asked_about_and_not_when_it_is_gone(app, session):
    offer = an_entry("Fietsen maken", person=a_member(name="Fatima"))
    said = says(found(On.ENTRY, offer.id), Viewer(a_member(name="Yusuf").id), "Ook een bakfiets?")
    with transaction() as tx:
        assert telling.tell(tx, said.conversation_id, now=now()) == 1
    mail = session.query(OutboxMail).filter_by(template=telling.TEMPLATE).one()
    assert mail.person_id == offer.person_id
    letter = mails.news(session, mail)
    assert letter is not None
    assert f"/vechtdal/gesprekken/{said.conversation_id}" in letter.text
    with transaction() as tx:
        judging.hide(tx, said.library_id, said.id, why="report", now=now())
    assert mails.news(session, mail) is None


def test_of_a_report_it_counts_who_was_there(app, session):
    group = a_group("Breiclub")
    contact, vera = a_member(name="Corrie"), a_member(name="Vera")
    a_member_of(group, contact, is_contact=True)
    anchor = found(On.GROUP, group.id)
    said = says(anchor, Viewer(contact.id, is_host=True))
    library_id = said.library_id
    assert judging.was_there(session, library_id, said.id, contact.id)
    assert not judging.was_there(session, library_id, said.id, vera.id)
    assert not judging.may_see(session, library_id, said.id, vera.id)
    arranged(anchor, SeenBy.SIGNED_IN)
    session.expire_all()
    assert judging.may_see(session, library_id, said.id, vera.id)
    shown = judging.show(session, library_id, [said.id])[said.id]
    assert (shown.title, shown.url) == ("Breiclub", f"/vechtdal/gesprekken/bijdrage/{said.id}")
