"""What a library keeps of a partner, and what the log says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.clock import local_day, now
from community.db import session, transaction
from community.partners import dossier, queries
from community.partners.depth import depth_of
from community.partners.dossier import ContactDraft, NameIsTaken, NotADayOfOurs, PartnerDraft
from community.partners.models import ContactKind, Partnership, Sector
from tests.factories import a_gathering, a_library, the_library
from tests.partners.making import a_gathering_that_was, a_goal, a_partner, joined

pytestmark = pytest.mark.usefixtures("app")


def verbs() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Activity.verb).order_by(Activity.id)))


def test_two_partners_of_one_library_have_different_names():
    library, other = the_library(), a_library("zuidpolder")
    draft = PartnerDraft(name="GGD Oostland", sector=Sector.CARE)
    for where in (library, other):
        with transaction() as tx:
            dossier.add(tx, where.id, draft, now=now())
    with pytest.raises(NameIsTaken), transaction() as tx:
        dossier.add(tx, library.id, draft, now=now())


def add_contact(partner, name, email="", **fields):
    with transaction() as tx:
        return dossier.add_contact(
            tx, partner.library_id, partner.id, ContactDraft(name=name, email=email, **fields)
        ).id


def receiver(partner):
    session().rollback()
    session().expire_all()
    found = queries.get(session(), partner.library_id, partner.id).receiver
    return found and found.name


def test_one_contact_gets_the_list_and_the_next_when_they_leave():
    partner = a_partner()
    add_contact(partner, "Alleen telefoon")
    assert receiver(partner) is None
    first = add_contact(partner, "Marloes", "m@ggd.example")
    add_contact(partner, "Jeroen", "j@ggd.example")
    assert receiver(partner) == "Marloes"
    add_contact(partner, "Zoë", "z@ggd.example", gets_list=True)
    assert receiver(partner) == "Zoë"
    with transaction() as tx:
        draft = ContactDraft(name="Marloes", email="m@ggd.example", gets_list=True)
        dossier.change_contact(tx, partner.library_id, partner.id, first, draft)
    assert receiver(partner) == "Marloes"
    with transaction() as tx:
        dossier.remove_contact(tx, partner.library_id, partner.id, first)
    assert receiver(partner) == "Jeroen"


def spoke(partner, on: date, about="koffie"):
    with transaction() as tx:
        return dossier.note_contact(
            tx, partner.library_id, partner.id,
            on=on, kind=ContactKind.VISIT, about=about, now=now(),
        )  # fmt: skip


def test_speaking_is_noted_once_and_never_ahead():
    partner, today = a_partner(), local_day(now())
    assert spoke(partner, today).id == spoke(partner, today).id
    assert verbs() == ["partner:contacted"]
    for day in (today + timedelta(days=1), date(1999, 12, 31)):
        with pytest.raises(NotADayOfOurs):
            spoke(partner, day)


def test_a_goal_and_a_look_back_are_in_the_log_without_their_words():
    partner, today = a_partner(), local_day(now())
    for _ in range(2):
        with transaction() as tx:
            goal = dossier.agree_goal(
                tx, partner.library_id, partner.id, text="Meer buren.", on=today, now=now()
            )
    for _ in range(2):
        with transaction() as tx:
            dossier.look_back(
                tx, partner.library_id, partner.id, goal.id, text="Gelukt.", on=today, now=now()
            )
    assert verbs() == ["partner:goal_agreed", "partner:looked_back"]
    details = session().scalars(select(Activity.details)).all()
    assert list(details) == [{"goal_id": goal.id}] * 2
    with pytest.raises(NotADayOfOurs), transaction() as tx:
        dossier.look_back(
            tx, partner.library_id, partner.id, goal.id,
            text="Te vroeg.", on=today - timedelta(days=1), now=now(),
        )  # fmt: skip


def step(partner) -> int:
    session().rollback()
    since = local_day(now()) - timedelta(days=365)
    far = now() + timedelta(days=400)
    joint = queries.list_joint(session(), partner.id, since=now() - timedelta(days=365), until=far)
    goals = queries.list_goals(session(), partner.id)
    last = queries.last_contact(session(), partner.id, since)
    return depth_of(joint, goals, last, since=since, now=now()).step


def test_depth_follows_from_evidence_step_by_step():
    partner, today = a_partner(), local_day(now())
    assert step(partner) == 0
    spoke(partner, today)
    assert step(partner) == 1
    joined(a_gathering(), partner, minutes=60)
    assert step(partner) == 1, "what is to come is no evidence"
    row = joined(a_gathering_that_was(), partner, minutes=60)
    assert step(partner) == 2
    with transaction() as tx:
        tx.get_one(Partnership, row.id).confirmed_at = now()
    assert step(partner) == 3
    goal = a_goal(partner, looked_back_on=today, look_back="Gelukt.", confirmed_at=now())
    assert step(partner) == 3, "the look-back is not confirmed"
    with transaction() as tx:
        tx.merge(goal).look_back_confirmed_at = now()
    assert step(partner) == 4


def test_nothing_brought_is_not_a_third_step_even_when_confirmed():
    partner = a_partner()
    row = joined(a_gathering_that_was(), partner)
    with transaction() as tx:
        tx.get_one(Partnership, row.id).confirmed_at = now()
    assert step(partner) == 2


def test_a_goal_of_longer_ago_is_no_fourth_step():
    partner, today = a_partner(), local_day(now())
    row = joined(a_gathering_that_was(), partner, minutes=60)
    with transaction() as tx:
        tx.get_one(Partnership, row.id).confirmed_at = now()
    a_goal(
        partner, agreed_on=today - timedelta(days=400), looked_back_on=today,
        confirmed_at=now(), look_back_confirmed_at=now(),
    )  # fmt: skip
    assert step(partner) == 3
