"""The log is read whole, on both databases, as the rooms of the house write it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.activity import services as activity
from community.activity.verbs import Verb
from community.areas.visitors import AgeClass
from community.clock import now
from community.db import session, transaction
from community.gatherings.attendance import Said
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.initiatives import services as initiatives
from community.meetlat import standing
from community.meetlat.engine.aggregates import PartnerShare
from community.partners import dossier, judging
from community.partners.models import ContactKind, Partner, Sector
from community.tally import services as tally
from community.teams import services as teams
from community.teams.services import TeamDraft
from tests.factories import a_library, a_member, the_library
from tests.initiatives.beginning import answers, named
from tests.meetlat.living import UNTIL, an_evening, at, came, close, counted
from tests.partners.asking import a_mailed_list, confirm
from tests.partners.making import a_partner, joined

pytestmark = pytest.mark.usefixtures("app")


def test_what_was_noted_of_an_evening_is_read_with_its_corrections():
    noor = a_member(name="Noor")
    gathering = an_evening(20, [], heads=6)
    came(gathering, noor, said=Said(True, AgeClass.OLDER, "7731"))
    close(gathering, 9, days_later=15)
    library_id = gathering.library_id
    for ages in ({"65+": 3}, {"65+": 2, "18-30": 3, "unsaid": 2}):
        counts = {"first_time": {"no": 4, "yes": 1}, "age_class": ages, "pc4": {}}
        with transaction() as tx:
            tally.enter(tx, library_id, gathering.id, counts, now=gathering.ends_at)
    with transaction() as tx:
        counter = teams.add_team(tx, library_id, TeamDraft("Balie", front_line=True), None)
        office = teams.add_team(tx, library_id, TeamDraft("Educatie"), None)
        numbers = [counter.id, office.id]
        teams.set_teams(tx, library_id, gathering.id, numbers, by_id=None, now=now())
    with transaction() as tx:
        teams.dispute(tx, library_id, gathering.id, numbers[0], "Nee", now=now())
    named(gathering)
    answers(gathering)
    for text in ("a" * 16, "a" * 16, "b" * 16):
        _harvested(gathering, text)

    (one,) = counted().occasions
    assert (one.head_count, one.checked_in, one.edited_late) == (9, 1, 1)
    assert (dict(one.ages), dict(one.places)) == ({"65+": 2, "18-30": 3}, {"7731": 1})
    assert (one.first_time, one.been_before) == (1, 4)
    assert (one.teams, one.front_line) == (1, False)
    assert (one.initiator, one.initiator_no) == (Initiator.RESIDENT, 0)
    assert one.harvest == 2

    answers(gathering, verb=initiatives.deny)
    assert counted().occasions[0].initiator == Initiator.LIBRARY


def test_a_claim_that_nobody_confirmed_is_the_library_s():
    gathering = an_evening(3, initiator=Initiator.RESIDENT)
    assert counted().occasions[0].initiator == Initiator.LIBRARY
    assert gathering.initiator is Initiator.RESIDENT


def test_what_partners_confirmed_is_read_and_departments_are_one_organisation():
    asked = a_mailed_list(kvk="90000001", sector=Sector.CARE)
    ours = asked.partner
    (line,) = asked.lines
    gathering = session().get_one(Gathering, line.gathering_id)
    other = a_partner("Afdeling jeugd", kvk="90000001", sector=Sector.CARE)
    joined(gathering, other, minutes=30)
    close(gathering, 12)
    with transaction() as tx:
        dossier.note_contact(
            tx, other.library_id, other.id, on=UNTIL, kind=ContactKind.CALL, about="", now=now()
        )
    assert [one.brought_and_confirmed for one in counted().organisations] == [0]
    confirm(asked)
    of = counted()
    (one,) = of.organisations
    assert (one.partner_ids, one.joint, one.contacts) == ((ours.id, other.id), 1, 1)
    assert (one.sector, one.brought_and_confirmed, one.goal_complete) == ("care", 1, False)
    assert of.occasions[0].partners == (PartnerShare(0, True, True),)

    joined(gathering, ours, minutes=600)
    assert counted().occasions[0].partners == (PartnerShare(0, False, True),)


def test_a_goal_is_complete_when_both_its_halves_are_confirmed():
    partner = a_partner()
    day = UNTIL - timedelta(days=30)
    with transaction() as tx:
        goal = dossier.agree_goal(
            tx, partner.library_id, partner.id, text="Samen eten", on=day, now=now()
        )
    goal_id = goal.id
    joined(an_evening(9), partner)
    _look_back(partner, goal_id, "Het lukte")
    _says_yes(partner, goal_id, "goal")
    _says_yes(partner, goal_id, "look_back")
    assert _complete() is True
    _look_back(partner, goal_id, "Het lukte half")
    assert _complete() is False, "other words are asked again"
    _says_yes(partner, goal_id, "look_back")
    assert _complete() is True


def test_judgements_are_added_up_and_everybody_who_was_asked_counts():
    asked = [a_mailed_list() for _ in range(2)]
    assert len({each.partner_id for each in asked}) == 2
    library_id = the_library().id
    for choices in ([5, 4, None], [3, None, None]):
        with transaction() as tx:
            activity.record(
                tx, Verb.PARTNER_JUDGED, library_id=library_id, now=at(3),
                details={"year": UNTIL.year, "answers": choices},
            )  # fmt: skip
    judged = counted().judgements
    assert (judged.asked, judged.given) == (2, 2)
    assert (judged.sums, judged.answers) == ((8, 4, 0), (2, 1, 0))
    assert judging.TOGETHER == 5


def test_of_another_library_nothing_is_read():
    first = a_library()
    an_evening(2, [a_member(library=first)], library=first)
    other = a_library("ommerland")
    assert standing.compute(session(), other.id, UNTIL).aggregates.occasions == ()


def _harvested(gathering, text):
    with transaction() as tx:
        activity.record(
            tx, Verb.HARVEST_CONFIRMED, library_id=gathering.library_id,
            gathering_id=gathering.id, happened_at=gathering.ends_at, now=gathering.ends_at,
            details={"kind": "idea", "provenance": "table", "fingerprint": text},
        )  # fmt: skip


def _look_back(partner: Partner, goal_id: int, text: str) -> None:
    day = UNTIL - timedelta(days=3)
    with transaction() as tx:
        dossier.look_back(
            tx, partner.library_id, partner.id, goal_id, text=text, on=day, now=now()
        )  # fmt: skip


def _says_yes(partner: Partner, goal_id: int, what: str) -> None:
    with transaction() as tx:
        activity.record(
            tx, Verb.PARTNER_CONFIRMED, library_id=partner.library_id, partner_id=partner.id,
            now=now(), details={
                "what": what, "goal_id": goal_id, "was_there": True, "hours": 0.0, "room": False,
                "money": 0, "quarter": "2026-3", "proof": "own address",
            },
        )  # fmt: skip


def _complete() -> bool:
    partner = a_partner  # noqa: F841
    organisations = counted().organisations
    return any(one.goal_complete for one in organisations)
