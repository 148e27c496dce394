"""Inviting in one go, and every answer: capacity-safe, once, and never more than was agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import transaction
from community.errors import DomainError, NotFound
from community.gatherings.kinds import SignUpMode, Visibility
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.invitations import answering, inviting, mails, queries
from community.invitations.models import Answer
from community.moments import Moment
from community.outbox.models import OutboxMail
from community.suggestions import fitting
from tests.factories import a_gathering, a_librarian, a_library, a_sign_up, the_library
from tests.groups.groups import a_group, a_member_of
from tests.keeping.forgetting import forget
from tests.suggestions.known import a_block, about, somebody

REPAIR = "techniek-reparatie"


def invite(gathering, *people, at=None):
    with transaction() as tx:
        return inviting.invite(
            tx, gathering.library_id, gathering.id, [each.id for each in people], by=1,
            now=at or now(),
        )  # fmt: skip


def invitations(session, gathering):
    session.rollback()
    return {each.person.first_name: each for each in
            queries.list_of(session, gathering.library_id, gathering.id)}  # fmt: skip


def answer(invitation, said, **how):
    with transaction() as tx:
        answering.answer(tx, invitation.library_id, invitation.id, said, now=now(), **how)


def status_of(session, gathering, person):
    session.rollback()
    of = select(SignUp.status).where(
        SignUp.gathering_id == gathering.id, SignUp.person_id == person.id
    )
    return session.scalars(of).one_or_none()


def owed(session):
    of = select(OutboxMail).where(OutboxMail.template == mails.TEMPLATE)
    return session.scalars(of.order_by(OutboxMail.id)).all()


def test_who_may_be_invited_is_invited_once_with_reasons_that_sum_to_the_score(session):
    noor = somebody(likes=(REPAIR,))
    gathering = about("Repair Café", REPAIR)
    assert invite(gathering, noor).invited == 1
    again = invite(gathering, noor)
    assert (again.invited, again.passed_over) == (0, 1)
    kept = invitations(session, gathering)["Noor"]
    found = inviting.fit_of(kept)
    assert found is not None
    fit = found[0]
    assert fit.score == sum(each.points for each in fit.contributions) > 0
    assert len(owed(session)) == 1


def test_nobody_is_invited_who_did_not_say_so_or_is_in_it_or_put_it_aside(session):
    gathering = about("Repair Café", REPAIR)
    shy = somebody("Shy", likes=(REPAIR,), may_invite_since=None)
    inside = somebody("Inside", likes=(REPAIR,))
    a_sign_up(gathering, inside)
    elsewhere = somebody("Elsewhere", library=a_library("zuidpolder"))
    told = invite(gathering, shy, inside, elsewhere)
    assert (told.invited, told.passed_over) == (0, 3)
    assert invitations(session, gathering) == {}


def test_nobody_is_asked_more_than_three_times_a_month(session):
    noor = somebody(likes=(REPAIR,))
    four = [about(f"Repair {number}", REPAIR) for number in range(4)]
    assert [invite(each, noor).invited for each in four] == [1, 1, 1, 0]
    later = now() + inviting.MONTH + timedelta(minutes=1)
    fifth = about("Later", REPAIR, starts_at=later + timedelta(days=3))
    assert invite(fifth, noor, at=later).invited == 1


def test_of_two_who_do_not_meet_one_is_asked_and_never_beside_who_is_in_it(session):
    noor, piet = somebody(likes=(REPAIR,)), somebody("Piet", likes=(REPAIR,))
    a_block(piet, noor)
    gathering = about("Repair Café", REPAIR)
    assert invite(gathering, noor, piet).invited == 1
    other = about("Ander", REPAIR)
    a_sign_up(other, noor)
    assert invite(other, piet).invited == 0


def test_a_yes_takes_a_seat_and_then_the_waiting_list_and_never_more(session):
    gathering = about("Repair Café", REPAIR, capacity=1)
    people = [somebody(name, likes=(REPAIR,)) for name in ("Noor", "Sam")]
    invite(gathering, *people)
    found = invitations(session, gathering)
    for _ in range(2):
        answer(found["Noor"], Answer.YES)
    answer(found["Sam"], Answer.YES)
    assert status_of(session, gathering, people[0]) is SignUpStatus.CONFIRMED
    assert status_of(session, gathering, people[1]) is SignUpStatus.WAITING
    assert session.get_one(Gathering, gathering.id).taken == 1
    with pytest.raises(DomainError):
        answer(found["Noor"], Answer.NO)
    assert invitations(session, gathering)["Noor"].answer is Answer.YES


def test_full_without_a_waiting_list_leaves_the_invitation_as_it_was(session):
    gathering = about("Repair Café", REPAIR, capacity=1, has_waiting_list=False)
    noor = somebody(likes=(REPAIR,))
    invite(gathering, noor)
    a_sign_up(gathering)
    with pytest.raises(DomainError):
        answer(invitations(session, gathering)["Noor"], Answer.YES)
    assert invitations(session, gathering)["Noor"].answer is Answer.WAITING
    assert status_of(session, gathering, noor) is None


def test_a_no_is_remembered_for_every_date_and_not_now_for_this_one_alone(session):
    noor, sam = somebody(likes=(REPAIR,)), somebody("Sam", likes=(REPAIR,))
    gathering = about("Repair Café", REPAIR)
    following = about("Repair Café", REPAIR, starts_at=gathering.starts_at + timedelta(days=7))
    invite(gathering, noor, sam)
    found = invitations(session, gathering)
    answer(found["Noor"], Answer.NO)
    answer(found["Sam"], Answer.NOT_NOW)
    assert (invite(following, noor).invited, invite(following, sam).invited) == (0, 1)
    session.rollback()
    assert fitting.outlook(session, the_library().id, noor.id, now=now()).fits == []
    answer(found["Noor"], Answer.YES)  # Changed her mind.
    assert status_of(session, gathering, noor) is SignUpStatus.CONFIRMED


def test_a_group_comes_as_a_whole_as_far_as_each_said_yes(session):
    group = a_group()
    yes = somebody("Yes", moments=frozenset({Moment.SUNDAY_EVENING}))
    no = somebody("No", may_invite_since=None)
    for each in (yes, no):
        a_member_of(group, each)
    gathering = about("Repair Café", REPAIR)
    with transaction() as tx:
        told = inviting.invite_group(
            tx, gathering.library_id, gathering.id, group.id, by=1, now=now()
        )
    assert (told.invited, invitations(session, gathering)["Yes"].group_id) == (1, group.id)
    elsewhere = a_gathering(library=a_library("zuidpolder"))
    with pytest.raises(NotFound), transaction() as tx:
        inviting.invite_group(tx, elsewhere.library_id, elsewhere.id, group.id, by=1, now=now())


def test_inviting_changes_nothing_about_who_sees_it(session):
    noor = somebody(likes=(REPAIR,))
    gathering = about(
        "Repair Café", REPAIR, visibility=Visibility.LINK, sign_up_mode=SignUpMode.INVITATION
    )
    before = (gathering.visibility, gathering.eligibility, gathering.sequence)
    invite(gathering, noor)
    answer(invitations(session, gathering)["Noor"], Answer.YES)
    session.rollback()
    after = session.get_one(Gathering, gathering.id)
    assert (after.visibility, after.eligibility, after.sequence) == before
    assert status_of(session, gathering, noor) is SignUpStatus.CONFIRMED


def test_who_gets_no_mail_is_called_and_what_they_say_is_noted(session):
    an, gathering = somebody("An", likes=(REPAIR,), email=None), about("Repair Café", REPAIR)
    invite(gathering, an)
    assert owed(session) == []
    (call,) = queries.list_calls(session, gathering.library_id, now=now())
    assert call.person_id == an.id
    answer(call, Answer.YES, at_desk=True)
    assert queries.list_calls(session, gathering.library_id, now=now()) == []
    assert status_of(session, gathering, an) is SignUpStatus.CONFIRMED


def test_of_a_sensitive_gathering_nobody_is_known_to_have_been_invited_after_five_days(session):
    noor = somebody(likes=(REPAIR,))
    both = [about("Rouw", REPAIR, is_sensitive=True), about("Repair Café", REPAIR)]
    for each in both:
        invite(each, noor)
    left = []
    for days in (4, 6, 6, 190):
        forget("invitations.asked", both[0].ends_at + timedelta(days=days))
        left.append([len(invitations(session, each)) for each in both])
    assert left == [[1, 1], [0, 1], [0, 1], [0, 0]]


def test_the_mail_says_why_and_of_a_sensitive_one_not_what(app, session):
    noor = somebody(likes=(REPAIR,))
    for title, secret in (("Repair Café", False), ("Praatgroep rouw", True)):
        gathering = about(title, REPAIR, is_sensitive=secret)
        invite(gathering, noor)
    open_mail, secret_mail = owed(session)
    with app.test_request_context():
        letter = mails.render(session, open_mail)
        assert "Repair Café" in letter.subject
        assert "Je houdt van Repareren & klussen" in letter.text
        for word in ("ja", "nee", "nu-niet", "niet-meer"):
            assert f"/{word}" in letter.text
        quiet = mails.render(session, secret_mail)
        assert "rouw" not in quiet.subject + quiet.text + quiet.html
        answer(invitations(session, gathering)["Noor"], Answer.NO)
        session.rollback()
        assert mails.render(session, secret_mail) is None


def test_by_the_link_without_an_account_and_at_the_desk(app, client, client_of, session):
    noor = somebody(likes=(REPAIR,))
    gathering = about("Repair Café", REPAIR)
    desk = client_of(a_librarian())
    here = f"/vechtdal/beheer/activiteiten/{gathering.id}/wie-past"
    page = desk.get(here).text
    assert "Houdt van Repareren &amp; klussen" in page
    assert "Zo is er nu niemand" in desk.get(f"{here}?waarom=weet").text
    assert "Vink eerst aan" in desk.post(f"{here}/uitnodigen").text
    sent = desk.post(f"{here}/uitnodigen", data={"people": noor.id}, follow_redirects=True)
    assert "1 persoon is uitgenodigd." in sent.text
    assert "Nog geen antwoord: 1" in sent.text
    mine = invitations(session, gathering)["Noor"]
    token = queries.token_of(mine, key=app.config["SECRET_KEY"])
    link = f"/vechtdal/uitnodiging/{token}"
    assert "Ja, ik kom graag" in client.get(f"{link}/ja").text
    assert status_of(session, gathering, noor) is None  # Looking at a link answers nothing.
    assert client.get(f"/vechtdal/uitnodiging/{token}x").status_code == 404
    assert client.post(f"{link}/ja").status_code == 303
    assert status_of(session, gathering, noor) is SignUpStatus.CONFIRMED
    assert "Je doet mee" in client.get(link).text
    assert "Zei ja" in desk.get(here).text
    assert client.post(f"{link}/niet-meer").status_code == 303
    assert invite(about("Nog een", REPAIR), noor).invited == 0
