"""A story stands in the report with the yes of who told it, to the very text that stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from community.clock import local_day, now
from community.db import session, transaction
from community.errors import NotFound
from community.reports import services, story_queries
from community.reports.models import How, StoryPermission
from community.reports.services import EnoughAreChosen, NoPermissionYet, StoryHasChanged
from tests.factories import a_librarian, a_library, saved, the_library
from tests.reports.stories import a_draft, a_story, in_report, say_yes

PAGE = "/vechtdal/beheer/rapporten"

pytestmark = pytest.mark.usefixtures("app")


def act(what, story, *args, **more):
    with transaction() as tx:
        return what(tx, story.library_id, story.id, *args, **more)


def again(story):
    session().rollback()
    return story_queries.get(session(), story.library_id, story.id)


def test_without_a_yes_no_story_is_chosen():
    story = a_story()
    with pytest.raises(NoPermissionYet):
        act(services.choose, story)
    say_yes(story)
    act(services.choose, story)
    act(services.choose, story)
    assert in_report() == [story.title]
    assert in_report(now().year - 1) == []


@pytest.mark.parametrize("change", [{"text": "Anders."}, {"title": "Anders"}, {"teller": "Bo"}])
def test_who_changes_what_is_read_drops_the_yes(change):
    story = a_story(permitted=True)
    act(services.choose, story)
    act(services.change, story, a_draft(**change), now=now())
    assert in_report() == []
    with pytest.raises(StoryHasChanged):
        say_yes(story, version=1)
    assert again(story).permission is None
    say_yes(story, version=2)
    assert len(in_report()) == 1


def test_saving_the_same_text_again_changes_nothing():
    story = a_story(permitted=True)
    act(services.choose, story)
    act(services.change, story, a_draft(), now=now())
    assert in_report() == [story.title]
    act(services.change, story, a_draft(year=now().year - 1), now=now())
    assert again(story).permission is not None
    assert in_report(now().year - 1) == [], "chosen for one year is not chosen for another"


def test_a_yes_that_is_withdrawn_is_out_of_the_report_and_stays_noted():
    story = a_story(permitted=True)
    act(services.choose, story)
    say_yes(story)
    act(services.withdraw, story, now=now())
    assert in_report() == []
    (note,) = again(story).permissions
    assert (note.version, note.how, note.purpose) == (1, How.SPOKEN, "Jaarverslag")
    assert note.withdrawn_at is not None
    say_yes(story)
    assert in_report() == [], "it is chosen anew"
    assert len(again(story).permissions) == 2


def test_two_stories_stand_in_a_report():
    first, second, third = (a_story(permitted=True, title=title) for title in ("a", "b", "c"))
    act(services.choose, first)
    act(services.choose, second)
    with pytest.raises(EnoughAreChosen):
        act(services.choose, third)
    act(services.leave_out, first)
    act(services.choose, third)
    assert in_report() == ["b", "c"]


def test_the_database_knows_one_standing_yes_to_a_text():
    story = a_story(permitted=True)
    twice = StoryPermission(
        library_id=story.library_id, story_id=story.id, version=1, purpose="x", how=How.MAIL,
        given_on=local_day(now()), recorded_at=now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        saved(twice)


def test_a_story_of_another_library_does_not_exist_here():
    story = a_story()
    other = a_library("salland")
    with pytest.raises(NotFound), transaction() as tx:
        services.choose(tx, other.id, story.id)


def test_a_story_from_written_down_to_printed_and_gone(client_of):
    desk = client_of(a_librarian(the_library()))
    assert desk.post(f"{PAGE}/verhalen/nieuw", data={"title": ""}).status_code == 422
    written = {"title": "Mijn grap", "text": "Over de regen.", "teller": "Samira",
               "year": now().year}  # fmt: skip
    here = desk.post(f"{PAGE}/verhalen/nieuw", data=written).location
    assert desk.post(f"{PAGE}/verhalen/nieuw", data=written).location == here
    assert desk.post(f"{here}/kiezen").status_code == 409
    yes = {"version": "1", "purpose": "Jaarverslag", "how": "spoken"}
    forged = {**yes, "version": "9" * 5000, "given_on": local_day(now()).isoformat()}
    assert desk.post(f"{here}/toestemming", data=forged).status_code == 409
    tomorrow = local_day(now()) + timedelta(days=1)
    wrong = desk.post(f"{here}/toestemming", data={**yes, "given_on": tomorrow.isoformat()})
    assert wrong.status_code == 422
    assert "Die dag moet nog komen" in wrong.text
    desk.post(f"{here}/toestemming", data={**yes, "given_on": local_day(now()).isoformat()})
    desk.post(f"{here}/kiezen")
    report = f"{PAGE}/{now().year}"
    assert "Over de regen." in desk.get(report).text
    assert "weer ja zeggen" in desk.get(f"{here}/veranderen").text
    desk.post(f"{here}/veranderen", data={**written, "text": "Over de zon."})
    assert "Over de zon." not in desk.get(report).text
    desk.post(f"{here}/weg")
    assert desk.get(here).status_code == 404
