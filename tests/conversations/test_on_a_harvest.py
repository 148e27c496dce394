"""A conversation on a harvest: for who is signed in once it is for everybody, and not before."""

from __future__ import annotations

from community.clock import now
from community.conversations import anchors
from community.conversations.anchors import Who
from community.conversations.models import On
from community.conversations.seeing import Viewer
from community.harvests.models import Harvest, State
from tests.conversations.talking import says
from tests.factories import a_gathering, a_librarian, a_member, saved


def test_what_is_not_public_yet_is_talked_about_by_nobody(app, client, client_of, session):
    gathering = a_gathering("Winter")
    harvest = saved(
        Harvest(
            library_id=gathering.library_id, gathering_id=gathering.id, title="Opbrengst",
            begun_at=now(),
        )
    )  # fmt: skip
    librarian = Who(a_librarian().id, is_librarian=True)
    where = (session, gathering.library_id, On.HARVEST, harvest.id)
    assert anchors.find_seen(*where, librarian, now=now()) is None
    harvest.state = State.PUBLISHED
    moment = now()
    harvest.presented_at = harvest.established_at = harvest.published_at = moment
    harvest.corrected_until = moment
    session.commit()
    anchor = anchors.find_seen(*where, Who(), now=now())
    assert anchor is not None
    says(anchor, Viewer(a_member(name="Vera").id), "Mooi dat dit eruit kwam")
    at = f"/vechtdal/gesprekken/bij/oogst/{harvest.id}"
    assert client.get(at).status_code == 404
    page = client_of(a_member(name="Yusuf")).get(at, follow_redirects=True)
    assert "Mooi dat dit eruit kwam" in page.text
