"""Who receives people at one gathering has rights on that one, and on nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership, Role
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import attendance, cohosts, hosting_queries
from community.gatherings.drafts import draft_of
from community.gatherings.hosting import edit
from community.gatherings.hosting_rules import GatheringIsCancelled, Hand, Overtaken
from community.gatherings.models import GatheringHost, GatheringStatus
from community.outbox.models import OutboxMail
from community.web.access import Access, access_of
from tests.architecture.world import address, routes
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_library,
    a_member,
    a_person,
    a_sign_up,
    saved,
    the_library,
)
from tests.gatherings.mailing import mailed

#: Doors that open for who receives the people, at that gathering.
OF_HOSTS = (Access.HOSTS, Access.DOOR)
BASE_URL = "https://kring.example.org"


def hand(by=None, at=None) -> Hand:
    return Hand(by, BASE_URL, at or now())


def invite(gathering, person, at=None) -> bool:
    with transaction() as tx:
        return cohosts.invite(tx, gathering.library_id, gathering.id, person, hand(at=at))


def remove(gathering, person) -> None:
    with transaction() as tx:
        cohosts.remove(tx, gathering.library_id, gathering.id, person.id, hand())


def owed() -> list[OutboxMail]:
    found = select(OutboxMail).where(OutboxMail.template == "gatherings/co_host")
    return list(session().scalars(found))


def hosts_of(gathering) -> list[str]:
    session().expire_all()
    return [host.first_name for host in hosting_queries.get(
        session(), gathering.library_id, gathering.id
    ).hosts]  # fmt: skip


# Asking and thanking


def test_whoever_is_asked_receives_the_people_and_hears_of_it_once(app):
    gathering, noor = a_gathering("Samen eten"), a_person("Noor")
    assert invite(gathering, noor)
    assert not invite(gathering, noor)
    assert hosts_of(gathering) == ["Noor"]
    (mail,) = owed()
    letter = mailed(mail)
    assert "Samen eten" in letter.subject
    assert f"{BASE_URL}/" not in letter.to_name
    assert f"/vechtdal/beheer/activiteiten/{gathering.id}" in letter.text


def test_a_resident_who_is_asked_stays_a_resident_and_counts_as_one(app):
    gathering, noor = a_gathering(), a_person("Noor")
    invite(gathering, noor)
    membership = session().scalars(select(Membership)).one()
    assert membership.role is Role.RESIDENT
    entry = a_sign_up(gathering, noor)
    note = attendance.Note(1, gathering.starts_at, attendance.Via.LIST)
    with transaction() as tx:
        attendance.note_sign_up(tx, entry.library_id, entry.id, note, now=gathering.starts_at)
    assert [row.counted_as for row in session().scalars(select(Activity))] == ["resident"]


def test_who_has_no_address_is_told_by_the_librarian(app):
    gathering, riet = a_gathering(), a_person("Riet", email=None)
    assert invite(gathering, riet)
    assert owed() == []


def test_a_mail_that_is_no_longer_true_does_not_go(app):
    gathering, noor = a_gathering(), a_person("Noor")
    invite(gathering, noor)
    remove(gathering, noor)
    (mail,) = owed()
    assert mailed(mail) is None


def test_who_is_asked_again_hears_of_it_again(app):
    gathering, noor = a_gathering(), a_person("Noor")
    invite(gathering, noor)
    remove(gathering, noor)
    invite(gathering, noor, at=now() + timedelta(minutes=1))
    assert len(owed()) == 2


def test_the_mail_about_a_sensitive_gathering_does_not_say_what_it_is(app):
    gathering, noor = a_gathering("Rouwgroep", is_sensitive=True), a_person("Noor")
    invite(gathering, noor)
    (mail,) = owed()
    letter = mailed(mail)
    assert "Rouwgroep" not in letter.subject + letter.text + letter.html


def test_an_address_that_nobody_has_proven_is_greeted_by_no_name(app):
    gathering = a_gathering()
    invite(gathering, a_person("Koop nu op kwaad.example"))
    (mail,) = owed()
    assert "kwaad" not in mailed(mail).text.lower()


def test_nobody_is_asked_for_what_does_not_take_place(app):
    off = a_gathering(status=GatheringStatus.CANCELLED)
    with pytest.raises(GatheringIsCancelled):
        invite(off, a_person())
    with pytest.raises(DomainError):
        invite(a_gathering(starts_at=now() - timedelta(days=1)), a_person())


def test_a_form_that_was_opened_before_does_not_undo_it(app):
    gathering, noor = a_gathering(), a_person("Noor")
    seen = gathering.revised_at
    invite(gathering, noor, at=now() + timedelta(seconds=1))
    with pytest.raises(Overtaken), transaction() as tx:
        edit(tx, gathering.library_id, gathering.id, draft_of(gathering), hand(), seen=seen)
    assert hosts_of(gathering) == ["Noor"]


def test_another_librarys_gathering_has_no_hosts_to_give(app):
    here, elsewhere = the_library(), a_library("salland")
    theirs, noor = a_gathering(library=elsewhere), a_person("Noor")
    with pytest.raises(NotFound), transaction() as tx:
        cohosts.invite(tx, here.id, theirs.id, noor, hand())


# What they see and may


def test_who_is_thanked_sees_nothing_from_that_moment(app, client_of):
    gathering = a_gathering()
    noor = a_host_of(gathering, "Noor")
    browser = client_of(noor)
    page = f"/vechtdal/beheer/activiteiten/{gathering.id}"
    assert browser.get(page).status_code == 200
    remove(gathering, noor)
    remove(gathering, noor)
    assert browser.get(page).status_code == 404
    assert browser.get("/vechtdal/beheer").status_code == 404


def test_a_host_of_one_gathering_gets_nowhere_at_another(app, client_of):
    own, other = a_gathering("Van haar"), a_gathering("Van een ander")
    browser, entry = client_of(a_host_of(own)), a_sign_up(other)
    walked, wrong = 0, []
    for rule, method in routes(app):
        if "gathering_id" not in rule.arguments or "/beheer/" not in str(rule):
            continue
        known = {"library": "vechtdal", "gathering_id": other.id, "sign_up_id": entry.id}
        known |= {"ending": "csv", "answer": "ja", "act": "weg"}
        values = {name: known.get(name, 1) for name in rule.arguments}
        answer = browser.open(address(rule, values), method=method)
        walked += 1
        # Hers are the doors of hosts, at her own gathering; the librarians' are nobody else's.
        mark = access_of(app.view_functions[rule.endpoint])
        expected = 404 if mark in OF_HOSTS else 403
        if answer.status_code != expected:
            wrong.append(f"{method} {rule}: {answer.status_code}")
    assert wrong == []
    assert walked > 15


def test_a_host_sees_first_names_and_nothing_to_reach_people_by(app, client_of):
    sanne = a_librarian(name="Sanne", surname="Geheim-Achternaam")
    gathering = a_gathering(revised_by_id=sanne.id, created_by_id=sanne.id)
    noor = a_host_of(gathering, "Noor")
    a_host_of(gathering, "Ineke", surname="Geheim-Achternaam", phone="06 99 88 77 66")
    for name in ("Karim", "Riet"):
        a_sign_up(gathering, a_person(
            name, surname="Geheim-Achternaam", phone="06 99 88 77 66",
            email=f"geheim-{name.lower()}@example.org",
        ))  # fmt: skip
    browser, walked = client_of(noor), 0
    for rule, method in routes(app):
        mark = access_of(app.view_functions[rule.endpoint]) if rule.endpoint != "static" else None
        if (
            mark is not Access.HOSTS
            or method != "GET"
            or rule.arguments - {"library", "gathering_id"}
        ):
            continue
        values = {"library": "vechtdal", "gathering_id": gathering.id}
        answer = browser.get(address(rule, {name: values[name] for name in rule.arguments}))
        if answer.status_code != 200:
            continue
        walked += 1
        for secret in ("Geheim", "06 99 88", "geheim-"):
            assert secret not in answer.text, rule
    assert walked >= 4
    assert "Karim" in browser.get(f"/vechtdal/beheer/activiteiten/{gathering.id}/aanmeldingen").text


def test_who_receives_people_finds_the_way_in_on_their_own_page(app, client_of):
    gathering, over = a_gathering("Samen eten"), a_gathering(starts_at=now() - timedelta(days=2))
    long_ago = a_gathering(starts_at=now() - timedelta(days=15))
    counted = a_gathering(starts_at=now() - timedelta(days=2), status=GatheringStatus.CLOSED)
    noor = a_host_of(gathering)
    for each in (over, long_ago, counted):
        saved(GatheringHost(gathering_id=each.id, person_id=noor.id))
    page = client_of(noor).get("/mijn").text
    assert "Waar je mensen ontvangt" in page
    assert f'href="/vechtdal/beheer/activiteiten/{gathering.id}"' in page
    # Until she has said how many came, but not for ever.
    assert f"/activiteiten/{over.id}" in page
    assert "Nog niet geteld" in page
    assert not any(f"/activiteiten/{each.id}" in page for each in (long_ago, counted))
    assert "Waar je mensen ontvangt" not in client_of(a_member()).get("/mijn").text


# At the desk


def test_a_librarian_asks_a_resident_from_the_list_and_thanks_them_again(app, client_of):
    gathering = a_gathering("Samen eten")
    noor = a_member(Role.RESIDENT, name="Noor")
    desk = client_of(a_librarian())
    here = f"/vechtdal/beheer/activiteiten/{gathering.id}/gastheren"
    assert f"{here}/{noor.id}" in desk.get(f"{here}?q=noo").text
    answer = desk.post(f"{here}/{noor.id}", follow_redirects=True)
    assert "Noor ontvangt de mensen en krijgt daar een mail over." in answer.text
    assert client_of(noor).get(f"/vechtdal/beheer/activiteiten/{gathering.id}").status_code == 200
    desk.post(f"{here}/{noor.id}/weg")
    assert hosts_of(gathering) == []


def test_a_librarian_asks_somebody_new_by_mail(app, client_of):
    gathering = a_gathering("Samen eten")
    desk = client_of(a_librarian())
    here = f"/vechtdal/beheer/activiteiten/{gathering.id}/gastheren"
    wrong = desk.post(here, data={"first_name": "Karim", "email": "karim"})
    assert wrong.status_code == 422
    assert 'value="Karim"' in wrong.text
    desk.post(here, data={"first_name": "Karim", "email": "Karim@Example.org"})
    assert hosts_of(gathering) == ["Karim"]
    assert len(owed()) == 1


def test_a_stranger_to_this_library_is_no_host_of_it(app, client_of):
    gathering, stranger = a_gathering(), a_person("Vreemd")
    desk = client_of(a_librarian())
    here = f"/vechtdal/beheer/activiteiten/{gathering.id}/gastheren"
    assert desk.post(f"{here}/{stranger.id}").status_code == 404
    assert hosts_of(gathering) == []
