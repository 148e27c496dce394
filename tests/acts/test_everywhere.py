"""The five acts on a theme, an offer, a group and a harvest, and what the weekly mail names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.acts import caring, known_sources, queries
from community.acts.models import Act, TalkAct
from community.acts.spreading import NobodyWouldReadIt, NoWeeklyMail
from community.clock import now
from community.conversations import anchors
from community.conversations import queries as conversations
from community.conversations.models import Contribution, Kind, On, SeenBy
from community.conversations.seeing import Viewer
from community.conversations.writing import Words
from community.db import session as db_session
from community.db import transaction
from community.errors import NotFound
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.invitations.models import Invitation
from community.notifications import digesting
from community.topics.models import Theme
from tests.conversations.talking import arranged, says
from tests.factories import a_librarian, a_member, a_theme, the_library
from tests.groups.groups import a_group
from tests.harvests.rows import a_draft, a_past_talk, published
from tests.notifications.post import sends, wants
from tests.register.entries import an_entry
from tests.suggestions.known import about, somebody

THEME = "tuin-natuur"


@pytest.fixture
def bas(app):
    return a_librarian()


@pytest.fixture
def worker(bas):
    return Viewer(bas.id, is_librarian=True)


def on(session, kind, number):
    session.rollback()
    found = anchors.find(session, the_library().id, kind, number)
    assert found is not None
    return found


def does(verb, *args, **more):
    with transaction() as tx:
        return verb(tx, *args, **more)


def log(session):
    session.rollback()
    of = select(Activity).where(Activity.verb.like("talk:%")).order_by(Activity.id)
    return [(row.verb, row.details["anchor"], row.details["by"]) for row in session.scalars(of)]


def the_anchors(session):
    """One of each kind but a gathering, all about the same theme."""
    theme = a_theme(THEME)
    harvest = published(a_draft(a_past_talk(), "Meer bomen"))
    group = a_group("Tuinclub")
    with transaction() as tx:
        tx.get_one(Group, group.id).themes = [tx.get_one(Theme, theme.id)]
    entry = an_entry("Ik snoei fruitbomen", themes=(THEME,))
    pairs = (
        (On.THEME, theme.id), (On.ENTRY, entry.id), (On.GROUP, group.id), (On.HARVEST, harvest.id),
    )  # fmt: skip
    return [on(session, kind, number) for kind, number in pairs]


def test_a_source_a_question_and_a_draft_count_once_wherever_people_talk(bas, worker, session):
    hand = Hand(bas, "http://localhost", now())
    for anchor in the_anchors(session):
        with pytest.raises(NotFound):  # Nobody spoke yet.
            does(caring.plan_next, anchor, hand)
        says(anchor, worker, "Wie weet hier meer van?", kind=Kind.EXPERIENCE)
        drafts = set()
        for kind, text in ((Kind.SOURCE, "Lees dit"), (Kind.QUESTION, "En nu?")):
            for _twice in range(2):
                words = Words(text=text, kind=kind)
                does(caring.say, anchor, bas, words, once=kind.value * 4, now=now())
                drafts.add(does(caring.plan_next, anchor, hand).id)
        assert len(drafts) == 1, anchor.on
    found = [row for row in log(session) if row[2] != "harvest"]
    assert len(found) == len(set(found)) == 4 * 3
    assert ("talk:activated", "theme", "gathering") in found
    titles = {row.title for row in session.scalars(select(Gathering))}
    assert {"Ik snoei fruitbomen", "Tuinclub"} <= titles
    [planned] = session.scalars(select(Gathering).where(Gathering.title == "Tuinclub"))
    assert [theme.slug for theme in planned.themes] == [THEME]


def test_a_book_named_elsewhere_on_the_same_theme_is_proposed_once_with_where(worker, session):
    theme, *_others, group, _harvest = the_anchors(session)
    for anchor, title in ((group, "De tuin"), (group, "Bomen"), (theme, "Bomen")):
        said = says(anchor, worker, "Lees dit", kind=Kind.SOURCE)
        with transaction() as tx:
            tx.get_one(Contribution, said.id).title = title
    hidden = says(group, worker, "Niet voor hier", kind=Kind.SOURCE)
    with transaction() as tx:
        stands = tx.get_one(Contribution, hidden.id)
        stands.title, stands.hidden_at, stands.hidden_why = "Verborgen", now(), "report"
    session.rollback()
    proposed = known_sources.propose(session, theme, queries.themes_of(session, theme))
    assert [(each.contribution.title, each.named_at.title) for each in proposed] == [
        ("De tuin", "Tuinclub")
    ]
    assert proposed[0].theme.slug == THEME


def test_who_is_invited_out_of_a_talk_counts_for_that_talk_alone(bas, worker, session):
    sam = somebody("Sam")
    coming = about("Snoeien", THEME)
    anchor = on(session, On.THEME, a_theme(THEME).id)
    says(anchor, worker, "Wie snoeit er?")
    says(coming, worker, "Neem je schaar mee", kind=Kind.EXPERIENCE)
    for _twice in range(2):
        does(caring.invite, anchor, coming.id, [sam.id], by=bas.id, now=now())
    assert len(session.scalars(select(Invitation)).all()) == 1
    session.rollback()
    talk = conversations.find_of(session, coming.library_id, coming.id)
    assert queries.list_missing(session, talk, now=now()) == []
    assert ("talk:connected", "theme", "invitation") in log(session)


def test_what_is_marked_stands_in_one_weekly_mail_for_who_may_read_it(worker, session):
    theme, _entry, group, harvest = the_anchors(session)
    noor = a_member(name="Noor")
    wish = wants(noor, the_library().id, at=now() - timedelta(days=30), digest=True)
    sends(the_library().id, digest=False)
    for anchor in (theme, group):
        says(anchor, worker, "Wie weet hier meer van?")
    with pytest.raises(NoWeeklyMail):
        does(caring.mark, theme, now=now())
    sends(the_library().id)
    with pytest.raises(NobodyWouldReadIt):
        does(caring.mark, group, now=now())
    marked_at = now()
    for anchor in (theme, harvest, theme, harvest):
        does(caring.mark, anchor, now=marked_at)
    spread = select(TalkAct).where(TalkAct.act == Act.SPREAD, TalkAct.means == "digest")
    # Of the harvest nobody talks: that counts for no talk.
    assert len(session.scalars(spread).all()) == 1

    def told(morning):
        session.rollback()
        mine = session.merge(wish)
        found = digesting._marked(session, mine, morning, set(), now())
        return {each.title_in("nl") for each in found}

    morning = digesting.last_morning(3, marked_at + digesting.WEEK)
    assert told(morning) == {theme.title, harvest.title}
    assert told(morning - digesting.WEEK) == told(morning + digesting.WEEK) == set()
    # What was closed off since is named to nobody who cannot read it.
    arranged(theme, SeenBy.PARTICIPANTS)
    assert told(morning) == {harvest.title}


def test_the_panel_of_a_theme_proposes_marks_and_says_what_was_done(bas, worker, client_of):
    theme = a_theme(THEME)
    here = f"/vechtdal/beheer/gesprekken/thema/{theme.id}/zorg"
    browser = client_of(bas)
    browser.post(f"{here}/vraag", data={"question": "Wie snoeit er?"})
    page = browser.get(here).text
    assert "Er is een vraag gesteld" in page
    assert "Zet het in de volgende weekmail" in page
    assert browser.post(f"{here}/verbind").status_code == 422
    told = browser.post(f"{here}/verspreid", follow_redirects=True).text
    assert "Het staat in de volgende weekmail" in told
    assert client_of(a_member(name="Vera")).get(here).status_code in {403, 404}


def test_the_panel_of_a_theme_with_an_activity_to_come_proposes_whom_to_invite(
    bas, worker, client_of
):
    """A list of what comes reads less of each than whether somebody fits to it asks for."""
    sam, coming = somebody("Sam", likes=(THEME,)), about("Snoeien kun je leren", THEME)
    theme = a_theme(THEME)
    says(anchors.find(db_session(), the_library().id, On.THEME, theme.id), worker, "Wie snoeit er?")
    here = f"/vechtdal/beheer/gesprekken/thema/{theme.id}/zorg"
    browser = client_of(bas)
    shown = browser.get(here)
    assert shown.status_code == 200
    assert "Snoeien kun je leren" in shown.text
    assert f'value="{sam.id}"' in shown.text
    told = browser.post(f"{here}/verbind", data={"people": [sam.id]}, follow_redirects=True)
    assert "1 persoon is uitgenodigd" in told.text
    with transaction() as tx:
        assert tx.scalars(select(Invitation.gathering_id)).all() == [coming.id]
