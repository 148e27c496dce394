"""What staff read of people is written down once an hour, and told to whom it is about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from community.access_log import services
from community.access_log.forgetting import KEPT
from community.access_log.models import AccessRead, Look, Reading
from community.accounts.models import Role, SignedIn
from community.accounts.services import FRESH
from community.clock import now
from community.db import session, transaction
from community.gatherings.forgetting import SENSITIVE
from community.gatherings.models import GatheringHost
from community.rights import erasing, looked
from tests import factories
from tests.keeping.forgetting import forget

pytestmark = pytest.mark.usefixtures("app")


def rows() -> list[AccessRead]:
    session().expire_all()
    return list(session().scalars(select(AccessRead).order_by(AccessRead.id)))


def look(reader, *, at=None, **about):
    """As `noting` does it for a page."""
    at = at or now()
    seen = Look(factories.the_library().id, reader.id, Role.LIBRARIAN, **about)
    with transaction() as tx:
        missing = services.not_noted(tx, seen, now=at)
        services.note(tx, seen, missing, now=at)
    return missing


def told(person) -> list[tuple[Role, Reading, str]]:
    return [(each.role, each.what, each.gathering) for each in looked.list_of(session(), person.id)]


def test_an_hour_of_looking_at_the_same_is_one_row_each():
    ada, noor, riet = (factories.a_person(name) for name in ("Ada", "Noor", "Riet"))
    at = now().replace(minute=5)
    about = {"what": Reading.CALLS, "people": frozenset({noor.id})}
    assert look(ada, at=at, **about) == {noor.id}
    both = {"what": Reading.CALLS, "people": frozenset({noor.id, riet.id})}
    assert look(ada, at=at + timedelta(minutes=50), **both) == {riet.id}
    assert look(ada, at=at + timedelta(minutes=60), **about) == {noor.id}
    for list_of in ({"gathering_id": 7}, {}):
        assert look(ada, at=at, what=Reading.FILES, **list_of) == {None}
        assert look(ada, at=at, what=Reading.FILES, **list_of) == set()
    assert len(rows()) == 5


def test_of_two_who_come_at_once_one_counts():
    ada, noor = factories.a_person("Ada"), factories.a_person("Noor")
    seen = Look(
        factories.the_library().id, ada.id, Role.LIBRARIAN, Reading.MAIL, frozenset({noor.id})
    )
    with transaction() as tx:
        for _each in range(2):
            services.note(tx, seen, {noor.id}, now=now())
            services.note(
                tx, Look(seen.library_id, ada.id, seen.role, seen.what), {None}, now=now()
            )
    assert len(rows()) == 2


def test_a_list_is_told_to_who_was_on_it_then_and_names_nobody():
    ada, noor = factories.a_member(Role.LIBRARIAN), factories.a_person("Noor")
    gathering = factories.a_gathering(title="Fietscafé")
    look(ada, what=Reading.SIGN_UPS, gathering_id=gathering.id, at=now() - timedelta(days=3))
    factories.a_sign_up(gathering, noor)
    assert told(noor) == []
    look(ada, what=Reading.SIGN_UPS, gathering_id=gathering.id)
    assert told(noor) == [(Role.LIBRARIAN, Reading.SIGN_UPS, "Fietscafé")]
    assert [row.person_id for row in rows()] == [None, None]


def test_a_sensitive_gathering_is_not_named_and_later_not_even_that():
    ended = now() - timedelta(days=1)
    gathering = factories.a_gathering(
        title="Lotgenoten", is_sensitive=True, starts_at=ended - timedelta(hours=2), ends_at=ended
    )
    noor, ada = factories.a_person("Noor"), factories.a_member(Role.LIBRARIAN)
    factories.a_sign_up(gathering, noor, created_at=ended - timedelta(days=3))
    look(ada, what=Reading.DOOR, gathering_id=gathering.id)
    assert told(noor) == [(Role.LIBRARIAN, Reading.DOOR, "")]
    forget("gatherings.presence", now() + SENSITIVE)
    assert told(noor) == []
    assert [(row.person_id, row.what) for row in rows()] == [(None, Reading.DOOR)]


def test_a_file_with_everybody_is_told_to_who_belonged_then():
    ada, noor = factories.a_member(Role.MANAGER), factories.a_member(Role.RESIDENT, name="Noor")
    look(ada, what=Reading.FILES)
    assert told(noor) == [(Role.LIBRARIAN, Reading.FILES, "")]
    assert told(ada) == [], "that was herself"
    assert told(factories.a_person("Vreemde")) == []


def test_after_two_years_it_is_gone_and_so_it_is_with_its_person():
    ada, noor = factories.a_person("Ada"), factories.a_member(Role.RESIDENT, name="Noor")
    look(ada, what=Reading.MAIL, people=frozenset({noor.id}))
    look(ada, what=Reading.FILES)
    with transaction() as tx:
        erasing.erase(tx, noor.id, now=now())
    assert [row.person_id for row in rows()] == [None]
    assert forget("access_log.reads", now() + KEPT - timedelta(hours=1)) == 0
    assert forget("access_log.reads", now() + KEPT + timedelta(hours=1)) == 1


def test_a_page_leaves_its_row_before_it_is_shown(client_of):
    ada = factories.a_librarian(name="Adelheid")
    noor = factories.a_sign_up(factories.a_gathering()).person
    gathering = factories.a_gathering()
    here = f"/{factories.the_library().slug}/beheer"
    browser = client_of(ada)
    for _each in range(2):
        assert browser.get(f"{here}/activiteiten/{gathering.id}/aanmeldingen").status_code == 200
    assert browser.get(f"{here}/post/mensen/{noor.id}").status_code == 200
    assert browser.get(f"{here}/post/mensen/{noor.id + 999}").status_code == 404
    assert (
        browser.get(f"{here}/activiteiten/{gathering.id}/aanmeldingen/toevoegen").status_code == 200
    )
    kept = [(row.reader_id, row.role, row.what, row.person_id, row.gathering_id) for row in rows()]
    assert kept == [
        (ada.id, Role.LIBRARIAN, Reading.SIGN_UPS, None, gathering.id),
        (ada.id, Role.LIBRARIAN, Reading.MAIL, noor.id, None),
    ]  # fmt: skip
    page = client_of(noor).get("/mijn/gegevens?taal=nl").text
    assert "Welke mails je kreeg" in page
    assert ada.first_name not in page


def test_who_receives_people_is_a_host_to_the_log_and_found_people_are_written_down(client_of):
    riet, gathering = factories.a_person("Riet"), factories.a_gathering()
    factories.saved(GatheringHost(gathering_id=gathering.id, person_id=riet.id))
    here = f"/{factories.the_library().slug}/beheer"
    client_of(riet).get(f"{here}/activiteiten/{gathering.id}/aanmeldingen")
    noor = factories.a_member(Role.RESIDENT, name="Noor")
    ada = factories.a_member(Role.LIBRARIAN)
    client_of(ada).get(f"{here}/activiteiten/{gathering.id}/aanmeldingen/toevoegen?q=Noor")
    kept = [(row.reader_id, row.role, row.person_id) for row in rows()]
    assert kept == [(riet.id, Role.HOST, None), (ada.id, Role.LIBRARIAN, noor.id)]


def test_a_list_of_people_is_taken_by_who_just_came_in_and_is_told_and_of_activities_it_is_not(
    client_of,
):
    noor = factories.a_member(name="Noor")
    browser = client_of(factories.a_librarian())
    lists = f"/{factories.the_library().slug}/beheer/bestanden/lijst?als=csv&soort="
    assert browser.get(f"{lists}gatherings").mimetype == "text/csv"
    assert browser.get(f"{lists}people&van=gisteren").status_code == 422
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now() - FRESH - timedelta(minutes=1)))
    assert "Laat eerst zien dat jij het bent" in browser.get(f"{lists}people&taal=nl").text
    assert browser.get(f"{lists}gatherings").mimetype == "text/csv"
    assert rows() == []
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now()))
    assert "Noor" in browser.get(f"{lists}people").text
    assert told(noor) == [(Role.LIBRARIAN, Reading.FILES, "")]


def test_what_cannot_be_written_down_is_not_shown(client_of, monkeypatch):
    ada, gathering = factories.a_member(Role.LIBRARIAN), factories.a_gathering()
    browser = client_of(ada)

    def full(*_args, **_named):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(services, "note", full)
    where = f"/{factories.the_library().slug}/beheer/activiteiten/{gathering.id}/aanmeldingen"
    assert browser.get(where).status_code == 503
