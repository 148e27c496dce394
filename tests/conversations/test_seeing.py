"""Who may read a conversation and what of it: each rule, and somebody who tries to see more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.clock import now
from community.conversations import judging, queries, said_queries, seeing
from community.conversations.models import SeenBy
from community.conversations.seeing import Viewer
from community.db import transaction
from community.libraries.models import LibraryVersion
from tests.conversations.talking import a_participant, arranged, says, viewer
from tests.factories import a_gathering, a_host_of, a_librarian, a_member, a_sign_up

PAGE = "/vechtdal/gesprekken/bij/activiteit"


@pytest.mark.parametrize(
    ("seen_by", "reads"),
    [
        (SeenBy.PARTICIPANTS, {"who takes part", "host", "librarian"}),
        (SeenBy.SIGNED_IN, {"who takes part", "host", "librarian", "somebody with an account"}),
        (
            SeenBy.EVERYONE,
            {"who takes part", "host", "librarian", "somebody with an account", "anybody"},
        ),
    ],
)
def test_who_reads_it(seen_by, reads):
    viewers = {
        "anybody": Viewer(),
        "somebody with an account": Viewer(1),
        "who takes part": Viewer(1, takes_part=True),
        "host": Viewer(1, is_host=True),
        "librarian": Viewer(1, is_librarian=True),
    }
    found = {name for name, each in viewers.items() if seeing.may_read(seen_by, each)}
    assert found == reads


def test_what_waits_or_is_hidden_its_author_and_librarians_see(app, session):
    gathering = a_gathering()
    noor, yusuf = (viewer(a_participant(gathering, name)) for name in ("Noor", "Yusuf"))
    waits = says(gathering, noor, "Wacht nog", seen=False)
    hidden = says(gathering, noor, "Was te grof")
    with transaction() as tx:
        judging.hide(tx, hidden.library_id, hidden.id, why="report", now=now())
    conversation = queries.find_of(session, gathering.library_id, gathering.id)

    def seen(who: Viewer) -> set[int]:
        return {each.contribution.id for each in said_queries.list_said(session, conversation, who)}

    both = {waits.id, hidden.id}
    assert seen(noor) == both
    assert seen(yusuf) == seen(Viewer()) == set()
    assert seen(Viewer(a_host_of(gathering).id, is_host=True)) == set()
    assert seen(Viewer(a_librarian().id, is_librarian=True)) == both


@pytest.fixture
def gathering(app):
    return a_gathering("Wat helpt je de winter door?")


def test_a_stranger_finds_no_conversation_and_no_way_in(gathering, client, client_of):
    says(gathering, viewer(a_participant(gathering)), "Een geheim")
    at = f"{PAGE}/{gathering.id}"
    somebody = client_of(a_member(name="Vera"))
    waiting = a_member(name="Wout")
    a_sign_up(gathering, waiting, status="waiting")
    for browser in (client, somebody, client_of(waiting)):
        assert browser.get(at).status_code == 404
        assert browser.get(f"{at}/nieuw").status_code == 404
        page = browser.get(f"/vechtdal/agenda/{gathering.id}", follow_redirects=True)
        assert "Een geheim" not in page.text
    assert somebody.post(at, data={"text": "Ik wil erin", "kind": "idea"}).status_code == 404


def test_the_page_of_the_gathering_tells_no_more_than_the_conversation(gathering, client_of):
    noor = a_participant(gathering)
    says(gathering, viewer(noor), "Wacht nog op een blik", seen=False)
    says(gathering, viewer(noor), "Gezien door allen")
    yusuf = client_of(a_participant(gathering, "Yusuf"))
    for path in (f"/vechtdal/agenda/{gathering.id}", f"{PAGE}/{gathering.id}"):
        page = yusuf.get(path, follow_redirects=True).text
        assert "Gezien door allen" in page
        assert "Wacht nog op een blik" not in page


def test_made_for_everybody_it_can_be_read_and_not_written(gathering, client):
    said = says(gathering, viewer(a_participant(gathering)), "Voor iedereen")
    arranged(gathering, SeenBy.EVERYONE)
    page = client.get(f"{PAGE}/{gathering.id}", follow_redirects=True)
    assert "Voor iedereen" in page.text
    assert "Log in om iets te zeggen" in page.text
    assert client.post(f"/vechtdal/gesprekken/bijdrage/{said.id}/terug").status_code in (
        302,
        303,
        401,
    )


def test_only_who_leads_says_who_reads_it(gathering, client_of):
    noor = client_of(a_participant(gathering))
    assert (
        noor.post(f"{PAGE}/{gathering.id}/regel", data={"seen_by": "everyone"}).status_code == 404
    )
    host = client_of(a_host_of(gathering))
    host.post(f"{PAGE}/{gathering.id}/regel", data={"seen_by": "everyone"})
    page = host.get(f"{PAGE}/{gathering.id}", follow_redirects=True)
    assert "iedereen." in page.text


def test_what_is_no_longer_for_everybody_stands_on_no_kept_page(gathering, session):
    said = says(gathering, viewer(a_participant(gathering)), "Voor iedereen")
    arranged(gathering, SeenBy.EVERYONE)

    def pages() -> str:
        session.rollback()
        return session.scalars(select(LibraryVersion.pages)).one()

    first = pages()
    with transaction() as tx:
        judging.hide(tx, said.library_id, said.id, why="report", now=now())
    hidden = pages()
    with transaction() as tx:
        judging.allow(tx, said.library_id, said.id, now=now())
    shown = pages()
    arranged(gathering, SeenBy.PARTICIPANTS)
    assert len({first, hidden, shown, pages()}) == 4
