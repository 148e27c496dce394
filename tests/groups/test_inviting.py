"""Inviting a group: everybody in it once, and nobody who should not hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.db import transaction
from community.gatherings import attendance, rounding_off
from community.gatherings.attendance import Note
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Absent, Gathering, GatheringStatus
from community.gatherings.rounding_off import Afterwards
from community.groups import inviting, members
from community.groups.inviting import NotToInviteTo
from community.groups.models import GroupInvitation
from community.outbox import letters
from tests.factories import a_gathering, a_librarian, a_person, a_sign_up
from tests.groups.groups import a_group, a_member_of, count, do, owed

pytestmark = pytest.mark.usefixtures("app")


def invite(group, gathering):
    hand = Hand(None, "https://kring.example.org", now())
    return do(inviting.invite, group.library_id, gathering.id, group.id, hand)


@pytest.fixture
def group():
    return a_group()


@pytest.fixture
def gathering(group):
    return a_gathering("Wereldcafé")


def test_who_hears_nothing_more_of_it_is_not_invited(group, gathering):
    earlier = a_gathering("Wereldcafé", starts_at=now() - timedelta(hours=5))
    noor, bas = a_person("Noor"), a_person("Bas")
    for each in (noor, bas):
        a_member_of(group, each)
        entry = a_sign_up(earlier, each)
    with transaction() as tx:
        attendance.note_sign_up(tx, entry.library_id, entry.id, Note(None, now()), now=now())
        told = Afterwards(1, absent=Absent.LEFT_OUT)
        rounding_off.round_off(tx, entry.library_id, earlier.id, told, by=None, now=now())
    invite(group, gathering)
    assert [mail.person_id for mail in owed("invited")] == [bas.id]


def test_everybody_gets_one_mail_also_who_is_in_two_groups(group, gathering):
    other = a_group("Tuinen")
    noor, bas = a_person("Noor"), a_person("Bas")
    for each in (group, other):
        a_member_of(each, noor)
    a_member_of(other, bas)
    assert invite(group, gathering).mails == 1
    assert invite(group, gathering).mails == 0
    assert invite(other, gathering).mails == 1
    assert {mail.person_id for mail in owed("invited")} == {noor.id, bas.id}
    assert len(owed("invited")) == 2
    assert count(GroupInvitation) == 2


def test_who_signed_up_or_never_confirmed_is_left_in_peace(group, gathering):
    a_sign_up(gathering, a_member_of(group).person)
    a_member_of(group, since=None)
    assert invite(group, gathering).mails == 0
    assert owed("invited") == []


def test_who_has_no_address_is_called(client_of, group, gathering):
    a_member_of(group, a_person("Ria", email=None, phone="0529 12 34 56"))
    assert [person.first_name for person in invite(group, gathering).to_call] == ["Ria"]
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}/groepen"
    assert "0529 12 34 56" in client_of(a_librarian()).get(at).text


@pytest.mark.parametrize(
    "fields",
    [
        {"is_sensitive": True},
        {"status": GatheringStatus.DRAFT},
        {"status": GatheringStatus.CANCELLED},
        {"starts_at": now() - timedelta(minutes=5)},
    ],
)
def test_nobody_is_invited_to_what_is_sensitive_or_not_on(group, fields):
    a_member_of(group)
    with pytest.raises(NotToInviteTo):
        invite(group, a_gathering(**fields))
    assert owed("invited") == []


def test_the_mail_leads_to_the_page_and_to_the_way_out_of_the_group(session, group, gathering):
    a_member_of(group, a_person("Noor"))
    invite(group, gathering)
    letter = letters.render(session, owed("invited")[0])
    assert f"/vechtdal/agenda/{gathering.id}-wereldcafe" in letter.text
    assert "uitnodiging=" not in letter.text
    assert "Ga uit de groep:" in " ".join(letter.text.split())
    assert "/vechtdal/groepslid/" in letter.text
    assert "Breigroep De Steek" in letter.text


@pytest.mark.parametrize(
    "fields", [{"visibility": Visibility.LINK}, {"sign_up_mode": SignUpMode.INVITATION}]
)
def test_what_needs_a_link_is_mailed_with_it_and_stays_hidden(session, client, group, fields):
    gathering = a_gathering("Besloten", **fields)
    a_member_of(group)
    invite(group, gathering)
    letter = letters.render(session, owed("invited")[0])
    assert "uitnodiging=" in letter.text
    stands = session.get_one(Gathering, gathering.id, populate_existing=True)
    assert stands.visibility is gathering.visibility


def test_a_sensitive_group_is_not_named(session, gathering):
    quiet = a_group("Praten over rouw", is_sensitive=True)
    a_member_of(quiet)
    invite(quiet, gathering)
    letter = letters.render(session, owed("invited")[0])
    assert "rouw" not in letter.subject + letter.text


def test_a_mail_that_is_overtaken_is_not_sent(session, group, gathering):
    left, signed_up, stays = (a_member_of(group).person for _ in range(3))
    invite(group, gathering)
    do(members.leave, group.library_id, group.id, left.id)
    a_sign_up(gathering, signed_up)
    sent = {mail.person_id for mail in owed("invited") if letters.render(session, mail)}
    assert sent == {stays.id}
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).status = GatheringStatus.CANCELLED
    assert [letters.render(session, mail) for mail in owed("invited")] == [None] * 3


def test_the_librarian_invites_on_the_page_of_the_gathering(client_of, group, gathering):
    a_member_of(group)
    at = f"/vechtdal/beheer/activiteiten/{gathering.id}/groepen"
    desk = client_of(a_librarian())
    answer = desk.post(f"{at}/uitnodigen", data={"uitnodigen-group": group.id})
    assert "1 persoon is uitgenodigd." in desk.get(answer.location).text
    assert "Breigroep De Steek is uitgenodigd op" in desk.get(at).text
    assert desk.post(f"{at}/uitnodigen", data={"uitnodigen-group": "0"}).status_code == 422
